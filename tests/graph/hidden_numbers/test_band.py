"""Bands over methods, refusals, occasions, and judgements drawn again."""

from datetime import UTC, date, datetime

import numpy as np
import pytest

from graph.columns import day_number
from graph.hidden_numbers.band import hidden_numbers
from graph.hidden_numbers.occasions import Occasions, frequencies, targets_known, two_lists
from graph.hidden_numbers.redraw import redrawn_persons
from graph.model import Judgement, Verdict

FIRST = day_number(date(2024, 1, 1))


def occasions(person: np.ndarray, day: np.ndarray, **changes: np.ndarray) -> Occasions:
    n = len(person)
    zeros = np.zeros(n, dtype=np.int64)
    columns = {"area": zeros, "form": zeros, "source": zeros, "operation": zeros - 1} | changes
    return Occasions(
        ids=tuple(f"e{i:05d}" for i in range(n)), day=FIRST + day, areas=("VR17",), forms=("sexual",),
        sources=("a", "b"), **columns,
    )  # fmt: skip


def met(seed: int, *, people: int = 1_000, rate: float = 0.4) -> tuple[np.ndarray, np.ndarray]:
    """People met on random days of a year at one rate; those never met are in neither."""
    rng = np.random.default_rng(seed)
    times = rng.poisson(rate, people)
    person = np.repeat(np.arange(people), times)
    return person, rng.integers(0, 366, len(person))


def test_the_band_holds_all_there_are_where_all_are_met_at_one_rate() -> None:
    person, day = met(1)
    rows = list(hidden_numbers(occasions(person, day), person, []))
    bands = [r for r in rows if r.estimator == "band"]
    assert {(r.area, r.form) for r in bands} == {("VR17", "all"), ("VR17", "sexual"), ("NL", "all"), ("NL", "sexual")}
    for band in bands:
        assert band.low is not None
        assert band.high is not None
        assert band.low < 1_000 < band.high
        assert band.estimate is None
        assert "this kind of looking could have met" in band.note
    own = [r for r in rows if r.area == "VR17" and r.form == "all" and r.estimator != "band"]
    assert {r.estimator for r in own} == {
        "chao", "chao_bias_corrected", "zelterman", "zero_truncated_poisson", "chao_one_inflated",
    }  # fmt: skip
    assert bands[0].low == min(r.low for r in own if r.low is not None)


def test_too_few_are_refused_without_saying_how_many() -> None:
    person, day = met(2, people=60)
    (row, *_) = hidden_numbers(occasions(person, day), person, [])
    assert row.estimator == "refused"
    assert (row.seen, row.estimate, row.low, row.high) == (None, None, None, None)
    assert "fewer than 50" in row.note


def test_two_reports_of_one_day_are_one_occasion() -> None:
    assert frequencies(np.array([1, 1, 1, 2]), np.array([5, 5, 6, 5])) == {1: 1, 2: 1}
    assert frequencies(np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64)) == {}


def test_the_two_longest_registers_and_who_is_on_both() -> None:
    person, source = np.array([1, 2, 3, 3, 4, 9]), np.array([0, 0, 0, 1, 1, 2])
    assert two_lists(person, source) == (3, 2, 1)
    assert two_lists(person, source * 0) is None


def test_operations_that_go_after_known_people_are_warned_of() -> None:
    person, day = met(3)
    known = np.unique(person)[:30]
    person, day = np.r_[person, known], np.r_[day, np.full(30, 365)]
    raid = np.r_[np.full(len(person) - 30, -1), np.zeros(30, dtype=np.int64)]
    assert targets_known(person, day, raid)
    strangers = np.r_[person[:-30], np.arange(5_000, 5_030)]
    assert not targets_known(strangers, day, raid)
    band = [r for r in hidden_numbers(occasions(person, day, operation=raid), person, []) if r.estimator == "band"]
    assert all("warning" in r.note for r in band)


def judgement(left: str, right: str, probability: float, verdict: Verdict = Verdict.SAME) -> Judgement:
    moment = datetime(2024, 1, 1, tzinfo=UTC)
    return Judgement(f"{left}{right}", left, right, verdict, probability, 1.0, "model 1", moment, "")


def test_judgements_are_drawn_with_their_own_probability() -> None:
    ids = ("a", "b", "c", "d")
    judged = [judgement("a", "b", 0.7), judgement("c", "d", 1.0), judgement("a", "c", 0.9, Verdict.DIFFERENT)]
    draws = list(redrawn_persons(ids, judged, seed=1, draws=400))
    together = np.mean([p[0] == p[1] for p in draws])
    assert together == pytest.approx(0.7, abs=0.07)
    assert all(p[2] == p[3] != p[0] for p in draws)


def test_uncertain_links_widen_the_band() -> None:
    person, day = met(4)
    order = np.argsort(person, kind="stable")
    person, day = person[order], day[order]
    some = occasions(person, day)
    judged = [
        judgement(some.ids[i], some.ids[i + 1], 0.8) for i in range(len(person) - 1) if person[i] == person[i + 1]
    ]
    draws = list(redrawn_persons(some.ids, judged, seed=1))
    sure, unsure = (
        next(r for r in hidden_numbers(some, person, drawn) if r.estimator == "band") for drawn in ([], draws)
    )
    assert sure.high is not None
    assert unsure.high is not None
    assert unsure.high > sure.high


def test_without_enough_met_three_times_nothing_is_made_of_them() -> None:
    """Where people keep away once they were met, the square of a handful would divide the whole estimate."""
    person = np.concatenate([np.arange(200), np.arange(60), np.arange(4)])
    day = np.concatenate([np.zeros(200), np.ones(60), np.full(4, 2)]).astype(np.int64)
    rows = {r.estimator for r in hidden_numbers(occasions(person, day), person, [])}
    assert "chao" in rows
    assert "chao_one_inflated" not in rows
