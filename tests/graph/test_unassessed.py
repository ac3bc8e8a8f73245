"""A match of a record that nobody has judged may only mark a new town for review; it changes nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from graph.model import Channel, Status
from graph.reappearance import FOR_REVIEW, Met, find_reappearances
from graph.unassessed import Match, with_matches

ROTTERDAM, CAPELLE, SCHIEDAM = "GM0599", "GM0502", "GM0606"


def met(name: str, town: str, day: int, status: Status = Status.POSSIBLE) -> Met:
    on = date(2024, 1, 1) + timedelta(days=day)
    begin = datetime.combine(on, time(), UTC)
    return Met(name, town, "r", begin, begin + timedelta(days=1), on, on, status, None)


def match(name: str, town: str, day: int, probability: float = 0.995) -> Match:
    return Match(met(name, town, day, Status.UNASSESSED), "a", probability)


BEFORE = [met("a", ROTTERDAM, 1), met("b", ROTTERDAM, 8)]


def test_a_match_in_another_town_is_a_reappearance_marked_for_review() -> None:
    (found,) = with_matches("p", BEFORE, [match("t", CAPELLE, 20)], link_probability=0.9995)
    assert (found.state, found.municipality_now, found.municipalities_before) == (FOR_REVIEW, CAPELLE, (ROTTERDAM,))
    assert (found.encounters, found.deciding_encounter) == (("a", "b", "t"), "t")
    assert (found.encounters_before, found.link_probability) == (2, 0.995)
    (weak,) = with_matches("p", BEFORE, [match("t", CAPELLE, 20, 0.9999)], link_probability=0.992)
    assert weak.link_probability == 0.992


def test_a_match_in_the_same_town_or_not_certainly_later_is_nothing() -> None:
    for town, day in ((ROTTERDAM, 20), (CAPELLE, 1), (CAPELLE, 0)):
        assert with_matches("p", BEFORE, [match("t", town, day)], link_probability=1.0) == ()


def test_nobody_without_a_signal_is_matched() -> None:
    calm = [replace(e, status=Status.UNASSESSED) for e in BEFORE]
    assert with_matches("p", calm, [match("t", CAPELLE, 20)], link_probability=1.0) == ()


def test_what_is_stored_goes_before_a_match_even_a_later_one() -> None:
    stored = [*BEFORE, met("c", CAPELLE, 30)]
    found = with_matches("p", stored, [match("t", CAPELLE, 20)], link_probability=1.0)
    assert found == find_reappearances("p", stored, link_probability=1.0)


def test_of_two_matches_in_a_town_the_first_decides() -> None:
    found = with_matches("p", BEFORE, [match("u", CAPELLE, 25), match("t", CAPELLE, 20)], link_probability=1.0)
    assert [f.deciding_encounter for f in found] == ["t"]


towns = st.sampled_from([ROTTERDAM, CAPELLE, SCHIEDAM])
statuses = st.sampled_from([Status.POSSIBLE, Status.ACTUAL, Status.UNASSESSED])
channels = st.sampled_from([None, Channel.SIGNAL])
stays = st.lists(st.tuples(towns, st.integers(0, 40), statuses, channels), max_size=6)
records = st.lists(st.tuples(towns, st.integers(0, 40), st.floats(0.99, 1.0)), max_size=4)


@given(stays, records, st.randoms(use_true_random=False))
def test_matches_add_findings_for_review_and_change_no_other(
    stored: list[tuple[str, int, Status, Channel | None]],
    matched: list[tuple[str, int, float]],
    order: Random,
) -> None:
    encounters = [replace(met(f"e{i}", t, d, s), channel=c) for i, (t, d, s, c) in enumerate(stored)]
    matches = [match(f"t{i}", t, d, p) for i, (t, d, p) in enumerate(matched)]
    found = with_matches("p", encounters, matches, link_probability=0.999)
    plain = find_reappearances("p", encounters, link_probability=0.999)
    assert tuple(f for f in found if f.state != FOR_REVIEW) == plain
    assert len({f.municipality_now for f in found}) == len(found)
    ids = {e.id for e in encounters}
    for f in found:
        if f.state == FOR_REVIEW:
            assert set(f.encounters) - ids == {f.deciding_encounter}
    order.shuffle(matches)
    assert with_matches("p", encounters, matches, link_probability=0.999) == found


def test_a_match_in_a_merged_municipality_is_in_the_municipality_of_today() -> None:
    brielle, voorne_aan_zee = "GM0501", "GM1992"
    stored = [*BEFORE, met("c", voorne_aan_zee, 30)]
    plain = find_reappearances("p", stored, link_probability=1.0)
    assert with_matches("p", stored, [match("t", brielle, 20)], link_probability=1.0) == plain
