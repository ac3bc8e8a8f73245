import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.rotation.routes import RouteRules, SharedRoute, shared_routes

VISITS = {"p": [("A", 1), ("B", 8), ("C", 15)], "q": [("A", 2), ("B", 9), ("C", 16)]}


def test_two_who_pass_three_towns_together_share_a_route() -> None:
    assert shared_routes(VISITS, RouteRules(2, 3, 2)) == (SharedRoute(("p", "q"), ("A", "B", "C")),)


def test_a_day_too_far_apart_ends_the_route() -> None:
    late = {**VISITS, "q": [("A", 2), ("B", 9), ("C", 18)]}
    assert shared_routes(late, RouteRules(2, 3, 2)) == ()
    assert shared_routes(late, RouteRules(2, 2, 2)) == (SharedRoute(("p", "q"), ("A", "B")),)


def test_subsets_are_not_repeated() -> None:
    three = {**VISITS, "r": [("A", 1), ("B", 9), ("C", 15)]}
    assert shared_routes(three, RouteRules(2, 2, 2)) == (SharedRoute(("p", "q", "r"), ("A", "B", "C")),)


def test_the_other_order_is_another_route() -> None:
    assert shared_routes({**VISITS, "q": [("C", 1), ("B", 8), ("A", 15)]}, RouteRules(2, 3, 20)) == ()


@pytest.mark.parametrize("gaps", [0, 1])
def test_a_visit_between_counts_as_a_gap(gaps: int) -> None:
    between = {**VISITS, "q": [("A", 1), ("X", 4), ("B", 8), ("C", 15)]}
    assert bool(shared_routes(between, RouteRules(2, 3, 2, gaps))) == (gaps == 1)


@st.composite
def visits(draw: st.DrawFn) -> dict[str, list[tuple[str, int]]]:
    made = {}
    for person in "pqr":
        days = sorted(draw(st.sets(st.integers(1, 30), max_size=5)))
        made[person] = [(draw(st.sampled_from("ABC")), day) for day in days]
    return made


@given(visits(), st.integers(0, 3))
@settings(deadline=None, derandomize=True)
def test_everyone_listed_really_passed_the_towns_in_order(made: dict[str, list[tuple[str, int]]], gaps: int) -> None:
    for route in shared_routes(made, RouteRules(2, 2, 4, gaps)):
        for person in route.persons:
            towns = iter(town for town, _ in made[person])
            assert all(town in towns for town in route.towns)


@given(visits())
@settings(deadline=None, derandomize=True)
def test_a_wider_window_loses_nobody(made: dict[str, list[tuple[str, int]]]) -> None:
    narrow = shared_routes(made, RouteRules(2, 2, 2))
    wide = shared_routes(made, RouteRules(2, 2, 60))
    for route in narrow:
        assert any(set(route.persons) <= set(other.persons) for other in wide)
