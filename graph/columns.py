"""Encounters as parallel columns: what every analysis reads.

A million encounters as objects cost gigabytes and minutes; as sorted columns they cost megabytes, and one linear pass
answers most questions. Names of persons, towns and sources are codes into small tables.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

EPOCH = date(1970, 1, 1)

Ints = NDArray[np.int32]


def day_number(day: date) -> int:
    """Days since 1970-01-01 of a local date (Europe/Amsterdam)."""
    return (day - EPOCH).days


def day_of(number: int) -> date:
    """Local date of a day number."""
    return EPOCH + timedelta(days=int(number))


@dataclass(frozen=True, slots=True)
class EncounterRow:
    """One encounter as a row, for building columns by hand (tests, notebooks) or from a store.

    ``first_day`` and ``last_day`` are local dates, both included: the interval in which it took place; equal for a
    full date. ``person`` is None for a premises signal. ``identifiers`` are ``kind:token`` strings.
    """

    id: str
    person: str | None
    municipality: str
    first_day: date
    last_day: date
    source: str = "source"
    operation: str | None = None
    premises: str | None = None
    premises_kind: str | None = None
    channel: str | None = None
    status: str = "PossibleVictimOfTrafficking"
    minute: int = 0
    identifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class EncounterColumns:
    """Current encounters, shape (n,), sorted by person, first_day, last_day, minute, id; signals (no person) last.

    ``person``, ``municipality``, ``source``, ``operation``, ``premises``, ``premises_kind``, ``channel`` and
    ``status`` are int32 codes into the tuple of the same plural name; -1 is "none" or unknown. Tuples are sorted, so
    that codes don't depend on the order of reading. ``first_day`` and ``last_day`` are local day numbers
    (:func:`day_number`), both included. ``minute`` is the minute within the local day of a timed encounter, plus 1;
    0 where only a date is known. Row i carries identifiers ``identifier_codes[identifier_offsets[i] :
    identifier_offsets[i + 1]]``, codes into ``identifiers`` (``kind:token``).
    """

    ids: tuple[str, ...]
    person: Ints
    municipality: Ints
    first_day: Ints
    last_day: Ints
    minute: Ints
    source: Ints
    operation: Ints
    premises: Ints
    premises_kind: Ints
    channel: Ints
    status: Ints
    identifier_offsets: NDArray[np.int64]
    identifier_codes: Ints
    persons: tuple[str, ...]
    municipalities: tuple[str, ...]
    sources: tuple[str, ...]
    operations: tuple[str, ...]
    premises_ids: tuple[str, ...]
    premises_kinds: tuple[str, ...]
    channels: tuple[str, ...]
    statuses: tuple[str, ...]
    identifiers: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of encounters, premises signals included."""
        return len(self.ids)

    def person_bounds(self) -> NDArray[np.int64]:
        """Return offsets, shape (persons + 1,): person p holds rows ``bounds[p]`` to ``bounds[p + 1]``."""
        return np.searchsorted(self._person_key(), np.arange(len(self.persons) + 1, dtype=np.int64)).astype(np.int64)

    def _person_key(self) -> NDArray[np.int64]:
        key = self.person.astype(np.int64)
        key[key < 0] = len(self.persons)
        return key

    def with_persons(self, person_of: Sequence[str | None]) -> "EncounterColumns":
        """Return the same encounters under other persons (one per row), sorted again."""
        return columns_of(_rows_with(self, person_of))

    def select(self, keep: NDArray[np.bool_]) -> "EncounterColumns":
        """Return only the rows where ``keep`` (shape (n,)) holds."""
        return columns_of(row for row, kept in zip(rows_of(self), keep, strict=True) if kept)


def columns_of(rows: Iterable[EncounterRow]) -> EncounterColumns:
    """Columns of rows in any order.

    Examples
    --------
    >>> one = EncounterRow("e1", "p", "GM0599", date(2024, 1, 1), date(2024, 1, 1))
    >>> len(columns_of([one]))
    1
    """
    ordered = sorted(rows, key=lambda r: (r.person is None, r.person or "", r.first_day, r.last_day, r.minute, r.id))
    tables: dict[str, tuple[str, ...]] = {}

    def coded(name: str, values: list[str | None]) -> Ints:
        table = tuple(sorted({v for v in values if v is not None}))
        tables[name] = table
        code = {v: i for i, v in enumerate(table)}
        return np.array([-1 if v is None else code[v] for v in values], dtype=np.int32)

    identifiers = tuple(sorted({i for r in ordered for i in r.identifiers}))
    identifier_code = {v: i for i, v in enumerate(identifiers)}
    offsets = np.zeros(len(ordered) + 1, dtype=np.int64)
    np.cumsum([len(r.identifiers) for r in ordered], out=offsets[1:])
    columns: dict[str, Any] = {
        name: coded(name, [getattr(r, name) for r in ordered])
        for name in (
            "person", "municipality", "source", "operation", "premises", "premises_kind", "channel", "status",
        )
    }  # fmt: skip
    return EncounterColumns(
        ids=tuple(r.id for r in ordered),
        first_day=np.array([day_number(r.first_day) for r in ordered], dtype=np.int32),
        last_day=np.array([day_number(r.last_day) for r in ordered], dtype=np.int32),
        minute=np.array([r.minute for r in ordered], dtype=np.int32),
        identifier_offsets=offsets,
        identifier_codes=np.array([identifier_code[i] for r in ordered for i in sorted(r.identifiers)], dtype=np.int32),
        persons=tables["person"],
        municipalities=tables["municipality"],
        sources=tables["source"],
        operations=tables["operation"],
        premises_ids=tables["premises"],
        premises_kinds=tables["premises_kind"],
        channels=tables["channel"],
        statuses=tables["status"],
        identifiers=identifiers,
        **columns,
    )


