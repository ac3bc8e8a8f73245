"""The network around somebody: laws of reach and strength, and networkx as oracle."""

import math
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterColumns
from graph.errors import UsageError
from graph.network import Network, NetworkRules, Node, discover, node_of
from graph.network.breaks import breaks_of, graph_of
from tests.graph.network.worlds import A, B, C, chain, met, world

RULES = NetworkRules()
FREE = NetworkRules(least_strength=0.0)


def around(columns: EncounterColumns, wanted: str, depth: int, rules: NetworkRules = RULES) -> Network:
    return discover(columns, node_of(columns, wanted), depth=depth, rules=rules)


def strengths(network: Network) -> dict[str, float]:
    return {m.node.id: m.strength for m in network.members}


def test_a_shared_phone_weighs_one_over_its_carriers_and_never_more_than_the_cap() -> None:
    two = world(met(p, "phone:1") for p in "pq")
    five = world(met(p, "phone:1") for p in "pqrst")
    assert strengths(around(two, "p", 1))["q"] == pytest.approx(RULES.cap)
    assert strengths(around(five, "p", 1))["q"] == pytest.approx(1 / 5)


def test_steps_are_counted_from_person_to_person() -> None:
    found = around(chain(3), "p0", 2)
    assert {m.node.id: m.steps for m in found.members if m.node.is_person} == {"p0": 0, "p1": 1, "p2": 2}
    assert strengths(found)["p2"] == pytest.approx(RULES.cap**2)
    assert found.members[0].node == found.root
    assert [n.id for n in next(m for m in found.members if m.node.id == "p2").way] == [
        "p0", "phone:0", "p1", "phone:1", "p2",
    ]  # fmt: skip


def test_one_may_begin_at_a_phone_or_a_premises() -> None:
    columns = world([met("p", "phone:1", premises="x"), met("q", "phone:1"), met(None, "phone:1", premises="y")])
    by_token, by_name = around(columns, "1", 1), around(columns, "phone:1", 1)
    assert by_token == by_name
    assert {m.node.id for m in by_name.persons} == {"p", "q"}
    assert "y" in strengths(around(columns, "x", 1))


def test_an_unknown_id_is_told() -> None:
    with pytest.raises(UsageError, match="no person, premises or identifier"):
        node_of(chain(2), "nobody")


def test_what_very_many_share_ties_nobody_and_is_counted() -> None:
    found = around(world(met(f"p{i}", "phone:hotline") for i in range(30)), "p0", 3)
    assert len(found.members) == 1
    assert found.crowded == 1


def test_the_weakest_persons_are_left_out_and_counted() -> None:
    found = around(world(met(f"p{i}", "phone:1") for i in range(8)), "p0", 1, NetworkRules(max_persons=3))
    assert len(found.persons) == 4
    assert found.left_out == 4


def test_two_towns_together_tie_and_one_is_a_meeting_by_chance() -> None:
    together = [met(p, town=t, day=d) for p in "pq" for t, d in ((A, 0), (B, 30))]
    assert strengths(around(world(together), "p", 1))["q"] == RULES.cap
    assert "q" not in strengths(around(world(r for r in together if r.municipality == A), "p", 1))


def test_a_raid_brings_strangers_together_and_ties_nobody() -> None:
    raids = [met(p, town=t, day=d, operation=f"o{t}") for p in "pq" for t, d in ((A, 0), (B, 30))]
    assert len(around(world(raids), "p", 1).members) == 1


def test_in_a_busy_town_being_there_says_little() -> None:
    together = [met(p, town=t, day=d) for p in "pq" for t, d in ((A, 0), (B, 30))]
    crowd = [met(f"c{t}{i}", town=t, day=d) for t, d in ((A, 1), (B, 31)) for i in range(18)]
    assert strengths(around(world([*together, *crowd]), "p", 1))["q"] == pytest.approx(1 - (1 - 1 / 20) ** 2)


def test_every_tie_names_the_encounters_it_rests_on() -> None:
    columns = world([met(p, "phone:1", town=t, day=d) for p in "pq" for t, d in ((A, 0), (B, 30))])
    found = around(columns, "p", 1)
    assert {t.kind for t in found.ties} == {"carries", "moved with"}
    for tie in found.ties:
        assert tie.encounters
        for end in (tie.one, tie.other):
            if end.is_person:
                assert any(e.startswith(end.id) for e in tie.encounters)


def test_the_one_who_joins_two_circles_is_a_bridge() -> None:
    left = [met(p, f"phone:{''.join(sorted(pair))}") for pair in ("ab", "bc", "ac") for p in pair]
    right = [met(p, f"phone:{''.join(sorted(pair))}") for pair in ("xy", "yz", "xz") for p in pair]
    columns = world([*left, *right, met("c", "advert:bridge"), met("x", "advert:bridge")])
    found = around(columns, "a", 4)
    (first, second) = found.breaks
    assert {t.other.id if t.other.kind == "advert" else t.one.id for b in (first, second) for t in b.ties} == {
        "advert:bridge"
    }
    assert {n.id for n in first.persons} == {"x", "y", "z"}


def test_without_a_bridge_the_weakest_cut_is_told() -> None:
    pairs = ("ab", "bc", "ac")
    columns = world(met(p, f"phone:{''.join(sorted(pair))}") for pair in pairs for p in pair)
    (found,) = around(columns, "a", 2).breaks
    assert len(found.ties) == 2
    assert len(found.persons) == 1


