"""An attacker who knows every shown count exactly, and that counts add up, learns of no hidden one, and of no sum of some, that it is small.

The attacker solves a linear program over all tables that fit what is shown: how large may what is small be?
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.optimize import linprog

from graph.disclosure.suppression import broken_down_parts, safe_categories, shown_parts

K = 10
Table = NDArray[np.int64]
TABLES = st.tuples(st.integers(1, 4), st.integers(2, 3)).flatmap(
    lambda shape: st.lists(
        st.lists(
            st.one_of(st.integers(0, 3), st.integers(4, 14), st.integers(10, 60)), min_size=shape[1], max_size=shape[1]
        ),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@dataclass(frozen=True, slots=True)
class Shown:
    """What is published of a table: the whole, totals of parts, and who is broken down."""

    totals: frozenset[int]
    broken: frozenset[int] | None


def published(table: Table, *, may_be_empty: frozenset[int] = frozenset()) -> Shown | None:
    parts = {str(i): [int(n) for n in row] for i, row in enumerate(table)}
    whole = [int(n) for n in table.sum(axis=0)]
    if sum(whole) < K:
        return None
    totals = shown_parts(sum(whole), {name: sum(row) for name, row in parts.items()}, threshold=K)
    broken = broken_down_parts(whole, parts, among=totals, threshold=K, may_be_empty=may_be_empty)
    return Shown(frozenset(map(int, totals)), None if broken is None else frozenset(map(int, broken)))


class Attacker:
    """Knows the sums that are shown; asks for the largest of others."""

    def __init__(self, table: Table, shown: Shown) -> None:
        self._shape = table.shape
        known = [np.ones(self._shape), *(self._mask(rows=[i]) for i in shown.totals)]
        if shown.broken is not None:
            known += [self._mask(columns=[j]) for j in range(self._shape[1])]
            known += [self._mask(rows=[i], columns=[j]) for i in shown.broken for j in range(self._shape[1])]
        self._a = np.array([m.ravel() for m in known])
        self._b = self._a @ table.ravel()

    def _mask(self, rows: list[int] | None = None, columns: list[int] | None = None) -> NDArray[np.float64]:
        mask = np.zeros(self._shape)
        mask[np.ix_(*(range(n) if s is None else s for n, s in zip(self._shape, (rows, columns), strict=True)))] = 1.0
        return mask

    def largest(self, rows: list[int], columns: list[int] | None = None) -> float:
        """Largest value that a sum can have."""
        mask = self._mask(rows, columns).ravel()
        found = linprog(-mask, A_eq=self._a, b_eq=self._b, bounds=(0, None), method="highs").fun
        assert found is not None, "the true table fits"
        return -float(found)


def some(n: int) -> Iterator[list[int]]:
    return (list(s) for s in chain.from_iterable(combinations(range(n), size) for size in range(1, n + 1)))


def assert_nothing_small_follows(table: Table, shown: Shown) -> None:
    attacker = Attacker(table, shown)
    rows, columns = table.shape
    for chosen in some(rows):
        for part in (None, *([j] for j in range(columns))):
            if table[np.ix_(chosen, range(columns) if part is None else part)].sum() < K:
                assert attacker.largest(chosen, part) >= K - 1e-6, (chosen, part)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(TABLES)
def test_no_hidden_count_and_no_sum_of_some_is_known_to_be_small(rows: list[list[int]]) -> None:
    table = np.array(rows, dtype=np.int64)
    shown = published(table)
    if shown is not None:
        assert_nothing_small_follows(table, shown)


def test_the_attacker_would_find_a_single_hidden_count() -> None:
    table = np.array([[20, 20], [2, 1], [30, 30]])
    naive = Shown(frozenset({0, 2}), None)
    assert Attacker(table, naive).largest([1]) == 3
    assert published(table) == Shown(frozenset({2}), frozenset({2}))


@settings(max_examples=100, deadline=None, derandomize=True)
@given(TABLES)
def test_what_is_shown_is_never_small(rows: list[list[int]]) -> None:
    table = np.array(rows, dtype=np.int64)
    shown = published(table)
    if shown is None:
        assert table.sum() < K
        return
    assert all(table[i].sum() >= K for i in shown.totals)
    assert (shown.broken or frozenset()) <= shown.totals
    assert all((table[i] >= K).all() for i in shown.broken or ())


def test_large_counts_are_all_shown_and_an_empty_column_of_unknown_dates_hinders_nothing() -> None:
    table = np.array([[20, 20, 0], [30, 30, 0]])
    assert published(table) == Shown(frozenset({0, 1}), None)
    assert published(table, may_be_empty=frozenset({2})) == Shown(frozenset({0, 1}), frozenset({0, 1}))
    assert published(np.array([[20, 20, 3], [30, 30, 0]]), may_be_empty=frozenset({2})) == Shown(
        frozenset({0, 1}), None
    )


@settings(deadline=None, derandomize=True)
@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 40)), st.integers(0, 40))
def test_categories_leave_no_small_rest(counts: dict[str, int], others: int) -> None:
    total = sum(counts.values()) + others
    kept = safe_categories(counts, total, threshold=K)
    assert all(counts[name] >= K for name in kept)
    assert not kept or total - sum(counts[name] for name in kept) >= K
