from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterRow, columns_of
from graph.conflicts import ConflictKind, conflicting_pairs, conflicts_of, in_conflict
from graph.itineraries import itinerary_of, stays
from graph.model import Status, Verdict
from graph.reappearance import Met
from graph.review_order import Reason, review_order
from graph.rotation.points import points_of
from graph.rotation.rules import RotationRules
from tests.graph.judgements import met, word

DAY = date(2024, 1, 15)
ROTTERDAM, SCHIEDAM, GRONINGEN, UTRECHT = "GM0599", "GM0606", "GM0014", "GM0344"


def row(name: str, town: str, minute: int = 0, day: int = 0, person: str = "p") -> EncounterRow:
    """``minute``: minute of the day plus 1, or 0 where only the date is known."""
    at = DAY + timedelta(day)
    return EncounterRow(name, person, town, at, at, minute=minute)


def timed(name: str, town: str, at: datetime) -> Met:
    until = at + timedelta(minutes=1)
    return Met(name, town, "register", at, until, at.date(), at.date(), Status.POSSIBLE, None)


def pairs(*rows: EncounterRow) -> list[tuple[str, str]]:
    columns = columns_of(rows)
    return [tuple(sorted((columns.ids[a], columns.ids[b]))) for a, b in conflicting_pairs(columns)]


def test_two_distant_towns_within_the_hour_are_in_conflict() -> None:
    assert pairs(row("a", ROTTERDAM, 600), row("b", GRONINGEN, 655)) == [("a", "b")]
    assert pairs(row("a", ROTTERDAM, 600), row("b", GRONINGEN, 600 + 180)) == []


def test_towns_near_each_other_are_never_in_conflict() -> None:
    assert pairs(row("a", ROTTERDAM, 600), row("b", SCHIEDAM, 601), row("c", SCHIEDAM)) == []


def test_midnight_is_no_border() -> None:
    assert pairs(row("a", ROTTERDAM, 1435), row("b", GRONINGEN, 5, day=1)) == [("a", "b")]


def test_two_distant_towns_on_one_date_are_in_conflict_near_ones_are_not() -> None:
    assert pairs(row("a", ROTTERDAM), row("b", GRONINGEN)) == [("a", "b")]
    assert pairs(row("a", ROTTERDAM), row("b", GRONINGEN, 600)) == [("a", "b")]
    assert pairs(row("a", ROTTERDAM), row("b", UTRECHT)) == []
    assert pairs(row("a", ROTTERDAM), row("b", GRONINGEN, day=1)) == []


def test_other_persons_and_unknown_towns_are_no_conflict() -> None:
    assert pairs(row("a", ROTTERDAM), row("b", GRONINGEN, person="q"), row("c", "GM9999")) == []


def test_a_conflict_is_no_hop_and_supports_no_circuit() -> None:
    rows = [row("a", ROTTERDAM), row("b", ROTTERDAM, day=10), row("c", GRONINGEN, day=10), row("d", SCHIEDAM, day=20)]
    columns = columns_of(rows)
    itinerary = itinerary_of(columns, stays(columns), 0)
    assert [(s.municipality, s.encounters) for s in itinerary.stays] == [(ROTTERDAM, 1), (SCHIEDAM, 1)]
    assert itinerary.unplaced == 2
    points = points_of(columns, RotationRules())
    assert {columns.ids[r] for r in points.row} == {"a", "d"}


towns = st.sampled_from([ROTTERDAM, SCHIEDAM, GRONINGEN, UTRECHT])
drawn = st.lists(st.tuples(towns, st.integers(0, 2), st.sampled_from([0, 0, 1, 60, 200, 700, 1440])), max_size=9)


@given(drawn)
@settings(deadline=None, derandomize=True)
def test_columns_and_single_persons_find_the_same(made: list[tuple[str, int, int]]) -> None:
    rows = [row(f"e{i}", town, minute, day) for i, (town, day, minute) in enumerate(made)]
    begin = datetime(2024, 1, 15, tzinfo=UTC) - timedelta(hours=1)
    single = [
        timed(f"e{i}", town, begin + timedelta(days=day, minutes=minute - 1))
        if minute
        else met(f"e{i}", f"{DAY + timedelta(day)}", town)
        for i, (town, day, minute) in enumerate(made)
    ]
    local = [
        Met(m.id, m.municipality, m.source_id, m.seen_from, m.seen_until, r.first_day, r.last_day, m.status, None)
        for m, r in zip(single, rows, strict=True)
    ]
    assert sorted((c.left, c.right) for c in conflicts_of(local)) == sorted(pairs(*rows))
    assert in_conflict(columns_of(rows)).sum() == len({i for pair in pairs(*rows) for i in pair})


def test_a_conflict_waits_for_review_with_its_reason_until_somebody_has_said_of_it() -> None:
    at = datetime(2024, 1, 15, 12, tzinfo=UTC)
    meetings = {
        "p": [timed("a", ROTTERDAM, at), met("b", "2024-01-01"), timed("c", GRONINGEN, at + timedelta(minutes=30))]
    }
    person_of = dict.fromkeys("abc", "p")
    words = [word("a", "b", p=0.9999), word("b", "c", p=0.99999)]
    (item,) = review_order(words, person_of, met=meetings, doubtful=["p"])
    assert item.reason is Reason.CONFLICT
    assert item.pair.pair == ("a", "c")
    assert item.because.startswith(ConflictKind.TOO_FAST)
    assert item.sizes == (1, 2)
    assert item.chance == pytest.approx(0.5)
    said = [*words, word("a", "c", Verdict.UNSURE, by="anna")]
    assert review_order(said, person_of, met=meetings, doubtful=["p"]) == []
