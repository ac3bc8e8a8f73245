"""Sends what is due, a lane for each target, so that one that hangs or fails delays nobody else.

An attempt is made first and written after. Killed between the two, the worker makes it again, with the same id and the
same body: a receiver that honours ids sees one effect, and none is lost. Of two workers on one home the second waits
(:func:`api.jobs.alerts.only_deliverer`).
"""

import threading
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from api.delivery.plan import OPERATOR, Plan, Target
from api.delivery.schedule import HOLD, Step, state_of, step
from api.delivery.sending import Send
from graph.alerts import alert_id
from graph.errors import GraphError
from graph.model import Alert, Delivery, Outcome, TargetState
from graph.store.outbox import NOTICE, Attempted, Due

EVERY_S = 1.0
"""How often a worker looks for what is due."""
MOST_IN_A_ROW = 25
"""Alerts that a lane sends before it is looked again what is due: a night's hundreds don't keep a reappearance waiting."""
NOTICE_RULE = "notice/1"


class Outbox(Protocol):
    """What a worker needs of the stored alerts."""

    def due(self, recipients: Collection[str], now: datetime) -> Sequence[Due]:
        """Alerts to these recipients that may be sent now, oldest first."""

    def attempts(self, alert: str) -> Sequence[Delivery]:
        """Every attempt to send an alert, in order."""

    def targets(self) -> Mapping[str, TargetState]:
        """What is remembered of targets, by id."""

    def record(self, done: Attempted) -> None:
        """Write an attempt with what follows from it, all or nothing."""


@dataclass
class Tally:
    """What a worker did: attempts by outcome, and alerts given up."""

    delivered: int = 0
    failed: int = 0
    dead: int = 0


