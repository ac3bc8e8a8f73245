"""How often chance does as well: shifted data sets mined like the data, their maxima and their numbers.

Groups are mined from the data, so a p-value per group means nothing by itself; the strongest group of each shifted data
set (max statistic, Westfall and Young 1993) and the number of groups at each strength (empirical false discovery rate)
do. People who belong together share their towns, and keep sharing them when shifted apart: left in, they would stand
for chance. So those whom the data hold together, and whom their own shifts rarely bring together as closely, are kept
from each other in the shifted data; they meet everybody else.

Whoever is in a group that stands is company for nobody else in the data: each person is in one group. So once groups
stand out against everybody shifted, their members leave the shifted data and the rest is weighed anew, until no further
group stands out (a step-down, as Westfall and Young's 1993; what is left estimates the share of true nulls, as in Storey
2002). Where nothing stands out against everybody, nothing does at all.

Draws stop early where that is enough (inverse sampling, Besag and Clifford 1991): when so many groups of shifted data
were as strong as the weakest that stands out, or the strongest where none does, that their mean is known well.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.rotation.comovement import Groups, mine_groups, sightings_at, strengths_of
from graph.rotation.nulls import ShiftNull
from graph.rotation.points import Points, Popularity
from graph.rotation.rules import RotationRules

TOGETHER_SHIFTS = 20
"""Shifts by which it is judged whether a group's own towns explain it."""

HELD_BY_CHANCE = 0.05
"""Share of shifts up to which a group counts as held together by more than its towns."""

FEWEST_SHIFTS = 19
"""Shifted data sets with everybody that are always mined: the smallest p-value is then 0.05."""

STEP_SHIFTS = 4
"""Shifted data sets between two looks at whether there are enough, and the fewest of a later round."""

ENOUGH_ABOVE = 100
"""Groups of shifted data at the threshold after which no more are drawn: their mean is then known to a tenth."""

MOST_ROUNDS = 8
"""Rounds of the step-down."""

WORTH_A_ROUND = 0.02
"""Share of the groups that stand which a round must have added for another to follow."""

WORKERS = 2
"""Shifted data sets that are mined at once; the result doesn't depend on it."""


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
        groups = np.maximum(1, len(found) - np.searchsorted(np.sort(found), steps, side="right"))
        enough = np.flatnonzero((1 + above) / (1 + self.shifts) / groups <= q_value)
        return float(np.nextafter(steps[enough[-1]], np.inf)) if len(enough) else np.inf


@dataclass(frozen=True, slots=True)
class Calibration:
    """What chance gives, for the groups of the data.

    ``everybody`` is chance with everybody shifted, ``rest`` without the members of groups that stand. ``q_values`` and
    ``p_values`` have shape (groups,); q is that of the round in which a group stood out, or of the last. ``least`` is
    the strength at which a further group would still stand.
    """

    everybody: Chance
    rest: Chance
    q_values: NDArray[np.float64]
    least: float


Judge = Callable[[Groups, NDArray[np.int32], NDArray[np.int32]], NDArray[np.bool_]]
"""Which groups pass for a rotation by their walk, given groups, towns and days of the (shifted) points."""


