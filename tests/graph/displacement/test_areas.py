"""Towns are chosen from what was known before the measure, and nothing after it changes the choice."""

from collections import Counter
from datetime import date, timedelta

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from graph.columns import day_number
from graph.displacement.areas import MIN_SHARED_PERSONS, Areas, Role, choose_areas, history_of, shared_persons
from graph.displacement.counts import Window, count
from graph.displacement.matching import CALIPER_SD, LEAST_CONTROLS, matched
from graph.geography import load_municipalities
from graph.model import Control
from tests.coverages import CODES, borders
from tests.events import Event, events_of

TABLE = load_municipalities()
CLOSED = date(2024, 3, 4)
CHAIN = TABLE.with_borders(borders("01", "12", "23", "34", "45", "56", "67", "78"))
NOBODY: Counter[str] = Counter()


def chosen(events: list[Event], controls: list[Control] | None = None) -> Areas:
    columns, start = events_of(events), day_number(CLOSED)
    counts = count(columns, controls or [])
    window = Window(start - 364, start, start + 180)
    met = counts.window(counts.events, window.before, window.start).sum(axis=1)
    return choose_areas(
        [CODES[0]],
        [t for t, n in zip(counts.towns, met, strict=True) if n > 0],
        CHAIN,
        shared_persons=shared_persons(columns, [CODES[0]], first_day=window.before, end_day=window.start),
        left_out=frozenset(),
        history=history_of(counts, window, counts.sources),
    )


def days(low: int, high: int) -> st.SearchStrategy[date]:
    return st.integers(low, high).map(lambda n: CLOSED + timedelta(days=n))


def met(low: int, high: int) -> st.SearchStrategy[list[Event]]:
    one = st.builds(Event, st.sampled_from(CODES), days(low, high), st.sampled_from(["", "p", "q", "r"]))
    return st.lists(one, min_size=1, max_size=40)


def looks(low: int, high: int) -> st.SearchStrategy[list[Control]]:
    def control(town: str, day: date, visits: int) -> Control:
        return Control("c", "register", town, day, day, visits, None, None, None, None, "c", "b")

    return st.lists(st.builds(control, st.sampled_from(CODES), days(low, high), st.integers(1, 9)), max_size=10)


@settings(max_examples=30, deadline=None, phases=[Phase.explicit, Phase.reuse, Phase.generate])
@given(met(-300, -1), met(0, 170), looks(-300, -1), looks(0, 170))
def test_what_comes_after_the_measure_changes_no_choice(
    before: list[Event], after: list[Event], looked: list[Control], looked_after: list[Control]
) -> None:
    assert chosen(before, looked) == chosen([*before, *after], [*looked, *looked_after])


@settings(max_examples=20, deadline=None)
@given(met(-300, -1))
def test_every_watched_town_has_one_role_and_a_reason(before: list[Event]) -> None:
    areas = chosen(before)
    assert len({c.town for c in areas.choices}) == len(areas.choices)
    assert {c.town for c in areas.choices} == {CODES[0], *(e.town for e in before)}
    assert all(c.because for c in areas.choices)
    parts = [set(areas.treated), set(areas.ring), set(areas.second_ring), set(areas.controls)]
    assert sum(len(p) for p in parts) == len(set.union(*parts))
    assert set(areas.functional) <= set(areas.ring)


def test_rings_are_by_borders_and_controls_lie_behind_them() -> None:
    areas = chosen([Event(code, CLOSED - timedelta(days=30)) for code in CODES])
    assert (areas.ring, areas.second_ring) == ((CODES[1],), (CODES[2],))
    assert set(areas.controls) <= set(CODES[3:])
    assert areas.caveats == ()
    assert "borders on Groningen over 1000 m" in {c.because for c in areas.choices if c.role is Role.RING_1}


def test_a_far_town_that_shared_persons_is_a_functional_neighbour() -> None:
    day = CLOSED - timedelta(days=30)
    rows = [Event(town, day, f"p{i}") for i in range(MIN_SHARED_PERSONS) for town in (CODES[0], CODES[6])]
    areas = chosen([*rows, Event(CODES[1], day), Event(CODES[7], day)])
    assert areas.functional == (CODES[6],)
    assert areas.ring == tuple(sorted((CODES[1], CODES[6])))
    assert CODES[6] not in areas.controls


def test_without_boundaries_every_result_says_so() -> None:
    areas = choose_areas(["GM0599"], ["GM0502", "GM0014"], TABLE, shared_persons=NOBODY, left_out=frozenset())
    assert (areas.ring, areas.controls) == (("GM0502",), ("GM0014",))
    assert areas.caveats == ("next door is by distance between points: no boundaries were imported",)


def test_the_alike_are_taken_and_the_unlike_left_where_there_are_enough() -> None:
    alike = {f"GM{i:04}": CALIPER_SD * i / 20 for i in range(20)}
    unlike = {f"GM9{i:03}": CALIPER_SD + 1 + i for i in range(5)}
    assert matched({**alike, **unlike}) == tuple(sorted(alike))
    assert len(matched(unlike)) == len(unlike) < LEAST_CONTROLS
