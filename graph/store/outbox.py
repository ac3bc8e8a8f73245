"""The outbox in the graph: alerts, every attempt to send them, and what is remembered of those they are sent to.

An attempt, what it makes of its alert, what it says of the target and the notice it gives rise to are written in one
transaction. An attempt that wasn't written never happened: it is made again, with the same id and body.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from graph.alert_routes import kind_of
from graph.case_alerts import CASE_KINDS
from graph.model import Alert, AlertState, Delivery, Finding, TargetState
from graph.store.database import Database, Row, Statement
from graph.store.rows import from_text, to_text

NOTICE = "undelivered"
"""Kind of the alert to the operator that something couldn't be delivered; it tells of a target, not of a finding."""

NOTICES = (NOTICE, *CASE_KINDS)
"""Kinds of alerts that tell of no finding."""


@dataclass(frozen=True, slots=True)
class Due:
    """An alert that may be sent now. Of its attempts, those up to the ``since``-th were made before it was put back."""

    alert: Alert
    since: int = 0


@dataclass(frozen=True, slots=True)
class Attempted:
    """What an attempt leaves behind: itself, the alert's state, when the alert is due again, and more where there is.

    ``next_at`` is UTC; None: at once where the state says that something follows.
    """

    delivery: Delivery
    state: AlertState
    next_at: datetime | None
    target: TargetState | None = None
    notices: tuple[Alert, ...] = ()


def alert_statements(alerts: Sequence[Alert]) -> list[Statement]:
    """Statement that puts alerts into the outbox; one that is there stays as it is, so none is ever sent twice."""
    if not alerts:
        return []
    return [("alerts_write", {"rows": alert_rows(alerts)})]


def alert_rows(alerts: Sequence[Alert]) -> list[Row]:
    """Properties of the nodes of alerts, by id."""
    return [
        {
            "id": a.id,
            "recipient": a.recipient,
            "kind": a.kind,
            "finding_id": a.finding_id,
            "created": a.created,
            "created_s": _seconds(a.created),
            "state": a.state.value,
            "attempts": a.attempts,
            "content": to_text(a),
        }
        for a in sorted(alerts, key=lambda a: a.id)
    ]


def write_alerts(db: Database, alerts: Sequence[Alert]) -> None:
    """Put alerts into the outbox that come with nothing else."""
    db.write_all(alert_statements(alerts))


def read_alerts(db: Database) -> list[Alert]:
    """All alerts, oldest first."""
    return [_alert(r) for r in db.read("alerts_read")]


def alerts_by_id(db: Database, ids: Iterable[str]) -> dict[str, Alert]:
    """Alerts by id; those that aren't stored are absent."""
    wanted = sorted(set(ids))
    found = [_alert(r) for r in db.read("alerts_by_id", ids=wanted)] if wanted else []
    return {a.id: a for a in found}


def told(db: Database, findings: Sequence[Finding]) -> dict[tuple[str, str], set[str]]:
    """What earlier alerts said of the reach of these findings, by finding and recipient; all are of one kind."""
    known: dict[tuple[str, str], set[str]] = defaultdict(set)
    for kind in sorted({kind_of(f) for f in findings}):
        for row in db.read("alerts_of_kind", kind=kind):
            alert = _alert(row)
            known[alert.finding_id, alert.recipient].update((*alert.covers, alert.novelty))
    return dict(known)


def due_alerts(db: Database, recipients: Iterable[str], *, now: datetime) -> list[Due]:
    """Alerts to these recipients that may be sent now, oldest first; not those of a finding that is withdrawn.

    Of a finding that an analyst rejected only those written since, when it had grown.
    """
    rows = db.read("alerts_due", recipients=sorted(set(recipients)), now=_seconds(now), notices=list(NOTICES))
    return [Due(_alert(r), r["since"]) for r in rows]


def deliveries_of(db: Database, alert_ids: Iterable[str]) -> dict[str, list[Delivery]]:
    """All attempts to send these alerts, by alert, in the order they were made."""
    wanted = sorted(set(alert_ids))
    found: dict[str, list[Delivery]] = defaultdict(list)
    for row in db.read("deliveries_read", ids=wanted) if wanted else ():
        delivery = from_text(Delivery, row["content"])
        found[delivery.alert_id].append(delivery)
    return {a: sorted(some, key=lambda d: d.number) for a, some in found.items()}


def record_attempt(db: Database, done: Attempted) -> None:
    """Write an attempt with everything that follows from it, in one transaction."""
    d = done.delivery
    mark: Row = {
        "id": d.alert_id,
        "state": done.state.value,
        "attempts": d.number,
        "next_at": _seconds(done.next_at) if done.next_at else 0,
    }
    attempt: Row = {"id": d.id, "alert_id": d.alert_id, "at": d.at, "content": to_text(d)}
    statements: list[Statement] = [
        ("deliveries_write", {"rows": [attempt]}),
        ("alerts_attempted", {"rows": [mark]}),
    ]
    if done.target is not None:
        statements.append(_target_statement([done.target]))
    db.write_all([*statements, *alert_statements(done.notices)])


def target_states(db: Database) -> dict[str, TargetState]:
    """What is remembered of targets, by id."""
    found = [from_text(TargetState, r["content"]) for r in db.read("targets_read")]
    return {t.target: t for t in found}


def write_target_states(db: Database, states: Sequence[TargetState]) -> None:
    """Write what is remembered of targets."""
    if states:
        db.write_all([_target_statement(states)])


def send_again(db: Database, alert_ids: Iterable[str]) -> None:
    """Put alerts back as if they had just been stored; their attempts stay on record."""
    wanted = sorted(set(alert_ids))
    if wanted:
        db.write("alerts_again", ids=wanted)


def acknowledge(db: Database, alert_ids: Iterable[str], *, by: str, now: datetime) -> None:
    """Note that recipients know of alerts; what is acknowledged already stays as it was said first."""
    wanted = sorted(set(alert_ids))
    if wanted:
        db.write("alerts_acknowledge", ids=wanted, by=by, now=now)


def _target_statement(states: Sequence[TargetState]) -> Statement:
    rows: list[Row] = [{"id": t.target, "content": to_text(t)} for t in sorted(states, key=lambda t: t.target)]
    return "targets_write", {"rows": rows}


def _alert(row: Row) -> Alert:
    stored = from_text(Alert, row["content"])
    return replace(stored, state=AlertState(row["state"]), attempts=row["attempts"])


def _seconds(at: datetime) -> float:
    return at.astimezone(UTC).timestamp()
