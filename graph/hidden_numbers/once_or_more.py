"""How many were never met, from how often the others were: estimators on counts of persons met once, twice, ….

All take the frequencies f1, f2, … of persons met once, twice, …; n is their sum, N the estimate of all.

- Chao's lower bound: N = n + f1^2 / (2 f2); bias-corrected n + f1 (f1 - 1) / (2 (f2 + 1)), which also stands where
  nobody was met twice. Interval by the log-normal of N - n. Chao (1984), Scandinavian Journal of Statistics 11; Chao
  (1987), Biometrics 43. Under any mixture of rates it is a lower bound.
- Zelterman: rate 2 f2 / f1, N = n / (1 - exp(-rate)). Zelterman (1988), Journal of Statistical Planning and Inference
  18; variance by Böhning (2008), Statistical Methodology 5. Robust where most are met once or twice.
- Zero-truncated Poisson: one rate for all, by maximum likelihood; variance by van der Heijden, Cruyff and van
  Houwelingen (2003), Statistica Neerlandica 57. Too low where rates differ.
- Chao without the ones: N = n + (2/9) f2^3 / f3^2, for where more were met once than chance gives (people who leave, or
  records that should have been linked). Chiu and Chao (2016), PeerJ 4:e1634; n is of those met once or more.

Assume a closed population in the period, that nobody's being met changes whether she is met again, and records linked
right: a missed link makes two persons met once of one met twice, and every estimate too large.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from scipy import optimize

Z = 1.96
"""Of 95 % intervals, as the sources take it."""

Frequencies = Mapping[int, int]
"""Persons by how often they were met."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """All there are, met or not, with standard error and 95 % interval; errors None where the method gives none."""

    method: str
    total: float
    standard_error: float | None
    low: float | None
    high: float | None


def seen(frequencies: Frequencies) -> int:
    """Persons met at least once."""
    return sum(frequencies.values())


def events(frequencies: Frequencies) -> int:
    """Encounters behind the frequencies."""
    return sum(times * persons for times, persons in frequencies.items())


def chao(frequencies: Frequencies, *, bias_corrected: bool = False) -> Estimate | None:
    """Chao's lower bound with a log-normal interval; None where nobody was met twice and no correction is asked."""
    n, f1, f2 = seen(frequencies), frequencies.get(1, 0), frequencies.get(2, 0)
    if bias_corrected:
        unseen = f1 * (f1 - 1) / (2 * (f2 + 1))
    elif f2:
        unseen = f1**2 / (2 * f2)
    else:
        return None
    name = "chao_bias_corrected" if bias_corrected else "chao"
    if unseen <= 0 or not f2:
        return Estimate(name, n + max(0.0, unseen), None, None, None)
    ratio = f1 / f2
    variance = f2 * (ratio**4 / 4 + ratio**3 + ratio**2 / 2)
    return _log_normal(name, n, unseen, variance)


def chao_without_ones(frequencies: Frequencies) -> Estimate | None:
    """Chao's bound from those met twice and three times; None where nobody was met three times.

    Its error is by the delta method, f2 and f3 taken as Poisson.
    """
    n, f2, f3 = seen(frequencies), frequencies.get(2, 0), frequencies.get(3, 0)
    if not f3:
        return None
    unseen = 2 * f2**3 / (9 * f3**2)
    if not f2:
        return Estimate("chao_one_inflated", float(n), None, None, None)
    variance = unseen**2 * (9 / f2 + 4 / f3)
    return _log_normal("chao_one_inflated", n, unseen, variance + unseen)


def zelterman(frequencies: Frequencies) -> Estimate | None:
    """Zelterman's estimate with a normal interval; None where nobody was met once, or nobody twice."""
    n, f1, f2 = seen(frequencies), frequencies.get(1, 0), frequencies.get(2, 0)
    if not (f1 and f2):
        return None
    rate = 2 * f2 / f1
    gone = math.exp(-rate)
    total = n / (1 - gone)
    variance = n * gone / (1 - gone) ** 2 * (1 + n * gone * rate**2 / (1 - gone) ** 2 * (1 / f1 + 1 / f2))
    return _normal("zelterman", n, total, variance)


def zero_truncated_poisson(frequencies: Frequencies) -> Estimate | None:
    """One rate for all, by maximum likelihood, with a normal interval; None where everybody was met once."""
    n, total_events = seen(frequencies), events(frequencies)
    if not n or total_events <= n:
        return None
    mean = total_events / n
    rate = float(optimize.brentq(lambda r: r / -math.expm1(-r) - mean, 1e-9, mean))
    total = n / -math.expm1(-rate)
    variance = total / (math.exp(rate) - 1 - rate)
    return _normal("zero_truncated_poisson", n, total, variance)


def _normal(method: str, n: int, total: float, variance: float) -> Estimate:
    error = math.sqrt(variance)
    return Estimate(method, total, error, max(float(n), total - Z * error), total + Z * error)


def _log_normal(method: str, n: int, unseen: float, variance: float) -> Estimate:
    """Interval n + unseen / C to n + unseen * C, which never falls below those met."""
    c = math.exp(Z * math.sqrt(math.log1p(variance / unseen**2)))
    return Estimate(method, n + unseen, math.sqrt(variance), n + unseen / c, n + unseen * c)
