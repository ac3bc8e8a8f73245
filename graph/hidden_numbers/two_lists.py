"""How many were never met, from the overlap of two independent lists.

With M persons on one list, n on the other and m on both: Petersen N = M n / m; Chapman (1951) N = (M + 1)(n + 1) /
(m + 1) - 1, which has little bias. Variances and normal intervals by Seber (1982), The Estimation of Animal Abundance,
pages 59 to 61; where m is below 50, the Poisson limits of m are better, and ``poisson_limits`` gives them.

Assumes that being on one list makes it neither more nor less likely to be on the other, and that both draw on the same
people. Police and care don't: referral from one to the other makes N too small.
"""

import math

from scipy import stats

from graph.hidden_numbers.once_or_more import Estimate, Z

FEW = 50
"""Persons on both lists below which their Poisson limits are used."""


def petersen(first: int, second: int, both: int) -> Estimate | None:
    """Petersen's estimate with a normal interval; None where nobody is on both lists."""
    if not both:
        return None
    total = first * second / both
    variance = first**2 * second * (second - both) / both**3
    return _with_limits("petersen", total, variance)


def chapman(first: int, second: int, both: int) -> Estimate:
    """Chapman's estimate with a normal interval."""
    total = _chapman(first, second, both)
    variance = (first + 1) * (second + 1) * (first - both) * (second - both) / ((both + 1) ** 2 * (both + 2))
    return _with_limits("chapman", total, variance)


def poisson_limits(first: int, second: int, both: int) -> tuple[float, float]:
    """95 % interval of Chapman's estimate by the exact Poisson limits of those on both lists."""
    low_m = float(stats.chi2.ppf(0.025, 2 * both)) / 2 if both else 0.0
    high_m = float(stats.chi2.ppf(0.975, 2 * (both + 1))) / 2
    least = float(first + second - both)
    return max(least, _chapman(first, second, high_m)), _chapman(first, second, low_m)


def _chapman(first: float, second: float, both: float) -> float:
    return (first + 1) * (second + 1) / (both + 1) - 1


def _with_limits(method: str, total: float, variance: float) -> Estimate:
    error = math.sqrt(variance)
    return Estimate(method, total, error, max(0.0, total - Z * error), total + Z * error)
