"""The load on the service: every answer counted by kind, errors too, and reads of persons held against the log."""

from dataclasses import dataclass
from typing import Any, cast

import pytest

from api.bench.service.asking import Desk, Question
from api.bench.service.client import Answer, Client
from api.bench.service.load import Took, load, percentile
from api.bench.service.run import _counted, _rows


@dataclass
class Scripted:
    """Answers at once; every third with 503."""

    asked: int = 0

    def ask(self, *_: Any) -> Answer:
        self.asked += 1
        return Answer(503 if self.asked % 3 == 0 else 200, None, 0.001 * self.asked)


def test_every_answer_is_counted_and_errors_by_status() -> None:
    clients = [Scripted() for _ in range(3)]
    desks = [Desk(cast("Client", c), [(1, lambda _: Question("person", "GET", "/x"))]) for c in clients]
    took = load(desks, seconds=0.02, pause_s=0.0, seed=1)
    assert len(took.seconds["person"]) == sum(c.asked for c in clients)
    assert took.errors == {("person", 503): sum(c.asked // 3 for c in clients)}
    *_, total = _rows(took, "at once", {"person": 0.5})
    assert (total["read"], total["answers"]) == ("all", len(took.all_seconds))


@pytest.mark.parametrize(("share", "value"), [(0.5, 50.0), (0.95, 95.0), (1.0, 100.0), (0.001, 1.0)])
def test_a_percentile_is_the_value_that_so_many_do_not_exceed(share: float, value: float) -> None:
    assert percentile([float(n) for n in range(1, 101)], share) == value


def test_reads_of_persons_that_were_answered_are_as_many_as_lines() -> None:
    took = Took(seconds={"person": [0.1, 0.2], "finding": [0.1], "flows": [0.1]})
    took.errors["person", 503] = 1
    assert _counted(took, "at work", 2)["equal"] is True
    assert _counted(took, "at work", 3)["equal"] is False
