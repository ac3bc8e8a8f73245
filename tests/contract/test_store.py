"""What the store promises, on the embedded engine and on a real Neo4j alike."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from graph.alerts import reappearance_alerts
from graph.columns import EncounterRow, columns_of, day_of
from graph.errors import GraphError, KeyringMismatch, UsageError
from graph.model import (
    Change,
    Control,
    Displacement,
    Encounter,
    Identifier,
    IdentifierKind,
    Intervention,
    InterventionKind,
    Judgement,
    PremisesKind,
    Reappearance,
    Relocation,
    Rotation,
    Sex,
    Tally,
    Tier,
    Verdict,
)
from graph.store.batches import progress, record_progress
from graph.store.columns import read_columns, read_events
from graph.store.database import Database
from graph.store.derived import counts, dump, write_run, write_stays
from graph.store.digest import graph_digest
from graph.store.encounters import Records, record_states, unlinked, write_records
from graph.store.findings import read_alerts, read_findings, write_findings
from graph.store.judgements import append_judgements, judgements_of, read_judgements
from graph.store.persons import (
    LinkedWrite,
    PersonRow,
    members_by_id,
    members_of,
    person_of,
    reappearances_of,
    write_linked,
)
from graph.store.registers import read_controls, read_interventions, write_controls, write_interventions
from graph.store.schema import claim, ensure_schema
from tests.conftest import Engines
from tests.factories import encounter, on

NOW = datetime(2024, 9, 1, tzinfo=UTC)
PHONE = Identifier(IdentifierKind.PHONE, "tok-phone")
IN_OPERATION = SURVIVES = True
ADVERT = Identifier(IdentifierKind.ADVERT, "tok-advert")


def store(db: Database, *encounters: Encounter) -> None:
    write_records(db, Records(new=[(e, (e.content_digest,)) for e in encounters]), now=NOW)


def link(db: Database, groups: dict[str, Sequence[str]], **more: object) -> None:
    """Link encounters to persons: person -> encounter ids."""
    rows = [PersonRow(p, date(2024, 1, 1), date(2024, 2, 1), Sex.FEMALE, len(es), 0.999) for p, es in groups.items()]
    of = {e: p for p, es in groups.items() for e in es}
    write_linked(db, LinkedWrite(of, rows, **more), now=NOW)  # type: ignore[arg-type]


def judged(a: str, b: str, verdict: Verdict = Verdict.SAME, by: str = "model-1") -> Judgement:
    return Judgement(f"j-{a}-{b}-{by}", min(a, b), max(a, b), verdict, 0.995, 20.0, by, NOW, "", ("given_name:exact",))


def reappearance(*encounters: str, name: str = "rea-1", person: str = "p") -> Reappearance:
    day = date(2024, 3, 1)
    return Reappearance(
        name, person, ("GM0599",), "GM0502", 1, day, day, day, 0.9, ("r",), "open", tuple(encounters), encounters[-1]
    )


def tally(name: str, town: str = "GM0599") -> Tally:
    return Tally(
        name, "register", town, PremisesKind.HOTEL, None, on("2024-03-17"), IN_OPERATION, "not a victim", "t", "b"
    )


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
    edges = db.query("MATCH (e:Encounter {id: 'a'})-[r:IN|CARRIES|AT]->(n) RETURN type(r) AS t, n.code AS c, n.id AS i")
    assert {(e["t"], e["c"] or e["i"]) for e in edges} == {("IN", "GM0502"), ("CARRIES", "tok-advert")}
    assert "Premises" not in counts(db)
    assert counts(db)["Identifier"] == 1


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


def findings() -> tuple[Rotation, Relocation, Displacement]:
    day, change = date(2024, 3, 1), Change(1.5, 0.5, 2.5)
    rotation = Rotation(
        "rot", Tier.FLAGGED, ("p", "q"), ("GM0502", "GM0599"), 2.5, day, day, ("co-movement",), 9.5, 0.1, 0.005, 0.01, 7,
        0.2, None, SURVIVES, ("r",), "tour", "rotation-1", ("a", "b"), ("only one source",),
    )  # fmt: skip
    relocation = Relocation(
        "rel", Tier.PATTERN, (IdentifierKind.PHONE,), "GM0599", "GM0502", PremisesKind.MASSAGE, None, day, day, 1, 0.01,
        0.02, ("r",), "relocation/1", ("a", "b"),
    )  # fmt: skip
    displacement = Displacement(
        id="dis", intervention_id="M", method="wdd", horizon_days=180, local=change, displaced=None, total=change,
        displacement_p=0.5, dispersion=1.0, effort_adjusted=True, receiving=(("GM0502", 0.01),), persons_carrying=2,
        ladder_step=2, wording="w", minimum_detectable=None, sources=("r",), caveats=("c",), treated=("GM0599",),
        ring=("GM0502",), controls=(), rule_version="d/1", encounters=("a",),
    )  # fmt: skip
    return rotation, relocation, replace(displacement, methods=(displacement,))


def test_findings_come_back_as_they_were_and_are_withdrawn_with_a_reason(db: Database) -> None:
    store(db, encounter("a"), encounter("b"))
    rotation, relocation, displacement = findings()
    some: tuple[tuple[str, Any], ...] = (
        ("rotation", rotation),
        ("relocation", relocation),
        ("displacement", displacement),
    )
    for name, finding in some:
        for _ in range(2):
            write_findings(db, name, changed=[finding], withdrawn=[], run="r1", now=NOW)
        assert read_findings(db, type(finding)) == [finding]
    later = replace(rotation, version=2, laps=3.5)
    write_findings(db, "rotation", changed=[later], withdrawn=[], run="r2", now=NOW)
    assert read_findings(db, Rotation) == [later]
    (rests,) = db.query("MATCH (:Finding {id: 'rot'})-[r:RESTS_ON]->() RETURN count(r) AS n")
    assert rests["n"] == 2
    write_findings(db, "rotation", changed=[], withdrawn=["rot"], run="r3", now=NOW)
    assert read_findings(db, Rotation) == []
    (gone,) = db.query("MATCH (f:Finding {id: 'rot'}) RETURN f.withdrawn_because AS why")
    assert "r3" in gone["why"]


def test_registers_say_what_became_of_each_row(db: Database) -> None:
    day = date(2024, 3, 1)
    control = Control("c", "r", "GM0599", day, day, 4, 2.5, None, None, None, "1", "b")
    assert write_controls(db, [control, control]).outcomes == ("stored", "unchanged")
    assert write_controls(db, [control]).outcomes == ("unchanged",)
    changed = replace(control, controls=5, content_digest="2")
    assert write_controls(db, [changed]).outcomes == ("new_version",)
    assert read_controls(db) == [changed]
    measure = Intervention("M", ("GM0599", "GM0502"), day, None, InterventionKind.CLOSURE, None, "1", "b")
    assert write_interventions(db, [measure]).outcomes == ("stored",)
    assert read_interventions(db) == [measure]


def test_how_far_a_file_was_read_is_remembered(db: Database) -> None:
    assert (progress(db, "b").rows_done, progress(db, "b").completed) == (0, False)
    store(db, encounter("a", batch_id="b"))
    assert progress(db, "b").rows_done == 0
    record_progress(db, "b", kind="encounters", rows_done=10, completed=False, now=NOW)
    record_progress(db, "b", kind="encounters", rows_done=12, completed=True, now=NOW)
    assert (progress(db, "b").rows_done, progress(db, "b").completed) == (12, True)


def test_columns_are_those_of_the_same_rows(db: Database) -> None:
    some = [
        encounter("a", "2024-03-17", identifiers=(PHONE, ADVERT), premises_kind=PremisesKind.HOTEL),
        encounter("b", "2024-01-02", "GM0502", operation_id="op"),
        encounter("c", "2024-01-01", names_person=False, premises_id="pr"),
    ]
    store(db, *some)
    link(db, {"p": ["a", "b"]})
    rows = [
        EncounterRow(
            id=e.id,
            person="p" if e.names_person else None,
            municipality=e.municipality,
            # A UTC day reaches into two local ones.
            first_day=day_of(int(found.first_day[found.ids.index(e.id)])),
            last_day=day_of(int(found.last_day[found.ids.index(e.id)])),
            source=e.source_id,
            operation=e.operation_id,
            premises=e.premises_id,
            premises_kind=e.premises_kind,
            identifiers=tuple(f"{i.kind}:{i.token}" for i in e.identifiers),
        )
        for found in [read_columns(db)]
        for e in some
    ]
    found, known = read_columns(db), columns_of(rows)
    assert found.ids == known.ids
    for name in ("persons", "municipalities", "operations", "premises_ids", "premises_kinds", "identifiers"):
        assert getattr(found, name) == getattr(known, name)
    for name in ("person", "municipality", "operation", "premises", "premises_kind", "identifier_codes"):
        assert getattr(found, name).tolist() == getattr(known, name).tolist()


def test_events_are_every_row_of_every_register(db: Database) -> None:
    store(db, encounter("a"), encounter("s", names_person=False))
    write_records(db, Records(tallies=[(tally("t", "GM0502"), ("t",), 1)]), now=NOW)
    found = read_events(db)
    assert found.ids == ("a", "s", "t")
    assert found.is_tally.tolist() == [False, False, True]
    assert found.in_operation.tolist() == [False, False, True]
    assert len(read_columns(db)) == 2


def test_an_empty_graph_reads_as_nothing(db: Database) -> None:
    assert len(read_columns(db)) == 0
    assert len(read_events(db)) == 0
    assert graph_digest(db) == graph_digest(db)


def test_stays_are_those_of_the_last_run(db: Database) -> None:
    store(db, encounter("a"))
    link(db, {"p": ["a"]})
    stay = {"person_id": "p", "municipality": "GM0599", "first_seen": "x", "last_seen": "y", "encounters": 1}
    for run in ("r1", "r2"):
        write_run(db, run, seed=1, encounters=1, now=NOW)
        write_stays(db, [stay], run=run)
    rows = db.query("MATCH (:Person)-[s:STAYED]->(:Municipality) RETURN s.run AS run")
    assert [r["run"] for r in rows] == ["r2"]


def test_an_analysts_query_reads_and_never_writes(db: Database) -> None:
    with suppress(UsageError):
        db.query("CREATE (x:Planted {id: 'x'})")
    assert "Planted" not in counts(db)
    with pytest.raises(UsageError, match="can't run"):
        db.query("NONSENSE")


def test_eight_writers_of_shared_persons_and_places_make_no_duplicate(db: Database) -> None:
    def batch(writer: int) -> None:
        for part in range(4):
            names = [f"e{writer}-{part}-{i}" for i in range(20)]
            shared = [
                encounter(n, premises_id=f"pr{i % 5}", identifiers=(Identifier(IdentifierKind.PHONE, f"t{i % 7}"),))
                for i, n in enumerate(names)
            ]
            store(db, *shared)
            link(db, {f"p{i % 10}": [n for k, n in enumerate(names) if k % 10 == i % 10] for i in range(10)})

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(batch, range(8)))
    found = counts(db)
    assert (found["Encounter"], found["Person"], found["Premises"], found["Identifier"]) == (640, 10, 5, 7)
    assert unlinked(db) == []
    assert sum(1 for _ in dump(db)) == sum(found.values())


def fill(db: Database, *, backwards: bool, prefix: str) -> str:
    some = [encounter(f"e{i}", f"2024-0{1 + i % 6}-10", f"GM050{i % 3}") for i in range(12)]
    for e in reversed(some) if backwards else some:
        store(db, e)
    link(db, {f"{prefix}{i}": [f"e{2 * i}", f"e{2 * i + 1}"] for i in range(6)})
    write_findings(
        db, "rotation", changed=[replace(findings()[0], id=f"{prefix}-rot")], withdrawn=[], run=prefix, now=NOW
    )
    return graph_digest(db)


def test_the_digest_knows_neither_order_nor_names_of_persons_but_every_change(db: Database, engines: Engines) -> None:
    one = fill(db, backwards=False, prefix="p")
    name = "neo4j" if "ArcadeDB" not in db.server() else "embedded"
    other = fill(engines.empty(name), backwards=True, prefix="q")
    assert one == other
    link(db, {"q0": ["e0"], "q9": ["e1"]})
    assert graph_digest(db) != other


@pytest.mark.embedded
@pytest.mark.neo4j
def test_both_engines_end_with_the_same_digest(engines: Engines) -> None:
    digests = {fill(engines.empty(name), backwards=name == "neo4j", prefix=name) for name in ("embedded", "neo4j")}
    assert len(digests) == 1
