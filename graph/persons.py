"""Persons as a pure function of judgements: connected components of ``same``, minus ``different``.

A person is what the encounters judged the same are believed to share. Where somebody says that two encounters of one
component are different, the component is pulled apart at its weakest cut between the two: a reviewer's ``same`` holds
as long as its probability, for a reviewer sees what the model saw; what both sources confirmed holds longest. The
result doesn't depend on the order in which judgements or encounters arrived.
"""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import networkx as nx

from graph.model import Judgement, Verdict
from graph.standing import standing_words
from graph.weakest_cut import MAX_CAPACITY, capacity


def components(judgements: Iterable[Judgement], encounters: Iterable[str]) -> list[frozenset[str]]:
    """Encounters as persons: sorted by their smallest encounter, singletons included.

    Judgements on other encounters are left aside.
    """
    ids = sorted(set(encounters))
    known = set(ids)
    standing = standing_words(j for j in judgements if j.left in known and j.right in known)
    apart = {j.pair for j in standing if j.verdict is Verdict.DIFFERENT}
    edges = [j for j in standing if j.verdict is Verdict.SAME]
    groups = _connected(ids, edges)
    if apart:
        edges_of: dict[str, list[Judgement]] = defaultdict(list)
        for edge in edges:
            edges_of[edge.left].append(edge)
        groups = [
            part
            for group in groups
            for part in _separated(group, [e for i in sorted(group) for e in edges_of[i]], apart)
        ]
    return sorted(groups, key=min)


def _connected(ids: list[str], edges: Iterable[Judgement]) -> list[frozenset[str]]:
    """Connected components by union-find with path halving (Tarjan and van Leeuwen 1984)."""
    parent = {i: i for i in ids}

    def root(i: str) -> str:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for edge in edges:
        a, b = root(edge.left), root(edge.right)
        if a != b:
            parent[max(a, b)] = min(a, b)
    groups: dict[str, list[str]] = defaultdict(list)
    for i in ids:
        groups[root(i)].append(i)
    return [frozenset(group) for group in groups.values()]


def _separated(group: frozenset[str], edges: list[Judgement], apart: set[tuple[str, str]]) -> list[frozenset[str]]:
    """Pull a component apart until no part holds a pair judged different."""
    pairs = sorted(pair for pair in apart if pair[0] in group and pair[1] in group)
    if not pairs:
        return [group]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(group))
    for edge in sorted(edges, key=lambda e: (e.left, e.right, e.id)):
        graph.add_edge(edge.left, edge.right, capacity=_hold(edge, len(edges)))
    one, other = pairs[0]
    _, (here, there) = nx.minimum_cut(graph, one, other)
    parts: list[frozenset[str]] = []
    for side in (frozenset(here), frozenset(there)):
        inside = [e for e in edges if e.left in side and e.right in side]
        for part in _connected(sorted(side), inside):
            parts += _separated(part, [e for e in inside if e.left in part], apart)
    return parts


def _hold(edge: Judgement, edges: int) -> float:
    """What it takes to cut an edge: its -log(1 - p); no number of others outweighs what both sources confirmed."""
    return capacity(edge) + (MAX_CAPACITY * edges if edge.confirmed else 0.0)


def assign_ids(
    groups: Iterable[frozenset[str]], previous: Mapping[str, str], taken: Collection[str] = ()
) -> dict[str, str]:
    """Person id of every encounter; ids stay when data are added.

    Where a group holds encounters of several earlier persons, the larger of them keeps its id, ties going to the
    smaller id; an id goes to one group only, the one with most of its encounters. New ids are digests of the group's
    smallest encounter, so that the same data give the same ids.

    Parameters
    ----------
    groups
        Persons as sets of encounters.
    previous
        Person id of each encounter that had one.
    taken
        Ids of other persons, which no group gets: an id goes on with the larger part, so the one that an encounter
        would give may be somebody else's by now.
    """
    sizes: dict[str, int] = defaultdict(int)
    for person in previous.values():
        sizes[person] += 1
    claims = []
    ordered = sorted(groups, key=min)
    for i, group in enumerate(ordered):
        held: dict[str, int] = defaultdict(int)
        for encounter in group:
            if encounter in previous:
                held[previous[encounter]] += 1
        claims += [(-sizes[person], -count, person, i) for person, count in held.items()]
    id_of: dict[int, str] = {}
    # First each earlier person goes to the group that holds most of it, then each group keeps its largest.
    home: dict[str, int] = {}
    for _, _, person, i in sorted(claims, key=lambda c: (c[2], c[1], c[3])):
        home.setdefault(person, i)
    for _, _, person, i in sorted(claims):
        if home[person] == i and i not in id_of:
            id_of[i] = person
    used = {*previous.values(), *taken}
    result = {}
    for i, group in enumerate(ordered):
        person = id_of.get(i) or _new_id(min(group), used)
        used.add(person)
        result.update(dict.fromkeys(group, person))
    return result


def _new_id(encounter: str, used: set[str]) -> str:
    salt = 0
    while True:
        text = f"{encounter}\n{salt}"
        candidate = f"p-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
        if candidate not in used:
            return candidate
        salt += 1
