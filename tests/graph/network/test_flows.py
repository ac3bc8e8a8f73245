"""Flows between towns, communities, and the network of a finding."""

from dataclasses import replace
from datetime import date
from itertools import pairwise

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.geography import load_municipalities
from graph.model import Relocation, Tier
from graph.network import NetworkRules, communities, company_graph, finding_graph, flow_graph, towns_of_season
from graph.network.flows import Season
from tests.graph.network.worlds import A, B, C, D, met, world

TABLE = load_municipalities()
routes = st.lists(st.lists(st.sampled_from([A, B, C, D]), min_size=1, max_size=6), min_size=1, max_size=5)


@given(routes)
@settings(derandomize=True, deadline=None, max_examples=50)
def test_flows_are_the_hops_of_everybody_and_net_flows_cancel(plan: list[list[str]]) -> None:
    columns = world(met(f"p{p}", town=t, day=40 * i) for p, route in enumerate(plan) for i, t in enumerate(route))
    graph = flow_graph(columns, TABLE)
    hops = [(a, b) for route in plan for a, b in pairwise(route) if a != b]
    assert {(a, b): d["weight"] for a, b, d in graph.edges(data=True)} == {hop: hops.count(hop) for hop in hops}
    assert sum(d["net_flow"] for _, d in graph.nodes(data=True)) == 0
    for a, b, d in graph.edges(data=True):
        assert d["net_flow"] == hops.count((a, b)) - hops.count((b, a))
        assert 1 <= d["persons"] <= d["weight"]
    assert sum(t.hops for t in towns_of_season(columns)) == len(hops)


def test_the_town_between_has_the_betweenness() -> None:
    columns = world(met(p, town=t, day=d) for p in "pq" for t, d in ((A, 0), (B, 30), (C, 60)))
    graph = flow_graph(columns, TABLE)
    assert graph.nodes[B]["betweenness"] == pytest.approx(0.5)
    assert graph.nodes[B]["name"] == "Vlaardingen"
    assert graph.nodes[A]["net_flow"] == -2
    assert graph.nodes[A]["x_m"] == pytest.approx(TABLE.get(A).rd_x)


def test_circles_of_towns_are_communities() -> None:
    plan = [("p", (A, B, A, B)), ("q", (C, D, C, D)), ("r", (A, B, A, B)), ("s", (B, C))]
    columns = world(met(p, town=t, day=30 * i) for p, route in plan for i, t in enumerate(route))
    graph = flow_graph(columns, TABLE)
    community = nx.get_node_attributes(graph, "community")
    assert community[A] == community[B] != community[C] == community[D]
    by_season = towns_of_season(columns)
    assert [s.season for s in by_season] == [Season(2024, "winter"), Season(2024, "spring")]


def test_nobody_moved_and_there_is_no_flow() -> None:
    columns = world([met("p"), met("q", town=B)])
    assert len(flow_graph(columns, TABLE)) == 0
    assert towns_of_season(columns) == ()
    assert communities(columns, NetworkRules()) == ()


def test_those_who_move_together_are_one_community() -> None:
    two = [met(p, town=t, day=d) for p in "pqr" for t, d in ((A, 0), (B, 30), (C, 60))]
    other = [met(p, town=t, day=d) for p in "xy" for t, d in ((A, 300), (B, 330))]
    columns = world([*two, *other, met("z")])
    assert [c.persons for c in communities(columns, NetworkRules())] == [("p", "q", "r"), ("x", "y")]
    assert set(company_graph(columns, NetworkRules())) == {"p", "q", "r", "x", "y"}


def test_a_finding_s_network_holds_what_it_rests_on_and_no_token_of_a_phone() -> None:
    moved = [met(p, "phone:secret", town=t, day=d, name=f"{p}{t}") for p in "pq" for t, d in ((A, 0), (B, 60))]
    own = met("p", "phone:own", town=A, day=3, name="alone")
    elsewhere = met("z", "phone:secret", town=C, day=9, name="not of it")
    finding = Relocation(
        "rel-1", Tier.PATTERN, (), A, B, None, None, date(2024, 1, 1), date(2024, 3, 1), 1, 0.01, 0.01, (), "relocation/2",
        tuple(r.id for r in [*moved, own]),
    )  # fmt: skip
    graph = finding_graph(world([*moved, own, elsewhere]), finding, TABLE, refer=str.upper)
    assert set(graph) == {"p", "q", A, B, "phone 1"}
    assert "secret" not in str(list(graph.nodes(data=True)) + list(graph.edges(data=True)))
    assert graph.edges["p", A] == {
        "kind": "met in",
        "weight": 2,
        "first_seen": "2024-01-01",
        "last_seen": "2024-01-04",
        "encounters": f"ALONE|P{A}",
    }
    assert graph.edges["q", "phone 1"]["kind"] == "carries"
    later = replace(finding, id="rel-2", encounters=("not of it",))
    assert set(finding_graph(world([*moved, own, elsewhere]), finding, TABLE, chain=(finding, later))) == {
        *graph,
        "z",
        C,
    }
