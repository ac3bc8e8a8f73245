"""Alerts of a home: sent, sent again, acknowledged, and sent all along while the home is served."""

import random
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial

from api.delivery.calling import Outside, trusted
from api.delivery.keys import load_keys
from api.delivery.plan import Plan, Target
from api.delivery.plan_file import load_plan
from api.delivery.sending import Send, Sender
from api.delivery.worker import EVERY_S, Tally, Worker
from api.home import Home
from api.jobs.alone import alone
from api.jobs.beside import beside
from graph.errors import UsageError, WaterbedError
from graph.model import Alert, AlertState, Delivery, TargetState
from graph.store.database import Database
from graph.store.outbox import (
    Attempted,
    Due,
    acknowledge,
    alerts_by_id,
    deliveries_of,
    due_alerts,
    read_alerts,
    record_attempt,
    send_again,
    target_states,
    write_target_states,
)

MOST_BY = 100
"""Characters of the name of whoever acknowledges."""


@dataclass(frozen=True, slots=True)
class GraphOutbox:
    """The outbox of a graph, as a worker needs it."""

    db: Database

    def due(self, recipients: Collection[str], now: datetime) -> Sequence[Due]:
        """Alerts to these recipients that may be sent now, oldest first."""
        return due_alerts(self.db, recipients, now=now)

    def attempts(self, alert: str) -> Sequence[Delivery]:
        """Every attempt to send an alert, in order."""
        return deliveries_of(self.db, [alert]).get(alert, [])

    def targets(self) -> Mapping[str, TargetState]:
        """What is remembered of targets, by id."""
        return target_states(self.db)

    def record(self, done: Attempted) -> None:
        """Write an attempt with what follows from it, all or nothing."""
        record_attempt(self.db, done)


def inbox(
    db: Database, *, recipients: Collection[str] | None = None, states: Collection[AlertState] | None = None
) -> list[Alert]:
    """Alerts of these recipients in these states, oldest first; of all where None."""
    return [
        a
        for a in read_alerts(db)
        if (recipients is None or a.recipient in recipients) and (states is None or a.state in states)
    ]


def acknowledge_alerts(
    db: Database, ids: Iterable[str], *, by: str, now: datetime, recipients: Collection[str] | None = None
) -> list[Alert]:
    """Note that recipients know of alerts, which ends their sending; the alerts as they are then.

    Parameters
    ----------
    db
        The graph.
    ids
        The alerts.
    by
        Who says so: a desk or a login, not a person's name.
    now
        When (UTC).
    recipients
        Whose alerts may be acknowledged; everyone's where None.

    Raises
    ------
    UsageError
        When an alert isn't there, or isn't theirs, or nobody says so; nothing is noted then.
    """
    name = by.strip()
    if not name or len(name) > MOST_BY or not name.isprintable():
        message = f"say who acknowledges, in at most {MOST_BY} characters"
        raise UsageError(message)
    wanted = _found(db, ids, recipients)
    acknowledge(db, wanted, by=name, now=now)
    return list(alerts_by_id(db, wanted).values())


def redeliver(
    db: Database, plan: Plan, ids: Iterable[str], *, recipients: Collection[str] | None = None
) -> list[Alert]:
    """Put alerts back to be sent anew, to targets that are taken to be there again; the alerts as they are then.

    Raises
    ------
    UsageError
        When an alert isn't there, isn't theirs, or has no target; nothing is put back then.
    """
    wanted = _found(db, ids, recipients)
    targets: list[Target] = []
    for alert in alerts_by_id(db, wanted).values():
        own = plan.targets_of(alert.recipient)
        if not own:
            message = f"{alert.id} is for {alert.recipient}, which has no target in the plan: add one"
            raise UsageError(message)
        targets += own
    write_target_states(db, [TargetState(t) for t in sorted({t.id for t in targets} & target_states(db).keys())])
    send_again(db, wanted)
    return list(alerts_by_id(db, wanted).values())


def deliver(home: Home, db: Database, *, clock: Callable[[], datetime], seed: int, send: Send | None = None) -> Tally:
    """Send everything that is due, and end.

    Parameters
    ----------
    home, db
        The installation and its graph.
    clock
        Time (UTC).
    seed
        Of the spread of delays.
    send
        Sends an alert; by the home's plan and keys where None.

    Raises
    ------
    WaterbedError
        When nothing can be sent: no plan or keys that can be used, no graph, another command at it.
    """
    plan = load_plan(home.alert_plan)
    if not plan.targets:
        return Tally()
    with only_deliverer(home):
        worker = Worker(
            GraphOutbox(db), plan, send or sender(home, plan), clock=clock, chance=random.Random(seed).random
        )
        return worker.drain()


def sender(home: Home, plan: Plan) -> Sender:
    """What sends by a home's plan and keys.

    Raises
    ------
    KeyringError, PlanError
        When they can't be used.
    """
    return Sender(plan, load_keys(home.alert_keys), Outside(trusted(plan.authorities), plan.networks))


@contextmanager
def delivering(home: Home, db: Database, *, seed: int) -> Iterator[Plan]:
    """Send what becomes due for as long as the block lasts, beside whatever it does; the plan that is followed.

    Nothing is sent where the plan has no targets. Where another command sends for this home, this one takes over when
    that one ends.

    Raises
    ------
    KeyringError, PlanError
        When the plan or the keys can't be used: before the block begins.
    """
    plan = load_plan(home.alert_plan)
    if not plan.targets:
        yield plan
        return
    worker = Worker(
        GraphOutbox(db),
        plan,
        sender(home, plan),
        clock=lambda: datetime.now(UTC),
        chance=random.Random(seed).random,
    )
    with beside(partial(_work, home, worker), name="alerts"):
        yield plan


@contextmanager
def only_deliverer(home: Home) -> Iterator[None]:
    """Be the only command that sends a home's alerts.

    Raises
    ------
    WaterbedError
        When another one does.
    """
    message = "alerts of this home are being sent already, by `waterbed serve` or another command: let it do its work"
    with alone(home, "deliverer", wait_s=0, message=message):
        yield


def _work(home: Home, worker: Worker, ending: threading.Event) -> None:
    while not ending.wait(EVERY_S):
        try:
            with only_deliverer(home):
                worker.run(ending)
        except WaterbedError:
            continue


def _found(db: Database, ids: Iterable[str], recipients: Collection[str] | None) -> list[str]:
    wanted = sorted(set(ids))
    known = alerts_by_id(db, wanted)
    lacking = [i for i in wanted if i not in known or (recipients is not None and known[i].recipient not in recipients)]
    if lacking or not wanted:
        message = (
            f"there is no alert {lacking[0]}: see `waterbed alerts list`" if lacking else "name at least one alert"
        )
        raise UsageError(message)
    return wanted
