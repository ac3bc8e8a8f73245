"""Which towns are named: a list fixed by what was before, counts and persons together, persons only where they can be judged."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.displacement.carriers import Carried
from graph.displacement.contrast import Changes, no_change
from graph.displacement.exact import fisher_combined, p_more
from graph.displacement.receivers import TownTest, any_received, receivers, town_tests

TOWNS = ("GM0502", "GM0606", "GM0622")


def judged(after: list[float], persons: list[float] | None = None, *, compared: float = 9.0) -> tuple[TownTest, ...]:
    before = np.array([[40.0], [40.0], [0.0]])
    found = Changes(before, np.array(after)[:, None], before * 0.5, before * 0.25)
    carried = None if persons is None else Carried(6, 1, 1, 0.01, np.array(persons), dates=4, compared=compared)
    return town_tests(found, no_change(1), towns=TOWNS, ring=TOWNS, persons=carried, dispersion=1.0, least_received=5.0)


def test_a_town_of_which_nothing_was_expected_is_not_in_the_list_and_one_that_fell_stays_in_it() -> None:
    assert [t.town for t in judged([35, 3, 9])] == ["GM0502", "GM0606"]
    assert judged([35, 3, 9])[1].p == 1.0


def test_counts_and_persons_are_put_together_where_persons_can_be_judged() -> None:
    alone = float(p_more(40, 35, ratio=0.5))
    assert judged([35, 25, 0])[0].p == pytest.approx(alone)
    assert judged([35, 25, 0], [0.01, 0.5, 1])[0].p == pytest.approx(fisher_combined([alone, 0.01]))
    assert judged([35, 25, 0], [np.nan, 0.5, 1])[0].p == pytest.approx(alone)
    assert judged([35, 25, 0], [0.01, 0.5, 1], compared=4)[0].p == pytest.approx(alone)


@given(st.lists(st.floats(0.001, 1), min_size=1, max_size=8))
def test_any_received_as_simes_says_and_whoever_is_named_is_shown_by_it(p_values: list[float]) -> None:
    tests = [TownTest(str(i), p) for i, p in enumerate(p_values)]
    known = min(len(p_values) * p / rank for rank, p in enumerate(sorted(p_values), start=1))
    assert any_received(tests) == pytest.approx(min(1.0, known))
    assert bool(receivers(tests, q_most=0.05)) == (any_received(tests) <= 0.05)
    assert any_received([]) == 1.0
