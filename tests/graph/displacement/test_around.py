"""Counts round a measure: each town in one place, each sum what a loop over the rows gives."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.displacement.around import Place, rounds
from graph.displacement.counts import count
from graph.displacement.setting import Rules
from graph.geography import load_municipalities
from graph.model import Control, Intervention, InterventionKind
from tests.contract.stored import findings
from tests.coverages import CODES, borders
from tests.events import Event, events_of

CLOSED = date(2024, 3, 4)
CHAIN = load_municipalities().with_borders(borders("01", "12", "23", "34", "45", "56", "67", "78"))
HERE, NEXT, AFTER_NEXT, FAR, SHARED = CODES[0], CODES[1], CODES[2], CODES[7], CODES[5]
MEASURE = Intervention("M", (HERE,), CLOSED, None, InterventionKind.CLOSURE, None, "d", "b")


def chosen(*, ring: Iterable[str], sources: tuple[str, ...] = ("register",), by_effort: bool = True) -> object:
    (_, _, found) = findings()
    return replace(
        found, treated=(HERE,), ring=tuple(ring), controls=(FAR,), sources=sources, effort_adjusted=by_effort
    )


def looked(town: str, day: date, visits: int) -> Control:
    return Control(f"{town}{day}", "register", town, day, day, visits, None, None, None, None, "c", "b")


DAYS = st.integers(-300, 170).map(lambda n: CLOSED + timedelta(days=n))
MET = st.lists(st.builds(Event, st.sampled_from(CODES), DAYS, st.just("")), min_size=1, max_size=40)
LOOKS = st.lists(st.builds(looked, st.sampled_from(CODES), DAYS, st.integers(1, 9)), max_size=10)


@settings(max_examples=30, deadline=None)
@given(MET, LOOKS, st.lists(st.sampled_from([NEXT, SHARED]), unique=True))
def test_every_town_has_one_place_and_every_sum_is_that_of_the_rows(
    met: list[Event], looks: list[Control], ring: list[str]
) -> None:
    found = rounds(chosen(ring=ring), MEASURE, count(events_of(met), looks), CHAIN, Rules())  # type: ignore[arg-type]
    named = [t for p in found.places for t in p.towns]
    assert len(named) == len(set(named))
    for p in found.places:
        assert p.events_before == sum(e.town in p.towns and e.day < CLOSED for e in met)
        assert p.events_after == sum(e.town in p.towns and e.day >= CLOSED for e in met)
        assert p.visits_before == sum(c.controls for c in looks if c.municipality in p.towns and c.from_date < CLOSED)
        assert p.visits_after == sum(c.controls for c in looks if c.municipality in p.towns and c.from_date >= CLOSED)


def test_places_run_from_the_measure_outwards_and_say_what_is_not_compared() -> None:
    counts = count(events_of([Event(t, CLOSED, "") for t in CODES]), [])
    places = {p.place: p.towns for p in rounds(chosen(ring=[SHARED]), MEASURE, counts, CHAIN, Rules()).places}  # type: ignore[arg-type]
    assert places == {
        Place.HERE: (HERE,), Place.SHARED: (SHARED,), Place.NOT_COMPARED: (NEXT,), Place.RING_2: (AFTER_NEXT,),
        Place.CONTROLS: (FAR,),
    }  # fmt: skip


def test_other_registers_do_not_count_and_visits_are_unknown_without_effort() -> None:
    counts = count(events_of([Event(HERE, CLOSED, "")]), [looked(HERE, CLOSED, 3)])
    here = rounds(chosen(ring=[], sources=("other",), by_effort=False), MEASURE, counts, CHAIN, Rules()).places[0]  # type: ignore[arg-type]
    assert (here.events_after, here.visits_after) == (0, None)
