"""The way of a group: the towns through which it went, one after another, as its members were met.

A sighting of one member between two of others in one other town, each at most some days away, is a slip or a visit and
left out, as in the search for rotations.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.columns import EncounterColumns

MAX_INTERVAL_DAYS = 7
"""An encounter known to a longer interval has no place on a way."""
APART_DAYS = 7


@dataclass(frozen=True, slots=True)
class Leg:
    """A town (code), and the local day numbers on which the group was first and last met there."""

    town: str
    first_day: int
    last_day: int


def way_of(columns: EncounterColumns, person_ids: Sequence[str]) -> tuple[Leg, ...]:
    """Way of some persons by all their encounters; neighbouring legs differ in town."""
    wanted = np.flatnonzero(np.isin(np.array(columns.persons), list(person_ids)))
    dated = columns.last_day - columns.first_day < MAX_INTERVAL_DAYS
    row = np.flatnonzero(np.isin(columns.person, wanted) & dated)
    day = (columns.first_day[row] + columns.last_day[row]) // 2
    order = np.lexsort((columns.municipality[row], day))
    met = list(zip(day[order].tolist(), columns.municipality[row[order]].tolist(), strict=True))
    legs: list[Leg] = []
    for i, (on, town) in enumerate(met):
        if 0 < i < len(met) - 1 and _is_a_slip(met[i - 1], (on, town), met[i + 1]):
            continue
        name = columns.municipalities[town]
        if legs and legs[-1].town == name:
            legs[-1] = Leg(name, legs[-1].first_day, on)
        else:
            legs.append(Leg(name, on, on))
    return tuple(legs)


def _is_a_slip(before: tuple[int, int], at: tuple[int, int], after: tuple[int, int]) -> bool:
    near = at[0] - before[0] <= APART_DAYS and after[0] - at[0] <= APART_DAYS
    return near and before[1] == after[1] != at[1]
