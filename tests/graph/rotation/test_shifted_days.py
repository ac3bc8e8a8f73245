"""Compiled orders and shifts against plain numpy."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from graph.rotation.nulls import SNAP_DAYS, ShiftNull, shift_null
from graph.rotation.order_kernel import FEW, by_town_and_day, in_order_of_time
from graph.rotation.points import points_of
from graph.rotation.rules import RotationRules
from tests.worlds import WorldSize, world

points = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4), st.integers(-5, 60)), max_size=3 * FEW)


@settings(deadline=None)  # compiles at its first call
@given(points)
def test_points_are_put_in_the_order_that_a_sort_by_keys_gives(rows: list[tuple[int, int, int]]) -> None:
    person, town, day = np.array(sorted(rows, key=lambda r: r[0]), dtype=np.int32).reshape(-1, 3).T.copy()
    bounds = np.searchsorted(person, np.arange(5)).astype(np.int64)
    order = np.lexsort((town, day, person))
    own_town, own_day = in_order_of_time(bounds, town, day)
    assert (own_town.tolist(), own_day.tolist()) == (town[order].tolist(), day[order].tolist())
    assert by_town_and_day(town, day).tolist() == np.lexsort((day, town)).tolist()


def in_numpy(null: ShiftNull, random: np.random.Generator) -> NDArray[np.int64]:
    turned = (null.place + random.random(null.persons)[null.person]) % 1.0
    days = null.effort.shape[1]
    flat = np.searchsorted(null.effort.ravel(), null.source + turned, side="right")
    target: NDArray[np.int64] = np.clip(flat - null.source.astype(np.int64) * days, 0, days - 1)
    pick = random.random(len(target))
    for i, (begin, end) in enumerate(zip(null.begin, null.end, strict=True)):
        near = [d for d in null.landing[begin:end].tolist() if abs(d - target[i]) <= SNAP_DAYS]
        if near:
            target[i] = near[int(pick[i] * len(near))]
    return target + null.first_day


def test_shifted_days_are_those_of_plain_numpy() -> None:
    region = world(1, WorldSize(persons=600))
    movers = points_of(region.columns, RotationRules())
    null = shift_null(region.columns, movers, RotationRules())
    for seed in range(3):
        expected = in_numpy(null, np.random.default_rng(seed))
        assert null.draw(np.random.default_rng(seed)).tolist() == expected.tolist()
        assert len(set(expected.tolist())) > 1
