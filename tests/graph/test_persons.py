import math
from datetime import UTC, datetime
from random import Random

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Judgement, Verdict
from graph.persons import assign_ids, components
from graph.weakest_cut import weakest_cut

AT = datetime(2024, 1, 1, tzinfo=UTC)


def judgement(a: str, b: str, probability: float = 0.999, verdict: Verdict = Verdict.SAME) -> Judgement:
    left, right = min(a, b), max(a, b)
    return Judgement(f"{left}-{right}-{verdict}", left, right, verdict, probability, 10.0, "model-1", AT, "")


nodes = st.sampled_from([f"e{i}" for i in range(9)])
links = st.lists(st.tuples(nodes, nodes, st.floats(0.5, 0.99999)).filter(lambda t: t[0] != t[1]), max_size=14)


@given(links)
@settings(derandomize=True)
def test_persons_are_the_connected_components(edges: list[tuple[str, str, float]]) -> None:
    judgements = [judgement(a, b, p) for a, b, p in edges]
    ids = [f"e{i}" for i in range(9)]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(ids)
    graph.add_edges_from((a, b) for a, b, _ in edges)
    assert {frozenset(c) for c in nx.connected_components(graph)} == set(components(judgements, ids))


@given(links, links, st.randoms(use_true_random=False))
@settings(derandomize=True)
def test_order_changes_nothing_and_what_is_different_stays_apart(
    same: list[tuple[str, str, float]], apart: list[tuple[str, str, float]], random: Random
) -> None:
    judgements = [judgement(a, b, p) for a, b, p in same]
    judgements += [judgement(a, b, p, Verdict.DIFFERENT) for a, b, p in apart[:3]]
    ids = [f"e{i}" for i in range(9)]
    groups = components(judgements, ids)
    shuffled = list(judgements)
    random.shuffle(shuffled)
    assert components(shuffled, reversed(ids)) == groups
    assert sorted(i for g in groups for i in g) == ids
    for a, b, _ in apart[:3]:
        assert not any(a in g and b in g for g in groups)


def test_a_different_verdict_cuts_where_it_is_weakest() -> None:
    chain = [judgement("a", "b", 0.9999), judgement("b", "c", 0.99), judgement("c", "d", 0.9999)]
    groups = components([*chain, judgement("a", "d", 1.0, Verdict.DIFFERENT)], "abcd")
    assert groups == [frozenset("ab"), frozenset("cd")]


def test_unsure_and_withdrawn_join_nobody() -> None:
    unsure = judgement("a", "b", 0.95, Verdict.UNSURE)
    assert components([unsure], "ab") == [frozenset("a"), frozenset("b")]


def test_ids_stay_when_data_are_added_and_the_larger_keeps_its_own() -> None:
    first = assign_ids([frozenset("abc"), frozenset("d"), frozenset("e")], {})
    grown = assign_ids([frozenset("abcx"), frozenset("d"), frozenset("e")], first)
    assert grown["x"] == first["a"]
    joined = assign_ids([frozenset("abcd"), frozenset("e")], first)
    assert joined["d"] == first["a"]
    split = assign_ids([frozenset("ab"), frozenset("c"), frozenset("d"), frozenset("e")], first)
    assert split["a"] == first["a"]
    assert split["c"] not in first.values()
    assert len(set(split.values())) == 4


def test_an_id_that_another_person_has_by_now_is_given_to_nobody_else() -> None:
    (own,) = set(assign_ids([frozenset("a")], {}).values())
    (next_,) = set(assign_ids([frozenset("a")], {}, {own}).values())
    assert next_ != own
    assert assign_ids([frozenset("a")], {"a": own}, {"other"}) == {"a": own}


@given(st.lists(st.integers(0, 4), min_size=9, max_size=9), st.lists(st.integers(0, 4), min_size=9, max_size=9))
@settings(derandomize=True)
def test_two_groups_never_get_one_id(before: list[int], after: list[int]) -> None:
    def groups(labels: list[int]) -> list[frozenset[str]]:
        return [frozenset(f"e{i}" for i, x in enumerate(labels) if x == g) for g in sorted(set(labels))]

    ids = assign_ids(groups(after), assign_ids(groups(before), {}))
    for group in groups(after):
        assert len({ids[i] for i in group}) == 1
    assert len(set(ids.values())) == len(groups(after))


@given(links)
@settings(derandomize=True)
def test_the_weakest_cut_is_the_weakest_of_all_cuts(edges: list[tuple[str, str, float]]) -> None:
    best: dict[tuple[str, str], float] = {}
    for a, b, p in edges:
        pair = (min(a, b), max(a, b))
        best[pair] = max(p, best.get(pair, 0.0))
    judgements = [judgement(a, b, p) for a, b, p in edges]
    for group in components(judgements, [f"e{i}" for i in range(9)]):
        cut = weakest_cut("p", group, judgements)
        if len(group) == 1:
            assert cut is None
            continue
        members = sorted(group)
        probabilities = []
        for mask in range(1, 2 ** (len(members) - 1)):
            part = {m for i, m in enumerate(members) if mask >> i & 1}
            crossing = [p for (a, b), p in best.items() if (a in part) != (b in part) and a in group]
            probabilities.append(1 - math.prod(1 - p for p in crossing))
        assert cut is not None
        assert math.isclose(cut.probability, min(probabilities), abs_tol=1e-9)
        assert 0 < len(cut.part) <= len(group) / 2
