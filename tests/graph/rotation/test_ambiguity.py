from itertools import permutations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.rotation.ambiguity import laps_between
from graph.rotation.circuits import circuits_of

ABC = ("A", "B", "C")


@pytest.mark.parametrize(
    ("days", "between"),
    [
        ("A B C A", None),
        ("A B C A A", None),
        ("A B C AD", (0.0, 1.0)),
        ("A B C A BC A", (1.0, 2.0)),
    ],
)
def test_laps_that_an_order_of_one_date_undoes_are_told_as_a_range(
    days: str, between: tuple[float, float] | None
) -> None:
    assert laps_between([list(day) for day in days.split()], ABC, min_towns=3) == between


@settings(deadline=None)
@given(st.lists(st.text("ABCD", min_size=1, max_size=2), min_size=3, max_size=7))
def test_every_order_lies_between(days: list[str]) -> None:
    said = laps_between([list(day) for day in days], ABC, min_towns=3)
    for chosen in product(*(permutations(dict.fromkeys(day)) for day in days)):
        laps = next((c.laps for c in circuits_of([t for day in chosen for t in day]) if c.word == ABC), None)
        if said is not None and laps is not None:
            assert said[0] <= laps <= said[1]


def test_with_too_many_orders_the_range_is_what_is_certain() -> None:
    least, most = laps_between([["A", "B", "C"]] * 9, ABC, min_towns=3) or (1.0, 0.0)
    assert (least, most) == (0.0, 26 / 3)
