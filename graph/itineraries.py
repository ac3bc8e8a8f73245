"""Itineraries: where a person was, in order, as far as the order is known.

A *stay* is a run of encounters in one municipality with none elsewhere between them. It is known only as an interval:
its length lies between last - first and next first - previous last. A *hop* is the move between two stays; it happened
in (last seen, first seen]. What isn't known isn't made up:

- An encounter known to the day has its place in the order. One known to the month or year has a place of its own only
  if every encounter elsewhere certainly came before or after it. Otherwise it joins the stay of its town that overlaps
  its interval, without moving that stay's bounds; where none does, it is left out and counted as ``unplaced``.
- Two towns on one date without times have no order. A stay sequence needs one, so it takes the one with the fewest
  hops; :mod:`graph.rotation.ambiguity` gives the range from fewest to most, and such a day is a linkage question first.
- Encounters in conflict (:mod:`graph.conflicts`: too far apart for the time between) are left out and counted as
  ``unplaced``: they wait for review, and nothing between them is a hop.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints
from graph.conflicts import in_conflict

UNKNOWN_DAY = np.iinfo(np.int32).min
"""Day number that stands for "not known": nothing was seen before the first stay, or after the last."""


@dataclass(frozen=True, slots=True)
class StayColumns:
    """Stays of all persons, shape (n,), sorted by person and order of the stays.

    ``person`` and ``municipality`` are codes as in the encounter columns. ``first_seen`` and ``last_seen`` are local
    day numbers. ``arrived_after`` is the last day certainly spent elsewhere before, ``left_before`` the first
    certainly elsewhere after (:data:`UNKNOWN_DAY` where there is none): the person came in ``(arrived_after,
    first_seen]`` and left in ``(last_seen, left_before]``. ``encounters`` counts what the stay rests on, joined
    partial dates included. ``first_row`` and ``last_row`` index :attr:`rows` (last exclusive), which holds the row
    numbers of the encounters, stay after stay. ``stay_number`` starts at 1 for each person. ``unplaced`` holds the rows
    without a place in the order.
    """

    person: Ints
    municipality: Ints
    first_seen: Ints
    last_seen: Ints
    arrived_after: Ints
    left_before: Ints
    encounters: Ints
    first_row: NDArray[np.int64]
    last_row: NDArray[np.int64]
    stay_number: Ints
    rows: NDArray[np.int64]
    unplaced: NDArray[np.int64]

    def __len__(self) -> int:
        """Return the number of stays."""
        return len(self.person)

    def rows_of(self, stay: int) -> NDArray[np.int64]:
        """Row numbers of the encounters of one stay."""
        return self.rows[self.first_row[stay] : self.last_row[stay]]


@dataclass(frozen=True, slots=True)
class Stay:
    """One stay of an :class:`Itinerary`; days as in :class:`StayColumns`, None where not known."""

    municipality: str
    first_seen: int
    last_seen: int
    arrived_after: int | None
    left_before: int | None
    encounters: int

    @property
    def shortest_days(self) -> int:
        """Length in days that is certain: last seen - first seen."""
        return self.last_seen - self.first_seen

    @property
    def longest_days(self) -> int | None:
        """Length in days that isn't ruled out; None where an end is open."""
        if self.arrived_after is None or self.left_before is None:
            return None
        return self.left_before - self.arrived_after


@dataclass(frozen=True, slots=True)
class Itinerary:
    """The stays of one person, in order; hops = stays - 1. ``unplaced`` encounters have no place in the order."""

    person_id: str
    stays: tuple[Stay, ...]
    unplaced: int


def stays(columns: EncounterColumns) -> StayColumns:
    """Stays of all persons; linear in the number of encounters but for the few days and dates without an order."""
    order = _least_switching_order(columns)
    with_person = int(np.count_nonzero(columns.person >= 0))
    conflicting = in_conflict(columns)
    own_place, joins = _placed(columns, order[:with_person], conflicting)
    backbone = order[:with_person][own_place[order[:with_person]]]
    person, town = columns.person[backbone], columns.municipality[backbone]
    new_person = np.ones(len(backbone), dtype=bool)
    new_person[1:] = person[1:] != person[:-1]
    new_stay = new_person.copy()
    new_stay[1:] |= town[1:] != town[:-1]
    starts = np.flatnonzero(new_stay)
    stay_of_row = np.full(len(columns), -1, dtype=np.int64)
    stay_of_row[backbone] = np.cumsum(new_stay) - 1
    unplaced = np.flatnonzero(conflicting).tolist()
    for row, partner in joins:
        if partner < 0:
            unplaced.append(row)
        else:
            stay_of_row[row] = stay_of_row[partner]
    members = np.flatnonzero(stay_of_row >= 0)
    rows = members[np.argsort(stay_of_row[members], kind="stable")]
    count = np.bincount(stay_of_row[rows], minlength=len(starts)) if len(starts) else np.zeros(0, dtype=np.int64)
    ends = np.cumsum(count)
    first_of_person = np.flatnonzero(new_person[starts])
    number = np.arange(len(starts)) - np.repeat(first_of_person, np.diff(np.append(first_of_person, len(starts))))
    first, last = columns.first_day[backbone], columns.last_day[backbone]
    arrived, left = _hop_bounds(starts, first, last, new_person[starts])
    return StayColumns(
        person=person[starts],
        municipality=town[starts],
        first_seen=_reduce(np.minimum, first, starts),
        last_seen=_reduce(np.maximum, last, starts),
        arrived_after=arrived,
        left_before=left,
        encounters=count.astype(np.int32),
        first_row=(ends - count).astype(np.int64),
        last_row=ends.astype(np.int64),
        stay_number=(number + 1).astype(np.int32),
        rows=rows.astype(np.int64),
        unplaced=np.array(sorted(unplaced), dtype=np.int64),
    )


