"""Where a network would come apart: its bridges, and its weakest cut.

A *bridge* is a tie on no cycle: without it some persons aren't reached any more (Tarjan 1974). Where no single tie
cuts off anybody, the *weakest cut* is the set of ties of the smallest total weight that does (the smallest of the
minimum cuts between the root and each person; Ford and Fulkerson 1956).
Who relies on such a tie should doubt it first; who wants to end the thing may begin there.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import networkx as nx

from graph.network.model import Break, Member, Node, Tie

MAX_CUT_NODES = 400
"""The weakest cut takes a flow for each person; of larger networks only the bridges are told."""


def graph_of(members: Sequence[Member], ties: Sequence[Tie]) -> "nx.Graph[Node]":
    """Network as a graph of its nodes, with ``weight`` and ``tie`` on its edges."""
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_nodes_from(sorted(m.node for m in members))
    for tie in ties:
        graph.add_edge(tie.one, tie.other, weight=tie.weight, tie=tie)
    return graph


def breaks_of(root: Node, members: Sequence[Member], ties: Sequence[Tie]) -> tuple[Break, ...]:
    """Bridges that cut persons off from the root, most strength first; the weakest cut where there is no bridge."""
    graph = graph_of(members, ties)
    strength = {m.node: m.strength for m in members}
    found = sorted(_bridges(graph, root, strength), key=lambda b: (-b.strength, b.ties[0].one, b.ties[0].other))
    if found or not 2 < len(graph) <= MAX_CUT_NODES:
        return tuple(found)
    return tuple(_weakest_cut(graph, root, strength))


def _bridges(graph: "nx.Graph[Node]", root: Node, strength: Mapping[Node, float]) -> Iterator[Break]:
    """Walk the tree of blocks once: what lies beyond a bridge is what its far end leads to."""
    bridges: set[tuple[Any, Any]] = {edge for a, b in nx.bridges(graph) for edge in ((a, b), (b, a))}
    order = list(nx.dfs_preorder_nodes(graph, root, sort_neighbors=sorted))
    parent = {child: node for node, child in nx.dfs_edges(graph, root, sort_neighbors=sorted)}
    beyond: dict[Node, list[Node]] = {node: [node] if node.is_person else [] for node in order}
    for node in reversed(order[1:]):
        beyond[parent[node]] += beyond[node]
    for node in order[1:]:
        if (node, parent[node]) in bridges and beyond[node]:
            yield _break((graph.edges[node, parent[node]]["tie"],), beyond[node], strength)


def _weakest_cut(graph: "nx.Graph[Node]", root: Node, strength: Mapping[Node, float]) -> Iterator[Break]:
    """Of all cuts between the root and a person, the one of the smallest weight; ties by the order of persons."""
    cuts = []
    for person in sorted(n for n in graph if n.is_person and n != root):
        value, (near, far) = nx.minimum_cut(graph, root, person, capacity="weight")
        cuts.append((round(float(value), 12), person, near, far))
    if cuts:
        _, _, near, far = min(cuts, key=lambda cut: cut[:2])
        crossing = (data["tie"] for a, b, data in graph.edges(data=True) if (a in far) != (b in far))
        ties = tuple(sorted(crossing, key=lambda t: (t.one, t.other)))
        yield _break(ties, [n for n in far if n.is_person], strength)


def _break(ties: tuple[Tie, ...], persons: Sequence[Node], strength: Mapping[Node, float]) -> Break:
    return Break(ties, tuple(sorted(persons)), sum(strength[n] for n in sorted(persons)))
