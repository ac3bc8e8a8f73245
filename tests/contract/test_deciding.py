"""What the store promises of decisions, on the embedded engine and a real Neo4j alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api.jobs.decisions import decision_on, standing_of, standings
from graph.alert_routes import Routes
from graph.alerts import alerts_of
from graph.case_steps import offered
from graph.decisions import Standing
from graph.errors import ChangedMeanwhile, UsageError
from graph.model import Rotation, Tier
from graph.model.case import Case, CaseStatus, Transfer
from graph.model.decision import Ruling
from graph.store.cases import write_case
from graph.store.database import Database
from graph.store.decisions import decisions_on, decisions_without, read_decisions, write_decision
from graph.store.findings import write_findings
from graph.store.outbox import due_alerts, told
from graph.store.shown import stamp
from graph.store.subject import stored_of
from ingest.pipeline.review import By
from tests.contract.stored import NOW, findings, link, store
from tests.factories import encounter

HOUR = timedelta(hours=1)
ROTATION = findings()[0]
BOTH = {"GM0502", "GM0599"}
WHY = By("analyst", "the same group as last summer")


def analysed(db: Database, finding: Rotation = ROTATION, hours: int = 0) -> None:
    """Write a rotation with the alerts it gives, as an analysis does."""
    now = NOW + hours * HOUR
    alerts = alerts_of([finding], told(db, [finding]), routes=Routes(), now=now)
    write_findings(db, "rotation", changed=[finding], withdrawn={}, run="r", now=now, alerts={finding.id: alerts})


def ruled(db: Database, ruling: Ruling, hours: int = 1, version: int | None = None) -> None:
    write_decision(db, decision_on(db, "rot", ruling, WHY, now=NOW + hours * HOUR, version=version))


def test_a_decision_is_on_a_version_and_goes_on_with_the_finding(db: Database) -> None:
    store(db, encounter("a"), encounter("b", town="GM0502"))
    analysed(db)
    before = stamp(db)
    ruled(db, Ruling.REJECTED, hours=3)
    assert stamp(db) != before
    (made,) = decisions_on(db, "rot")
    assert (made.finding_version, made.rule_version, made.hours) == (1, "rotation-1", 3)
    analysed(db, replace(ROTATION, version=2, strength=1.0, rule_version="rotation-2"))
    assert standing_of(db, ROTATION).standing is Standing.REJECTED
    wider = replace(ROTATION, version=3, circuit=("GM0502", "GM0606"))
    analysed(db, wider, hours=9)
    assert standing_of(db, wider).grown_by == ("municipality GM0606",)
    assert [(s.finding.id, s.stand.standing) for s in standings(db)] == [("rot", Standing.RETURNED)]


def test_a_decision_on_what_has_changed_or_stands_no_more_is_refused_and_not_written(db: Database) -> None:
    analysed(db)
    late = decision_on(db, "rot", Ruling.ACCEPTED, WHY, now=NOW)
    analysed(db, replace(ROTATION, version=2))
    with pytest.raises(ChangedMeanwhile):
        write_decision(db, late)
    with pytest.raises(ChangedMeanwhile):
        ruled(db, Ruling.ACCEPTED, version=1)
    write_findings(db, "rotation", changed=[], withdrawn={"rot": "not found any more"}, run="r2", now=NOW)
    for gone in ("rot", "nothing"):
        with pytest.raises(UsageError):
            decision_on(db, gone, Ruling.ACCEPTED, WHY, now=NOW)
    assert read_decisions(db) == {}


def test_a_decision_written_twice_is_one(db: Database) -> None:
    analysed(db)
    for _ in range(2):
        ruled(db, Ruling.ACCEPTED)
    assert len(decisions_on(db, "rot")) == 1


def test_alerts_of_what_was_rejected_wait_and_those_of_what_grew_since_are_sent(db: Database) -> None:
    pattern = replace(ROTATION, tier=Tier.FLAGGED)
    analysed(db, pattern)
    later = NOW + 99 * HOUR
    assert {d.alert.recipient for d in due_alerts(db, BOTH, now=later)} == BOTH
    ruled(db, Ruling.REJECTED)
    assert due_alerts(db, BOTH, now=later) == []
    analysed(db, replace(pattern, version=2, circuit=("GM0502", "GM0606")), hours=2)
    assert {d.alert.recipient for d in due_alerts(db, {*BOTH, "GM0606"}, now=later)} == {"GM0606"}
    ruled(db, Ruling.ACCEPTED, hours=3)
    assert {d.alert.recipient for d in due_alerts(db, {*BOTH, "GM0606"}, now=later)} == {*BOTH, "GM0606"}


def test_decisions_forget_who_was_erased_and_go_with_their_finding(db: Database) -> None:
    analysed(db)
    ruled(db, Ruling.ACCEPTED)
    db.write_all(decisions_without(db, findings=[], persons=frozenset({"q", "nobody"})))
    (made,) = decisions_on(db, "rot")
    assert (made.persons, made.ruling) == (("p",), Ruling.ACCEPTED)
    db.write_all(decisions_without(db, findings=["rot"], persons=frozenset()))
    assert read_decisions(db) == {}


def test_a_persons_own_data_hold_decisions_and_cases_about_them_and_nobody_else(db: Database) -> None:
    store(db, encounter("a"), encounter("b", town="GM0502"))
    link(db, {"person-p": ["a"], "person-q": ["b"]})
    analysed(db, replace(ROTATION, person_ids=("person-p", "person-q")))
    ruled(db, Ruling.REJECTED)
    case = Case("c-both", "assess_finding", "GM0599", CaseStatus.ACTIVE, ("rot",), ("a", "b"), "anna", NOW)
    case = offered(case, "GM0502", Transfer.MOVED, by="anna", now=NOW)
    write_case(db, case)
    write_case(db, replace(case, id="c-other", findings=(), encounters=("b",)))
    write_findings(db, "rotation", changed=[], withdrawn={"rot": "gone"}, run="r", now=NOW + HOUR)
    told = {s.id: dict(s.fields) for s in stored_of(db, "person-p")}
    assert told.keys() == {"a", *(d.id for d in decisions_on(db, "rot")), "c-both"}
    (made,) = decisions_on(db, "rot")
    assert told[made.id].items() >= {"finding": "rot", "ruling": "rejected", "reason": WHY.reason}.items()
    shown = {"purpose": "assess_finding", "offered_to": "GM0502", "encounters": "a", "findings": "rot"}
    assert told["c-both"].items() >= shown.items()
    assert [word for word in ("person-q", "anna", "analyst") if word in repr(told)] == []
