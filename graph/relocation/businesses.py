"""Businesses: what is behind identifiers that several people carry, and where and when it was met.

An identifier (phone, advert, e-mail address, plate, controller) met with a single person is that person's own, and its
move is hers. Met with several *units*, that is persons or reports without one, it belongs to what they have in common:
a *business*. Identifiers that are often on the same encounters are of one business.

How many witnesses are there? Somebody met five times is one. So is a report about premises without a person: it comes
while somebody works there, so it goes with the person who was met there nearest in time, where there is one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints
from graph.relocation.rules import RelocationRules


@dataclass(frozen=True, slots=True)
class Business:
    """A business and its sightings, by day.

    ``identifiers`` are codes into the encounter columns. ``row``, ``town``, ``day`` (local day number, the middle of
    the interval known) and ``unit`` (the person code of the witness; -1 - row for a report with none near it) have shape
    (n,).
    """

    identifiers: tuple[int, ...]
    row: NDArray[np.int64]
    town: Ints
    day: Ints
    unit: NDArray[np.int64]

    def at(self, town: int) -> NDArray[np.int64]:
        """Positions of the sightings in a town."""
        return np.flatnonzero(self.town == town)


def businesses(columns: EncounterColumns, rules: RelocationRules) -> Iterator[Business]:
    """Businesses in the order of their first identifier; each identifier of enough units belongs to exactly one."""
    rows_of = _rows_of_shared(columns, rules)
    for codes in _met_together(rows_of, rules):
        row = np.array(sorted({r for code in codes for r in rows_of[code]}), dtype=np.int64)
        day = (columns.first_day[row] + columns.last_day[row]) // 2
        order = np.lexsort((row, day))
        row, day = row[order], day[order]
        town = columns.municipality[row]
        yield Business(codes, row, town, day, _witnesses(_units(columns, row), town, day))


def _units(columns: EncounterColumns, row: NDArray[np.int64]) -> NDArray[np.int64]:
    person = columns.person[row].astype(np.int64)
    return np.where(person >= 0, person, -1 - row)


def _witnesses(unit: NDArray[np.int64], town: Ints, day: Ints) -> NDArray[np.int64]:
    """Units, with reports given to the person met nearest in time in the same town."""
    witness = unit.copy()
    for i in np.flatnonzero(unit < 0):
        near = np.flatnonzero((unit >= 0) & (town == town[i]))
        if len(near):
            witness[i] = unit[near[np.argmin(np.abs(day[near] - day[i]))]]
    return witness


def _rows_of_shared(columns: EncounterColumns, rules: RelocationRules) -> dict[int, frozenset[int]]:
    """Rows on which each identifier of enough units was met, those known to the week or better."""
    row = np.repeat(np.arange(len(columns)), np.diff(columns.identifier_offsets))
    code = columns.identifier_codes
    dated = (columns.last_day - columns.first_day)[row] < rules.max_interval_days
    row, code = row[dated], code[dated]
    order = np.argsort(code, kind="stable")
    row, code = row[order], code[order]
    starts = np.flatnonzero(np.diff(code, prepend=-1))
    found = {}
    for start, stop in zip(starts, [*starts[1:], len(code)][: len(starts)], strict=True):
        if stop - start >= rules.min_units and len(np.unique(_units(columns, row[start:stop]))) >= rules.min_units:
            found[int(code[start])] = frozenset(row[start:stop].tolist())
    return found


def _met_together(rows_of: dict[int, frozenset[int]], rules: RelocationRules) -> list[tuple[int, ...]]:
    by_row: dict[int, list[int]] = defaultdict(list)
    for code, rows in sorted(rows_of.items()):
        for row in rows:
            by_row[row].append(code)
    together = Counter((a, b) for codes in by_row.values() for i, a in enumerate(codes) for b in codes[i + 1 :])
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(rows_of)
    for (a, b), n in together.items():
        if n >= 2 and n >= rules.together_share * min(len(rows_of[a]), len(rows_of[b])):
            graph.add_edge(a, b)
    return sorted(tuple(sorted(some)) for some in nx.connected_components(graph))
