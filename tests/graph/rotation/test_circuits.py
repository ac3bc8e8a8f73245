from collections.abc import Sequence
from itertools import pairwise

import networkx as nx
import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import Ints
from graph.rotation.circuits import (
    canonical_word,
    circuits_of,
    collapse,
    loop_starts,
    loop_starts_in_numpy,
    loops_by_definition,
    widest_closed_walk,
)

walks = st.lists(st.integers(0, 4), max_size=14)
persons = st.lists(walks, max_size=6)


def brute_force(walk: Sequence[int]) -> list[tuple[int, ...]]:
    """Every stretch of the collapsed walk that returns to its begin, with distinct towns between."""
    towns = [t for i, t in enumerate(walk) if i == 0 or t != walk[i - 1]]
    return [
        tuple(towns[i : j + 1])
        for j in range(len(towns))
        for i in range(j)
        if towns[i] == towns[j] and len(set(towns[i:j])) == j - i
    ]


def as_columns(walked: list[list[int]]) -> tuple[Ints, Ints]:
    person = [p for p, walk in enumerate(walked) for _ in walk]
    return np.array(person, dtype=np.int32), np.array([t for walk in walked for t in walk], dtype=np.int32)


@given(walks)
@settings(deadline=None, derandomize=True)
def test_loops_are_those_of_the_definition(walk: list[int]) -> None:
    named = [str(t) for t in walk]
    assert loops_by_definition(named) == tuple(tuple(str(t) for t in loop) for loop in brute_force(walk))


@given(persons)
@settings(deadline=None, derandomize=True)
def test_kernel_and_numpy_twin_agree_with_brute_force(walked: list[list[int]]) -> None:
    person, town = as_columns(walked)
    starts = loop_starts(person, town)
    assert (starts == loop_starts_in_numpy(person, town)).all()
    found = [collapse([str(t) for t in town[a : b + 1]]) for b, a in enumerate(starts) if a >= 0]
    assert found == [tuple(str(t) for t in loop) for walk in walked for loop in brute_force(walk)]


@given(walks)
@settings(deadline=None, derandomize=True)
def test_every_loop_is_a_simple_cycle_of_the_persons_own_graph(walk: list[int]) -> None:
    named = collapse([str(t) for t in walk])
    graph = nx.DiGraph(list(pairwise(named)))
    simple = {canonical_word(cycle) for cycle in nx.simple_cycles(graph)}
    assert {canonical_word(loop[:-1]) for loop in loops_by_definition(named)} <= simple


@given(walks, st.permutations(range(5)))
@settings(deadline=None, derandomize=True)
def test_circuits_do_not_change_under_relabelling(walk: list[int], other_names: list[int]) -> None:
    renamed = circuits_of([str(other_names[t]) for t in walk])
    wanted = {
        (canonical_word([str(other_names[int(t)]) for t in c.word]), c.laps)
        for c in circuits_of([str(t) for t in walk])
    }
    assert {(c.word, c.laps) for c in renamed} == wanted


@given(walks)
@settings(deadline=None, derandomize=True)
def test_repeated_sightings_in_a_stay_change_nothing(walk: list[int]) -> None:
    assert circuits_of([str(t) for t in walk for _ in range(2)]) == circuits_of([str(t) for t in walk])


def test_direction_is_kept() -> None:
    assert canonical_word(["C", "A", "B"]) == ("A", "B", "C")
    assert canonical_word(["C", "B", "A"]) == ("A", "C", "B")


def test_no_persons_no_loops() -> None:
    empty = np.zeros(0, dtype=np.int32)
    assert len(loop_starts(empty, empty)) == len(loop_starts_in_numpy(empty, empty)) == 0


def test_a_round_trip_with_missed_stays_is_a_closed_walk() -> None:
    found = widest_closed_walk("XABACA", min_towns=3)
    assert found is not None
    assert (found.word, found.laps, found.loops) == (("A", "B", "A", "C"), 1.0, 0)
    assert widest_closed_walk("ABAB", min_towns=3) is None
    assert widest_closed_walk("ABC", min_towns=2) is None


@given(walks)
@settings(deadline=None, derandomize=True)
def test_a_closed_walk_is_there_whenever_a_loop_is(walk: list[int]) -> None:
    named = [str(t) for t in walk]
    found = widest_closed_walk(named, min_towns=3)
    longest = max((len(loop) - 1 for loop in loops_by_definition(named)), default=0)
    assert (found is not None) or longest < 3
    if found is not None:
        assert len(set(found.word)) >= longest
