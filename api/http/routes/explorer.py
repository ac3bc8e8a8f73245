"""The explorer: what surrounds a person or finding, two steps far at most, and the shortest way between two of it.

Only encounters that the caller sees in full tie anything to a premises or identifier; of others' no more shows than
that the person was in a municipality. A person of whom the caller sees nothing in full is not part of it, but for those
whom the case is about.
"""

from collections import defaultdict
from typing import Any, Literal

import networkx as nx
from fastapi import FastAPI, HTTPException
from pydantic import Field

from api.access.actions import Action
from api.http.access import declared
from api.http.problems import documented
from api.http.reading import PersonRead, Read, Works, absent
from api.http.seen import may_see
from api.http.shapes import Shape
from api.http.visible import persons_of, visible_of
from graph.columns import day_of
from graph.store.shown import Known, known_at, known_carrying, known_of_persons, persons_seen

ERRORS = documented(400, 401, 403, 404, 406, 413, 415, 429, 503)
MOST_NODES = 2_000
MOST_PER_STEP = 5_000
"""Encounters that one step reads."""

Kind = Literal["person", "premises", "identifier", "municipality"]


class NetworkAsked(Shape):
    """Where to begin, how far to go, and which months count."""

    finding_id: str | None = Field(default=None, max_length=128)
    person_id: str | None = Field(default=None, max_length=128)
    depth: int = Field(default=1, ge=1, le=2)
    from_month: str | None = Field(default=None, pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")
    until_month: str | None = Field(default=None, pattern=r"^(19|20)[0-9]{2}-(0[1-9]|1[0-2])$")
    most_nodes: int = Field(default=500, ge=10, le=MOST_NODES)


class PathAsked(Shape):
    """Two persons of the case, and within how many months."""

    from_person_id: str = Field(max_length=128)
    to_person_id: str = Field(max_length=128)


class Node(Shape):
    """A node. ``label`` is a kind or a code, never a name; ``certainty`` a person's weakest link, null where met once."""

    id: str
    kind: Kind
    label: str
    is_start: bool
    certainty: float | None
    encounters: int


class Edge(Shape):
    """An edge between a person and something, with the months of its encounters and who reported them."""

    source: str
    target: str
    kind: Literal["met_in", "met_at", "carries"]
    encounters: int
    first_month: str
    last_month: str
    contact_organisations: list[str]
    is_full: bool


class Network(Shape):
    """An ego network. ``is_cut``: there was more than may be shown at once."""

    nodes: list[Node]
    edges: list[Edge]
    is_cut: bool


class PathSaid(Shape):
    """The shortest way between two persons through premises and identifiers; empty where there is none in reach."""

    node_ids: list[str]
    network: Network


def add_explorer(app: FastAPI) -> None:
    """Add the endpoints of the explorer."""

    @app.post("/v1/explorer/networks", responses=ERRORS, tags=["explorer"])
    @declared(Action.EXPLORE)
    def network(asked: NetworkAsked, read: Read, service: Works) -> Network:
        """What surrounds a person or finding of the caller's open case."""
        if (asked.finding_id is None) == (asked.person_id is None):
            raise HTTPException(400)
        starts = _starts(asked, read)
        found, is_cut = _around(read, starts, asked.depth)
        kept = [k for k in found if _is_within(k, asked.from_month, asked.until_month)]
        answer = _network(read, kept, starts, asked.most_nodes, is_cut=is_cut)
        persons = [n.id for n in answer.nodes if n.kind == "person"]
        read.record(Action.EXPLORE, "network", len(persons), persons=persons, said={"depth": asked.depth})
        return answer

    @app.post("/v1/explorer/paths", responses=ERRORS, tags=["explorer"])
    @declared(Action.EXPLORE)
    def path(asked: PathAsked, read: Read, service: Works) -> PathSaid:
        """How two persons of the caller's open case hang together, if they do."""
        two = {asked.from_person_id, asked.to_person_id}
        read.permit(Action.EXPLORE, on_case=read.persons_of_case() >= two)
        found, is_cut = _around(read, frozenset(two), 2)
        whole = _network(read, found, frozenset(two), MOST_NODES, is_cut=is_cut)
        ids = _shortest(whole, asked.from_person_id, asked.to_person_id)
        nodes = [n for n in whole.nodes if n.id in ids]
        edges = [e for e in whole.edges if e.source in ids and e.target in ids]
        answer = PathSaid(node_ids=ids, network=Network(nodes=nodes, edges=edges, is_cut=is_cut))
        persons = [n.id for n in nodes if n.kind == "person"]
        read.record(Action.EXPLORE, "path", len(persons), persons=persons or two, said={})
        return answer


def _starts(asked: NetworkAsked, read: PersonRead) -> frozenset[str]:
    if asked.person_id is not None:
        read.permit(Action.EXPLORE, on_case=asked.person_id in read.persons_of_case())
        return frozenset({asked.person_id})
    wanted = asked.finding_id or ""
    held = visible_of(read.service, read.caller, [wanted]).get(wanted)
    if held is None:
        raise absent()
    read.permit(Action.EXPLORE, on_case=asked.finding_id in read.case.findings)
    return persons_of(read.service, held.finding)


def _around(read: PersonRead, starts: frozenset[str], depth: int) -> tuple[list[Known], bool]:
    """Encounters of the persons within ``depth`` steps, a step leading from a person over what they share to another."""
    db = read.service.db
    known = {k.id: k for k in known_of_persons(db, starts)}
    reached, edge_of_reach, is_cut = set(starts), set(starts), False
    for _ in range(depth - 1):
        own = [k for k in known.values() if k.person_id in edge_of_reach and may_see(read.caller, k)]
        premises = {k.premises_id for k in own if k.premises_id}
        tokens = {i.partition(":")[2] for k in own for i in k.identifiers}
        shared = [
            *(known_at(db, premises, most=MOST_PER_STEP) if premises else ()),
            *(known_carrying(db, tokens, most=MOST_PER_STEP) if tokens else ()),
        ]
        is_cut = is_cut or len(shared) >= MOST_PER_STEP
        shared = [k for k in shared if k.person_id and may_see(read.caller, k)]
        known |= {k.id: k for k in shared}
        edge_of_reach = {k.person_id for k in shared} - reached
        reached |= edge_of_reach
    return sorted(known.values(), key=lambda k: k.id), is_cut


def _network(read: PersonRead, known: list[Known], starts: frozenset[str], most: int, *, is_cut: bool) -> Network:
    ties: dict[tuple[str, str, str], list[Known]] = defaultdict(list)
    labels: dict[str, tuple[Kind, str]] = {}
    for k in known:
        if not k.person_id:
            continue
        labels[k.person_id] = ("person", k.person_id)
        is_full = may_see(read.caller, k)
        if not is_full and k.person_id not in starts:
            continue
        for kind, node, about in _ties(k, is_full=is_full):
            labels[node] = about
            ties[k.person_id, node, kind].append(k)
    degree: dict[str, int] = defaultdict(int)
    for person, node, _ in ties:
        degree[person] += 1
        degree[node] += 1
    # Those whom it begins with first, then what ties most together: where not all fits, the ends go.
    order = sorted(labels, key=lambda i: (i not in starts, -degree[i], i))
    kept = set(order[:most])
    seen = persons_seen(read.service.db, [i for i in kept if labels[i][0] == "person"])
    edges = [_edge(read, key, of) for key, of in sorted(ties.items()) if key[0] in kept and key[1] in kept]
    count: dict[str, int] = defaultdict(int)
    for edge in edges:
        count[edge.target] += edge.encounters
    nodes = [
        Node(
            id=i,
            kind=labels[i][0],
            label=labels[i][1],
            is_start=i in starts,
            certainty=seen[i].weakest_cut if i in seen else None,
            encounters=seen[i].encounters if i in seen else count[i],
        )
        for i in order[:most]
    ]
    return Network(nodes=nodes, edges=edges, is_cut=is_cut or len(order) > most)


def _ties(k: Known, *, is_full: bool) -> list[tuple[str, str, tuple[Kind, str]]]:
    found: list[tuple[str, str, tuple[Kind, str]]] = [("met_in", k.municipality, ("municipality", k.municipality))]
    if is_full and k.premises_id:
        found.append(("met_at", k.premises_id, ("premises", k.premises_kind or "premises")))
    if is_full:
        found += [("carries", i.partition(":")[2], ("identifier", i.partition(":")[0])) for i in k.identifiers]
    return found


def _edge(read: PersonRead, key: tuple[str, str, Any], known: list[Known]) -> Edge:
    return Edge(
        source=key[0],
        target=key[1],
        kind=key[2],
        encounters=len(known),
        first_month=_month(min(k.first_day for k in known)),
        last_month=_month(max(k.last_day for k in known)),
        contact_organisations=sorted({k.source_id for k in known}),
        is_full=all(may_see(read.caller, k) for k in known),
    )


def _month(day: int) -> str:
    return f"{day_of(day):%Y-%m}"


def _is_within(k: Known, first: str | None, last: str | None) -> bool:
    return (first is None or _month(k.last_day) >= first) and (last is None or _month(k.first_day) <= last)


def _shortest(network: Network, one: str, other: str) -> list[str]:
    graph: Any = nx.Graph()
    graph.add_nodes_from(n.id for n in network.nodes)
    # A town joins everybody who was ever there, so it is no way from one person to another.
    graph.add_edges_from((e.source, e.target) for e in network.edges if e.kind != "met_in")
    try:
        return [str(i) for i in nx.shortest_path(graph, one, other)]
    except (nx.NetworkXNoPath, nx.NodeNotFound):
        return []
