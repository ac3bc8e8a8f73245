"""Groups that move together: co-movement (m, k, epsilon) with gaps, mined from sparse sightings.

Definition after Zhang et al. (VLDB 2023) and MaxGrowth (2024): at least m persons pass the same k towns in the same
order, each within epsilon days. Sightings are sparse, so most stays of a member are missed; a pair that shares k towns
within epsilon only seeds a group. What a group is worth is the log-likelihood ratio of its members having travelled
together against each having gone her own way: meetings in a quiet town count for much, in a busy town or on a raid day
for little, and a member seen elsewhere at the same time counts against. The work is proportional to the number of
meetings of people who were seen in two towns or more.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints
from graph.rotation.points import BIN_DAYS, Points, Popularity
from graph.rotation.rules import RotationRules
from graph.rotation.ties import Ties

ROUNDS = 1
"""How often everybody is asked whether another group fits better: asking again changed no finding in eight regions."""


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups, shape (g,): group i has movers ``members[offsets[i] : offsets[i + 1]]`` and ``strength[i]``."""

    members: NDArray[np.int64]
    offsets: NDArray[np.int64]
    strength: NDArray[np.float64]

    def __len__(self) -> int:
        """Return the number of groups."""
        return len(self.strength)

    def of(self, group: int) -> NDArray[np.int64]:
        """Movers of one group."""
        return self.members[self.offsets[group] : self.offsets[group + 1]]


@dataclass(frozen=True, slots=True)
class Sightings:
    """Points in the form that kernels read, with the chance of each under going one's own way."""

    bounds: NDArray[np.int64]
    person: Ints
    town: Ints
    day: Ints
    own: NDArray[np.float64]


def sightings_at(points: Points, day: Ints, popularity: Popularity, rules: RotationRules) -> Sightings:
    """Points at other days (``day``, shape (n,); a person's points may change their order), sorted again."""
    from graph.rotation import comovement_kernel as kernel  # noqa: PLC0415 - loads numba
    from graph.rotation import order_kernel  # noqa: PLC0415 - loads numba

    town, day = order_kernel.in_order_of_time(points.bounds, points.town, day)
    own = kernel.own_chances(
        points.bounds, town, day, popularity.share, popularity.first_day, BIN_DAYS, rules.memory_days, rules.own_weight
    )
    return Sightings(points.bounds, points.person, town, day, own)


def candidates_per_mover(points: Points, rules: RotationRules) -> float:
    """How many sightings of others a mover came near, on average: in the same town, at most ``window_days`` apart."""
    from graph.rotation import comovement_kernel as kernel  # noqa: PLC0415 - loads numba
    from graph.rotation import order_kernel  # noqa: PLC0415 - loads numba

    by_town = order_kernel.by_town_and_day(points.town, points.day)
    beside = kernel.sightings_beside(points.bounds, points.town, points.day, by_town, rules.window_days)
    return beside / max(1, len(points.persons))


def mine_groups(
    seen: Sightings,
    rules: RotationRules,
    ties: Ties,
    barred: NDArray[np.int64] | None = None,
    out: NDArray[np.bool_] | None = None,
) -> Groups:
    """Groups of at least ``min_persons`` who were seen together beyond their own ways, each person in one at most.

    Parameters
    ----------
    seen
        Sightings of movers.
    rules
        Thresholds.
    barred
        Number for each mover; two with the same number (not -1) are never put together.
    out
        Movers who aren't in any group.
    """
    from graph.rotation import comovement_kernel as kernel  # noqa: PLC0415 - loads numba
    from graph.rotation import grouping_kernel, order_kernel  # noqa: PLC0415 - loads numba

    persons = len(seen.bounds) - 1
    if barred is None:
        barred = np.full(persons, -1, dtype=np.int64)
    by_town = order_kernel.by_town_and_day(seen.town, seen.day)
    if out is not None:
        by_town = by_town[~out[seen.person[by_town]]]
    pairs = kernel.pairs_met(
        seen.bounds, seen.person, seen.town, seen.day, by_town, rules.window_days, rules.min_shared_towns,
        ties.first, ties.partners,
    )  # fmt: skip
    pairs = pairs[(barred[pairs // persons] < 0) | (barred[pairs // persons] != barred[pairs % persons])]
    arrays = kernel.arrays_of(seen.bounds, seen.town, seen.day, seen.own, rules.memory_days)
    strength = kernel.pair_strengths(pairs, persons, arrays)
    strength[np.isin(pairs, ties.pairs, assume_unique=True)] += rules.join_strength - rules.join_strength_tied
    best = _best_first(pairs, strength, rules.pair_strength)
    limits = grouping_kernel.Limits(
        barred, ties.first, ties.partners, rules.join_strength, rules.join_strength_tied, rules.max_group_size
    )
    group = grouping_kernel.grow(best, arrays, limits, ROUNDS)
    members, offsets = _listed(group, np.diff(seen.bounds), rules.min_persons)
    return Groups(members, offsets, kernel.group_strengths(members, offsets, arrays))


def _best_first(pairs: NDArray[np.int64], strength: NDArray[np.float64], least: float) -> NDArray[np.int64]:
    enough = strength >= least
    pairs, strength = pairs[enough], strength[enough]
    return pairs[np.lexsort((pairs, -strength))]


def strengths_of(groups: Groups, seen: Sightings, rules: RotationRules) -> NDArray[np.float64]:
    """Strengths of the same groups in other sightings, shape (g,)."""
    from graph.rotation import comovement_kernel as kernel  # noqa: PLC0415 - loads numba

    arrays = kernel.arrays_of(seen.bounds, seen.town, seen.day, seen.own, rules.memory_days)
    return kernel.group_strengths(groups.members, groups.offsets, arrays)


def _listed(
    group: NDArray[np.int64], points: NDArray[np.int64], fewest: int
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Members group by group, the most often seen first."""
    size = np.bincount(group, minlength=len(group))
    inside = np.flatnonzero(size[group] >= fewest)
    order = np.lexsort((inside, -points[inside], group[inside]))
    members = inside[order]
    _, counts = np.unique(group[members], return_counts=True)
    return members.astype(np.int64), np.concatenate(([0], np.cumsum(counts))).astype(np.int64)


def are_tied(groups: Groups, ties: Ties) -> NDArray[np.bool_]:
    """Whether at least half of each group's members, and two, are tied to another member, shape (g,)."""
    owner = np.repeat(np.arange(len(groups)), np.diff(groups.offsets))
    group_of = np.full(len(ties.first) - 1, -1, dtype=np.int64)
    group_of[groups.members] = owner
    one = np.repeat(np.arange(len(group_of)), np.diff(ties.first))
    inside = np.unique(one[(group_of[one] >= 0) & (group_of[one] == group_of[ties.partners])])
    tied = np.bincount(group_of[inside], minlength=len(groups))
    return 2 * tied >= np.diff(groups.offsets)
