"""Reading the graph as columns: a list per property and town, never a row per encounter."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, EventColumns, Ints
from graph.geography import load_municipalities
from graph.geography.division import encounters_today
from graph.store.database import Database

Lists = dict[str, list[Any]]


def read_columns(db: Database) -> EncounterColumns:
    """All stored encounters, premises signals included, as columns, under the municipalities of today.

    An encounter that waits to be linked has no person here.
    """
    return _columns(_all_towns(db, "columns_of_municipality"))


def read_columns_and_events(db: Database) -> tuple[EncounterColumns, EventColumns]:
    """What :func:`read_columns` and :func:`read_events` give, with the encounters read once."""
    met = _all_towns(db, "columns_of_municipality")
    return _columns(met), _events(met, _all_towns(db, "tallies_of_municipality"))


def _columns(lists: Lists) -> EncounterColumns:
    none_last = np.array([p == "" for p in lists["person"]], dtype=bool)
    person, persons = coded(lists["person"])
    ids = np.array(lists["id"], dtype=object)
    first = np.array(lists["first_day"], dtype=np.int32)
    last = np.array(lists["last_day"], dtype=np.int32)
    minute = np.array(lists["minute"], dtype=np.int32)
    id_rank = np.argsort(np.argsort(ids.astype(str), kind="stable"), kind="stable")
    order = np.lexsort((id_rank, minute, last, first, person, none_last))
    tables = {name: coded(lists[name]) for name in _CODED}
    offsets, codes, identifiers = _identifiers([lists["identifiers"][i] for i in order])
    stored = EncounterColumns(
        ids=tuple(ids[order]),
        person=person[order],
        first_day=first[order],
        last_day=last[order],
        minute=minute[order],
        municipality=tables["municipality"][0][order],
        source=tables["source"][0][order],
        operation=tables["operation"][0][order],
        premises=tables["premises"][0][order],
        premises_kind=tables["premises_kind"][0][order],
        channel=tables["channel"][0][order],
        status=tables["status"][0][order],
        identifier_offsets=offsets,
        identifier_codes=codes,
        persons=persons,
        municipalities=tables["municipality"][1],
        sources=tables["source"][1],
        operations=tables["operation"][1],
        premises_ids=tables["premises"][1],
        premises_kinds=tables["premises_kind"][1],
        channels=tables["channel"][1],
        statuses=tables["status"][1],
        identifiers=identifiers,
    )
    return encounters_today(stored, load_municipalities())


_CODED = ("municipality", "source", "operation", "premises", "premises_kind", "channel", "status")


def read_events(db: Database) -> EventColumns:
    """Every row of every register: encounters, premises signals and tallies, sorted by id."""
    return _events(_all_towns(db, "columns_of_municipality"), _all_towns(db, "tallies_of_municipality"))


def _events(met: Lists, tallied: Lists) -> EventColumns:
    n_met, n_tallied = len(met["id"]), len(tallied["id"])

    def both(name: str) -> list[Any]:
        return [*met[name], *tallied[name]]

    ids = np.array(both("id"), dtype=object)
    order = np.argsort(ids.astype(str), kind="stable")
    first = np.array(both("first_day"), dtype=np.int32)
    span = np.array(both("last_day"), dtype=np.int32) - first + 1
    in_operation = np.array([bool(o) for o in met["operation"]] + tallied["in_operation"], dtype=bool)
    person, persons = coded([*met["person"], *[""] * n_tallied])
    tables = {name: coded(both(name)) for name in ("municipality", "source", "premises_kind", "channel")}
    return EventColumns(
        ids=tuple(ids[order]),
        municipality=tables["municipality"][0][order],
        source=tables["source"][0][order],
        day=first[order],
        span=span.astype(np.int32)[order],
        premises_kind=tables["premises_kind"][0][order],
        channel=tables["channel"][0][order],
        person=person[order],
        is_tally=np.array([False] * n_met + [True] * n_tallied, dtype=bool)[order],
        in_operation=in_operation[order],
        municipalities=tables["municipality"][1],
        sources=tables["source"][1],
        premises_kinds=tables["premises_kind"][1],
        channels=tables["channel"][1],
        persons=persons,
    )


def coded(values: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    """Codes of texts into their sorted table; empty text is -1."""
    table = tuple(sorted({v for v in values if v}))
    code = {v: i for i, v in enumerate(table)}
    return np.array([code.get(v, -1) for v in values], dtype=np.int32), table


def _identifiers(lists: Sequence[list[str]]) -> tuple[NDArray[np.int64], Ints, tuple[str, ...]]:
    offsets = np.zeros(len(lists) + 1, dtype=np.int64)
    np.cumsum([len(some) for some in lists], out=offsets[1:])
    codes, table = coded([i for some in lists for i in sorted(some)])
    return offsets, codes, table


def _all_towns(db: Database, query: str, *, key: Callable[[str], str] = str) -> Lists:
    lists: Lists = {}
    for row in db.read("municipality_codes"):
        (town,) = db.read(query, code=row["code"])
        for name, values in town.items():
            lists.setdefault(name, []).extend(values)
        lists.setdefault("municipality", []).extend([key(row["code"])] * len(town["id"]))
    return lists or {name: [] for name in _EMPTY}


_EMPTY = (
    "id", "person", "first_day", "last_day", "minute", "source", "operation", "premises", "premises_kind", "channel",
    "status", "identifiers", "municipality", "in_operation",
)  # fmt: skip
