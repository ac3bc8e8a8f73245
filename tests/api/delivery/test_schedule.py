import itertools
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.delivery.schedule import MOST_ASKED, SPREAD, WINDOW, Answer, delay, state_of, step
from graph.model import AlertState, Delivery, Outcome

NOW = datetime(2026, 3, 1, tzinfo=UTC)
DOWN = Answer(status=500)
chances = st.floats(0, 1, exclude_max=True)


def played(answers: Sequence[Answer], chance: float = 0.5) -> list[Delivery]:
    """Attempts of an alert whose receiver gives these answers, the last one for ever; each made when it is due."""
    made: list[Delivery] = []
    now = NOW
    while not made or made[-1].next_at is not None:
        answer = answers[min(len(made), len(answers) - 1)]
        after = step(answer, made, now=now, chance=chance)
        number = len(made) + 1
        made.append(Delivery(str(number), "a", "t", number, now, after.outcome, answer.said, after.next_at))
        now = after.next_at or now
        assert number < 100
    return made


def test_a_receiver_that_is_down_is_called_after_doubling_delays_until_76_hours_have_passed() -> None:
    made = played([DOWN])
    waits = [(b.at - a.at).total_seconds() for a, b in itertools.pairwise(made)]
    assert waits[:14] == [15 * 2**n for n in range(14)]
    assert len(made) == 16
    assert made[-1].at - made[0].at == timedelta(hours=76)
    assert made[-1].outcome is Outcome.FAILED
    assert state_of([made]) is AlertState.DEAD


@given(chances)
def test_chance_spreads_the_delays_and_leaves_the_end_where_it_is(chance: float) -> None:
    made = played([DOWN], chance)
    for n, (a, b) in enumerate(itertools.pairwise(made[:-1])):
        wait = (b.at - a.at) / timedelta(seconds=15 * 2**n)
        assert wait + 1e-6 >= 1 - SPREAD
        assert wait <= 1 + SPREAD + 1e-6
    assert made[-1].at - made[0].at == WINDOW


@given(st.integers(1, 10_000), chances)
def test_a_delay_is_never_longer_than_the_window_and_half_of_it(failures: int, chance: float) -> None:
    assert timedelta() < delay(failures, chance) <= WINDOW * (1 + SPREAD)


def test_a_receiver_that_comes_back_in_the_76th_hour_is_told() -> None:
    made = played([*[DOWN] * 15, Answer(status=204)])
    assert made[-1].outcome is Outcome.DELIVERED
    assert state_of([made]) is AlertState.DELIVERED


@pytest.mark.parametrize("status", [301, 302, 307, 308, 400, 401, 404, 429, 500, 503])
def test_any_answer_but_2xx_is_a_failure_that_is_tried_again(status: int) -> None:
    after = step(Answer(status=status), [], now=NOW, chance=0.5)
    assert (after.outcome, after.next_at) == (Outcome.FAILED, NOW + timedelta(seconds=15))


@pytest.mark.parametrize("status", [200, 201, 202, 204])
def test_2xx_is_delivered(status: int) -> None:
    assert step(Answer(status=status), [], now=NOW, chance=0.5).outcome is Outcome.DELIVERED


def test_410_ends_it_at_once() -> None:
    after = step(Answer(status=410), [], now=NOW, chance=0.5)
    assert (after.outcome, after.next_at) == (Outcome.GONE, None)


def test_what_a_receiver_asks_for_is_respected_up_to_a_day_and_holds_the_target() -> None:
    asked = Answer(status=429, retry_after=timedelta(hours=2))
    after = step(asked, [], now=NOW, chance=0.5)
    assert (after.next_at, after.hold) == (NOW + timedelta(hours=2), timedelta(hours=2))
    greedy = step(Answer(status=503, retry_after=timedelta(days=900)), [], now=NOW, chance=0.5)
    assert greedy.next_at == NOW + MOST_ASKED
    hasty = step(Answer(status=503, retry_after=timedelta()), [], now=NOW, chance=0.5)
    assert hasty.next_at == NOW + timedelta(seconds=15)


def test_a_receiver_that_always_asks_for_a_day_still_comes_to_an_end() -> None:
    made = played([Answer(status=429, retry_after=timedelta(days=1))])
    assert [d.at - NOW for d in made] == [timedelta(days=n) for n in range(5)]


def test_a_target_that_cannot_be_reached_is_left_alone_for_a_moment() -> None:
    assert step(Answer(problem="too slow"), [], now=NOW, chance=0.5).hold == timedelta(seconds=15)
    later = played([Answer(problem="too slow")])
    assert step(Answer(problem="too slow"), later[:9], now=NOW, chance=0.5).hold == timedelta(minutes=1)
    assert not step(DOWN, [], now=NOW, chance=0.5).hold


def test_an_alert_is_settled_when_all_its_targets_are() -> None:
    taken, given_up, waiting = played([Answer(status=200)]), played([DOWN]), played([DOWN])[:3]
    assert state_of([[], []]) is AlertState.STORED
    assert state_of([taken, []]) is AlertState.RETRYING
    assert state_of([taken, waiting]) is AlertState.RETRYING
    assert state_of([taken, taken]) is AlertState.DELIVERED
    assert state_of([taken, given_up]) is AlertState.DEAD
    assert state_of([waiting, given_up]) is AlertState.RETRYING