def itinerary_of(columns: EncounterColumns, stay_columns: StayColumns, person: int) -> Itinerary:
    """Itinerary of the person with this code."""
    low, high = np.searchsorted(stay_columns.person, [person, person + 1])
    unplaced = columns.person[stay_columns.unplaced] == person

    def known(day: np.int32) -> int | None:
        return None if day == UNKNOWN_DAY else int(day)

    listed = tuple(
        Stay(
            municipality=columns.municipalities[stay_columns.municipality[i]],
            first_seen=int(stay_columns.first_seen[i]),
            last_seen=int(stay_columns.last_seen[i]),
            arrived_after=known(stay_columns.arrived_after[i]),
            left_before=known(stay_columns.left_before[i]),
            encounters=int(stay_columns.encounters[i]),
        )
        for i in range(low, high)
    )
    return Itinerary(columns.persons[person], listed, int(np.count_nonzero(unplaced)))


def tied_days(columns: EncounterColumns) -> Iterator[tuple[int, int]]:
    """Row ranges ``[start, stop)`` of days on which a person was in two or more towns in an order that isn't known.

    Encounters with a time on every row have an order, and are no tie unless two share the minute.
    """
    exact = (columns.first_day == columns.last_day) & (columns.person >= 0)
    n = len(columns)
    if n < 2:
        return
    same = np.zeros(n, dtype=bool)
    same[1:] = (
        exact[1:]
        & exact[:-1]
        & (columns.person[1:] == columns.person[:-1])
        & (columns.first_day[1:] == columns.first_day[:-1])
    )
    other_town = same.copy()
    other_town[1:] &= columns.municipality[1:] != columns.municipality[:-1]
    done = 0
    for at in np.flatnonzero(other_town):
        if at < done:
            continue
        start, stop = int(at) - 1, int(at) + 1
        while same[start]:
            start -= 1
        while stop < n and same[stop]:
            stop += 1
        done = stop
        if not _timed_apart(columns, start, stop):
            yield start, stop


def _timed_apart(columns: EncounterColumns, start: int, stop: int) -> bool:
    minutes = columns.minute[start:stop]
    if (minutes == 0).any():
        return False
    towns = columns.municipality[start:stop]
    return not ((minutes[1:] == minutes[:-1]) & (towns[1:] != towns[:-1])).any()


def _least_switching_order(columns: EncounterColumns) -> NDArray[np.int64]:
    order = np.arange(len(columns), dtype=np.int64)
    for start, stop in tied_days(columns):
        before, after = _town_beside(columns, start - 1, start), _town_beside(columns, stop, start)

        def rank(row: int, before: int = before, after: int = after) -> tuple[int, int, int]:
            town = int(columns.municipality[row])
            place = 0 if town == before else 2 if town == after else 1
            return place, town, row

        order[start:stop] = sorted(range(start, stop), key=rank)
    return order


def _town_beside(columns: EncounterColumns, row: int, of: int) -> int:
    inside = 0 <= row < len(columns) and columns.person[row] == columns.person[of]
    return int(columns.municipality[row]) if inside else -1


def _placed(
    columns: EncounterColumns, order: NDArray[np.int64], conflicting: NDArray[np.bool_]
) -> tuple[NDArray[np.bool_], list[tuple[int, int]]]:
    """Rows with a place of their own, and for each known too roughly the row whose stay it joins (-1: none)."""
    own_place = np.zeros(len(columns), dtype=bool)
    own_place[order] = ~conflicting[order]
    joins: list[tuple[int, int]] = []
    partial = np.flatnonzero((columns.first_day != columns.last_day) & (columns.person >= 0))
    if not len(partial):
        return own_place, joins
    bounds = columns.person_bounds()
    for row in partial:
        low, high = bounds[columns.person[row]], bounds[columns.person[row] + 1]
        overlaps = (
            (columns.first_day[low:high] <= columns.last_day[row])
            & (columns.last_day[low:high] >= columns.first_day[row])
            & ~conflicting[low:high]
        )
        here = columns.municipality[low:high] == columns.municipality[row]
        if not (overlaps & ~here).any():
            continue
        own_place[row] = False
        exact = columns.first_day[low:high] == columns.last_day[low:high]
        partners = np.flatnonzero(overlaps & here & exact)
        joins.append((int(row), int(low + partners[0]) if len(partners) else -1))
    return own_place, joins


def _hop_bounds(
    starts: NDArray[np.int64], first: Ints, last: Ints, first_of_person: NDArray[np.bool_]
) -> tuple[Ints, Ints]:
    arrived = np.full(len(starts), UNKNOWN_DAY, dtype=np.int32)
    left = np.full(len(starts), UNKNOWN_DAY, dtype=np.int32)
    if len(starts) > 1:
        surely_in = _reduce(np.maximum, first, starts)
        surely_by = _reduce(np.minimum, last, starts)
        linked = ~first_of_person[1:]
        arrived[1:][linked] = surely_in[:-1][linked]
        left[:-1][linked] = surely_by[1:][linked]
    return arrived, left


def _reduce(ufunc: np.ufunc, values: Ints, starts: NDArray[np.int64]) -> Ints:
    if not len(starts):
        return np.zeros(0, dtype=np.int32)
    return ufunc.reduceat(values, starts).astype(np.int32)
