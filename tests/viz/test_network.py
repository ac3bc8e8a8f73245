"""A network drawn: Gephi's GraphML, one page that fetches nothing, and text."""

import io
import re

import networkx as nx

from graph.network import Network, NetworkRules, discover, node_of
from tests.graph.network.worlds import A, B, met, world
from viz.network import as_graph, graphml, page, text


def small() -> Network:
    rows = [met(p, "phone:hush", town=t, day=d, premises="secret-place") for p in "pq" for t, d in ((A, 0), (B, 30))]
    columns = world([*rows, met("q", "advert:1"), met("r", "advert:1", day=90)])
    return discover(columns, node_of(columns, "p"), depth=2, rules=NetworkRules())


def test_graphml_is_read_back_the_same_with_typed_attributes() -> None:
    graph = as_graph(small())
    written = graphml(graph)
    again = nx.read_graphml(io.BytesIO(written))
    assert {n: again.nodes[n] for n in again} == {n: graph.nodes[n] for n in graph}
    assert {frozenset((a, b)): d for a, b, d in again.edges(data=True)} == {
        frozenset((a, b)): d for a, b, d in graph.edges(data=True)
    }
    types = dict(re.findall(rb'attr.name="(\w+)" attr.type="(\w+)"', written))
    assert (types[b"strength"], types[b"met"], types[b"is_root"]) == (b"double", b"long", b"boolean")


def test_a_file_that_travels_numbers_what_is_shared() -> None:
    graph = as_graph(small(), refer=lambda _encounter: "reference")
    for out in (graphml(graph).decode(), page(graph, title="t", note="n")):
        assert "hush" not in out
        assert "secret-place" not in out
        assert "phone 1" in out
    assert {"phone 1", "premises 1", "advert 1", "p", "q", "r"} == set(graph)


def test_the_page_fetches_nothing_and_runs_only_what_it_names() -> None:
    drawn = page(as_graph(small()), title="Network", note="A lead, not evidence.")
    assert not re.search(r"<(?:script|link|img|iframe)[^>]+(?:src|href)=", drawn)
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', drawn)
    assert "default-src 'none'" in policy
    assert policy.count("sha256-") == 2
    assert "unsafe-eval" not in policy
    assert "connect-src" not in policy


def test_what_looks_like_html_in_the_data_stays_text() -> None:
    graph: nx.Graph[str] = nx.Graph()
    evil = "</script><script>alert(1)</script><img src=x onerror=alert(1)>"
    graph.add_node("n", kind="person", label=evil)
    graph.add_node("m", kind=evil, label="m")
    graph.add_edge("n", "m", kind="met in", weight=1)
    drawn = page(graph, title=evil, note=evil)
    assert "alert(1)</script>" not in drawn
    assert "<img src=x" not in drawn


def test_the_text_says_how_strongly_over_what_where_it_breaks_and_where_to_look() -> None:
    told = text(small(), name=lambda code: {A: "Rotterdam", B: "Vlaardingen"}[code])
    assert "person p: 2 persons within 2 steps" in told
    assert "It would come apart at" in told
    assert "advert 1" in told
    assert "phone hush" in told
    assert "Vlaardingen" in told
    assert "A lead, not evidence" in told
