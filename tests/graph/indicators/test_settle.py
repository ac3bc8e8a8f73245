"""Everything ever released of a region, together: an attacker with all of it learns of no count that it is small."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from graph.disclosure.ledger import Decided, Key
from graph.indicators.counts import GROUPS, Counts
from graph.indicators.settle import PERSONS, grids, settle, settled_persons, shown_again
from graph.indicators.table import Block, indicators_of
from graph.indicators.union import Grid

K = 10
TOWNS = ("GM0001", "GM0002", "GM0003", "GM0004")
CELLS = st.one_of(st.integers(0, 3), st.integers(4, 14), st.integers(10, 60))
TABLE = st.lists(st.lists(CELLS, min_size=4, max_size=4), min_size=2, max_size=4)


def counts(quarters: list[int], men: float = 0.3) -> Counts:
    n = sum(quarters)
    groups = {g: {c: int(n * men) for c in names[:1]} for g, names in GROUPS.items()}
    return Counts(n, (*quarters, 0), n, (*quarters, 0), groups)


def block(table: list[list[int]]) -> Block:
    parts = dict(zip(TOWNS, map(counts, table), strict=False))
    return Block("VR17", 2024, total(parts), parts, K)


def total(parts: Mapping[str, Counts]) -> Counts:
    whole = counts([sum(c.persons_by_quarter[q] for c in parts.values()) for q in range(4)])
    groups = {
        g: {c: sum(p.groups[g].get(c, 0) for p in parts.values()) for c in names[:1]} for g, names in GROUPS.items()
    }
    return replace(whole, groups=groups)


def sums_of(grid: Grid) -> list[tuple[Key, np.ndarray[tuple[int], np.dtype[np.float64]], int]]:
    return list(grid._sums())


def assert_nothing_small_follows(grid: Grid, shown: frozenset[Key]) -> int:
    """Attack with what was shown, exactly known; how many small counts were asked about."""
    atoms = np.array([grid.parts[p] for p in grid.parts]).ravel()
    known = [mask for key, mask, _ in sums_of(grid) if key in shown]
    asked = [(key, mask) for key, mask, n in sums_of(grid) if key not in shown and n < K]
    if not known or not asked:
        return 0
    a, wanted = np.array(known), np.array([mask for _, mask in asked])
    # One program with a copy of the table for each sum; a thousand bounds what nothing else does.
    system, sums = np.kron(np.eye(len(asked)), a), np.tile(a @ atoms, len(asked))
    most, least = (
        np.asarray(linprog(sign * wanted.ravel(), A_eq=system, b_eq=sums, bounds=(0, 1_000), method="highs").x)
        for sign in (-1, 1)
    )
    most, least = most.reshape(wanted.shape), least.reshape(wanted.shape)
    for (key, mask), high, low in zip(asked, most, least, strict=True):
        assert mask @ high >= K - 1e-6, f"{key} is known to be below {K}"
        assert mask @ high - mask @ low >= K - 1 - 1e-6, f"{key} is known to lie in {mask @ low} to {mask @ high}"
    return len(asked)


def questions(year: int = 2024) -> list[Key]:
    return [(t, p, PERSONS) for t in (*TOWNS, "VR17") for p in (str(year), *(f"{year}Q{q}" for q in (1, 2, 3, 4)))]


@pytest.mark.slow
def test_of_500_random_tables_no_small_count_follows_from_all_that_is_released() -> None:
    rng = np.random.default_rng(7)
    asked = shown_in_all = 0
    for _ in range(500):
        rows = int(rng.integers(2, 5))
        sparse = rng.integers(0, 15, (rows, 4))
        table = np.where(rng.random((rows, 4)) < 0.5, sparse, rng.integers(10, 60, (rows, 4)))
        shown = released(block(table.tolist()), rng)
        shown_in_all += len(shown)
        asked += sum(assert_nothing_small_follows(g, shown) for g in grids(block(table.tolist()))[:1])
    assert (shown_in_all > 2_000, asked > 500) == (True, True), (shown_in_all, asked)


def released(table: Block, rng: np.random.Generator) -> frozenset[Key]:
    """Everything shown after mayors and the monitor asked in a random order."""
    before: dict[Key, int | None] = {}
    shown: frozenset[Key] = frozenset()
    order = [*rng.permutation(len(questions()))[:8], -1]
    for which in rng.permutation(order):
        told = told_to(table, None if which < 0 else questions()[which], before, shown)
        before |= told
        shown |= {k for k, v in told.items() if v is not None}
    assert all(v is None or v >= K for k, v in before.items() if k[2] != "share_of_men")
    return shown


def told_to(
    table: Block, question: Key | None, before: Mapping[Key, int | None], shown: frozenset[Key]
) -> dict[Key, int | None]:
    if question is None:
        found = settle(table, before, shown)
        return {(i.area, i.period, i.indicator): i.value for i in found if i.indicator != "share_of_men"}
    if question[0] not in {table.region, *table.parts}:
        return {}
    return {question: settled_persons(table, question, before, shown)}


@pytest.mark.slow
def test_of_all_releases_of_a_year_in_which_records_come_in_nothing_small_follows() -> None:
    rng = np.random.default_rng(11)
    for _ in range(12):
        table = np.zeros((4, 4), dtype=np.int64)
        before: dict[Key, int | None] = {}
        shown: frozenset[Key] = frozenset()
        for month in range(12):
            table[:, month // 3] += rng.poisson([9, 4, 1, 2], 4)
            now = block(table.tolist())
            for question in (None, *(questions()[i] for i in rng.integers(0, len(questions()), 3))):
                told = told_to(now, question, before, shown)
                before |= told
                shown |= {k for k, v in told.items() if v is not None}
        for grid in grids(block(table.tolist()))[:3]:
            assert_nothing_small_follows(grid, shown)


def views(table: Block) -> dict[Key, int | None]:
    """What each mayor is told who asks first."""
    return {k: settled_persons(table, k, {}, frozenset()) for k in questions() if k[0] in {table.region, *table.parts}}


def containing(town: str, quarter: int) -> set[Key]:
    return {(a, p, PERSONS) for a in (town, "VR17") for p in ("2024", f"2024Q{quarter + 1}")}


@settings(max_examples=6, deadline=None, derandomize=True)
@given(TABLE, st.data())
def test_two_graphs_that_differ_within_a_small_count_give_the_same_but_where_it_is_in(
    table: list[list[int]], data: st.DataObject
) -> None:
    i, j = data.draw(st.integers(0, len(table) - 1)), data.draw(st.integers(0, 3))
    pair = []
    for n in (data.draw(st.integers(0, K - 1)), data.draw(st.integers(0, K - 1))):
        changed = [list(r) for r in table]
        changed[i][j] = n
        pair.append(block(changed))
    one, other = pair
    first = released_by_both(one)
    for stands in (({}, frozenset()), first):
        told = [{k: settled_persons(b, k, *stands) for k in views(b)} for b in (one, other)]
        for key in told[0]:
            if key not in containing(TOWNS[i], j):
                assert told[0][key] == told[1][key], key
        hidden = (TOWNS[i], f"2024Q{j + 1}", PERSONS)
        assert told[0][hidden] is None
        assert told[1][hidden] is None


def released_by_both(table: Block) -> tuple[dict[Key, int | None], frozenset[Key]]:
    told = told_to(table, None, {}, frozenset())
    return told, frozenset(k for k, v in told.items() if v is not None)


@settings(max_examples=15, deadline=None, derandomize=True)
@given(TABLE)
def test_asked_again_the_monitor_says_the_same_and_first_it_says_what_its_own_rule_does(table: list[list[int]]) -> None:
    now = block(table)
    told = settle(now, {}, frozenset())
    assert told == tuple(indicators_of(now))
    before, shown = released_by_both(now)
    assert settle(now, before, shown) == told
    more = [list(r) for r in table]
    more[0][0] += K - 1
    again = {(i.area, i.period, i.indicator): i.value for i in settle(block(more), before, shown)}
    assert {k: again[k] for k in shown} == {k: before[k] for k in shown}
    newly = [v for k, v in again.items() if v is not None and k in before and before[k] is None]
    assert all(v >= 2 * K for v in newly), "what was hidden is told once it can't have been small a change ago"


def test_a_mayor_s_quarter_that_would_give_a_neighbour_away_is_hidden_after_the_others_were_told() -> None:
    now = block([[20, 20, 20, 20], [20, 20, 20, 3]])
    told, shown = released_by_both(now)
    assert told["VR17", "2024Q1", PERSONS] == 40
    hidden = [k for k in questions() if k[0] in TOWNS[:2] and "Q4" in k[1]]
    assert [settled_persons(now, k, told, shown) for k in hidden] == [None, None]


def test_what_was_told_of_a_year_stays_when_its_records_are_gone() -> None:
    now = block([[20, 20, 20, 20], [30, 30, 30, 30]])
    before, shown = released_by_both(now)
    gone = settle(block([[0] * 4, [0] * 4]), before, shown)
    kept = {(i.area, i.period, i.indicator): i.value for i in gone if i.value is not None}
    assert {k: v for k, v in before.items() if v is not None} == {
        k: v for k, v in kept.items() if k[2] != "share_of_men"
    }
    assert {i.indicator for i in gone} >= {"share_of_men"}


def test_signals_that_are_nearly_all_one_person_s_cover_nothing_and_aren_t_shown() -> None:
    some = counts([20, 20, 20, 20])
    one = replace(some, dominated=frozenset({-1, 0}))
    told = {
        (i.area, i.period, i.indicator): i.value
        for i in indicators_of(
            Block(
                "VR17",
                2024,
                total({"a": some, "b": some, "c": one}),
                {"GM0001": some, "GM0002": some, "GM0003": one},
                K,
            )
        )
    }
    assert told["GM0003", "2024", "signals"] is None
    assert told["GM0003", "2024", PERSONS] == 80
    assert sum(told[t, "2024", "signals"] is None for t in TOWNS[:3]) == 2


def test_a_release_alone_gives_its_shares_again() -> None:
    before, _ = released_by_both(block([[20, 20, 20, 20], [30, 30, 30, 30]]))
    told = shown_again(Decided(*k, v) for k, v in before.items())
    assert {i.indicator for i in told} >= {"share_of_men", PERSONS}
