"""An outbox in memory that keeps what a worker writes, as the graph does."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from api.delivery.plan import OPERATOR, Medium, Plan, Target
from graph.model import Alert, AlertState, Delivery, TargetState
from graph.store.outbox import Attempted, Due

START = datetime(2026, 3, 2, 12, tzinfo=UTC)
TARGETS = (
    Target("police:Rotterdam", Medium.WEBHOOK, "https://police.example/"),
    Target("GM0599", Medium.WEBHOOK, "https://town.example/"),
    Target("GM0599", Medium.MAIL, "desk@town.example"),
    Target(OPERATOR, Medium.MAIL, "operator@region.example"),
)
POLICE, TOWN, DESK, NOTICED = TARGETS
PLAN = Plan(targets=TARGETS)


def alert(number: int, recipient: str = "police:Rotterdam", kind: str = "reappearance") -> Alert:
    """An alert, by its number."""
    created = START + timedelta(seconds=number)
    return Alert(f"alert-{number}", recipient, kind, f"rea-{number}", "GM0502", "reappearance/1", created)


class MemoryOutbox:
    """Alerts, attempts and targets as dictionaries. ``fails_after``: how many attempts are written before a crash."""

    def __init__(self, *alerts: Alert, fails_after: int | None = None) -> None:
        self.alerts = {a.id: a for a in alerts}
        self.made: list[Delivery] = []
        self.next_at: dict[str, datetime] = {}
        self.since: dict[str, int] = {}
        self.remembered: dict[str, TargetState] = {}
        self.fails_after = fails_after

    def due(self, recipients: Collection[str], now: datetime) -> Sequence[Due]:
        waits = {AlertState.STORED, AlertState.RETRYING}
        found = [a for a in self.alerts.values() if a.recipient in recipients and a.state in waits]
        found = [a for a in found if self.next_at.get(a.id, now) <= now]
        return [Due(a, self.since.get(a.id, 0)) for a in sorted(found, key=lambda a: (a.created, a.id))]

    def attempts(self, alert: str) -> Sequence[Delivery]:
        return [d for d in list(self.made) if d.alert_id == alert]

    def targets(self) -> dict[str, TargetState]:
        return dict(self.remembered)

    def record(self, done: Attempted) -> None:
        if self.fails_after is not None and len(self.made) >= self.fails_after:
            raise Crash
        d = done.delivery
        self.made.append(d)
        self.alerts[d.alert_id] = replace(self.alerts[d.alert_id], state=done.state, attempts=d.number)
        self.next_at.pop(d.alert_id, None)
        if done.next_at is not None:
            self.next_at[d.alert_id] = done.next_at
        if done.target is not None:
            self.remembered[done.target.target] = done.target
        for notice in done.notices:
            self.alerts.setdefault(notice.id, notice)

    def state(self, number: int) -> AlertState:
        return self.alerts[f"alert-{number}"].state


class Crash(BaseException):
    """The process is killed."""
