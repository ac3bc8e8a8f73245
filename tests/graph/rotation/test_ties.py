from datetime import date, timedelta

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterRow, columns_of
from graph.rotation.comovement import Groups, are_tied
from graph.rotation.points import points_of
from graph.rotation.rules import RotationRules
from graph.rotation.ties import Ties, ties_of

DAY = date(2024, 1, 1)


def seen(carrying: dict[str, list[int]], settled: dict[str, list[int]]) -> list[EncounterRow]:
    """People seen in two towns (``carrying``) or in one (``settled``), each with identifiers by number."""
    return [
        EncounterRow(
            f"{person}-{n}", person, town, DAY + timedelta(n), DAY + timedelta(n),
            identifiers=tuple(f"phone:{i}" for i in numbers) if n == 0 else (),
        )
        for people, towns in ((carrying, ("GM0599", "GM0502")), (settled, ("GM0599",)))
        for person, numbers in people.items()
        for n, town in enumerate(towns)
    ]  # fmt: skip


carried = st.dictionaries(st.sampled_from("abcdefgh"), st.lists(st.integers(0, 4), unique=True), max_size=8)


@settings(deadline=None)
@given(carried, st.dictionaries(st.sampled_from("stuvw"), st.lists(st.integers(0, 4), unique=True), max_size=5))
def test_two_movers_are_tied_by_what_few_others_carry(
    movers: dict[str, list[int]], settled: dict[str, list[int]]
) -> None:
    columns = columns_of(seen(movers, settled))
    ties = ties_of(columns, points_of(columns, RotationRules()), most=3)
    everybody = {**movers, **settled}
    few = {i for i in range(5) if sum(i in own for own in everybody.values()) <= 3}
    names = sorted(movers)
    expected = {(a, b) for a in names for b in names if a != b and set(movers[a]) & set(movers[b]) & few}
    one = np.repeat(np.arange(len(names)), np.diff(ties.first))
    assert {(names[p], names[q]) for p, q in zip(one, ties.partners, strict=True)} == expected
    assert len(ties.pairs) == len(expected) // 2


def test_a_group_is_tied_where_half_of_it_is_tied_to_others_in_it() -> None:
    tied = {(0, 1), (1, 0), (2, 5), (5, 2)}
    edges = sorted(tied)
    ties = Ties(np.searchsorted([p for p, _ in edges], np.arange(8)).astype(np.int64), np.array([q for _, q in edges]))
    groups = Groups(np.array([0, 1, 3, 4, 2, 6, 5]), np.array([0, 4, 6, 7]), np.zeros(3))
    assert are_tied(groups, ties).tolist() == [True, False, False]
