"""What the store promises of findings, registers and reading, on the embedded engine and a real Neo4j alike."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import date
from hashlib import sha256
from typing import Any

import pytest

from graph.columns import EncounterRow, columns_of
from graph.errors import UsageError
from graph.model import (
    Control,
    Identifier,
    IdentifierKind,
    Intervention,
    InterventionKind,
    PremisesKind,
    Rotation,
)
from graph.store.batches import progress, record_progress
from graph.store.columns import read_columns, read_events
from graph.store.database import Database
from graph.store.derived import counts, dump, write_run, write_stays
from graph.store.digest import graph_digest
from graph.store.encounters import Records, unlinked, write_records
from graph.store.findings import finding_as_stored, read_findings, write_findings
from graph.store.registers import read_controls, read_interventions, write_controls, write_interventions
from graph.store.rows import to_text
from tests.conftest import Engines
from tests.contract.stored import ADVERT, NOW, PHONE, findings, link, store, tally
from tests.factories import encounter


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
            write_findings(db, name, changed=[finding], withdrawn={}, run="r1", now=NOW)
        assert read_findings(db, type(finding)) == [finding]
    later = replace(rotation, version=2, laps=3.5)
    write_findings(db, "rotation", changed=[later], withdrawn={}, run="r2", now=NOW)
    assert read_findings(db, Rotation) == [later]
    (rests,) = db.query("MATCH (:Finding {id: 'rot'})-[r:RESTS_ON]->() RETURN count(r) AS n")
    assert rests["n"] == 2
    write_findings(db, "rotation", changed=[], withdrawn={"rot": "it dissolved"}, run="r3", now=NOW)
    assert read_findings(db, Rotation) == []
    (gone,) = db.query("MATCH (f:Finding {id: 'rot'}) RETURN f.withdrawn_because AS why")
    assert gone["why"] == "it dissolved"
    assert finding_as_stored(db, "rot") == ("rotation", to_text(later), "it dissolved")
    assert finding_as_stored(db, "none") is None


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
            first_day=e.moment.seen_from.date(),
            last_day=e.moment.seen_from.date(),
            source=e.source_id,
            operation=e.operation_id,
            premises=e.premises_id,
            premises_kind=e.premises_kind,
            identifiers=tuple(f"{i.kind}:{i.token}" for i in e.identifiers),
        )
        for e in some
    ]
    found, known = read_columns(db), columns_of(rows)
    assert found.ids == known.ids
    for name in ("persons", "municipalities", "operations", "premises_ids", "premises_kinds", "identifiers"):
        assert getattr(found, name) == getattr(known, name)
    for name in (
        "person",
        "municipality",
        "operation",
        "premises",
        "premises_kind",
        "identifier_codes",
        "first_day",
        "last_day",
        "minute",
    ):
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
    assert graph_digest(db) == sha256().hexdigest()


def test_stays_are_those_of_the_last_run(db: Database) -> None:
    store(db, encounter("a"))
    link(db, {"p": ["a"]})
    stay = {"person_id": "p", "municipality": "GM0599", "first_seen": "x", "last_seen": "y", "encounters": 1}
    longer = {**stay, "last_seen": "z", "encounters": 2}
    edges = "MATCH (:Person)-[s:STAYED]->(:Municipality) RETURN s.run AS run, s.last_seen AS last ORDER BY last"
    for run, stays, wanted in (
        ("r1", [stay], [("r1", "y")]),
        ("r2", [stay], [("r1", "y")]),
        ("r3", [longer], [("r3", "z")]),
        ("r4", [stay, longer], [("r4", "y"), ("r3", "z")]),
        ("r5", [], []),
    ):
        write_run(db, run, seed=1, encounters=1, now=NOW)
        write_stays(db, stays, run=run)
        assert [(r["run"], r["last"]) for r in db.query(edges)] == wanted, run


def test_somebody_met_before_a_merger_alone_stayed_in_the_municipality_of_today(db: Database) -> None:
    brielle, voorne_aan_zee = "GM0501", "GM1992"
    store(db, encounter("a", "2022-05-01", brielle))
    link(db, {"p": ["a"]})
    assert read_columns(db).municipalities == (voorne_aan_zee,)
    stay = {"person_id": "p", "municipality": voorne_aan_zee, "first_seen": "x", "last_seen": "y", "encounters": 1}
    write_stays(db, [stay], run="r")
    (_, relocation, _) = findings()
    moved = replace(relocation, from_municipality=voorne_aan_zee, encounters=("a",))
    write_findings(db, "relocation", changed=[moved], withdrawn={}, run="r", now=NOW)
    stayed = db.query("MATCH (:Person)-[:STAYED]->(m:Municipality) RETURN m.code AS code")
    concerned = db.query("MATCH (:Finding)-[:CONCERNS]->(m:Municipality) RETURN m.code AS code ORDER BY code")
    assert [r["code"] for r in stayed] == [voorne_aan_zee]
    assert voorne_aan_zee in {r["code"] for r in concerned}


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
        db, "rotation", changed=[replace(findings()[0], id=f"{prefix}-rot")], withdrawn={}, run=prefix, now=NOW
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
