"""How often chance does as well: shifted data sets mined like the data, their strongest groups and their numbers.

Groups are mined from the data, so a p-value per group means nothing by itself; the strongest group of each shifted data
set (max statistic, Westfall and Young 1993) and the number of groups at each strength (empirical false discovery rate)
do. People who belong together share their towns, and keep sharing them when shifted apart: left in, they would stand
for chance. So those whom the data hold together, and whom their own shifts rarely bring together as closely, are kept
from each other in the shifted data; they meet everybody else.

Whoever is in a group that stands is company for nobody else in the data, for each person is in one group; shifted about,
people who are carried round are chance company for everybody. So once groups stand out against everybody shifted, their
members leave the shifted data and the rest is weighed anew, until hardly any further group stands out (a step-down, as
in Westfall and Young 1993; what is left estimates the share of true nulls, as in Storey 2002). Where nothing stands out
against everybody, nothing does at all.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.rotation.comovement import Groups, are_tied, mine_groups, sightings_at, strengths_of
from graph.rotation.nulls import ShiftNull
from graph.rotation.points import Points, Popularity
from graph.rotation.rules import RotationRules
from graph.rotation.ties import Ties

FEWEST_SHIFTS = 19
"""Shifted data sets that are mined in any case: a p-value can be 0.05."""

LATER_SHIFTS = 4
"""The fewest of a later round."""

MOST_ROUNDS = 6
"""Rounds of the step-down."""

WORTH_A_ROUND = 0.02
"""Share of the groups that stand which a round must have added for another to follow."""

BATCH, WORKERS = 4, 2
"""Data sets between two looks at whether that will do, and how many are mined at once; neither changes any of them."""

SURE, UNSETTLED = 2.0, 0.03
"""No more are mined once it changes at most 3 % of the groups that stand to take chance two standard errors off."""

TOGETHER_SHIFTS = 40
"""Shifts by which it is judged whether a group's own towns explain it."""


@dataclass(frozen=True, slots=True)
class Chance:
    """What shifted data sets gave in one stratum: ``strengths`` of all groups in them, sorted.

    ``rarest`` holds, for each shifted data set and sorted, how many groups of all shifted data sets are at least as
    strong as its strongest, in the stratum where that is least: one list for both strata (minP, Westfall and Young
    1993). ``mined`` is the mean number of groups in a shifted data set before the walk is judged.
    """

    strengths: NDArray[np.float64]
    rarest: NDArray[np.int64]
    mined: float

    @property
    def shifts(self) -> int:
        """Number of shifted data sets."""
        return len(self.rarest)

    def expected_at(self, strength: float) -> float:
        """Mean number of groups at least this strong in a shifted data set."""
        return float(len(self.strengths) - np.searchsorted(self.strengths, strength)) / max(1, self.shifts)

    def p_value(self, strength: float) -> float:
        """Share of data sets, this one included, whose strongest group is as rarely matched by chance in its stratum."""
        matched = 1 + len(self.strengths) - int(np.searchsorted(self.strengths, strength))
        return (1 + int(np.searchsorted(self.rarest, matched, side="right"))) / (1 + self.shifts)

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

    def least_strength(self, found: NDArray[np.float64], q_value: float, *, errors: float = 0.0) -> float:
        """Smallest strength at which a further group would still have at most this false discovery rate.

        Parameters
        ----------
        found
            Strengths of the data's groups.
        q_value
            False discovery rate.
        errors
            Standard errors (of a Poisson count) by which the number of chance groups is taken higher.

        Returns
        -------
        :
            Infinite where no strength would do.
        """
        steps = np.concatenate((np.unique(self.strengths)[::-1], [-np.inf]))
        above = 1.0 + len(self.strengths) - np.searchsorted(self.strengths, steps, side="right")
        groups = np.maximum(1, len(found) - np.searchsorted(np.sort(found), steps, side="right"))
        enough = np.flatnonzero((above + errors * np.sqrt(above)) / (1 + self.shifts) / groups <= q_value)
        return float(np.nextafter(steps[enough[-1]], np.inf)) if len(enough) else np.inf


@dataclass(frozen=True, slots=True)
class Calibration:
    """Chance by stratum (not tied, tied): with everybody shifted, and for the ``rest`` once groups stand."""

    everybody: tuple[Chance, Chance]
    rest: tuple[Chance, Chance]


Judge = Callable[[Groups, NDArray[np.int32], NDArray[np.int32]], NDArray[np.bool_]]
"""Which groups pass for a rotation by their walk, given groups, towns and days of the (shifted) points."""


@dataclass(frozen=True, slots=True)
class _Mined:
    """One shifted data set, each by stratum: strengths of groups whose walk passes, and how many were mined."""

    strengths: tuple[NDArray[np.float64], NDArray[np.float64]]
    mined: tuple[int, int]


