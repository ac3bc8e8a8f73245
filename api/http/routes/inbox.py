"""The inbox of alerts: what awaits the desks that a caller stands for, and that they know of it."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import FastAPI, Query, Request

from api.access.actions import Action
from api.access.roles import Caller
from api.audit import Act
from api.http.access import declared
from api.http.desks import recipients, sees_case
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import Who, Works, absent, record
from api.http.service import Service
from api.http.shapes import DEFAULT_ITEMS, Cursor, Limit, PathId, Shape
from api.http.visible import visible_of
from api.jobs.alerts import acknowledge_alerts, inbox
from graph.case_alerts import CASE_KINDS
from graph.model import Alert, AlertState
from graph.store.cases import read_case
from graph.store.outbox import alerts_by_id

ERRORS = documented(400, 401, 403, 404, 406, 429, 503)


class AlertSaid(Shape):
    """An alert. ``findingId`` or ``caseId`` says where to read on; null where the caller may not know of it."""

    alert_id: str
    recipient: str
    kind: str
    created: datetime
    state: AlertState
    attempts: int
    finding_id: str | None
    case_id: str | None


class AlertPage(Shape):
    """Some alerts, and where the next page begins."""

    items: list[AlertSaid]
    next: str | None


def add_inbox(app: FastAPI) -> None:
    """Add the endpoints of the inbox."""

    @app.get("/v1/alerts", responses=documented(400, 401, 403, 406, 429, 503), tags=["alerts"])
    @declared(Action.READ_ALERTS)
    def list_alerts(
        service: Works,
        caller: Who,
        state: Annotated[AlertState | None, Query()] = None,
        kind: Annotated[str | None, Query(max_length=20, description="`reappearance`, `hand_over` …")] = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_ITEMS,
    ) -> AlertPage:
        """Alerts to the desks that the caller stands for, oldest first."""
        wanted = recipients(service, caller)
        states = None if state is None else {state}
        found = [a for a in inbox(service.db, recipients=wanted, states=states) if kind in (None, a.kind)]
        listing = f"alerts {state} {kind}"
        ordered = sorted(found, key=_key)
        some, following = page(service, caller, listing, ordered, key=_key, cursor=cursor, limit=limit)
        return AlertPage(items=[_said(a, service, caller) for a in some], next=following)

    @app.get("/v1/alerts/{alertId}", responses=ERRORS, tags=["alerts"])
    @declared(Action.READ_ALERTS)
    def read_alert(alertId: PathId, service: Works, caller: Who) -> AlertSaid:
        """One alert: where the address in a message leads."""
        return _said(_own(service, caller, alertId), service, caller)

    @app.post("/v1/alerts/{alertId}/acknowledgements", responses=ERRORS, status_code=201, tags=["alerts"])
    @declared(Action.ACKNOWLEDGE)
    def acknowledge(alertId: PathId, request: Request, service: Works, caller: Who) -> AlertSaid:
        """Say that the desk knows: nothing more of it is sent. Said twice, the first stays."""
        alert = _own(service, caller, alertId)
        record(request, Act("acknowledge", "alert", "", 1, {"alert": alert.id, "recipient": alert.recipient}))
        (known,) = acknowledge_alerts(service.db, [alert.id], by=caller.subject, now=service.now())
        return _said(known, service, caller)


def _own(service: Service, caller: Caller, alert_id: str) -> Alert:
    alert = alerts_by_id(service.db, [alert_id]).get(alert_id)
    if alert is None or alert.recipient not in recipients(service, caller):
        raise absent()
    return alert


def _said(alert: Alert, service: Service, caller: Caller) -> AlertSaid:
    is_case = alert.kind in CASE_KINDS
    is_known = _knows_case(service, caller, alert) if is_case else _knows_finding(service, caller, alert)
    return AlertSaid(
        alert_id=alert.id,
        recipient=alert.recipient,
        kind=alert.kind,
        created=alert.created,
        state=alert.state,
        attempts=alert.attempts,
        finding_id=alert.finding_id if is_known and not is_case else None,
        case_id=alert.finding_id if is_known and is_case else None,
    )


def _knows_finding(service: Service, caller: Caller, alert: Alert) -> bool:
    return alert.finding_id in visible_of(service, caller, [alert.finding_id])


def _knows_case(service: Service, caller: Caller, alert: Alert) -> bool:
    case = read_case(service.db, alert.finding_id)
    return case is not None and sees_case(service, caller, case)


def _key(alert: Alert) -> str:
    return f"{alert.created.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%f} {alert.id}"