def calibrated(
    points: Points,
    popularity: Popularity,
    null: ShiftNull,
    found: Groups,
    rules: RotationRules,
    *,
    shifts: int,
    seed: int,
    judge: Judge,
    progress: Callable[[float], None] | None = None,
) -> Calibration:
    """Weigh the data's groups against shifted data sets.

    Parameters
    ----------
    points, popularity, null
        The data and how to shift them.
    found
        Groups of the data itself.
    rules
        Thresholds.
    shifts
        Most shifted data sets of a round.
    seed
        Seed of the shifts.
    judge
        Which groups pass.
    progress
        Called with about the share done.
    """
    passed = judge(found, points.town, points.day)
    strengths = found.strength[passed]
    barred = _held_together(points, popularity, null, found, rules, seed)
    out = np.zeros(len(points.persons), dtype=bool)
    q_passed = np.ones(len(strengths))
    stands = np.zeros(len(strengths), dtype=bool)
    everybody: Chance | None = None
    least = np.inf
    for number in range(MOST_ROUNDS):
        drawn = _drawn(points, popularity, null, rules, barred, out, judge, seed)
        rest = _enough(drawn, strengths, rules, min(shifts, STEP_SHIFTS if everybody else FEWEST_SHIFTS), shifts)
        everybody = everybody or rest
        q = rest.q_values(strengths)
        q_passed[~stands] = q[~stands]
        least = max(rules.pair_strength, rest.least_strength(strengths, rules.q_pattern))
        fresh = ~stands & (strengths >= least)
        if progress is not None:
            progress((number + 1) / MOST_ROUNDS)
        stands |= fresh
        if np.count_nonzero(fresh) <= WORTH_A_ROUND * np.count_nonzero(stands):
            break
        for group in np.flatnonzero(passed)[fresh]:
            out[found.of(int(group))] = True
    q_values = np.ones(len(found))
    q_values[passed] = q_passed
    return Calibration(everybody or rest, rest, q_values, least)


@dataclass(frozen=True, slots=True)
class _Draw:
    strengths: NDArray[np.float64]
    mined: int


def _drawn(
    points: Points,
    popularity: Popularity,
    null: ShiftNull,
    rules: RotationRules,
    barred: NDArray[np.int64],
    out: NDArray[np.bool_],
    judge: Judge,
    seed: int,
) -> Iterator[_Draw]:
    """Shifted data sets without end, each from a seed of its own."""

    def draw(number: int) -> _Draw:
        random = np.random.default_rng((seed, number))
        seen = sightings_at(points, null.draw(random), popularity, rules)
        groups = mine_groups(seen, rules, barred, out)
        return _Draw(groups.strength[judge(groups, seen.town, seen.day)], len(groups))

    number = 0
    with ThreadPoolExecutor(WORKERS) as pool:
        while True:
            yield from pool.map(draw, range(number, number + WORKERS))
            number += WORKERS


def _enough(drawn: Iterator[_Draw], found: NDArray[np.float64], rules: RotationRules, fewest: int, most: int) -> Chance:
    """Chance from as many draws as it takes."""
    draws: list[_Draw] = []
    strongest = float(found.max()) if len(found) else np.inf
    for draw in drawn:
        draws.append(draw)
        if len(draws) == most or (len(draws) >= fewest and (len(draws) - fewest) % STEP_SHIFTS == 0):
            chance = _chance(draws)
            least = min(strongest, chance.least_strength(found, rules.q_pattern))
            if len(draws) >= most or chance.expected_at(least) * len(draws) >= ENOUGH_ABOVE:
                break
    return _chance(draws)


def _chance(draws: list[_Draw]) -> Chance:
    maxima = [float(d.strengths.max()) if len(d.strengths) else -np.inf for d in draws]
    return Chance(
        np.sort(np.concatenate([d.strengths for d in draws])),
        np.sort(np.array(maxima)),
        sum(d.mined for d in draws) / len(draws),
    )


def _held_together(
    points: Points, popularity: Popularity, null: ShiftNull, found: Groups, rules: RotationRules, seed: int
) -> NDArray[np.int64]:
    """Number of the group that holds each mover together beyond what its members' own towns explain; -1 for others."""
    barred = np.full(len(points.persons), -1, dtype=np.int64)
    if not len(found):
        return barred

    def as_strong(number: int) -> NDArray[np.bool_]:
        days = null.draw(np.random.default_rng((seed, number, 1)))
        shifted: NDArray[np.float64] = strengths_of(found, sightings_at(points, days, popularity, rules), rules)
        return shifted >= found.strength

    with ThreadPoolExecutor(WORKERS) as pool:
        above = sum(pool.map(as_strong, range(TOGETHER_SHIFTS)), np.zeros(len(found)))
    held = (1 + above) / (1 + TOGETHER_SHIFTS) <= HELD_BY_CHANCE
    number = np.repeat(np.where(held, np.arange(len(found)), -1), np.diff(found.offsets))
    barred[found.members] = number
    return barred
