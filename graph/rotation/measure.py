"""Groups measured: strength, walk and circuit, from any subset of their sightings.

The same measure serves the finding itself and every "does it hold without": without the weakest link's records,
without one register, without one member.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.rotation.ambiguity import laps_between
from graph.rotation.circuits import Circuit, circuits_of, widest_closed_walk
from graph.rotation.points import BIN_DAYS, Points, Popularity
from graph.rotation.rules import RotationRules


@dataclass(frozen=True, slots=True)
class Movement:
    """What a tier asks of a group's movement.

    ``persons`` with sightings left in two towns or more; ``strength``, a log-likelihood ratio; the most towns of a part of the group's walk
    that returns to where it began; and how many stays are proven to be short.
    """

    persons: int
    strength: float
    closed_towns: int
    short_stays: int


@dataclass(frozen=True, slots=True)
class Way:
    """The walk of a group, for showing it.

    ``points`` holds indices of points by day, contradicted ones left out; ``stay_days`` the middle of each inner stay's
    shortest and longest length; ``laps_between`` the fewest and most laps by the orders of days with two towns.
    """

    points: NDArray[np.int64]
    circuit: Circuit | None
    stay_days: tuple[float, ...]
    laps_between: tuple[float, float] | None = None


def movements(
    points: Points, popularity: Popularity, subsets: Sequence[NDArray[np.int64]], rules: RotationRules
) -> list[Movement]:
    """Movement of the group behind each subset of points; all subsets in one pass, linear in their total size.

    Parameters
    ----------
    points, popularity
        The data.
    subsets
        Indices of points, ascending, of one group each: all of its sightings, or those that are left.
    rules
        Thresholds.
    """
    from graph.rotation import comovement_kernel, walk_kernel  # noqa: PLC0415 - loads numba

    if not len(subsets):
        return []
    index = np.concatenate([*subsets, np.zeros(0, dtype=np.int64)]).astype(np.int64)
    subset = np.repeat(np.arange(len(subsets)), [len(s) for s in subsets])
    fresh = np.ones(len(index), dtype=bool)
    fresh[1:] = (subset[1:] != subset[:-1]) | (points.person[index][1:] != points.person[index][:-1])
    starts = np.flatnonzero(fresh)
    bounds = np.append(starts, len(index)).astype(np.int64)
    owner = subset[starts]
    members = np.lexsort((np.arange(len(starts)), -np.diff(bounds), owner)).astype(np.int64)
    offsets = np.searchsorted(owner, np.arange(len(subsets) + 1)).astype(np.int64)
    town, day = points.town[index], points.day[index]
    own = comovement_kernel.own_chances(
        bounds, town, day, popularity.share, popularity.first_day, BIN_DAYS, rules.memory_days, rules.own_weight
    )
    arrays = comovement_kernel.arrays_of(bounds, town, day, own, rules.memory_days)
    strength = comovement_kernel.group_strengths(members, offsets, arrays)
    towns = len(popularity.share)
    walk = walk_kernel.walk_features(
        members, offsets, bounds, town, day, towns, rules.apart_days, rules.short_stay_days
    )
    moves = np.minimum.reduceat(town, starts) < np.maximum.reduceat(town, starts)
    persons = np.bincount(owner[moves], minlength=len(subsets))
    return [
        Movement(int(n), float(s), int(w[walk_kernel.CLOSED_TOWNS]), int(w[walk_kernel.SHORT_STAYS]))
        for n, s, w in zip(persons, strength, walk, strict=True)
    ]


def way_of(columns: EncounterColumns, points: Points, members: NDArray[np.int64], rules: RotationRules) -> Way:
    """The way that a group of movers went."""
    from graph.rotation import walk_kernel  # noqa: PLC0415 - loads numba

    walk = walk_kernel.merged_walk(members, points.bounds, points.town, points.day, rules.apart_days)
    stays = _stays(points.town[walk], points.day[walk])
    towns = [columns.municipalities[t] for t, _, _ in stays]
    circuit = next((c for c in circuits_of(towns) if len(c.word) >= rules.min_towns), None)
    circuit = circuit or widest_closed_walk(towns, min_towns=rules.min_towns)
    inner = tuple(
        ((at[2] - at[1]) + (after[1] - before[2])) / 2
        for before, at, after in zip(stays, stays[1:], stays[2:], strict=False)
    )
    if circuit is None:
        return Way(walk, None, inner)
    by_day: dict[int, list[str]] = {}
    for day, town in zip(points.day[walk].tolist(), points.town[walk].tolist(), strict=True):
        by_day.setdefault(day, []).append(columns.municipalities[town])
    return Way(walk, circuit, inner, laps_between(list(by_day.values()), circuit.word, min_towns=rules.min_towns))


def shortcomings(group: Movement, rules: RotationRules, *, least_strength: float) -> tuple[str, ...]:
    """Why a group's movement is no pattern; empty where it is one."""
    missing = []
    if group.persons < rules.min_persons:
        missing.append("fewer than two persons are left who were seen in two towns")
    if group.strength < least_strength:
        missing.append("not beyond chance")
    if group.closed_towns < rules.min_towns:
        missing.append(f"no circuit of {rules.min_towns} towns was closed")
    if group.short_stays < rules.min_short_stays:
        missing.append("no stay is proven short: seasonal work reads the same")
    return tuple(missing)


def _stays(town: NDArray[np.int32], day: NDArray[np.int32]) -> list[tuple[int, int, int]]:
    stays: list[tuple[int, int, int]] = []
    for t, d in zip(town.tolist(), day.tolist(), strict=True):
        if stays and stays[-1][0] == t:
            stays[-1] = (t, stays[-1][1], d)
        else:
            stays.append((t, d, d))
    return stays
