import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from api.delivery.plan import Plan, Quiet, Target
from api.delivery.schedule import Answer
from api.delivery.worker import MOST_IN_A_ROW, Worker
from graph.alert_routes import Audience
from graph.errors import GraphUnreachable
from graph.model import Alert, AlertState, Outcome
from graph.store.outbox import NOTICE, Attempted
from tests.api.delivery.memory_outbox import (
    DESK,
    NOTICED,
    PLAN,
    POLICE,
    START,
    TARGETS,
    TOWN,
    Crash,
    MemoryOutbox,
    alert,
)  # fmt: skip

TAKEN, DOWN, AWAY = Answer(status=204), Answer(status=500), Answer(problem="too slow")
Behave = Callable[[Alert, Target], Answer]


class World:
    """An outbox, a worker on it, receivers that behave as given, and a clock that is set by hand."""

    def __init__(self, outbox: MemoryOutbox, behave: Behave, plan: Plan = PLAN) -> None:
        self.outbox = outbox
        self.now = START + timedelta(hours=1)
        self.sent: list[tuple[str, str, datetime]] = []
        self._behave = behave
        self.worker = Worker(outbox, plan, self._send, clock=lambda: self.now, chance=lambda: 0.5)

    def _send(self, one: Alert, target: Target, now: datetime) -> Answer:
        self.sent.append((one.id, target.id, now))
        return self._behave(one, target)

    def pass_time(self, until: timedelta) -> None:
        """Let the worker look every time that something falls due, until this long after the start."""
        end = START + until
        while self.now <= end:
            self.worker.drain()
            held = [s.held_until for s in self.outbox.remembered.values() if s.held_until]
            later = [at for at in (*self.outbox.next_at.values(), *held) if at > self.now]
            self.now = min(later, default=end + timedelta(seconds=1))


def test_what_is_due_is_sent_once_to_every_target_of_its_recipient() -> None:
    world = World(MemoryOutbox(alert(1), alert(2, "GM0599"), alert(3, "GM0502")), lambda _a, _t: TAKEN)
    for _ in range(3):
        world.worker.drain()
    assert Counter((a, t) for a, t, _ in world.sent) == {
        ("alert-1", POLICE.id): 1, ("alert-2", TOWN.id): 1, ("alert-2", DESK.id): 1,
    }  # fmt: skip
    assert [world.outbox.state(n) for n in (1, 2, 3)] == [
        AlertState.DELIVERED,
        AlertState.DELIVERED,
        AlertState.STORED,
    ]


def test_a_receiver_that_hangs_delays_nobody_else() -> None:
    others_done = threading.Event()
    outbox = MemoryOutbox(*(alert(n, "GM0599" if n % 2 else "police:Rotterdam") for n in range(100)))
    taken = Counter[str]()

    def behave(_alert: Alert, target: Target) -> Answer:
        if target == POLICE:
            assert others_done.wait(30)
            return AWAY
        taken[target.id] += 1
        if taken[TOWN.id] == taken[DESK.id] == 50:
            others_done.set()
        return TAKEN

    World(outbox, behave).worker.drain()
    # The hanging call only ended because all the others had been made.
    assert taken == {TOWN.id: 50, DESK.id: 50}


def test_a_reappearance_goes_before_the_hundreds_of_a_night_even_while_those_are_sent() -> None:
    night = [replace(alert(n), kind="rotation") for n in range(100)]
    outbox = MemoryOutbox(*night, alert(100))

    def behave(one: Alert, _target: Target) -> Answer:
        if one.id == "alert-7":
            late = alert(101)
            outbox.alerts[late.id] = late
        return TAKEN

    world = World(outbox, behave)
    world.worker.drain()
    order = [a for a, _, _ in world.sent]
    assert order[0] == "alert-100"
    assert order.index("alert-101") <= MOST_IN_A_ROW
    assert Counter(order) == {f"alert-{n}": 1 for n in range(102)}


