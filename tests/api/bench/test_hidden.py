"""Simulated populations hold what they promise, and hidden numbers err in them as their assumptions say."""

from dataclasses import replace

import numpy as np
import pytest

from api.bench.hidden import POPULATIONS, Population, draw_occasions, hidden
from graph.hidden_numbers.occasions import frequencies

ONE_RATE, *_ = POPULATIONS


def times(population: Population, persons: int = 20_000) -> np.ndarray:
    """Persons met never, once, twice, three times."""
    occasions, person = draw_occasions(population, persons, 1.5, 1)
    met = frequencies(person, occasions.day)
    return np.array([persons - sum(met.values()), *(met.get(k, 0) for k in (1, 2, 3))]) / persons


def test_all_at_one_rate_are_met_as_poisson_says() -> None:
    known = [np.exp(-1.5) * 1.5**k / f for k, f in ((0, 1), (1, 1), (2, 2), (3, 6))]
    assert times(ONE_RATE) == pytest.approx(known, abs=0.02)


def test_rates_that_differ_leave_more_unmet_and_gone_ones_are_met_once() -> None:
    none, once, *_ = times(ONE_RATE)
    assert times(Population("", spread=1.0))[0] == pytest.approx(1 / (1 + 1.5), abs=0.02)
    assert times(Population("", leave=0.3))[1] == pytest.approx(once + 0.3 * (1 - none - once), abs=0.02)
    assert times(replace(ONE_RATE, again=0.0))[1] == pytest.approx(1 - none, abs=0.02)
    assert times(replace(ONE_RATE, missed=1.0)).tolist()[2:] == [0, 0]


def test_the_band_holds_the_truth_where_all_are_met_at_one_rate_and_is_too_low_where_rates_differ() -> None:
    table = hidden(seed=1, simulations=10, sizes=[2_000], rates=[1.5])
    row = {str(r["population"]): r for r in table.rows}
    covered = {name: float(str(r["band covers"])) for name, r in row.items()}
    assert covered["all at one rate"] == 1.0
    assert covered["rates differ"] < 0.5
    assert float(str(row["rates differ"]["band to"])) < 1.1
