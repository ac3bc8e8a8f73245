"""Rings round municipalities: laws that hold whatever the borders, and what is said where there are none."""

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.geography import Border, Borders, Neighbourhood, load_municipalities
from tests.coverages import CODES, borders

TABLE = load_municipalities()
PAIRS = [(a, b) for i, a in enumerate(CODES) for b in CODES[i + 1 :]]
SOME_BORDERS = st.sets(st.sampled_from(PAIRS), min_size=1).map(
    lambda pairs: Borders((Border(a, b, 100.0) for a, b in pairs), about="invented")
)
NEIGHBOURHOODS = st.one_of(st.none(), SOME_BORDERS).map(lambda b: Neighbourhood(TABLE.with_borders(b)))
TOWNS = st.sets(st.sampled_from(CODES), min_size=1, max_size=3)


@settings(max_examples=30, deadline=None)
@given(NEIGHBOURHOODS, TOWNS)
def test_treated_ring_1_and_ring_2_are_disjoint(round_them: Neighbourhood, towns: set[str]) -> None:
    rings = round_them.rings(towns)
    assert not set(rings.first) & set(rings.second)
    assert not towns & {*rings.first, *rings.second}
    assert list(rings.first) == sorted(rings.first)


@settings(max_examples=30, deadline=None)
@given(NEIGHBOURHOODS, st.sampled_from(CODES), st.sampled_from(CODES))
def test_next_door_goes_both_ways(round_them: Neighbourhood, a: str, b: str) -> None:
    assert round_them.is_next_door(a, b) == round_them.is_next_door(b, a)
    if a != b:
        assert round_them.is_next_door(a, b) == (b in round_them.rings([a]).first)


@settings(max_examples=30, deadline=None)
@given(NEIGHBOURHOODS, TOWNS)
def test_the_ring_of_several_is_that_of_each_but_themselves(round_them: Neighbourhood, towns: set[str]) -> None:
    each = {c for t in towns for c in round_them.rings([t]).first}
    assert set(round_them.rings(towns).first) == each - towns


def test_ring_2_lies_behind_ring_1() -> None:
    chain = Neighbourhood(TABLE.with_borders(borders("01", "12", "23", "34")))
    rings = chain.rings([CODES[0]])
    assert [c for c in rings.first if c in CODES] == [CODES[1]]
    assert [c for c in rings.second if c in CODES[:5]] == [CODES[2]]


def test_a_dissolved_municipality_has_the_rings_of_its_heir() -> None:
    round_them = Neighbourhood(TABLE)
    assert round_them.rings(["GM0501"]) == round_them.rings(["GM1992"])
    assert not round_them.is_next_door("GM0501", "GM1992")


def test_without_boundaries_it_is_said_in_both_languages() -> None:
    without = Neighbourhood(TABLE)
    assert "no boundaries" in str(without.caveat(["GM0599"]))
    assert "geen gemeentegrenzen" in str(without.caveat(["GM0599"], "nl"))
    assert "km from Rotterdam" in without.why("GM0502", ["GM0599"])


def test_a_town_that_boundaries_lack_is_named_and_goes_by_distance() -> None:
    partly = Neighbourhood(TABLE.with_borders(borders("01")))
    assert partly.caveat([CODES[0]]) is None
    assert "Rotterdam" in str(partly.caveat([CODES[0], "GM0599"]))
    assert "GM0502" in partly.rings(["GM0599"]).first
    assert "borders on" in partly.why(CODES[1], [CODES[0]])