def test_where_to_look_is_where_the_doubtful_were_met_lately() -> None:
    rows = [met("p", "phone:1", town=A, day=700), met("q", "phone:1", town=B, day=0), met("q", town=C, day=690)]
    found = around(world([*rows, met("z", town=A, day=700)]), "p", 1)
    towns = [p for p in found.places if p.kind == "town"]
    assert [p.id for p in towns] == [C, B]
    assert sum(p.share for p in towns) == pytest.approx(1)
    assert sum(p.uncertain for p in towns) == pytest.approx(0.25)


sharing = st.lists(st.tuples(st.integers(0, 6), st.integers(0, 5)), min_size=1, max_size=14)


def shared_world(pairs: list[tuple[int, int]]) -> EncounterColumns:
    """Persons with phones, all met on days far apart, so that nobody moved with anybody."""
    return world(met(f"p{p}", f"phone:{f}", day=90 * i) for i, (p, f) in enumerate([(0, 0), *pairs]))


def oracle(columns: EncounterColumns) -> "nx.Graph[str]":
    """Persons and phones with -log weight, built anew."""
    graph: nx.Graph[str] = nx.Graph()
    for i, person in enumerate(columns.person.tolist()):
        start = int(columns.identifier_offsets[i])
        graph.add_edge(columns.persons[person], columns.identifiers[columns.identifier_codes[start]])
    for a, b, data in graph.edges(data=True):
        phone = a if a.startswith("phone") else b
        data["cost"] = -0.5 * math.log(min(RULES.cap, 1 / graph.degree(phone)))
    return graph


@given(sharing)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_far_enough_the_strengths_are_those_of_the_shortest_ways_of_networkx(pairs: list[tuple[int, int]]) -> None:
    columns = shared_world(pairs)
    graph = oracle(columns)
    costs = nx.single_source_dijkstra_path_length(graph, "p0", weight="cost")
    found = strengths(around(columns, "p0", 6, FREE))
    near = {n for n, d in nx.single_source_shortest_path_length(graph, "p0").items() if d <= 12}
    assert set(found) == near
    assert found == pytest.approx({n: math.exp(-costs[n]) for n in near})


@given(sharing, st.integers(1, 3))
@settings(derandomize=True, deadline=None, max_examples=60)
def test_more_depth_loses_nobody_and_weakens_nothing(pairs: list[tuple[int, int]], depth: int) -> None:
    columns = shared_world(pairs)
    near, far = around(columns, "p0", depth, FREE), around(columns, "p0", depth + 1, FREE)
    assert set(strengths(near)) <= set(strengths(far))
    assert all(strengths(far)[n] >= s - 1e-12 for n, s in strengths(near).items())
    assert all(m.steps <= depth for m in near.members)


@given(sharing)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_strength_never_grows_along_a_way_nor_passes_the_cap_for_each_step(pairs: list[tuple[int, int]]) -> None:
    found = around(shared_world(pairs), "p0", 4, FREE)
    known = strengths(found)
    for member in found.members:
        along = [known[n.id] for n in member.way]
        assert all(a >= b - 1e-12 for a, b in pairwise(along))
        assert member.strength <= RULES.cap**member.steps + 1e-12


@given(sharing)
@settings(derandomize=True, deadline=None, max_examples=60)
def test_a_break_cuts_off_exactly_whom_it_says(pairs: list[tuple[int, int]]) -> None:
    found = around(shared_world(pairs), "p0", 4, FREE)
    graph: nx.Graph[Any] = graph_of(found.members, found.ties)
    reached = nx.node_connected_component(graph, found.root)
    assert reached == set(graph)
    for part in found.breaks:
        without = graph.copy()
        without.remove_edges_from((t.one, t.other) for t in part.ties)
        lost = reached - nx.node_connected_component(without, found.root)
        assert {n for n in lost if n.is_person} == set(part.persons)
        for fewer in combinations(part.ties, len(part.ties) - 1):
            whole = graph.copy()
            whole.remove_edges_from((t.one, t.other) for t in fewer)
            assert set(part.persons) & nx.node_connected_component(whole, found.root)


@given(sharing)
@settings(derandomize=True, deadline=None, max_examples=40)
def test_bridges_are_those_of_networkx_that_cut_off_a_person(pairs: list[tuple[int, int]]) -> None:
    found = around(shared_world(pairs), "p0", 4, FREE)
    graph: nx.Graph[Any] = graph_of(found.members, found.ties)
    wanted: set[frozenset[Any]] = set()
    for a, b in nx.bridges(graph):
        without = graph.copy()
        without.remove_edge(a, b)
        if any(n.is_person for n in set(graph) - nx.node_connected_component(without, found.root)):
            wanted.add(frozenset((a, b)))
    told = breaks_of(found.root, found.members, found.ties)
    single: set[frozenset[Any]] = {frozenset((b.ties[0].one, b.ties[0].other)) for b in told if len(b.ties) == 1}
    assert single == wanted


def test_the_order_of_rows_changes_nothing() -> None:
    rows = [met(p, f"phone:{i % 3}", day=i) for i, p in enumerate("pqrstp")]
    assert around(world(rows), "p", 3) == around(world(reversed(rows)), "p", 3)
    assert Node("person", "p") in {m.node for m in around(world(rows), "p", 1).members}
