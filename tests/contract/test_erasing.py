"""Erasing B after building A and B gives what building A gives, and nothing of B is anywhere, on both engines."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from api.jobs.decisions import decision_on
from api.jobs.erase import left_over
from graph.columns import day_number
from graph.model import Reappearance
from graph.model.case import Case, CaseStatus
from graph.model.decision import Ruling
from graph.store.cases import read_cases, write_case
from graph.store.database import Database
from graph.store.decisions import write_decision
from graph.store.derived import counts, dump, wipe
from graph.store.digest import graph_digest
from graph.store.encounters import unlinked
from graph.store.erasing import (
    ERASED,
    EXPIRED,
    batches,
    begin,
    delete_registers_of_batch,
    encounters_of_person,
    pending,
    records_of_batch,
    take_out,
    tombstones,
)
from graph.store.findings import read_findings
from graph.store.holding import Hold, held, read_holds, read_terms, release_hold, write_expiries, write_hold
from graph.store.outbox import read_alerts
from graph.store.persons import person_of
from graph.store.schema import ensure_schema
from graph.store.shown import stamp
from ingest.pipeline.erase import close, finish_interrupted, go_on, start
from ingest.pipeline.installation import Installation
from ingest.pipeline.review import By
from ingest.pseudonyms import encounter_id
from ingest.report import ERASED as MAY_NOT_COME_BACK
from tests.contract.homes import NOW, Cells, home, row, take_in
from tests.factories import KEYS

ZSOFIA, ILKO, DORIT = "Zsofia Vadasz 1999-04-12", "Ilko Borev 1985-01-30", "Dorit Palkovic 1993-07-02"
PHONE = "+31600001234"
FIRST = [
    row("A1", "2024-01-02", "GM0599", ZSOFIA, phones=PHONE, premises_address="3011AA 1", operation_id="op-1"),
    row("A2", "2024-01-09", "GM0599", ZSOFIA, phones=PHONE),
    row("A3", "2024-03-05", "GM0502", ZSOFIA),
    row("A4", "2024-03-06", "GM0599", ILKO),
    row("A5", "2024-04-06", "GM0599", "", phones=PHONE, premises_address="3011AA 1"),
]
SECOND = [
    row("B1", "2024-05-01", "GM0606", ZSOFIA, premises_address="3111AB 9", operation_id="op-2"),
    row("B2", "2024-05-02", "GM0502", DORIT, phones="+31600004321|" + PHONE),
    row("B3", "2024-05-20", "GM0622", DORIT),
    row("B4", "2024-02-01", "GM0606", ILKO),
    row("B5", "2024-06-01", "GM0606", "", phones="+31600004321"),
    row("B6", "2024-06-01", "GM0606", "Anna Kleve 2001-01-01", status="NotAVictimOfTrafficking"),
]


def ids(*records: str) -> frozenset[str]:
    return frozenset(encounter_id(KEYS, "team", r) for r in records)


def erase(installation: Installation, doomed: frozenset[str], why: str = ERASED) -> None:
    start(installation, doomed, why=why, now=NOW)
    go_on(installation, now=NOW, run="erase", resumed=False)
    close(installation)


def built(db: Database, folder: Path, *files: Sequence[Cells]) -> str:
    """Digest of a graph that these files alone were built into."""
    wipe(db)
    ensure_schema(db)
    take_in(home(db, folder), folder / "files", *files)
    return graph_digest(db)


def without(rows: Sequence[Cells], *records: str) -> list[Cells]:
    return [r for r in rows if r["record_id"] not in records]


@pytest.mark.parametrize(
    "gone",
    [
        pytest.param(("B2", "B3"), id="person"),
        pytest.param(("A1",), id="record"),
        pytest.param(("A5", "B6"), id="premises and tally"),
        pytest.param(tuple(f"B{i}" for i in range(1, 7)), id="batch"),
    ],
)
def test_erasing_gives_what_was_never_told(db: Database, tmp_path: Path, gone: tuple[str, ...]) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST, SECOND)
    erase(installation, ids(*gone))
    assert list(left_over(installation, ids(*gone))) == []
    left = graph_digest(db)
    assert left == built(db, tmp_path / "other", without(FIRST, *gone), without(SECOND, *gone))


def test_nothing_that_led_to_a_person_stays_behind(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST, SECOND)
    (dorit,) = set(person_of(db, ids("B2", "B3")).values())
    finding = next(f.id for f in read_findings(db, Reappearance) if f.person_id == dorit)
    assert finding in {a.finding_id for a in read_alerts(db)}
    write_decision(db, decision_on(db, finding, Ruling.ACCEPTED, By("analyst", "known here"), now=NOW))
    assert frozenset(encounters_of_person(db, dorit)) == ids("B2", "B3")
    tokens = {i for r in db.read("attachments", ids=sorted(ids("B2"))) for i in r["identifiers"]}
    erase(installation, ids("B2", "B3", "B5"))
    text = json.dumps([[n["label"], n["properties"]] for n in dump(db) if n["label"] != "Tombstone"], default=str)
    shared = {f"phone:{t}" for t in (i.split(":")[1] for i in tokens) if t in json.dumps(tokens_of_a1(db))}
    for word in (*ids("B2", "B3", "B5"), dorit, finding, *(t.split(":")[1] for t in tokens - shared)):
        assert word not in text
    assert tombstones(db) == ids("B2", "B3", "B5")
    assert not pending(db).ids


def tokens_of_a1(db: Database) -> list[str]:
    return sorted({i for r in db.read("attachments", ids=sorted(ids("A1"))) for i in r["identifiers"]})


def test_an_erased_record_is_refused_when_it_comes_again(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST, SECOND)
    erase(installation, ids("B2", "B3"))
    before = graph_digest(db)
    _, second = take_in(installation, tmp_path / "files", FIRST, SECOND)
    assert second.rejected_by_reason == {f"record_id: {MAY_NOT_COME_BACK}": 2}
    assert second.adds_up()
    later = [row("B2", "2024-05-02", "GM0599", DORIT)]
    (changed,) = take_in(installation, tmp_path / "later", later)
    assert changed.rejected == 1
    assert graph_digest(db) == before


def test_a_finding_that_goes_on_keeps_its_id_and_tells_nobody_again(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST)
    (before,) = read_findings(db, Reappearance)
    told = {a.id for a in read_alerts(db)}
    erase(installation, ids("A1"))
    (after,) = read_findings(db, Reappearance)
    assert (after.id, after.version, after.encounters_before) == (before.id, before.version + 1, 1)
    assert {a.id for a in read_alerts(db)} == told


@pytest.mark.parametrize("step", ["tombstones", "graph"])
def test_an_erasure_that_was_cut_off_is_finished_by_the_next_run(db: Database, tmp_path: Path, step: str) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST, SECOND)
    gone = ids("B1", "B2")
    if step == "tombstones":
        begin(db, gone, why=ERASED, now=NOW)
    else:
        start(installation, gone, why=ERASED, now=NOW)
        installation.vault.drop(gone)
        take_out(db, pending(db))
    done = finish_interrupted(installation, now=NOW)
    assert done is not None
    assert done.records == 2
    assert list(left_over(installation, gone)) == []
    assert finish_interrupted(installation, now=NOW) is None
    left = graph_digest(db)
    assert left == built(db, tmp_path / "other", FIRST, without(SECOND, "B1", "B2"))


def test_a_load_goes_with_its_records_and_registers(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST, SECOND)
    loads = {frozenset(records_of_batch(db, b.id)): b.id for b in batches(db)}
    mine = ids(*(r["record_id"] for r in SECOND))
    delete_registers_of_batch(db, loads[mine])
    erase(installation, mine)
    assert [b.id for b in batches(db)] == [loads[ids(*(r["record_id"] for r in FIRST))]]


def test_what_is_over_its_term_leaves_that_it_was_and_nothing_of_whom(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST)
    erase(installation, ids("A1", "A5"), why=EXPIRED)
    states = {n["properties"]["id"]: n["properties"] for n in dump(db) if n["label"] == "Tally"}
    assert states.keys() == ids("A1", "A5")
    assert {s["reason"] for s in states.values()} == {EXPIRED}
    (first,) = (s for s in states.values() if s["id"] in ids("A1"))
    assert (first["municipality"], first["first_day"], first["in_operation"]) == (
        "GM0599",
        day_number(NOW.date().replace(2024, 1, 2)),
        True,
    )
    assert "phone:" not in json.dumps(states, default=str)
    assert unlinked(db) == []
    assert "Operation" not in counts(db)


def test_a_hold_keeps_a_person_whole_until_it_is_released(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST)
    write_hold(db, Hold("h-1", tuple(ids("A1")), "court", "a case"), now=NOW)
    assert held(db) == ids("A1", "A2", "A3")
    take_in(installation, tmp_path / "files", FIRST, SECOND)
    assert held(db) == ids("A1", "A2", "A3", "B1"), "what comes later of the same person is held too"
    release_hold(db, "h-1", by="court", reason="the case is closed", now=NOW)
    assert held(db) == frozenset()
    erase(installation, ids("A1"))
    assert [h.encounters for h in read_holds(db)] == [()], "a released hold names nobody who was erased"


def test_terms_are_read_with_their_basis_and_written(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST)
    terms = {t.id: t for t in read_terms(db)}
    assert terms.keys() == ids("A1", "A2", "A3", "A4", "A5")
    (first,) = ids("A1")
    assert (terms[first].basis, terms[first].expires_on, terms[first].names_person) == ("WGS art. 2.24", "", True)
    write_expiries(db, [(first, "2029-01-01")])
    assert {t.id: t.expires_on for t in read_terms(db)}[first] == "2029-01-01"


def test_a_case_names_nobody_who_was_erased(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST, SECOND)
    gone, kept = ids("B1"), ids("A1")
    case = Case("c-1", "care", "GM0599", CaseStatus.ACTIVE, (), (*gone, *kept), "somebody", NOW)
    other = replace(case, id="c-2", encounters=tuple(kept))
    write_case(db, case)
    write_case(db, other)
    erase(installation, gone)
    assert read_cases(db) == [replace(case, encounters=tuple(kept)), other]


def test_what_the_service_keeps_is_read_anew_after_an_erasure(db: Database, tmp_path: Path) -> None:
    installation = home(db, tmp_path)
    take_in(installation, tmp_path / "files", FIRST)
    before = stamp(db)
    assert stamp(db) == before
    begun = ids("A5")
    start(installation, begun, why=ERASED, now=NOW)
    during = stamp(db)
    finish_interrupted(installation, now=NOW)
    assert len({before, during, stamp(db)}) == 3
