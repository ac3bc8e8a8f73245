"""What the time before a measure says: how much counts vary, and whether the ring was already drifting away.

Both from fortnights before the measure alone, each town and register with a rate of its own per visit (or per day),
times what all towns of the register did in that fortnight: so season and a common trend are no dispersion.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from graph.displacement.counts import FORTNIGHT_DAYS, Counts

Grid = NDArray[np.float64]

MIN_FORTNIGHTS = 8
MIN_EVENTS = 5.0
MIN_TOWNS = 5


@dataclass(frozen=True, slots=True)
class Fortnights:
    """Events and what was to be expected of them before a measure, shape (fortnights, towns, sources).

    ``fitted`` says for which fortnights what towns did in common was taken out, shape (fortnights, groups of registers):
    where they met too few for that, it wasn't. ``group`` is the group of each register; empty, each is its own.
    """

    met: Grid
    expected: Grid
    fitted: NDArray[np.bool_]
    group: tuple[int, ...] = ()

    def __len__(self) -> int:
        """Number of fortnights."""
        return len(self.met)


def fortnights(
    counts: Counts,
    sources: Sequence[str],
    *,
    first_day: int,
    start: int,
    by_effort: bool,
    common: NDArray[np.bool_],
) -> Fortnights:
    """Fortnights that end at ``start`` and lie within ``[first_day, start)``.

    Parameters
    ----------
    counts
        Events and visits.
    sources
        Registers to use.
    first_day, start
        Days.
    by_effort
        Whether exposure is visits or days.
    common
        Towns that say what a fortnight was like for all, shape (towns,).
    """
    n = max(0, (start - max(first_day, counts.first_day)) // FORTNIGHT_DAYS)
    edges = np.array([start - FORTNIGHT_DAYS * k for k in range(n, -1, -1)]) - counts.first_day
    used = np.isin(counts.sources, sources)
    met = np.diff(counts.events[:, :, edges], axis=2).transpose(2, 0, 1) * used
    looked = np.diff(counts.visits[:, :, edges], axis=2).transpose(2, 0, 1) if by_effort else np.ones_like(met)
    met = np.where(looked > 0, met, 0.0)
    exposure = looked * used
    whole = exposure.sum(axis=0)
    rate = np.divide(met.sum(axis=0), whole, out=np.zeros_like(whole), where=whole > 0)
    expected = exposure * rate
    groups = _registers_together(met, common)
    fitted = np.zeros((n, len(groups)), dtype=bool)
    for g, inside in enumerate(groups):
        there = met[:, common][:, :, inside].sum(axis=(1, 2))
        fitted[:, g] = expected[:, common][:, :, inside].sum(axis=(1, 2)) >= MIN_EVENTS
        for _ in range(2):
            then = expected[:, common][:, :, inside].sum(axis=(1, 2))
            factor = np.divide(there, then, out=np.ones_like(there), where=fitted[:, g] & (then > 0))
            scaled = expected[:, :, inside] * factor[:, None, None]
            total = scaled.sum(axis=0)
            own = np.divide(met[:, :, inside].sum(axis=0), total, out=np.ones_like(total), where=total > 0)
            expected[:, :, inside] = scaled * own
    group = tuple(next((g for g, inside in enumerate(groups) if inside[s]), -1) for s in range(met.shape[2]))
    return Fortnights(met, expected, fitted, group)


def _registers_together(met: Grid, common: NDArray[np.bool_]) -> list[NDArray[np.bool_]]:
    """Registers that say for themselves what a fortnight was like, and all others together.

    One that works in a few towns can't: what those towns did would be expected of them.
    """
    towns = (met[:, common].sum(axis=0) > 0).sum(axis=0)
    alone = towns >= MIN_TOWNS
    groups = [np.arange(len(towns)) == s for s in np.flatnonzero(alone)]
    rest = ~alone & (towns > 0)
    together = met[:, common][:, :, rest].sum(axis=(0, 2)) if rest.any() else np.zeros(0)
    return [*groups, rest] if int((together > 0).sum()) >= MIN_TOWNS else groups


def dispersion(past: Fortnights, towns: NDArray[np.bool_]) -> float:
    """Variance of fortnightly counts of towns relative to Poisson: Pearson's over its degrees of freedom, at least 1."""
    if len(past) < MIN_FORTNIGHTS:
        return 1.0
    met, expected = past.met[:, towns], past.expected[:, towns]
    enough = met.sum(axis=0) >= MIN_EVENTS
    seen = (expected > 0) & enough
    statistic = float((((met - expected)[seen]) ** 2 / expected[seen]).sum())
    own = np.array(past.group or range(past.fitted.shape[1]))
    seen_then = seen.any(axis=1)
    taken_out = [
        int((past.fitted[:, g] & seen_then[:, own == g].any(axis=1)).sum()) for g in range(past.fitted.shape[1])
    ]
    freedom = int(seen.sum()) - int(enough.sum()) - sum(max(0, n - 1) for n in taken_out)
    return max(1.0, statistic / freedom) if freedom > 0 else 1.0


@dataclass(frozen=True, slots=True)
class Drift:
    """How a set of towns moved away from the controls before the measure: log ratio per fortnight, its error."""

    per_fortnight: float
    standard_error: float

    def upper(self, fortnights_apart: float, alpha: float = 0.05) -> float:
        """Largest rise that the drift may make, going on as it was, as a share of what was expected.

        Upper end of a one-sided interval of level 1 - alpha, over the fortnights between the middles of the two times.
        """
        z = float(stats.norm.isf(alpha))
        return float(np.expm1((self.per_fortnight + z * self.standard_error) * fortnights_apart))


def drift(
    past: Fortnights, towns: NDArray[np.bool_], controls: NDArray[np.bool_], *, dispersion: float
) -> Drift | None:
    """Drift of towns against controls before the measure; None where there is too little to see one.

    One weighted step of a log-linear trend from none, which is exact for small drifts: the slope of the excess over
    fortnights, weighed by what was expected.
    """
    if len(past) < MIN_FORTNIGHTS:
        return None
    met, expected = past.met[:, towns].sum(axis=(1, 2)), past.expected[:, towns].sum(axis=(1, 2))
    there = past.expected[:, controls].sum()
    if expected.sum() < MIN_EVENTS:
        return None
    time = np.arange(len(past), dtype=float)
    time -= (time * expected).sum() / expected.sum()
    spread = float((expected * time**2).sum())
    slope = float(((met - expected) * time).sum() / spread)
    shared = 1 + (float(expected.sum() / there) if there > 0 else 0.0)
    return Drift(slope, float(np.sqrt(dispersion * shared / spread)))


PEAK_FORTNIGHTS = 4


def is_after_a_peak(past: Fortnights, towns: NDArray[np.bool_], *, dispersion: float) -> bool:
    """Whether towns had far more than usual in the last eight weeks: beyond two and a half standard errors.

    Measures are taken when things look bad; what follows then falls by itself (regression to the mean).
    """
    if len(past) < MIN_FORTNIGHTS:
        return False
    met, expected = past.met[:, towns].sum(axis=(1, 2)), past.expected[:, towns].sum(axis=(1, 2))
    last, rest = slice(-PEAK_FORTNIGHTS, None), slice(None, -PEAK_FORTNIGHTS)
    if not met[rest].sum() or not expected[rest].sum():
        return False
    usual = expected[last].sum() * met[rest].sum() / expected[rest].sum()
    error = np.sqrt(dispersion * usual * (1 + usual / met[rest].sum()))
    return bool(met[last].sum() > usual + 2.5 * error)