def test_alerts_that_another_target_still_waits_for_keep_no_later_ones_from_a_receiver() -> None:
    outbox = MemoryOutbox(*(alert(n, "GM0599") for n in range(2 * MOST_IN_A_ROW)))
    world = World(outbox, lambda _a, t: TAKEN if t == DESK else DOWN)
    world.worker.drain()
    outbox.alerts["alert-999"] = alert(999, "GM0599")
    world.worker.drain()
    assert sum(t == DESK.id for _, t, _ in world.sent) == 2 * MOST_IN_A_ROW + 1


def test_a_receiver_that_is_down_for_76_hours_is_given_up_and_the_operator_told_once_a_day() -> None:
    outbox = MemoryOutbox(*(alert(n) for n in range(5)))
    world = World(outbox, lambda _a, t: DOWN if t == POLICE else TAKEN)
    world.pass_time(timedelta(hours=100))
    assert {outbox.state(n) for n in range(5)} == {AlertState.DEAD}
    first = [at for a, _, at in world.sent if a == "alert-0"]
    assert len(first) == 16
    assert first[-1] - first[0] == timedelta(hours=76)
    notices = [a for a in outbox.alerts.values() if a.kind == NOTICE]
    assert [n.recipient for n in notices] == ["operator"]
    assert sum(t == NOTICED.id for _, t, _ in world.sent) == 1


def test_a_receiver_that_comes_back_gets_everything_once() -> None:
    outbox = MemoryOutbox(*(alert(n) for n in range(5)))
    back = START + timedelta(hours=30)
    world = World(outbox, lambda _a, _t: TAKEN if world.now > back else AWAY)
    world.pass_time(timedelta(hours=100))
    assert {outbox.state(n) for n in range(5)} == {AlertState.DELIVERED}
    done = Counter(d.alert_id for d in outbox.made if d.outcome is Outcome.DELIVERED)
    assert set(done.values()) == {1}


def test_a_receiver_that_cannot_be_reached_is_not_called_for_every_alert_that_waits() -> None:
    world = World(MemoryOutbox(*(alert(n) for n in range(1000))), lambda _a, _t: AWAY)
    world.worker.drain()
    assert len(world.sent) == 1
    world.now += timedelta(seconds=15)
    world.worker.drain()
    assert len(world.sent) == 2


def test_one_alert_that_a_receiver_cannot_take_does_not_hold_the_others() -> None:
    outbox = MemoryOutbox(*(alert(n) for n in range(4)))
    World(outbox, lambda a, _t: DOWN if a.id == "alert-0" else TAKEN).worker.drain()
    assert [outbox.state(n) for n in range(4)] == [AlertState.RETRYING, *[AlertState.DELIVERED] * 3]


def test_410_disables_the_target_and_nothing_more_is_sent_there() -> None:
    outbox = MemoryOutbox(*(alert(n) for n in range(3)), alert(3, "GM0599"))
    world = World(outbox, lambda _a, t: Answer(status=410) if t in {POLICE, TOWN} else TAKEN)
    world.pass_time(timedelta(hours=200))
    assert Counter(t for _, t, _ in world.sent) == {POLICE.id: 1, TOWN.id: 1, DESK.id: 1, NOTICED.id: 2}
    assert [outbox.state(n) for n in range(3)] == [AlertState.DEAD, AlertState.STORED, AlertState.STORED]
    assert outbox.remembered[POLICE.id].disabled_at == START + timedelta(hours=1)
    outbox.alerts["alert-4"] = alert(4, "GM0599")
    world.worker.drain()
    assert outbox.state(4) is AlertState.DELIVERED


def test_what_a_receiver_asks_for_holds_all_that_waits_for_it() -> None:
    busy = Answer(status=429, retry_after=timedelta(hours=2))
    until = START + timedelta(hours=3)
    outbox = MemoryOutbox(*(alert(n) for n in range(20)))
    world = World(outbox, lambda _a, _t: TAKEN if world.now >= until else busy)
    world.pass_time(timedelta(hours=10))
    assert [at for _, _, at in world.sent] == [START + timedelta(hours=1), *[until] * 20]
    assert len(outbox.made) == 21


