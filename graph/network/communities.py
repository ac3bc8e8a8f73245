"""Communities of persons who move together.

Persons are tied where they were seen together in two towns or more (:mod:`graph.network.company`); communities are sets
with more of that among them than the persons' ties alone would give (greedy modularity, Clauset, Newman and Moore
2004). They are for looking around: nothing is tested against chance here, and a community is no finding. The test is
that of rotations.
"""

from dataclasses import dataclass

import networkx as nx

from graph.columns import EncounterColumns
from graph.network.company import company
from graph.network.rules import NetworkRules


@dataclass(frozen=True, slots=True)
class Community:
    """Persons (ids) who were often in the same towns at the same time, and the towns (codes) where they were met."""

    persons: tuple[str, ...]
    towns: tuple[str, ...]


def company_graph(columns: EncounterColumns, rules: NetworkRules) -> "nx.Graph[str]":
    """Persons who moved with somebody; edges have ``weight`` and the ids of the ``encounters`` they rest on."""
    index = company(columns, rules)
    graph: nx.Graph[str] = nx.Graph()
    for person in _movers(columns):
        for other, tie in index.of_person(person):
            if person < other:
                graph.add_edge(tie.one.id, tie.other.id, weight=tie.weight, encounters=tie.encounters)
    return graph


def communities(columns: EncounterColumns, rules: NetworkRules) -> tuple[Community, ...]:
    """Communities of at least two persons, the largest first."""
    graph = company_graph(columns, rules)
    if not graph.size():
        return ()
    ordered: nx.Graph[str] = nx.Graph()
    ordered.add_nodes_from(sorted(graph))
    ordered.add_weighted_edges_from(sorted(graph.edges(data="weight")))
    towns: dict[str, set[str]] = {}
    for person, town in zip(columns.person.tolist(), columns.municipality.tolist(), strict=True):
        if person >= 0:
            towns.setdefault(columns.persons[person], set()).add(columns.municipalities[town])
    found = [
        Community(tuple(sorted(some)), tuple(sorted(set().union(*(towns[p] for p in some)))))
        for some in nx.algorithms.community.greedy_modularity_communities(ordered, weight="weight")
        if len(some) >= 2
    ]
    return tuple(sorted(found, key=lambda c: (-len(c.persons), c.persons)))


def _movers(columns: EncounterColumns) -> list[int]:
    """Persons met in two towns or more, by code."""
    towns: dict[int, set[int]] = {}
    for person, town in zip(columns.person.tolist(), columns.municipality.tolist(), strict=True):
        if person >= 0:
            towns.setdefault(person, set()).add(town)
    return sorted(p for p, some in towns.items() if len(some) >= 2)
