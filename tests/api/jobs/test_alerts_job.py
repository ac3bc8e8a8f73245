"""Jobs on alerts that commands and the service share."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.delivery.keys import new_keys
from api.delivery.plan import Medium, Plan, Target
from api.delivery.plan_file import demo_plan
from api.delivery.schedule import Answer
from api.delivery.worker import Tally
from api.home import Home
from api.jobs.alerts import acknowledge_alerts, deliver, delivering, inbox, only_deliverer, redeliver
from graph.errors import KeyringMissing, PlanError, UsageError, WaterbedError
from graph.model import Alert, AlertState, TargetState
from graph.store.database import Row
from graph.store.rows import to_text

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
TARGET = Target("GM0599", Medium.WEBHOOK, "https://desk.example/x")
PLAN = Plan(targets=(TARGET,))


class Graph:
    """A graph that holds alerts alone, and what is remembered of one target."""

    def __init__(self, *alerts: Alert) -> None:
        self.alerts = {a.id: a for a in alerts}
        self.written: list[tuple[str, Mapping[str, Any]]] = []

    def read(self, query: str, **asked: Any) -> list[Row]:
        if query == "targets_read":
            return [{"content": to_text(TargetState(TARGET.id, disabled_at=NOW))}]
        if query not in {"alerts_read", "alerts_by_id"}:
            return []
        some = [a for i, a in self.alerts.items() if i in asked.get("ids", self.alerts)]
        return [{"content": to_text(a), "state": a.state.value, "attempts": a.attempts} for a in some]

    def write(self, query: str, **asked: Any) -> list[Row]:
        self.written.append((query, asked))
        return []

    def write_all(self, statements: Sequence[tuple[str, Mapping[str, Any]]]) -> None:
        self.written += statements


def alert(name: str, recipient: str = "GM0599", state: AlertState = AlertState.STORED) -> Alert:
    return Alert(name, recipient, "rotation", f"rot-{name}", "flagged", "rotation-1", NOW, state)


def graph(*alerts: Alert) -> Any:
    return Graph(*alerts)


def test_an_inbox_holds_a_desk_s_own_alerts() -> None:
    db = graph(alert("a"), alert("b", "GM0502"), alert("c", state=AlertState.DEAD))
    assert [a.id for a in inbox(db)] == ["a", "b", "c"]
    assert [a.id for a in inbox(db, recipients={"GM0599"})] == ["a", "c"]
    assert [a.id for a in inbox(db, recipients={"GM0599"}, states={AlertState.DEAD})] == ["c"]
    assert inbox(db, recipients=set()) == []


def test_a_desk_acknowledges_its_own_alerts_alone_and_by_name() -> None:
    db = graph(alert("a"), alert("b", "GM0502"))
    acknowledge_alerts(db, ["a"], by=" desk ", now=NOW, recipients={"GM0599"})
    assert db.written == [("alerts_acknowledge", {"ids": ["a"], "by": "desk", "now": NOW})]
    for ids, by in (
        (["b"], "desk"),
        (["a", "gone"], "desk"),
        ([], "desk"),
        (["a"], " "),
        (["a"], "x" * 101),
        (["a"], "a\nb"),
    ):
        with pytest.raises(UsageError):
            acknowledge_alerts(db, ids, by=by, now=NOW, recipients={"GM0599"})
    assert len(db.written) == 1


def test_what_is_not_theirs_looks_as_if_it_were_not_there() -> None:
    said = []
    for ids in (["alert-b"], ["alert-gone"]):
        with pytest.raises(UsageError) as told:
            acknowledge_alerts(graph(alert("alert-b", "GM0502")), ids, by="desk", now=NOW, recipients={"GM0599"})
        said.append(str(told.value).replace(ids[0], "X"))
    assert said[0] == said[1]


def test_what_is_put_back_goes_to_a_target_that_is_called_again() -> None:
    db = graph(alert("a", state=AlertState.DEAD), alert("b", "GM0502"))
    redeliver(db, PLAN, ["a"])
    (first, second) = db.written
    assert first == ("targets_write", {"rows": [{"id": TARGET.id, "content": to_text(TargetState(TARGET.id))}]})
    assert second == ("alerts_again", {"ids": ["a"]})
    with pytest.raises(UsageError, match="no target"):
        redeliver(db, PLAN, ["a", "b"])
    assert len(db.written) == 2


def test_without_a_target_nothing_is_sent_and_no_key_is_asked_for(tmp_path: Path) -> None:
    assert deliver(Home(tmp_path), graph(alert("a")), clock=lambda: NOW, seed=1) == Tally()
    with delivering(Home(tmp_path), graph(alert("a")), seed=1) as plan:
        assert not plan.is_written


def test_what_is_missing_is_said_before_anything_is_served(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.alert_plan.write_text(demo_plan(), encoding="utf-8")
    with pytest.raises(KeyringMissing, match="alerts keys --new"), delivering(home, graph(), seed=1):
        raise AssertionError
    new_keys(home.alert_keys)
    home.alert_plan.write_text(demo_plan().replace("source =", 'authorities = "gone.pem"\nsource ='), encoding="utf-8")
    with pytest.raises(PlanError, match="PEM"), delivering(home, graph(), seed=1):
        raise AssertionError


def test_of_two_that_would_send_one_home_s_alerts_the_second_is_told(tmp_path: Path) -> None:
    home = Home(tmp_path)
    home.alert_plan.write_text(demo_plan(), encoding="utf-8")

    def deliver_all() -> Tally:
        return deliver(home, graph(), clock=lambda: NOW, seed=1, send=lambda _a, _t, _n: Answer(status=204))

    with only_deliverer(home), ThreadPoolExecutor(1) as other, pytest.raises(WaterbedError, match="being sent already"):
        other.submit(deliver_all).result()
    done = deliver_all()
    assert done == replace(done, delivered=0, failed=0, dead=0)
