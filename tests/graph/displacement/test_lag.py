"""How late registers report: known of what happened after the first load and had time to come in, and of nothing else."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.displacement.lag import LONGEST_DAYS, Delivered, reporting_lag_days


def monthly(late: list[int], *, days: int = 700, source: str = "a") -> list[Delivered]:
    """One encounter a day, written up some days later in turn, and sent with the next load of each thirtieth day."""
    first = [Delivered(source, -day, 0, 1) for day in range(1, 400)]
    sent = [Delivered(source, day, -(-(day + late[day % len(late)]) // 30) * 30, 1) for day in range(1, days)]
    return [*first, *sent]


@given(st.lists(st.integers(0, 90), min_size=1, max_size=6))
def test_it_is_the_95th_percentile_of_what_had_half_a_year_to_come_in(late: list[int]) -> None:
    rows = monthly(late)
    last = max(r.came_in for r in rows)
    known = [r.came_in - r.happened for r in rows if 0 < r.happened <= last - LONGEST_DAYS]
    assert reporting_lag_days(rows) == np.quantile(known, 0.95, method="higher")


def test_what_the_first_load_brought_is_a_past_not_a_lag() -> None:
    assert reporting_lag_days([Delivered("a", day, 500, 3) for day in range(500)]) == 0


def test_the_slowest_register_counts_and_too_few_say_nothing() -> None:
    slow = monthly([60], source="b")
    assert reporting_lag_days([*monthly([0]), *slow]) == reporting_lag_days(slow) > reporting_lag_days(monthly([0]))
    assert reporting_lag_days([*monthly([0]), *monthly([60], days=200, source="b")]) == pytest.approx(29, abs=1)
    assert reporting_lag_days([]) == 0
