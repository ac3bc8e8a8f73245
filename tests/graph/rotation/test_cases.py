"""Published and hand-made cases about circuits and co-movement, with their numbers."""

import json
from collections import Counter
from datetime import date
from typing import Any

import networkx as nx
import numpy as np
import pytest

from graph.columns import EncounterRow, columns_of
from graph.itineraries import stays
from graph.rotation.ambiguity import linkage_conflicts, order_range
from graph.rotation.circuits import circuits_of, collapse, loop_starts, loops_by_definition
from graph.rotation.routes import RouteRules, shared_routes
from tests.shared import SHARED, needs_shared

pytestmark = needs_shared


def case(name: str) -> Any:
    cases = json.loads((SHARED / "cases" / "rotation.json").read_text(encoding="utf-8"))
    return next(c for c in cases if c["name"] == name)


@pytest.mark.parametrize("name", ["loops_abcabc_ideal", "loops_pendulum", "loops_one_trip", "loops_figure_eight"])
def test_loops(name: str) -> None:
    known = case(name)
    sequence, expected = known["inputs"]["sequence"], known["expected"]
    loops = loops_by_definition(sequence)
    assert len(collapse(sequence)) == expected["stays"]
    assert len(collapse(sequence)) - 1 == expected["switches"]
    assert ["".join(loop) for loop in loops] == expected["loops"]
    assert Counter(str(len(loop) - 1) for loop in loops) == expected["by_hops"]


def test_loops_abcabc_ideal_is_one_circuit_of_five_thirds_laps() -> None:
    (circuit,) = circuits_of(case("loops_abcabc_ideal")["inputs"]["sequence"])
    assert circuit.word == ("A", "B", "C")
    assert circuit.laps == pytest.approx(1.67, abs=0.005)


def test_aggregate_graph_false_circuit() -> None:
    known = case("aggregate_graph_false_circuit")
    rows = [
        EncounterRow(f"e{i}", person, town, date(2024, 1, day), date(2024, 1, day))
        for i, (person, town, day) in enumerate(known["inputs"]["encounters"])
    ]
    columns = columns_of(rows)
    loops = loop_starts(columns.person, columns.municipality)
    assert np.count_nonzero(loops >= 0) == known["expected"]["person_level_loops"]
    found = stays(columns)
    pooled = nx.DiGraph(
        (int(found.municipality[i]), int(found.municipality[i + 1]))
        for i in range(len(found) - 1)
        if found.person[i] == found.person[i + 1]
    )
    assert len(list(nx.simple_cycles(pooled))) == known["expected"]["aggregated_municipality_graph_temporal_cycles"]


def test_same_day_conflict() -> None:
    known = case("same_day_conflict")
    days: dict[str, list[str]] = {}
    for _, town, day in known["inputs"]["encounters"]:
        days.setdefault(day, []).append(town)
    order = order_range([days[day] for day in sorted(days)])
    for field, value in known["expected"].items():
        assert getattr(order, field) == value, field
    rows = [
        EncounterRow(f"e{i}", person, town, date.fromisoformat(day), date.fromisoformat(day))
        for i, (person, town, day) in enumerate(known["inputs"]["encounters"])
    ]
    (conflict,) = linkage_conflicts(columns_of(rows))
    assert conflict.municipalities == ("A", "B")
    assert conflict.encounters == ("e0", "e1")
    assert len(stays(columns_of(rows))) - 1 == known["expected"]["switches_min"]


@pytest.mark.parametrize(("wanted", "gaps"), [("consecutive", 0), ("gap_tolerant_d1", 1)])
def test_comovement_mkeps(wanted: str, gaps: int) -> None:
    known = case("comovement_mkeps")
    inputs = known["inputs"]
    visits = {person: [(town, day) for town, day in own] for person, own in inputs["visits"].items()}
    routes = shared_routes(visits, RouteRules(inputs["m"], inputs["k"], inputs["eps_days"], gaps))
    found = [{"group": list(r.persons), "route": "".join(r.towns)} for r in routes]
    assert found == known["expected"][wanted]


def test_ibm_sample_simple_cycles_in_window() -> None:
    known = case("ibm_sample_simple_cycles_in_window")
    graph = nx.DiGraph((u, v) for u, v, _ in known["inputs"]["edges_u_v_t"])
    histogram = Counter(str(len(cycle)) for cycle in nx.simple_cycles(graph))
    assert histogram == known["expected"]["histogram"]
    assert histogram.total() == known["expected"]["total"]
