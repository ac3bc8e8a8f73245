"""What the store promises of the outbox, on the embedded engine and a real Neo4j alike."""

from dataclasses import replace
from datetime import timedelta

from graph.alert_routes import Routes
from graph.alerts import alerts_of
from graph.model import Alert, AlertState, Delivery, Outcome, TargetState, Tier
from graph.store.database import Database
from graph.store.findings import earlier_rules, write_findings
from graph.store.outbox import (
    NOTICE,
    Attempted,
    acknowledge,
    alerts_by_id,
    deliveries_of,
    due_alerts,
    read_alerts,
    record_attempt,
    send_again,
    target_states,
    told,
    write_target_states,
)
from tests.contract.stored import NOW, findings, store
from tests.factories import encounter

ROTATION = findings()[0]
BOTH = {"GM0502", "GM0599"}


def analysed(db: Database, version: int = 1, **changes: object) -> tuple[Alert, ...]:
    """Write a rotation with the alerts it gives, as an analysis does."""
    found = replace(ROTATION, version=version, **changes)  # type: ignore[arg-type]
    alerts = alerts_of([found], told(db, [found]), routes=Routes(), now=NOW)
    write_findings(db, "rotation", changed=[found], withdrawn={}, run=f"r{version}", now=NOW, alerts={found.id: alerts})
    return alerts


def attempt(alert: Alert, number: int, outcome: Outcome = Outcome.FAILED, *, minutes: float | None = 1.0) -> Attempted:
    at = NOW + timedelta(minutes=number)
    after = at + timedelta(minutes=minutes) if minutes else None
    delivery = Delivery(f"{alert.id}/{number}", alert.id, "target-1", number, at, outcome, "500", after)
    done = AlertState.RETRYING if after else AlertState.DEAD
    return Attempted(delivery, AlertState.DELIVERED if outcome is Outcome.DELIVERED else done, after)


def test_a_finding_and_its_alerts_are_there_together_and_again_tells_nothing(db: Database) -> None:
    store(db, encounter("a"), encounter("b"))
    first = analysed(db)
    assert {a.recipient for a in first} == BOTH
    assert set(read_alerts(db)) == set(first)
    assert [analysed(db) for _ in range(4)] == [()] * 4
    assert analysed(db, 2, rule_version="rotation-2") == ()
    assert earlier_rules(db, "rot") == [(1, "rotation-1")]
    assert analysed(db, 3, rule_version="rotation-2", strength=1.0) == ()
    assert earlier_rules(db, "rot") == [(1, "rotation-1")]
    assert {a.recipient for a in analysed(db, 4, circuit=("GM0502", "GM0606"))} == {"GM0606"}
    assert len(read_alerts(db)) == 3


def test_a_kept_finding_tells_those_whom_a_new_rule_adds(db: Database) -> None:
    write_findings(db, "rotation", changed=[ROTATION], withdrawn={}, run="r1", now=NOW)
    alerts = alerts_of([ROTATION], told(db, [ROTATION]), routes=Routes(), now=NOW)
    write_findings(
        db, "rotation", changed=[], withdrawn={}, run="r2", now=NOW, kept=[ROTATION], alerts={ROTATION.id: alerts}
    )
    assert len(read_alerts(db)) == 2


def test_an_alert_is_due_until_it_is_delivered_and_never_while_its_finding_is_withdrawn(db: Database) -> None:
    alert = next(a for a in analysed(db) if a.recipient == "GM0502")
    assert {d.alert.id for d in due_alerts(db, BOTH, now=NOW)} == {a.id for a in read_alerts(db)}
    assert due_alerts(db, [], now=NOW) == []
    record_attempt(db, attempt(alert, 1))
    assert due_alerts(db, ["GM0502"], now=NOW + timedelta(minutes=1)) == []
    (due,) = due_alerts(db, ["GM0502"], now=NOW + timedelta(minutes=2))
    assert (due.alert.state, due.alert.attempts, due.since) == (AlertState.RETRYING, 1, 0)
    write_findings(db, "rotation", changed=[], withdrawn={"rot": "not found any more"}, run="r2", now=NOW)
    assert due_alerts(db, ["GM0502"], now=NOW + timedelta(hours=1)) == []
    analysed(db, 2)
    assert len(due_alerts(db, ["GM0502"], now=NOW + timedelta(hours=1))) == 1
    record_attempt(db, attempt(alert, 2, Outcome.DELIVERED, minutes=None))
    assert due_alerts(db, ["GM0502"], now=NOW + timedelta(hours=1)) == []
    assert [d.outcome for d in deliveries_of(db, [alert.id])[alert.id]] == [Outcome.FAILED, Outcome.DELIVERED]


def test_an_attempt_written_twice_is_one(db: Database) -> None:
    alert = analysed(db)[0]
    for _ in range(2):
        record_attempt(db, attempt(alert, 1))
    assert deliveries_of(db, [alert.id]) == {alert.id: [attempt(alert, 1).delivery]}


def test_what_was_given_up_is_sent_anew_when_it_is_put_back(db: Database) -> None:
    alert = analysed(db)[0]
    record_attempt(db, attempt(alert, 1))
    record_attempt(db, attempt(alert, 2, minutes=None))
    assert alerts_by_id(db, [alert.id, "gone"])[alert.id].state is AlertState.DEAD
    assert alert.id not in {d.alert.id for d in due_alerts(db, BOTH, now=NOW + timedelta(days=9))}
    send_again(db, [alert.id])
    (due,) = due_alerts(db, [alert.recipient], now=NOW)
    assert (due.alert.state, due.since) == (AlertState.STORED, 2)


def test_who_knows_is_told_nothing_more_and_the_first_word_stays(db: Database) -> None:
    alert = analysed(db)[0]
    acknowledge(db, [alert.id], by="desk", now=NOW)
    acknowledge(db, [alert.id], by="other", now=NOW + timedelta(days=1))
    record_attempt(db, attempt(alert, 1))
    assert alerts_by_id(db, [alert.id])[alert.id].state is AlertState.ACKNOWLEDGED
    assert due_alerts(db, [alert.recipient], now=NOW + timedelta(days=9)) == []
    (by,) = db.query("MATCH (a:Alert {state: 'acknowledged'}) RETURN a.acknowledged_by AS by")
    assert by["by"] == "desk"


def test_what_is_remembered_of_a_target_and_a_notice_come_with_the_attempt(db: Database) -> None:
    alert = analysed(db)[0]
    notice = replace(alert, id="alert-notice", recipient="operator", kind=NOTICE, finding_id="target-1")
    state = TargetState("target-1", disabled_at=NOW)
    record_attempt(db, replace(attempt(alert, 1, Outcome.GONE, minutes=None), target=state, notices=(notice,)))
    assert target_states(db) == {"target-1": state}
    assert [d.alert for d in due_alerts(db, ["operator"], now=NOW)] == [notice]
    write_target_states(db, [TargetState("target-1")])
    assert target_states(db) == {"target-1": TargetState("target-1")}


def test_what_was_told_is_known_by_finding_and_recipient(db: Database) -> None:
    assert told(db, [ROTATION]) == {}
    analysed(db)
    known = told(db, [ROTATION])
    assert set(known) == {("rot", "GM0502"), ("rot", "GM0599")}
    assert known["rot", "GM0502"] == {Tier.PATTERN, Tier.FLAGGED}
