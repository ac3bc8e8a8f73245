"""Changes against what was expected without the measure: an area's own past, and what changed far away.

Each town and register is expected to find as much per visit (or per day) as before, times what the controls changed by.
That is the WDD with weights of area and time (:func:`graph.displacement.wdd.wdd_shared_control`), register by register:
a register that works near the controls too is held against its own change there, so that registers may have trends of
their own; the others against the change of all. Of the count before, expected count and variance follow as

    expected = before * ratio * R,    variance = dispersion * (after + before * ratio^2 * R^2) + expected^2 * var(R),

R the ratio of the controls after to before. One control serves several areas, so its error is shared in sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.displacement.counts import Counts, Window
from graph.displacement.wdd import Part

Grid = NDArray[np.float64]

MIN_COMMON = 100.0
"""A register's own change at the controls is used from so many events expected there, in events."""

MAX_EFFORT_RATIO = 5.0
"""A town and register that looked so many times more or less often than before isn't compared."""


@dataclass(frozen=True, slots=True)
class Changes:
    """Counts before and after by town and register, shape (towns, sources), and what its own past lets expect.

    Cells that can't be compared (nobody looked before, or not after) hold zeros.
    """

    before: Grid
    after: Grid
    expected: Grid
    expected_variance: Grid


@dataclass(frozen=True, slots=True)
class Common:
    """What the controls changed by, for each register: the ratio, which error it shares, and the variance of each.

    Registers with the same number in ``stratum`` share one ratio. Shapes (sources,), (sources,), (strata,).
    """

    ratio: Grid
    stratum: NDArray[np.int64]
    variance: Grid


def changes(
    counts: Counts, sources: Sequence[str], window: Window, *, by_effort: bool, effort_coefficient: float = 1.0
) -> Changes:
    """Changes of every town and register over a window.

    Parameters
    ----------
    counts
        Events and visits.
    sources
        Registers to use; others hold zeros.
    window
        Days compared.
    by_effort
        Whether the ratio of visits, else that of days, says what to expect.
    effort_coefficient
        Power of the ratio of visits: 1 where twice the visits find twice as many, 0.5 where they find fewer.
    """
    before = counts.window(counts.events, window.before, window.start)
    after = counts.window(counts.events, window.start, window.end)
    if by_effort:
        looked_before = counts.window(counts.visits, window.before, window.start)
        looked_after = counts.window(counts.visits, window.start, window.end)
        seen = (looked_before > 0) & (looked_after > 0)
        ratio = np.divide(looked_after, looked_before, out=np.zeros_like(before), where=seen)
        days = (window.end - window.start) / max(1, window.start - window.before)
        relative = ratio / days if days else ratio
        seen &= (relative <= MAX_EFFORT_RATIO) & (relative >= 1 / MAX_EFFORT_RATIO)
        ratio = np.where(seen, days * relative**effort_coefficient, 0.0)
    else:
        ratio = np.full_like(before, (window.end - window.start) / max(1, window.start - window.before))
        seen = np.ones_like(before, dtype=bool)
    used = seen & np.isin(counts.sources, sources)[None, :]
    b, a = np.where(used, before, 0.0), np.where(used, after, 0.0)
    return Changes(b, a, b * ratio, b * ratio**2)


def common_change(found: Changes, controls: NDArray[np.bool_]) -> Common:
    """What the controls, a mask of shape (towns,), changed by; a ratio of 1 without error where there are none."""
    after, expected = found.after[controls].sum(axis=0), found.expected[controls].sum(axis=0)
    spread = found.expected_variance[controls].sum(axis=0)
    n = len(after)
    own = (expected >= MIN_COMMON) & (after > 0)
    stratum = np.where(own, np.cumsum(own), 0).astype(np.int64)
    ratio, variance = np.ones(n), np.zeros(int(own.sum()) + 1)
    total, expected_total, spread_total = after.sum(), expected.sum(), spread.sum()
    if expected_total > 0 and total > 0:
        pooled = total / expected_total
        ratio[~own] = pooled
        variance[0] = pooled**2 * (1 / total + spread_total / expected_total**2)
    ratio[own] = after[own] / expected[own]
    variance[stratum[own]] = ratio[own] ** 2 * (1 / after[own] + spread[own] / expected[own] ** 2)
    return Common(ratio, stratum, variance)


def no_change(n_sources: int) -> Common:
    """The ratio of 1: nothing is compared with."""
    return Common(np.ones(n_sources), np.zeros(n_sources, dtype=np.int64), np.zeros(1))


@dataclass(frozen=True, slots=True)
class Contrast:
    """Changes of sets of towns, shape (sets,): estimate and expected count in events, and the two parts of variance.

    ``own`` is the Poisson variance of the set's own counts, ``shared`` that of the controls'; both before dispersion.
    ``null`` is ``own`` were there no change.
    """

    estimate: Grid
    expected: Grid
    after: Grid
    own: Grid
    null: Grid
    shared: Grid

    def part(self, i: int, dispersion: float) -> Part:
        """Change of one set."""
        return Part(float(self.estimate[i]), float(np.sqrt(dispersion * (self.own[i] + self.shared[i]))))

    def null_error(self, i: int, dispersion: float) -> float:
        """Standard error of the change if there is none: what a minimum detectable change is made of."""
        return float(np.sqrt(dispersion * (self.null[i] + self.shared[i])))

    def z(self, dispersion: float) -> Grid:
        """Changes in standard errors; 0 where nothing was expected."""
        error = np.sqrt(dispersion * (self.own + self.shared))
        return np.divide(self.estimate, error, out=np.zeros_like(error), where=(error > 0) & (self.expected > 0))


def contrast(found: Changes, common: Common, sets: NDArray[np.bool_]) -> Contrast:
    """Changes of sets of towns, a mask of shape (sets, towns)."""
    member = sets.astype(np.float64)
    after, raw, spread = member @ found.after, member @ found.expected, member @ found.expected_variance
    expected = raw * common.ratio
    own_expected = spread * common.ratio**2
    strata = np.zeros((len(member), len(common.variance)))
    np.add.at(strata.T, common.stratum, raw.T)
    shared = (strata**2 * common.variance).sum(axis=1)
    total, total_expected = after.sum(axis=1), expected.sum(axis=1)
    null = total_expected + own_expected.sum(axis=1)
    return Contrast(
        estimate=total - total_expected,
        expected=total_expected,
        after=total,
        own=total + own_expected.sum(axis=1),
        null=null,
        shared=shared,
    )


def masks(towns: Sequence[str], sets: Sequence[Sequence[str]]) -> NDArray[np.bool_]:
    """Masks of sets of towns, shape (sets, towns)."""
    return np.stack([np.isin(towns, list(some)) for some in sets]) if sets else np.zeros((0, len(towns)), dtype=bool)