def shifted_chance(
    points: Points,
    popularity: Popularity,
    null: ShiftNull,
    found: Groups,
    ties: Ties,
    rules: RotationRules,
    *,
    shifts: int,
    seed: int,
    judge: Judge,
    progress: Callable[[float], None] | None = None,
) -> Calibration:
    """Mine shifted data sets: what chance gives of groups that aren't tied, and of those that are.

    Parameters
    ----------
    points, popularity, null
        The data and how to shift them.
    found
        Groups of the data itself.
    ties
        Who is tied to whom; a group is tied where half of its members are.
    rules
        Thresholds.
    shifts
        Most shifted data sets of a round. Fewer do where more wouldn't change what stands: with many groups chance is
        known sooner.
    seed
        Seed of the shifts.
    judge
        Which groups pass for a rotation by their walk.
    progress
        Called with about the share done.
    """
    barred = _held_together(points, popularity, null, found, rules, seed)
    passed, tied = judge(found, points.town, points.day), are_tied(found, ties)
    strata = passed & ~tied, passed & tied
    standing = found.strength[strata[0]], found.strength[strata[1]]
    out = np.zeros(len(points.persons), dtype=bool)

    def mine(number: int) -> _Mined:
        seen = sightings_at(points, null.draw(np.random.default_rng((seed, number))), popularity, rules)
        groups = mine_groups(seen, rules, ties, barred, out)
        passed, tied = judge(groups, seen.town, seen.day), are_tied(groups, ties)
        inside = ~tied, tied
        return _Mined(
            (groups.strength[passed & inside[0]], groups.strength[passed & inside[1]]),
            (int(np.count_nonzero(inside[0])), int(np.count_nonzero(inside[1]))),
        )

    first: tuple[Chance, Chance] | None = None
    stood = 0
    for number in range(MOST_ROUNDS):
        done: list[_Mined] = []
        fewest = min(shifts, LATER_SHIFTS if first else FEWEST_SHIFTS)
        with ThreadPoolExecutor(WORKERS) as workers:
            while len(done) < shifts:
                done += workers.map(mine, range(len(done), min(shifts, len(done) + BATCH)))
                if len(done) >= fewest and _is_settled(_chances(done), standing, rules.q_pattern):
                    break
                if progress is not None:
                    progress((number + len(done) / shifts) / MOST_ROUNDS)
        rest = _chances(done)
        first = first or rest
        stands = np.zeros(len(found), dtype=bool)
        for chance, inside, strengths in zip(rest, strata, standing, strict=True):
            stands |= inside & (found.strength >= chance.least_strength(strengths, rules.q_pattern))
        if np.count_nonzero(stands) - stood <= WORTH_A_ROUND * np.count_nonzero(stands):
            break
        stood = int(np.count_nonzero(stands))
        out[:] = False
        for group in np.flatnonzero(stands):
            out[found.of(int(group))] = True
    return Calibration(first or rest, rest)


def _chances(done: Sequence[_Mined]) -> tuple[Chance, Chance]:
    by_stratum = [[d.strengths[stratum] for d in done] for stratum in (0, 1)]
    pooled = [np.sort(np.concatenate([np.zeros(0), *some])) for some in by_stratum]
    rarest = np.sort(np.min([_matched(s, some) for s, some in zip(pooled, by_stratum, strict=True)], axis=0))
    mined = [sum(d.mined[stratum] for d in done) / max(1, len(done)) for stratum in (0, 1)]
    return Chance(pooled[0], rarest, mined[0]), Chance(pooled[1], rarest, mined[1])


def _is_settled(chances: tuple[Chance, Chance], standing: tuple[NDArray[np.float64], ...], q_value: float) -> bool:
    """Whether more shifted data sets would hardly change which groups stand: few do or don't by chance's own error."""
    least = [
        [int(np.count_nonzero(found >= chance.least_strength(found, q_value, errors=e))) for e in (-SURE, SURE)]
        for chance, found in zip(chances, standing, strict=True)
    ]
    most, fewest = (sum(counts) for counts in zip(*least, strict=True))
    return most - fewest <= UNSETTLED * most if most else not any(len(found) for found in standing)


def _matched(pooled: NDArray[np.float64], by_shift: Sequence[NDArray[np.float64]]) -> NDArray[np.int64]:
    """Number of pooled strengths at least as large as the largest of each shifted data set; one more than all if none."""
    most = np.array([s.max() if len(s) else -np.inf for s in by_shift])
    return np.where(np.isinf(most), len(pooled) + 1, len(pooled) - np.searchsorted(pooled, most)).astype(np.int64)


def _held_together(
    points: Points,
    popularity: Popularity,
    null: ShiftNull,
    found: Groups,
    rules: RotationRules,
    seed: int,
) -> NDArray[np.int64]:
    barred = np.full(len(points.persons), -1, dtype=np.int64)
    if not len(found):
        return barred

    def is_as_strong(number: int) -> NDArray[np.bool_]:
        day = null.draw(np.random.default_rng((seed, number, TOGETHER_SHIFTS)))
        return strengths_of(found, sightings_at(points, day, popularity, rules), rules) >= found.strength

    with ThreadPoolExecutor(WORKERS) as workers:
        as_strong = sum(workers.map(is_as_strong, range(TOGETHER_SHIFTS)), start=np.zeros(len(found)))
    held = (1 + as_strong) / (1 + TOGETHER_SHIFTS) <= 0.05
    for group in np.flatnonzero(held):
        barred[found.of(int(group))] = group
    return barred
