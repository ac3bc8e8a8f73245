"""Flows leave with a purpose and a line in the audit log; as tables, and as graphs that Gephi opens."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pytest

import api.jobs.flows as job
from api.home import Home
from api.jobs.flows import FLOWS, tell_flows
from graph.errors import UsageError
from tests.api.jobs.stub_home import lines, stub_home
from tests.graph.network.worlds import A, B, C, met, world

NOW = datetime(2024, 3, 17, 12, tzinfo=UTC)
COLUMNS = world(met(p, town=t, day=d) for p in "pq" for t, d in ((A, 0), (B, 30), (C, 60)))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return stub_home(tmp_path, monkeypatch, job, COLUMNS, {})


def told(home: Home, of: str, file_format: str = "csv") -> bytes:
    out = io.BytesIO()
    tell_flows(home, of, file_format, out, purpose="case 7", now=NOW)
    return out.getvalue()


def test_hops_towns_seasons_and_company_are_tables(home: Home) -> None:
    tables = {of: list(csv.DictReader(io.StringIO(told(home, of).decode()))) for of in FLOWS}
    assert [(r["from_municipality"], r["to_municipality"], r["hops"], r["persons"]) for r in tables["hops"]] == [
        (A, B, "2", "2"),
        (B, C, "2", "2"),
    ]
    assert {r["municipality"]: r["net_flow"] for r in tables["towns"]} == {A: "-2", B: "0", C: "2"}
    assert [(r["year"], r["season"]) for r in tables["seasons"]] == [("2024", "winter"), ("2024", "spring")]
    assert [r["person_ids"] for r in tables["company"]] == ["p|q"]
    logged = lines(home)
    assert [(line["subject"], line["parameters"]["of"]) for line in logged] == [("flows", of) for of in FLOWS]


@pytest.mark.parametrize("of", ["hops", "towns", "company"])
def test_what_is_a_graph_is_read_back_from_graphml(home: Home, of: str) -> None:
    graph = nx.read_graphml(io.BytesIO(told(home, of, "graphml")))
    assert set(graph) == ({"p", "q"} if of == "company" else {A, B, C})
    assert all(isinstance(d["weight"], int | float) for _, _, d in graph.edges(data=True))
    assert graph.is_directed() == (of != "company")


def test_without_a_purpose_nothing_leaves(home: Home) -> None:
    with pytest.raises(UsageError, match="--purpose"):
        tell_flows(home, "hops", "csv", io.BytesIO(), purpose=None, now=NOW)
    assert not (home.audit / "audit.jsonl").exists()
