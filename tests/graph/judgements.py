"""Judgements and meetings in one line, for tests of who is the same person."""

from datetime import UTC, datetime, timedelta

from graph.columns import day_of
from graph.model import Judgement, Status, Verdict
from graph.reappearance import Met
from graph.store.rows import local_days
from tests.factories import on

AT = datetime(2024, 1, 1, tzinfo=UTC)


def word(
    a: str, b: str, verdict: Verdict = Verdict.SAME, p: float = 0.995, by: str = "model-1", minutes: int = 0
) -> Judgement:
    left, right = min(a, b), max(a, b)
    at = AT + timedelta(minutes=minutes)
    confirmed = by == "sources" and verdict is Verdict.SAME
    name = f"{left}-{right}-{verdict}-{by}-{minutes}"
    return Judgement(name, left, right, verdict, p, 7.0, by, at, "", confirmed=confirmed)


def met(name: str, day: str, town: str = "GM0599") -> Met:
    moment = on(day)
    first, last, _ = local_days(moment)
    return Met(
        name, town, "register", moment.seen_from, moment.seen_until, day_of(first), day_of(last), Status.POSSIBLE, None
    )
