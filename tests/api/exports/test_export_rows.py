"""Rows of exports: the contract's columns in its order, filled from findings."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.exports.catalogue import EXPORTS, NETWORK, REPORT, export_of
from api.exports.findings import displacement_rows, reappearance_rows, relocation_rows, rotation_rows
from api.exports.hidden import hidden_rows
from api.exports.indicators import indicator_rows
from api.exports.itineraries import itinerary_rows
from api.exports.links import link_rows
from api.exports.outbox import alert_rows, rejection_rows
from api.exports.table import Row
from graph.columns import EncounterRow, columns_of
from graph.errors import UsageError
from graph.indicators import Indicator
from graph.itineraries import stays
from graph.model import Verdict
from ingest.rejections import RejectedRow
from tests.api.exports.findings import alert, displacement, judgement, reappearance, relocation, rotation

CONTRACT = {
    "links": "encounter_ref, person_id, link_probability, judged_by",
    "itineraries": "person_id, stay_number, municipality, first_seen, last_seen, arrived_after, left_before, encounters",
    "reappearances": "finding_id, person_id, municipalities_before, municipality_now, encounters_before, first_seen, "
    "last_seen_before, seen_now, link_probability, sources, state, encounter_refs",
    "rotations": "finding_id, tier, flagged, person_ids, circuit, laps, group_size, first_seen, last_seen, evidence, "
    "expected_by_chance, p_value, q_value, findings_tested, findings_expected, weakest_link_probability, "
    "survives_weakest_link, sources, rule_version, encounter_refs",
    "relocations": "finding_id, tier, flagged, identifier_kinds, from_municipality, to_municipality, "
    "from_premises_kind, to_premises_kind, left_after, arrived_before, n_identifiers, p_value, q_value, encounter_refs",
    "displacements": "intervention_id, method, unit, horizon_days, local, local_low, local_high, displacement, "
    "displacement_low, displacement_high, total, total_low, total_high, displacement_p, dispersion, effort_adjusted, "
    "receiving_municipalities, persons_carrying, ladder_step, wording, minimum_detectable, sources, caveats",
    "alerts": "alert_id, recipient, kind, created, finding_id, rule_version, state, attempts",
    "indicators": "area, period, indicator, safe_count, note",
    "hidden": "area, period, form, estimator, seen, estimate, low, high, note",
    "rejections": "file, row, column, reason",
}
PERSONAL = {"links", "itineraries", "reappearances", "rotations", "relocations", "displacements"}


@pytest.mark.parametrize("kind", EXPORTS)
def test_columns_are_those_of_the_contract_in_its_order(kind: str) -> None:
    assert ", ".join(c.name for c in EXPORTS[kind].columns) == CONTRACT[kind]
    assert EXPORTS[kind].is_personal == (kind in PERSONAL)


def test_every_export_of_the_contract_is_known() -> None:
    assert {*EXPORTS, REPORT, NETWORK} == {*CONTRACT, "network", "report"}
    with pytest.raises(UsageError, match="links"):
        export_of("elephants")


def test_every_row_fills_exactly_its_columns() -> None:
    rows = {
        "links": link_rows({"1-a": "p"}, {}, [], str),
        "itineraries": itineraries(("p", "GM0599", 1)),
        "reappearances": reappearance_rows([reappearance()], str),
        "rotations": rotation_rows([rotation()], str),
        "relocations": relocation_rows([relocation()], str),
        "displacements": displacement_rows([displacement()], all_methods=False),
        "indicators": indicator_rows([Indicator("VR17", "2024", "signals", 10)]),
        "alerts": alert_rows([alert()]),
        "hidden": list(hidden_rows([]))[:1],
        "rejections": rejection_rows([RejectedRow("a.csv", 3, "status", "missing")]),
    }
    assert set(rows) == set(EXPORTS)
    for kind, made in rows.items():
        (row,) = made
        assert list(row) == [c.name for c in EXPORTS[kind].columns]


def test_a_person_met_once_has_neither_probability_nor_judge() -> None:
    rows = list(link_rows({"1-a": "p", "1-b": "p", "1-c": "q"}, {"p": 0.9995, "q": None}, [], str))
    assert [tuple(row.values()) for row in rows] == [
        ("1-a", "p", 0.9995, "model"),
        ("1-b", "p", 0.9995, "model"),
        ("1-c", "q", None, None),
    ]


def test_a_reviewer_is_named_where_their_word_joins() -> None:
    people = {"1-a": "p", "1-b": "p", "1-c": "p", "1-d": "q"}
    said = [
        judgement("1-a", "1-b", by="reviewer"),
        judgement("1-a", "1-d", by="other"),
        judgement("1-b", "1-c", by="third", verdict=Verdict.UNSURE),
    ]
    judges = {row["encounter_ref"]: row["judged_by"] for row in link_rows(people, {"p": 0.99}, said, str)}
    assert judges == {"1-a": "reviewer", "1-b": "reviewer", "1-c": "model", "1-d": None}


@given(st.dictionaries(st.text(min_size=1), st.sampled_from(["p", "q", "r"])), st.randoms(use_true_random=False))
def test_links_hold_every_encounter_once_in_an_order_of_their_own(people: dict[str, str], random: object) -> None:
    shuffled = list(people.items())
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    rows = list(link_rows(dict(shuffled), {}, [], str))
    assert rows == list(link_rows(people, {}, [], str))
    assert {str(r["encounter_ref"]): r["person_id"] for r in rows} == people
    assert len(rows) == len(people)


def test_encounters_are_named_as_asked() -> None:
    refer = {"1-a": "police/7", "1-b": "team/9"}.__getitem__
    (row,) = reappearance_rows([reappearance()], refer)
    assert row["encounter_refs"] == ["police/7", "team/9"]


def test_findings_come_by_id_and_all_methods_under_their_headline() -> None:
    assert [r["finding_id"] for r in rotation_rows([rotation("b"), rotation("a")], str)] == ["a", "b"]
    other = displacement("m2", "log_irr")
    found = [displacement("m2", methods=(other,)), displacement("m1")]
    assert methods(found, all_methods=False) == [("m1", "wdd"), ("m2", "wdd")]
    assert methods(found, all_methods=True) == [("m1", "wdd"), ("m2", "wdd"), ("m2", "log_irr")]


def methods(found: Sequence[object], *, all_methods: bool) -> list[tuple[object, object]]:
    rows = displacement_rows(found, all_methods=all_methods)  # type: ignore[arg-type]
    return [(row["intervention_id"], row["method"]) for row in rows]


def test_a_displacement_too_small_to_tell_is_unknown_not_nought() -> None:
    (row,) = displacement_rows([displacement(local=None, displaced=None)], all_methods=False)
    assert (row["local"], row["displacement_high"], row["total"]) == (None, None, None)
    assert row["receiving_municipalities"] == ["GM0502:0.003", "GM0606:0.01"]


def itineraries(*met: tuple[str, str, int]) -> list[Row]:
    """Itineraries of encounters given as person, town and day of March 2024."""
    rows = [
        EncounterRow(f"1-{i}", person, town, date(2024, 3, day), date(2024, 3, day))
        for i, (person, town, day) in enumerate(met)
    ]
    encounters = columns_of(rows)
    return list(itinerary_rows(encounters, stays(encounters)))


def test_an_itinerary_is_told_stay_by_stay_with_what_is_not_known_left_empty() -> None:
    rows = itineraries(("p", "GM0599", 1), ("p", "GM0599", 4), ("p", "GM0502", 9), ("q", "GM0502", 2))
    assert [tuple(row.values()) for row in rows] == [
        ("p", 1, "GM0599", date(2024, 3, 1), date(2024, 3, 4), None, date(2024, 3, 9), 2),
        ("p", 2, "GM0502", date(2024, 3, 9), date(2024, 3, 9), date(2024, 3, 4), None, 1),
        ("q", 1, "GM0502", date(2024, 3, 2), date(2024, 3, 2), None, None, 1),
    ]
    assert all(type(row["stay_number"]) is int and type(row["encounters"]) is int for row in rows)
