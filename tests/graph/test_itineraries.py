from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterRow, columns_of, day_number
from graph.itineraries import UNKNOWN_DAY, itinerary_of, stays, tied_days

DAY = date(2024, 1, 1)


def met(name: str, town: str, day: int, last: int | None = None, *, person: str = "p", minute: int = 0) -> EncounterRow:
    until = day if last is None else last
    return EncounterRow(name, person, town, DAY + timedelta(day), DAY + timedelta(until), minute=minute)


def listed(*rows: EncounterRow) -> list[tuple[str, int, int, int]]:
    columns = columns_of(rows)
    base = day_number(DAY)
    found = itinerary_of(columns, stays(columns), 0)
    return [(s.municipality, s.first_seen - base, s.last_seen - base, s.encounters) for s in found.stays]


def test_encounters_collapse_into_stays() -> None:
    assert listed(met("a", "A", 0), met("b", "A", 5), met("c", "B", 9), met("d", "A", 12)) == [
        ("A", 0, 5, 2),
        ("B", 9, 9, 1),
        ("A", 12, 12, 1),
    ]


def test_a_stay_is_known_as_an_interval() -> None:
    columns = columns_of([met("a", "A", 0), met("b", "B", 9), met("c", "B", 11), met("d", "A", 20)])
    _, inner, last = itinerary_of(columns, stays(columns), 0).stays
    assert inner.shortest_days == 2
    assert inner.longest_days == 20
    assert last.left_before is None
    assert last.longest_days is None


def test_a_month_joins_the_stay_it_fits_and_moves_no_bound() -> None:
    assert listed(met("a", "A", 3), met("m", "A", 0, 30), met("b", "B", 20)) == [("A", 3, 3, 2), ("B", 20, 20, 1)]


def test_a_month_that_fits_no_stay_is_left_out_and_counted() -> None:
    columns = columns_of([met("a", "A", 3), met("m", "C", 0, 30), met("b", "B", 20)])
    itinerary = itinerary_of(columns, stays(columns), 0)
    assert [s.municipality for s in itinerary.stays] == ["A", "B"]
    assert itinerary.unplaced == 1


def test_a_month_certainly_before_the_rest_has_its_place() -> None:
    columns = columns_of([met("m", "C", 0, 30), met("a", "A", 40)])
    first, second = itinerary_of(columns, stays(columns), 0).stays
    assert (first.municipality, second.municipality) == ("C", "A")
    assert second.arrived_after == day_number(DAY)


def test_two_towns_on_one_date_take_the_order_with_fewest_hops() -> None:
    assert [s[0] for s in listed(met("a", "A", 0), met("b", "B", 0), met("c", "A", 1))] == ["B", "A"]
    assert [s[0] for s in listed(met("z", "B", 0), met("a", "A", 1), met("b", "B", 1))] == ["B", "A"]


def test_times_order_a_day() -> None:
    timed = columns_of([met("a", "B", 0, minute=60), met("b", "A", 0, minute=600), met("c", "B", 0, minute=900)])
    assert list(tied_days(timed)) == []
    assert len(stays(timed)) == 3
    half = columns_of([met("a", "B", 0, minute=60), met("b", "A", 0)])
    assert list(tied_days(half)) == [(0, 2)]


def test_premises_signals_have_no_itinerary() -> None:
    signal = EncounterRow("s", None, "A", DAY, DAY)
    columns = columns_of([signal, met("a", "B", 1)])
    assert stays(columns).rows.tolist() == [0]


def test_no_encounters_no_stays() -> None:
    assert len(stays(columns_of([]))) == 0


encounters = st.lists(
    st.tuples(st.sampled_from("pqr"), st.sampled_from("ABC"), st.integers(0, 40), st.sampled_from([0, 0, 0, 30])),
    max_size=25,
)


@given(encounters)
@settings(deadline=None, derandomize=True)
def test_every_encounter_is_in_one_stay_or_unplaced(made: list[tuple[str, str, int, int]]) -> None:
    columns = columns_of([met(f"e{i}", t, d, d + w, person=p) for i, (p, t, d, w) in enumerate(made)])
    found = stays(columns)
    assert sorted([*found.rows.tolist(), *found.unplaced.tolist()]) == list(range(len(made)))
    for stay in range(len(found)):
        rows = found.rows_of(stay)
        assert len(rows) == found.encounters[stay] > 0
        assert set(columns.person[rows].tolist()) == {int(found.person[stay])}
        assert set(columns.municipality[rows].tolist()) == {int(found.municipality[stay])}


@given(encounters)
@settings(deadline=None, derandomize=True)
def test_stays_are_ordered_and_neighbours_differ(made: list[tuple[str, str, int, int]]) -> None:
    columns = columns_of([met(f"e{i}", t, d, d + w, person=p) for i, (p, t, d, w) in enumerate(made)])
    found = stays(columns)
    for i in range(1, len(found)):
        if found.person[i] != found.person[i - 1]:
            assert found.stay_number[i] == 1
            assert found.arrived_after[i] == UNKNOWN_DAY
            continue
        assert found.stay_number[i] == found.stay_number[i - 1] + 1
        assert found.municipality[i] != found.municipality[i - 1]
        assert found.arrived_after[i] <= found.first_seen[i] or found.first_seen[i] < found.last_seen[i]
        assert found.first_seen[i - 1] <= found.first_seen[i]


@given(encounters, st.randoms(use_true_random=False))
@settings(deadline=None, derandomize=True)
def test_row_order_does_not_matter(made: list[tuple[str, str, int, int]], random: object) -> None:
    rows = [met(f"e{i}", t, d, d + w, person=p) for i, (p, t, d, w) in enumerate(made)]
    one = stays(columns_of(rows))
    random.shuffle(rows)  # type: ignore[attr-defined]
    other = stays(columns_of(rows))
    assert np.array_equal(one.first_seen, other.first_seen)
    assert np.array_equal(one.rows, other.rows)