def test_killed_between_sending_and_writing_it_sends_again_with_the_same_id_and_loses_none() -> None:
    outbox = MemoryOutbox(*(alert(n) for n in range(10)))
    sent: list[str] = []
    for stop in range(10):
        outbox.fails_after = stop
        world = World(outbox, lambda _a, _t: TAKEN)
        # The worker's own threads would only report the kill: its lane is run here.
        with pytest.raises(Crash):
            world.worker._lane(POLICE, outbox.due({"police:Rotterdam"}, world.now))
        sent += [a for a, _, _ in world.sent]
    outbox.fails_after = None
    world = World(outbox, lambda _a, _t: TAKEN)
    world.worker.drain()
    sent += [a for a, _, _ in world.sent]
    assert set(sent) == {f"alert-{n}" for n in range(10)}
    assert Counter(d.alert_id for d in outbox.made) == {f"alert-{n}": 1 for n in range(10)}
    assert len(sent) == 20


def test_quiet_hours_hold_what_does_not_come_at_once() -> None:
    plan = replace(PLAN, quiet={Audience.MUNICIPALITY: Quiet(time(18), time(8))})
    outbox = MemoryOutbox(
        alert(1, "GM0599", "rotation"), alert(2, "GM0599"), alert(3, kind="rotation"), alert(4, "operator", NOTICE)
    )
    world = World(outbox, lambda _a, _t: TAKEN, plan)
    world.now = START.replace(hour=22)
    world.worker.drain()
    assert [outbox.state(n) is AlertState.DELIVERED for n in (1, 2, 3, 4)] == [False, True, True, True]
    world.now = (START + timedelta(days=1)).replace(hour=7)
    world.worker.drain()
    assert outbox.state(1) is AlertState.DELIVERED


@pytest.mark.parametrize(
    ("hour", "until"),
    [(16, None), (17, (3, 7)), (23, (3, 7)), (0, (2, 7)), (6, (2, 7)), (7, None)],
)
def test_quiet_hours_are_local_and_go_over_midnight(hour: int, until: tuple[int, int] | None) -> None:
    now = START.replace(hour=hour)
    end = Quiet(time(18), time(8)).until("rotation", now)
    assert end == (now.replace(day=until[0], hour=until[1]) if until else None)
    assert Quiet(time(18), time(8)).until("reappearance", now) is None


def test_quiet_hours_within_a_day_and_on_the_day_the_clock_changes() -> None:
    noon = Quiet(time(12), time(14))
    assert noon.until("rotation", START) == START.replace(hour=13)
    assert noon.until("rotation", START.replace(hour=14)) is None
    change = datetime(2026, 3, 28, 22, tzinfo=START.tzinfo)
    assert Quiet(time(18), time(8)).until("rotation", change) == datetime(2026, 3, 29, 6, tzinfo=START.tzinfo)


def test_a_notice_that_fails_gives_no_notice() -> None:
    outbox = MemoryOutbox(alert(1, "operator", NOTICE))
    World(outbox, lambda _a, _t: Answer(status=410)).worker.drain()
    assert list(outbox.alerts) == ["alert-1"]
    assert outbox.state(1) is AlertState.DEAD


def test_a_graph_that_does_not_answer_is_told_to_whoever_waits() -> None:
    class Broken(MemoryOutbox):
        def record(self, _done: Attempted) -> None:
            message = "the graph does not answer"
            raise GraphUnreachable(message)

    world = World(Broken(alert(1)), lambda _a, _t: TAKEN)
    for _ in range(5):
        with pytest.raises(GraphUnreachable):
            world.worker.drain()
    # What can't be written down isn't sent again and again either.
    assert len(world.sent) == 1
    world.now += timedelta(minutes=1)
    with pytest.raises(GraphUnreachable):
        world.worker.drain()
    assert len(world.sent) == 2


def test_nothing_is_sent_where_no_target_is_named() -> None:
    world = World(MemoryOutbox(alert(1)), lambda _a, _t: TAKEN, Plan())
    world.worker.drain()
    assert world.sent == []


def test_a_worker_goes_on_until_it_is_told_to_end() -> None:
    ending = threading.Event()

    class Ticking(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            return ending.wait(0 if timeout else None)

    def behave(_alert: Alert, _target: Target) -> Answer:
        ending.set()
        return TAKEN

    outbox = MemoryOutbox(alert(1))
    World(outbox, behave).worker.run(Ticking())
    assert outbox.state(1) is AlertState.DELIVERED
    assert len(TARGETS) == 4