def rows_of(columns: EncounterColumns) -> Iterable[EncounterRow]:
    """Rows of columns, in their order: the inverse of :func:`columns_of`."""
    return _rows_with(columns, [None if p < 0 else columns.persons[p] for p in columns.person])


def _rows_with(columns: EncounterColumns, person_of: Sequence[str | None]) -> Iterable[EncounterRow]:
    def named(table: tuple[str, ...], code: int) -> str | None:
        return None if code < 0 else table[code]

    for i, person in enumerate(person_of):
        start, stop = columns.identifier_offsets[i], columns.identifier_offsets[i + 1]
        yield EncounterRow(
            id=columns.ids[i],
            person=person,
            municipality=columns.municipalities[columns.municipality[i]],
            first_day=day_of(columns.first_day[i]),
            last_day=day_of(columns.last_day[i]),
            source=columns.sources[columns.source[i]],
            operation=named(columns.operations, columns.operation[i]),
            premises=named(columns.premises_ids, columns.premises[i]),
            premises_kind=named(columns.premises_kinds, columns.premises_kind[i]),
            channel=named(columns.channels, columns.channel[i]),
            status=columns.statuses[columns.status[i]],
            minute=int(columns.minute[i]),
            identifiers=tuple(columns.identifiers[c] for c in columns.identifier_codes[start:stop]),
        )


@dataclass(frozen=True, slots=True)
class EventColumns:
    """Every row of every register as an event: stored, premises signal or tally alike, shape (n,).

    Evaluations of measures count these, by source, town and day. ``day`` is the local day number of the first day of
    the interval, ``span`` its length in days (1 for a full date). ``person`` codes into ``persons`` or is -1.
    ``in_operation`` marks events of a joint control or raid, which are counted apart. ``ids`` are encounter ids or
    record keys.
    """

    ids: tuple[str, ...]
    municipality: Ints
    source: Ints
    day: Ints
    span: Ints
    premises_kind: Ints
    channel: Ints
    person: Ints
    is_tally: NDArray[np.bool_]
    in_operation: NDArray[np.bool_]
    municipalities: tuple[str, ...]
    sources: tuple[str, ...]
    premises_kinds: tuple[str, ...]
    channels: tuple[str, ...]
    persons: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of events."""
        return len(self.ids)


def by_first_encounter(columns: EncounterColumns) -> EncounterColumns:
    """Return the same encounters with persons in the order of their smallest encounter id instead of their own ids.

    Person ids depend on the order in which data came; encounter ids don't. An analysis that draws random numbers per
    person gives the same findings for the same encounters only in this order.
    """
    rank = np.argsort(np.argsort(np.array(columns.ids, dtype=str), kind="stable"), kind="stable")
    smallest = np.full(len(columns.persons), len(columns), dtype=np.int64)
    known = columns.person >= 0
    np.minimum.at(smallest, columns.person[known], rank[known])
    order = np.argsort(smallest, kind="stable")
    code = np.empty(len(order), dtype=np.int32)
    code[order] = np.arange(len(order), dtype=np.int32)
    person = np.full(len(columns), -1, dtype=np.int32)
    person[known] = code[columns.person[known]]
    rows = np.argsort(np.where(person < 0, len(order), person), kind="stable")
    lengths = np.diff(columns.identifier_offsets)[rows]
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    starts = np.repeat(columns.identifier_offsets[:-1][rows] - offsets[:-1], lengths)
    moved = {
        name: getattr(columns, name)[rows]
        for name in (
            "municipality", "first_day", "last_day", "minute", "source", "operation", "premises", "premises_kind",
            "channel", "status",
        )
    }  # fmt: skip
    return replace(
        columns,
        ids=tuple(np.array(columns.ids, dtype=object)[rows]),
        person=person[rows],
        persons=tuple(columns.persons[i] for i in order),
        identifier_offsets=offsets,
        identifier_codes=columns.identifier_codes[starts + np.arange(len(starts))],
        **moved,
    )
