from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.rotation.chance import Chance
from graph.rotation.comovement_kernel import pairs_met
from graph.rotation.ties import Ties

sightings = st.lists(
    st.tuples(st.integers(0, 5), st.integers(0, 3), st.integers(0, 30)), unique=True, min_size=1, max_size=30
)


@settings(deadline=None)  # compiles at its first call
@given(sightings, st.sets(st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda t: t[0] < t[1]), max_size=4))
def test_pairs_are_those_who_met_in_two_towns_or_in_one_if_tied(
    seen: list[tuple[int, int, int]], tied: set[tuple[int, int]]
) -> None:
    rows = sorted(seen, key=lambda s: (s[0], s[2], s[1]))
    person, town, day = (np.array(column, dtype=np.int32) for column in zip(*rows, strict=True))
    bounds = np.searchsorted(person, np.arange(7)).astype(np.int64)
    both_ways = sorted(tied | {(q, p) for p, q in tied})
    first = np.searchsorted([p for p, _ in both_ways], np.arange(7)).astype(np.int64)
    ties = Ties(first, np.array([q for _, q in both_ways], dtype=np.int64))
    by_town = np.lexsort((day, town)).astype(np.int64)
    found = pairs_met(bounds, person, town, day, by_town, 7, 2, ties.first, ties.partners)
    towns = {
        (p, q): {t for a, t, d in seen for b, u, e in seen if (a, b) == (p, q) and t == u and abs(d - e) <= 7}
        for p, q in combinations(range(6), 2)
    }
    expected = [p * 6 + q for (p, q), met in sorted(towns.items()) if len(met) >= 2 or (met and (p, q) in tied)]
    assert found.tolist() == expected


@settings(deadline=None)
@given(
    st.lists(st.floats(0, 30), max_size=40), st.lists(st.floats(0, 30), max_size=20), st.sampled_from((0.01, 0.05, 0.2))
)
def test_whoever_is_at_least_strength_has_the_false_discovery_rate(
    chance: list[float], found: list[float], q_value: float
) -> None:
    by_chance = Chance(np.sort(np.array(chance)), np.ones(39, dtype=np.int64), 1.0)
    strengths = np.array(found)
    least = by_chance.least_strength(strengths, q_value)
    q = by_chance.q_values(strengths)
    assert set(strengths[q <= q_value]) <= set(strengths[strengths >= least])
    assert by_chance.least_strength(strengths, q_value, errors=3.0) >= least
