"""How often chance does as well: shifted data sets mined like the data, their maxima and their numbers.

Groups are mined from the data, so a p-value per group means nothing by itself; the strongest group of each shifted data
set (max statistic, Westfall and Young 1993) and the number of groups at each strength (empirical false discovery rate)
do. People who belong together share their towns, and keep sharing them when shifted apart: left in, they would stand
for chance. So those whom the data hold together, and whom their own shifts rarely bring together as closely, are kept
from each other in the shifted data; they meet everybody else.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.rotation.comovement import Groups, mine_groups, sightings_at, strengths_of
from graph.rotation.nulls import ShiftNull
from graph.rotation.points import Points, Popularity
from graph.rotation.rules import RotationRules

TOGETHER_SHIFTS = 40
"""Shifts by which it is judged whether a group's own towns explain it."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What shifted data sets gave: ``strengths`` of all groups in them, sorted; ``maxima`` one for each, sorted.

    ``mined`` is the mean number of groups in a shifted data set before the walk is judged.
    """

    strengths: NDArray[np.float64]
    maxima: NDArray[np.float64]
    mined: float

    @property
    def shifts(self) -> int:
        """Number of shifted data sets."""
        return len(self.maxima)

    def expected_at(self, strength: float) -> float:
        """Mean number of groups at least this strong in a shifted data set."""
        return float(len(self.strengths) - np.searchsorted(self.strengths, strength)) / max(1, self.shifts)

    def p_value(self, strength: float) -> float:
        """Share of data sets, this one included, whose strongest group is at least as strong."""
        above = self.shifts - int(np.searchsorted(self.maxima, strength))
        return (1 + above) / (1 + self.shifts)

    def q_values(self, strengths: NDArray[np.float64]) -> NDArray[np.float64]:
        """Empirical false discovery rate of each of the data's groups, shape as given.

        Expected number of chance groups at least as strong, counting the data as one more shifted set, over the number
        found; never rising with strength.
        """
        order = np.argsort(-strengths, kind="stable")
        above = len(self.strengths) - np.searchsorted(self.strengths, strengths[order])
        rate = (1 + above) / (1 + self.shifts) / np.arange(1, len(order) + 1)
        q = np.empty(len(order))
        q[order] = np.minimum(1.0, np.minimum.accumulate(rate[::-1])[::-1])
        return q

    def least_strength(self, found: NDArray[np.float64], q_value: float) -> float:
        """Smallest strength at which a further group would still have at most this false discovery rate.

        ``found`` are the strengths of the data's groups. Infinite where no strength would do.
        """
        steps = np.concatenate((np.unique(self.strengths)[::-1], [-np.inf]))
        above = len(self.strengths) - np.searchsorted(self.strengths, steps, side="right")
        groups = np.maximum(1, np.array([np.count_nonzero(found > step) for step in steps]))
        enough = np.flatnonzero((1 + above) / (1 + self.shifts) / groups <= q_value)
        return float(np.nextafter(steps[enough[-1]], np.inf)) if len(enough) else np.inf


def shifted_chance(
    points: Points,
    popularity: Popularity,
    null: ShiftNull,
    found: Groups,
    rules: RotationRules,
    *,
    shifts: int,
    seed: int,
    judge: Callable[[Groups, NDArray[np.int32], NDArray[np.int32]], NDArray[np.bool_]],
    progress: Callable[[float], None] | None = None,
) -> Chance:
    """Mine ``shifts`` shifted data sets.

    Parameters
    ----------
    points, popularity, null
        The data and how to shift them.
    found
        Groups of the data itself.
    rules
        Thresholds.
    shifts
        Number of shifted data sets.
    seed
        Seed of the shifts.
    judge
        Which groups pass for a rotation by their walk, given groups, towns and days of the (shifted) points.
    progress
        Called with the share done.
    """
    random = np.random.default_rng(seed)
    barred = _held_together(points, popularity, null, found, rules, random)
    strengths, maxima, mined = [np.zeros(0)], [], 0
    for number in range(shifts):
        seen = sightings_at(points, null.draw(random), popularity, rules)
        groups = mine_groups(seen, rules, barred)
        mined += len(groups)
        passed = groups.strength[judge(groups, seen.town, seen.day)]
        strengths.append(passed)
        maxima.append(float(passed.max()) if len(passed) else -np.inf)
        if progress is not None:
            progress((number + 1) / shifts)
    return Chance(np.sort(np.concatenate(strengths)), np.sort(np.array(maxima)), mined / max(1, shifts))


def _held_together(
    points: Points,
    popularity: Popularity,
    null: ShiftNull,
    found: Groups,
    rules: RotationRules,
    random: np.random.Generator,
) -> NDArray[np.int64]:
    barred = np.full(len(points.persons), -1, dtype=np.int64)
    if not len(found):
        return barred
    as_strong = np.zeros(len(found))
    for _ in range(TOGETHER_SHIFTS):
        as_strong += (
            strengths_of(found, sightings_at(points, null.draw(random), popularity, rules), rules) >= found.strength
        )
    held = (1 + as_strong) / (1 + TOGETHER_SHIFTS) <= 0.05
    for group in np.flatnonzero(held):
        barred[found.of(int(group))] = group
    return barred
