"""What the store promises of records, persons and judgements, on the embedded engine and a real Neo4j alike."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from graph.alerts import reappearance_alerts
from graph.errors import GraphError, KeyringMismatch
from graph.model import (
    Moment,
    Precision,
    Reappearance,
    Sex,
    Verdict,
)
from graph.store.columns import read_columns, read_events
from graph.store.database import Database
from graph.store.derived import counts
from graph.store.encounters import Records, record_states, unlinked, write_records
from graph.store.findings import read_findings
from graph.store.judgements import append_judgements, judgements_of, read_judgements
from graph.store.outbox import read_alerts
from graph.store.persons import (
    members_by_id,
    members_of,
    person_of,
    reappearances_of,
)
from graph.store.rows import encounter_row
from graph.store.schema import claim, ensure_schema
from tests.contract.stored import ADVERT, NOW, PHONE, judged, link, reappearance, store, tally
from tests.factories import encounter, on


def test_the_schema_can_be_made_again_and_the_keys_are_claimed_once(db: Database) -> None:
    ensure_schema(db)
    claim(db, "one")
    claim(db, "one")
    with pytest.raises(KeyringMismatch):
        claim(db, "other")


def test_records_stand_as_they_were_written(db: Database) -> None:
    store(db, encounter("a"), encounter("b", version=3))
    write_records(db, Records(tallies=[(tally("t"), ("t",), 1)]), now=NOW)
    states = record_states(db, ["a", "b", "t", "never"])
    assert sorted(states) == ["a", "b", "t"]
    assert (states["b"].version, states["b"].digest, states["b"].is_tally) == (3, "content-b", False)
    assert states["t"].is_tally
    assert states["a"].person_id is None
    assert unlinked(db) == ["a", "b"]


def test_an_interrupted_write_leaves_nothing_and_can_be_repeated(db: Database) -> None:
    store(db, encounter("a"))
    with pytest.raises(GraphError):
        store(db, encounter("b"), encounter("a"))
    assert sorted(record_states(db, ["a", "b"])) == ["a"]


def test_a_changed_record_has_its_new_edges_and_waits_with_all_of_its_person(db: Database) -> None:
    store(db, encounter("a", identifiers=(PHONE,), premises_id="pr-1"), encounter("b"), encounter("c"))
    append_judgements(db, [judged("a", "b"), judged("b", "c"), judged("a", "b", by="reviewer")])
    link(db, {"p": ["a", "b"], "q": ["c"]})
    assert unlinked(db) == []
    later = encounter("a", town="GM0502", identifiers=(ADVERT,), version=2, content_digest="new")
    write_records(db, Records(changed=[(later, ("content-a", "new"))], was_encounter=frozenset({"a"})), now=NOW)
    assert unlinked(db) == ["a", "b"]
    assert [j.id for j in read_judgements(db)] == ["j-a-b-reviewer", "j-b-c-model-1"]
    assert record_states(db, ["a"])["a"].known == ("content-a", "new")
    edges = db.query("MATCH (e:Encounter {id: 'a'})-[r]->(n) RETURN type(r) AS t, n.code AS c, n.id AS i")
    assert sorted((e["t"], e["c"] or e["i"]) for e in edges) == [
        ("CARRIES", "tok-advert"),
        ("IN", "GM0502"),
        ("LOADED_IN", "batch"),
        ("OF", "p"),
        ("REPORTED_BY", "register"),
    ]
    assert "Premises" not in counts(db)
    assert counts(db)["Identifier"] == 1


def test_a_moment_stands_to_the_minute_as_written_and_as_changed(db: Database) -> None:
    begin = datetime(2024, 3, 17, 23, 59, tzinfo=UTC)
    written = Moment(begin, begin + timedelta(minutes=1), Precision.MINUTE)
    later = replace(written, seen_from=begin.replace(hour=1), seen_until=begin.replace(hour=2))
    store(db, encounter("a", moment=written))
    assert members_by_id(db, ["a"])[0].met.seen_from == written.seen_from
    changed = encounter("a", moment=later, version=2, content_digest="new")
    write_records(db, Records(changed=[(changed, ("new",))], was_encounter=frozenset({"a"})), now=NOW)
    met = members_by_id(db, ["a"])[0].met
    assert (met.seen_from, met.seen_until) == (later.seen_from, later.seen_until)


def test_no_record_is_lost_where_what_it_points_at_is_not_there(db: Database) -> None:
    row = encounter_row(encounter("a"), ("content-a",))
    db.write_all([("encounters_create", {"rows": [row]})])
    assert list(record_states(db, ["a"])) == ["a"]


@pytest.mark.parametrize("alone", [True, False])
def test_a_record_that_names_nobody_any_more_has_no_person(db: Database, alone: bool) -> None:  # noqa: FBT001
    store(db, encounter("a"), encounter("b"))
    link(db, {"p": ["a"], "q": ["b"]} if alone else {"p": ["a", "b"]})
    later = encounter("a", names_person=False, version=2, content_digest="new")
    write_records(db, Records(changed=[(later, ("content-a", "new"))], was_encounter=frozenset({"a"})), now=NOW)
    assert person_of(db, ["a", "b"]) == {"b": "q" if alone else "p"}
    assert unlinked(db) == ([] if alone else ["b"])
    assert counts(db)["Person"] == 1
    assert db.query("MATCH (:Encounter {id: 'a'})-[r:OF]->() RETURN r") == []


def test_a_person_whose_only_record_is_reduced_is_gone(db: Database) -> None:
    store(db, encounter("a"))
    link(db, {"p": ["a"]})
    write_records(db, Records(tallies=[(tally("a"), ("t",), 2)], was_encounter=frozenset({"a"})), now=NOW)
    assert "Person" not in counts(db)


def test_a_reduced_record_leaves_only_its_tally(db: Database) -> None:
    store(db, encounter("a", identifiers=(PHONE,)), encounter("b", identifiers=(PHONE,)))
    append_judgements(db, [judged("a", "b")])
    link(db, {"p": ["a", "b"]}, findings=[reappearance("a", "b")])
    write_records(db, Records(tallies=[(tally("a"), ("t",), 2)], was_encounter=frozenset({"a"})), now=NOW)
    assert record_states(db, ["a"])["a"].is_tally
    assert unlinked(db) == ["b"]
    assert read_findings(db, Reappearance) == []
    assert read_judgements(db) == []
    assert len(read_columns(db)) == 1
    returned = Records(new=[(encounter("a"), ("content-a",))], was_tally=frozenset({"a"}))
    write_records(db, returned, now=NOW)
    assert not record_states(db, ["a"])["a"].is_tally
    assert len(read_events(db)) == 2


def test_statements_are_written_all_or_none(db: Database) -> None:
    store(db, encounter("a"))
    alert = ("alerts_write", {"rows": [{"id": "x", "content": ""}]})
    with pytest.raises(GraphError):
        db.write_all([alert, ("encounters_create", {"rows": [{"id": "a"}]})])
    assert "Alert" not in counts(db)


def test_person_judgement_finding_and_alert_are_written_together(db: Database) -> None:
    store(db, encounter("a"), encounter("b", town="GM0502"))
    finding = reappearance("a", "b")
    alerts = reappearance_alerts(finding, now=NOW)
    for _ in range(2):
        link(db, {"p": ["a", "b"]}, judgements=[judged("a", "b")], findings=[finding], alerts=alerts)
    assert person_of(db, ["a", "b"]) == {"a": "p", "b": "p"}
    assert read_findings(db, Reappearance) == [finding]
    assert reappearances_of(db, ["p"]) == [finding]
    assert sorted(read_alerts(db), key=lambda a: a.id) == sorted(alerts, key=lambda a: a.id)
    assert counts(db)["Person"] == 1


def test_members_come_with_what_reappearance_needs(db: Database) -> None:
    store(db, encounter("a", sex=Sex.FEMALE), encounter("b", day="2024-05-01", town="GM0502"))
    link(db, {"p": ["a", "b"]})
    by_person = {m.met.id: m for m in members_of(db, ["p"])}
    assert by_person == {m.met.id: m for m in members_by_id(db, ["a", "b"])}
    assert by_person["a"].sex is Sex.FEMALE
    assert by_person["b"].met.municipality == "GM0502"
    assert by_person["a"].met.seen_from == on("2024-03-17").seen_from
    assert by_person["a"].met.certainly_before(by_person["b"].met)


def test_a_person_left_empty_is_gone(db: Database) -> None:
    store(db, encounter("a"), encounter("b"))
    link(db, {"p": ["a"], "q": ["b"]})
    link(db, {"p": ["a", "b"]}, emptied=["q"])
    assert person_of(db, ["a", "b"]) == {"a": "p", "b": "p"}
    assert counts(db)["Person"] == 1


def test_an_alert_is_never_written_twice(db: Database) -> None:
    store(db, encounter("a"), encounter("b"))
    first = reappearance_alerts(reappearance("a", "b"), now=NOW)
    link(db, {"p": ["a", "b"]}, alerts=first)
    link(db, {"p": ["a", "b"]}, alerts=[replace(a, created=datetime(2025, 1, 1, tzinfo=UTC)) for a in first])
    assert {a.created for a in read_alerts(db)} == {NOW}


def test_judgements_are_appended_and_found_by_either_side(db: Database) -> None:
    append_judgements(db, [judged("a", "b"), judged("c", "d", Verdict.UNSURE)])
    append_judgements(db, [judged("a", "b")])
    assert [j.id for j in read_judgements(db)] == ["j-a-b-model-1", "j-c-d-model-1"]
    assert judgements_of(db, ["d"]) == [judged("c", "d", Verdict.UNSURE)]
    assert judgements_of(db, ["x"]) == []
