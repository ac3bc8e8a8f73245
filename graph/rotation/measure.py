"""One group measured: its strength, its walk and its circuit, from any subset of its sightings.

The same measure serves the finding itself and every "does it hold without": without the weakest link's records,
without one register.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.rotation.circuits import Circuit, circuits_of
from graph.rotation.comovement import Groups, Sightings, strengths_of
from graph.rotation.points import BIN_DAYS, Points, Popularity
from graph.rotation.rules import RotationRules


@dataclass(frozen=True, slots=True)
class Measure:
    """Strength and way of a group.

    ``walk`` holds indices of points by day, contradicted ones left out; ``persons`` the movers with a point left;
    ``fastest_loop_days`` the shortest time in which a loop of three towns or more closed (-1: none); ``short_stays``
    the stays proven short; ``stay_days`` the middle of each inner stay's shortest and longest length.
    """

    strength: float
    persons: tuple[int, ...]
    walk: NDArray[np.int64]
    circuit: Circuit | None
    short_stays: int
    stay_days: tuple[float, ...]


def measure(
    columns: EncounterColumns,
    points: Points,
    popularity: Popularity,
    members: NDArray[np.int64],
    rules: RotationRules,
    *,
    without_rows: frozenset[int] = frozenset(),
    without_source: int = -1,
) -> Measure:
    """Measure a group on the points of ``members`` that are left."""
    from graph.rotation import comovement_kernel, walk_kernel  # noqa: PLC0415 - loads numba

    index = np.concatenate([np.arange(points.bounds[m], points.bounds[m + 1]) for m in members])
    left = (columns.source[points.row[index]] != without_source) & ~np.isin(points.row[index], list(without_rows))
    index = index[left]
    persons, local = np.unique(points.person[index], return_inverse=True)
    order = np.lexsort((points.town[index], points.day[index], local))
    index, local = index[order], local[order]
    bounds = np.searchsorted(local, np.arange(len(persons) + 1)).astype(np.int64)
    town, day = points.town[index], points.day[index]
    own = comovement_kernel.own_chances(
        bounds, town, day, popularity.share, popularity.first_day, BIN_DAYS, rules.memory_days, rules.own_weight
    )
    inside = np.lexsort((np.arange(len(persons)), -np.diff(bounds))).astype(np.int64)
    one = Groups(inside, np.array([0, len(inside)], dtype=np.int64), np.zeros(1))
    strength = float(strengths_of(one, Sightings(bounds, points.person[index], town, day, own), rules)[0])
    walk = walk_kernel.merged_walk(inside, bounds, town, day, rules.apart_days)
    stays = _stays(town[walk], day[walk])
    circuits = [
        c for c in circuits_of([columns.municipalities[t] for t, _, _ in stays]) if len(c.word) >= rules.min_towns
    ]
    longest = [(f, b) for f, b in zip(stays, stays[2:], strict=False)]
    short = sum(after[1] - before[2] <= rules.short_stay_days for before, after in longest)
    inner = tuple(
        ((at[2] - at[1]) + (after[1] - before[2])) / 2
        for before, at, after in zip(stays, stays[1:], stays[2:], strict=False)
    )
    return Measure(
        strength, tuple(int(p) for p in persons), index[walk], circuits[0] if circuits else None, short, inner
    )


def shortcomings(group: Measure, rules: RotationRules, *, least_strength: float) -> tuple[str, ...]:
    """Why a group's movement is no pattern; empty where it is one."""
    missing = []
    if len(group.persons) < rules.min_persons:
        missing.append("fewer than two persons are left")
    if group.strength < least_strength:
        missing.append("not beyond chance")
    if group.circuit is None:
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
