"""A count is decided once, and anew only where as many came or went as the threshold."""

from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.disclosure.ledger import Decided, Release, decided, ever_shown, latest, settled
from graph.disclosure.safe_count import THRESHOLD, safe_count

KEY = ("GM0502", "2024", "presumed_victims")
NOW = datetime(2025, 1, 1, tzinfo=UTC)
COUNTS = st.integers(0, 120)


def release(edition: int, value: int | None, question: str = "summary GM0502 2024") -> Release:
    return Release(question, edition, NOW + timedelta(days=edition), "me", (Decided(*KEY, value),))


@given(COUNTS, st.lists(COUNTS, min_size=1, max_size=12))
@settings(derandomize=True)
def test_a_change_by_fewer_than_the_threshold_is_never_seen(first: int, later: list[int]) -> None:
    """Whatever follows on each other: an answer changes only where it certainly is about others."""
    true, stands = first, {KEY: safe_count(first).shown}
    for n in later:
        value = settled(KEY, safe_count(n).shown, stands)
        if value != stands[KEY]:
            assert abs(n - true) >= THRESHOLD
            true = n
        stands = {KEY: value}
        assert value is None or value >= THRESHOLD


@given(COUNTS, st.integers(-(THRESHOLD - 1), THRESHOLD - 1))
@settings(derandomize=True)
def test_the_same_question_gives_the_same_answer(n: int, change: int) -> None:
    stands = {KEY: safe_count(n).shown}
    assert settled(KEY, safe_count(max(0, n + change)).shown, stands) == stands[KEY]


def test_what_was_shown_stays_when_its_records_are_gone() -> None:
    assert settled(KEY, None, {KEY: 40}) == 40
    assert settled(KEY, None, {}) is None


def test_the_latest_edition_counts_and_what_was_ever_shown_is_remembered() -> None:
    releases = [release(2, None), release(1, 40), release(1, 15, question="other")]
    assert decided(releases)[KEY] is None
    assert ever_shown(releases) == {KEY}
    last = latest(releases, "summary GM0502 2024")
    assert last is not None
    assert last.edition == 2
    assert latest(releases, "never asked") is None
    assert len({r.id for r in releases}) == 3
