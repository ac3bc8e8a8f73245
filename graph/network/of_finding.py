"""The network of one finding, as a networkx graph: its persons, the towns where they were met, and what they share.

Only the encounters that the finding rests on are in it, and for a relocation those of the moves in a row with it. Nodes have ``kind`` (person, town, premises, phone, advert,
email, plate, controller) and ``label``; a town's ``name`` too. Edges have ``kind`` (met in, carries, was at, seen in),
``weight`` (encounters), ``first_seen`` and ``last_seen`` (ISO dates) and ``encounters`` (ids, or what ``refer`` makes of
them, joined by ``|``).

What is shared is numbered within the graph (``phone 1``): a pseudonym of somebody's phone has no place in a file that
travels. Persons keep the pseudonym that every export of persons has.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence

import networkx as nx
import numpy as np

from graph.columns import EncounterColumns, day_of
from graph.geography import MunicipalityTable
from graph.model import Reappearance, Relocation, Rotation

Shared = Reappearance | Relocation | Rotation
_KINDS = {"premises": "was at"}


def finding_graph(
    columns: EncounterColumns,
    finding: Shared,
    table: MunicipalityTable,
    *,
    chain: Sequence[Relocation] = (),
    refer: Callable[[str], str] = str,
) -> "nx.Graph[str]":
    """Graph of a finding; see the module for what is in it.

    Parameters
    ----------
    columns
        All encounters, or at least those that the finding rests on.
    finding
        A reappearance, relocation or rotation.
    table
        Names of municipalities.
    chain
        Relocations in a row with this one, itself among them or not.
    refer
        From an encounter's id to how it is named in the graph.
    """
    wanted = {e for some in (finding, *chain) for e in some.encounters}
    rows = [r for r, name in enumerate(columns.ids) if name in wanted]
    shared = _numbered(columns, rows)
    graph: nx.Graph[str] = nx.Graph(name=finding.id)
    joins: dict[tuple[str, str, str], list[int]] = defaultdict(list)
    for row in rows:
        town = columns.municipalities[columns.municipality[row]]
        graph.add_node(town, kind="town", label=table.name(town), name=table.name(town))
        person = columns.persons[columns.person[row]] if columns.person[row] >= 0 else None
        if person is not None:
            graph.add_node(person, kind="person", label=person)
            joins[person, town, "met in"].append(row)
        for key in _things(columns, row):
            if key not in shared:
                continue
            thing = shared[key]
            kind = thing.split(" ", 1)[0]
            graph.add_node(thing, kind=kind, label=thing)
            joins[thing, town, "seen in"].append(row)
            if person is not None:
                joins[person, thing, _KINDS.get(kind, "carries")].append(row)
    for (a, b, kind), some in joins.items():
        graph.add_edge(
            a,
            b,
            kind=kind,
            weight=len(some),
            first_seen=day_of(int(columns.first_day[some].min())).isoformat(),
            last_seen=day_of(int(columns.last_day[some].max())).isoformat(),
            encounters="|".join(sorted(refer(columns.ids[r]) for r in some)),
        )
    return graph


def _things(columns: EncounterColumns, row: int) -> list[str]:
    start, stop = columns.identifier_offsets[row], columns.identifier_offsets[row + 1]
    found = [columns.identifiers[c] for c in columns.identifier_codes[start:stop]]
    if columns.premises[row] >= 0:
        found.append(f"premises:{columns.premises_ids[columns.premises[row]]}")
    return found


def _numbered(columns: EncounterColumns, rows: list[int]) -> dict[str, str]:
    """Shared things, those on encounters of two persons or on two reports, by their number within the finding."""
    carriers: dict[str, set[int]] = defaultdict(set)
    for row in rows:
        for key in _things(columns, row):
            carriers[key].add(int(columns.person[row]) if columns.person[row] >= 0 else -1 - row)
    names: dict[str, str] = {}
    count: dict[str, int] = defaultdict(int)
    for key in sorted(carriers, key=lambda k: (k.split(":", 1)[0], -len(carriers[k]), _first(columns, rows, k), k)):
        if len(carriers[key]) >= 2:
            kind = key.split(":", 1)[0]
            count[kind] += 1
            names[key] = f"{kind} {count[kind]}"
    return names


def _first(columns: EncounterColumns, rows: list[int], key: str) -> int:
    return int(np.min([columns.first_day[r] for r in rows if key in _things(columns, r)]))