class Worker:
    """Sends what is due by a plan.

    Parameters
    ----------
    outbox
        The stored alerts.
    plan
        Where they are sent.
    send
        Sends one.
    clock
        Time (UTC).
    chance
        Draws a number uniform in [0, 1), for the spread of delays.
    """

    def __init__(
        self, outbox: Outbox, plan: Plan, send: Send, *, clock: Callable[[], datetime], chance: Callable[[], float]
    ) -> None:
        self._outbox = outbox
        self._plan = plan
        self._send = send
        self._clock = clock
        self._chance = chance
        self._lanes: dict[str, threading.Thread] = {}
        self._writing = threading.Lock()
        self._ending = threading.Event()
        self._problems: list[Exception] = []
        self._paused: dict[str, datetime] = {}
        self.tally = Tally()

    def begin(self) -> int:
        """Start a lane for every target that has something due and none at work; how many were started."""
        now = self._clock()
        states = self._outbox.targets()
        open_targets = [t for t in self._plan.targets if _is_open(states.get(t.id), now) and not self._is_busy(t, now)]
        lanes = self._lanes_of(open_targets, now)
        for target, waiting in lanes.items():
            lane = threading.Thread(target=self._lane, args=(target, waiting), daemon=True)
            self._lanes[target.id] = lane
            lane.start()
        return len(lanes)

    def finish(self) -> None:
        """Wait until every lane has ended.

        Raises
        ------
        GraphError
            When a lane ended because the graph didn't take an attempt; its target then rests for a minute.
        """
        for lane in list(self._lanes.values()):
            lane.join()
        if self._problems:
            raise self._problems[0]

    def drain(self) -> Tally:
        """Send until nothing more is due; what was done.

        Raises
        ------
        GraphError
            As :meth:`finish`.
        """
        while True:
            before = replace(self.tally)
            self.begin()
            self.finish()
            if self.tally == before:
                return self.tally

    def run(self, until: threading.Event) -> None:
        """Look for what is due again and again, until told to end; a graph that doesn't answer is asked again."""
        while not until.wait(EVERY_S):
            try:
                self.begin()
            except GraphError:
                continue
        self._ending.set()
        for lane in list(self._lanes.values()):
            lane.join()

    def _lanes_of(self, targets: Collection[Target], now: datetime) -> dict[Target, list[Due]]:
        """What is due to targets now, by target: what comes at once first, then the oldest."""
        lanes: dict[Target, list[Due]] = defaultdict(list)
        found = self._outbox.due({t.recipient for t in targets}, now) if targets else ()
        for due in sorted(found, key=lambda due: not self._plan.comes_at_once(due.alert)):
            if self._plan.quiet_until(due.alert, now) is None:
                for target in targets:
                    if target.recipient == due.alert.recipient:
                        lanes[target].append(due)
        return lanes

    def _is_busy(self, target: Target, now: datetime) -> bool:
        lane = self._lanes.get(target.id)
        return (lane is not None and lane.is_alive()) or self._paused.get(target.id, now) > now

    def _lane(self, target: Target, waiting: Iterable[Due]) -> None:
        try:
            while self._sends_many(target, waiting):
                waiting = self._lanes_of([target], self._clock()).get(target, ())
        except Exception as problem:  # noqa: BLE001 - told by finish; a thread would print it, values and all
            # What was sent but not written would be sent again at every look.
            self._paused[target.id] = self._clock() + HOLD
            self._problems.append(problem)

    def _sends_many(self, target: Target, waiting: Iterable[Due]) -> bool:
        """Send what waits for a target; whether that were so many that the rest has to be looked at anew."""
        sent = 0
        for due in waiting:
            goes_on = not self._ending.is_set() and self._attempt(target, due)
            if goes_on is False:
                return False
            sent += goes_on is not None
            if sent == MOST_IN_A_ROW:
                return True
        return False

    def _attempt(self, target: Target, due: Due) -> bool | None:
        """Send an alert; whether the lane goes on. None where its turn hasn't come."""
        earlier = [d for d in self._outbox.attempts(due.alert.id) if d.number > due.since]
        own = [d for d in earlier if d.target == target.id]
        now = self._clock()
        if own and (own[-1].next_at is None or own[-1].next_at > now):
            return None
        answer = self._send(due.alert, target, now)
        after = step(answer, own, now=self._clock(), chance=self._chance())
        with self._writing:
            self._write(target, due, after, answer.said, now)
        return after.outcome is not Outcome.GONE and not after.hold

    def _write(self, target: Target, due: Due, after: Step, said: str, at: datetime) -> None:
        alert = due.alert
        before = self._outbox.attempts(alert.id)
        delivery = Delivery(
            id=f"{alert.id}/{len(before) + 1}",
            alert_id=alert.id,
            target=target.id,
            number=len(before) + 1,
            at=at,
            outcome=after.outcome,
            said=said,
            next_at=after.next_at,
        )
        made = [d for d in (*before, delivery) if d.number > due.since]
        states = self._outbox.targets()
        counted = [
            t for t in self._plan.targets_of(alert.recipient) if t == target or not _is_disabled(states.get(t.id))
        ]
        by_target = [[d for d in made if d.target == t.id] for t in counted]
        is_dead = after.outcome is not Outcome.DELIVERED and after.next_at is None
        self._outbox.record(
            Attempted(
                delivery=delivery,
                state=state_of(by_target),
                next_at=_next(by_target),
                target=self._remembered(target, after, at),
                notices=_notices(target, at) if is_dead else (),
            )
        )
        self.tally.delivered += after.outcome is Outcome.DELIVERED
        self.tally.failed += after.outcome is not Outcome.DELIVERED
        self.tally.dead += is_dead

    def _remembered(self, target: Target, after: Step, at: datetime) -> TargetState | None:
        if after.outcome is Outcome.GONE:
            return TargetState(target.id, disabled_at=at)
        return TargetState(target.id, held_until=self._clock() + after.hold) if after.hold else None


def _is_open(state: TargetState | None, now: datetime) -> bool:
    is_held = state is not None and state.held_until is not None and state.held_until > now
    return not is_held and not _is_disabled(state)


def _is_disabled(state: TargetState | None) -> bool:
    return state is not None and state.disabled_at is not None


def _next(by_target: Sequence[Sequence[Delivery]]) -> datetime | None:
    """When an alert is due again; None where a target hasn't been tried yet, or nothing follows."""
    if not all(by_target):
        return None
    return min((some[-1].next_at for some in by_target if some[-1].next_at), default=None)


def _notices(target: Target, at: datetime) -> tuple[Alert, ...]:
    """Notice to the operator, one a day for a target, and none of what was for the operator itself."""
    if target.recipient == OPERATOR:
        return ()
    day = f"{at:%Y-%m-%d}"
    return (
        Alert(
            id=alert_id(target.id, OPERATOR, day),
            recipient=OPERATOR,
            kind=NOTICE,
            finding_id=target.id,
            novelty=day,
            rule_version=NOTICE_RULE,
            created=at,
        ),
    )
