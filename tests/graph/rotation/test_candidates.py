from math import exp, log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.rotation.comovement import candidates_per_mover
from graph.rotation.points import Points
from graph.rotation.rules import RotationRules

RULES = RotationRules()
seen = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 2), st.integers(0, 30)), unique=True, min_size=1)


@settings(deadline=None)  # compiles at its first call
@given(seen)
def test_candidates_are_others_seen_in_one_town_within_the_window(rows: list[tuple[int, int, int]]) -> None:
    rows.sort(key=lambda r: (r[0], r[2], r[1]))
    person, town, day = (np.array(column, dtype=np.int32) for column in zip(*rows, strict=True))
    persons, dense = np.unique(person, return_inverse=True)
    bounds = np.searchsorted(dense, np.arange(len(persons) + 1)).astype(np.int64)
    points = Points(np.arange(len(rows)), dense.astype(np.int32), town, day, town, bounds, persons.astype(np.int32))
    beside = sum(a != b and t == u and abs(d - e) <= RULES.window_days for a, t, d in rows for b, u, e in rows)
    assert candidates_per_mover(points, RULES) == pytest.approx(beside / len(persons))


@given(st.floats(0, 1e6))
def test_a_member_must_bring_what_the_best_of_so_many_brings_by_chance(candidates: float) -> None:
    among = RULES.among(candidates)
    assert among.join_strength == max(RULES.join_strength, log(max(1.0, candidates)))
    assert among.join_strength - among.pair_strength == pytest.approx(RULES.join_strength - RULES.pair_strength)
    assert (among.join_strength_tied, among.version) == (RULES.join_strength_tied, RULES.version)


def test_where_few_can_be_chosen_from_the_rule_is_as_written() -> None:
    assert RULES.among(exp(RULES.join_strength) - 1) == RULES
