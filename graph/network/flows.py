"""The municipality flow network: who was met in one town and then in another, town by town.

A *flow* from a to b is the number of hops between them: a stay in a followed by a stay in b. The *net flow* of a pair
is what goes one way more than the other; that of a town what comes in more than goes out. *Betweenness* is the share of
shortest ways between other towns that lead through one, a hop's length being 1 over its flow (Freeman 1977; Brandes
2001). *Communities* are towns with more hops among them than their numbers of hops would give (greedy modularity,
Clauset, Newman and Moore 2004), hops both ways added up.

Hops are of what was met, so a town that is looked at twice as hard has more of them. The graph of towns pooled over
persons is for seeing where people go; circuits are never sought in it, as it holds circuits that nobody walked.
"""

from dataclasses import dataclass
from datetime import date

import networkx as nx
import numpy as np

from graph.columns import EncounterColumns, day_of
from graph.geography import MunicipalityTable
from graph.itineraries import stays

MONTHS_OF_A_SEASON = 3


@dataclass(frozen=True, slots=True)
class Season:
    """Three months: winter is December to February and bears the year of its January."""

    year: int
    name: str

    @classmethod
    def of(cls, day: date) -> "Season":
        """Season of a day.

        Examples
        --------
        >>> Season.of(date(2023, 12, 1))
        Season(year=2024, name='winter')
        """
        names = ("winter", "spring", "summer", "autumn")
        return cls(day.year + (day.month == 12), names[day.month % 12 // MONTHS_OF_A_SEASON])


@dataclass(frozen=True, slots=True)
class Towns:
    """Communities of towns (codes) of one season, largest first, and the hops they are judged by."""

    season: Season
    communities: tuple[tuple[str, ...], ...]
    hops: int


def flow_graph(columns: EncounterColumns, table: MunicipalityTable) -> "nx.DiGraph[str]":
    """Flows between municipalities, with what they say of each.

    Nodes are codes with ``name``, ``hops_in``, ``hops_out``, ``net_flow`` (in less out), ``betweenness`` in [0, 1],
    ``community`` (numbered from 1, the largest first), ``x_m`` and ``y_m`` (RD New, EPSG:28992, metres). Edges have
    ``weight`` (hops), ``net_flow`` (less those the other way), ``persons`` and ``length`` (1 / weight). Towns without a
    hop aren't in it.
    """
    graph = _hops(columns)
    for a, b, data in graph.edges(data=True):
        data["net_flow"] = data["weight"] - (graph.edges[b, a]["weight"] if graph.has_edge(b, a) else 0)
        data["length"] = 1 / data["weight"]
    between = nx.betweenness_centrality(graph, weight="length")
    community = {town: i for i, some in enumerate(_communities(graph), start=1) for town in some}
    for town, data in graph.nodes(data=True):
        came, went = int(graph.in_degree(town, weight="weight")), int(graph.out_degree(town, weight="weight"))
        data |= {"name": table.name(town), "hops_in": came, "hops_out": went, "net_flow": came - went}
        data |= {"betweenness": float(between[town]), "community": community[town]}
        if town in table:
            here = table.get(table.current(town))
            data |= {"x_m": float(here.rd_x), "y_m": float(here.rd_y)}
    return graph


def towns_of_season(columns: EncounterColumns) -> tuple[Towns, ...]:
    """Communities of towns, season by season; a hop is of the season in which its second stay was first seen."""
    found: dict[Season, nx.DiGraph[str]] = {}
    for a, b, day, _ in _each_hop(columns):
        graph = found.setdefault(Season.of(day), nx.DiGraph())
        _add(graph, a, b)
    ordered = sorted(found, key=lambda s: (s.year, ("winter", "spring", "summer", "autumn").index(s.name)))
    return tuple(Towns(s, _communities(found[s]), int(found[s].size(weight="weight"))) for s in ordered)


def _hops(columns: EncounterColumns) -> "nx.DiGraph[str]":
    graph: nx.DiGraph[str] = nx.DiGraph()
    persons: dict[tuple[str, str], set[int]] = {}
    for a, b, _, person in _each_hop(columns):
        _add(graph, a, b)
        persons.setdefault((a, b), set()).add(person)
    for (a, b), some in persons.items():
        graph.edges[a, b]["persons"] = len(some)
    return graph


def _each_hop(columns: EncounterColumns) -> list[tuple[str, str, date, int]]:
    found = stays(columns)
    towns = columns.municipalities
    second = np.flatnonzero(found.person[1:] == found.person[:-1]) + 1
    return sorted(
        (
            towns[found.municipality[i - 1]],
            towns[found.municipality[i]],
            day_of(found.first_seen[i]),
            int(found.person[i]),
        )
        for i in second.tolist()
    )


def _add(graph: "nx.DiGraph[str]", a: str, b: str) -> None:
    if graph.has_edge(a, b):
        graph.edges[a, b]["weight"] += 1
    else:
        graph.add_edge(a, b, weight=1)


def _communities(graph: "nx.DiGraph[str]") -> tuple[tuple[str, ...], ...]:
    both: nx.Graph[str] = nx.Graph()
    both.add_nodes_from(sorted(graph))
    for a, b in sorted(graph.edges()):
        other_way = both.edges[a, b]["weight"] if both.has_edge(a, b) else 0
        both.add_edge(a, b, weight=graph.edges[a, b]["weight"] + other_way)
    if not both.size():
        return tuple((town,) for town in both)
    found = nx.algorithms.community.greedy_modularity_communities(both, weight="weight")
    return tuple(sorted((tuple(sorted(some)) for some in found), key=lambda some: (-len(some), some)))
