import itertools
import math
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Judgement, Verdict
from graph.review_order import REAPPEARANCE_WORTH, Reason, review_order
from graph.weakest_cut import PLAUSIBLE_ENCOUNTERS
from ingest.linkage.review_load import won_by_looks
from tests.graph.judgements import met, word

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def test_what_a_verdict_would_change_most_comes_first() -> None:
    person_of = {"a": "p", "b": "q", "c": "r", "d": "r", "e": "r"}
    single = word("a", "b", UNSURE, 0.98)
    several = [word("a", x, UNSURE, 0.6) for x in "cde"]
    order = review_order([single, *several], person_of)
    assert [(i.persons, i.pairs, i.others) for i in order] == [(("p", "r"), 3, 2), (("p", "q"), 1, 0)]
    assert math.isclose(order[0].expected, 3 * 0.6)


def test_one_doubtful_pair_among_many_of_two_persons_speaks_against_them() -> None:
    person_of = {"a": "p", "b": "q", "c": "r", "d": "r", "e": "r"}
    order = review_order([word("a", "b", UNSURE, 0.6), word("a", "c", UNSURE, 0.58)], person_of)
    assert [i.persons for i in order] == [("p", "q"), ("p", "r")]
    assert math.isclose(order[1].chance, 0.58 / 3)


def test_a_reappearance_that_a_verdict_would_give_counts() -> None:
    person_of = dict(zip("abcd", "pqrs", strict=True))
    towns = {"a": "GM0599", "b": "GM0502", "c": "GM0599", "d": "GM0599"}
    meetings = {person_of[e]: [met(e, f"2024-01-0{i + 1}", town)] for i, (e, town) in enumerate(towns.items())}
    order = review_order([word("a", "b", UNSURE, 0.6), word("c", "d", UNSURE, 0.9)], person_of, met=meetings)
    assert [(i.pair.pair, i.reappearances) for i in order] == [(("a", "b"), 1), (("c", "d"), 0)]
    assert order[0].expected == 0.6 * (1 + REAPPEARANCE_WORTH)


def test_of_two_persons_one_pair_is_shown_and_it_settles_the_others() -> None:
    person_of = {"a": "p", "b": "q", "c": "q"}
    (item,) = review_order([word("a", "b", UNSURE, 0.6), word("a", "c", UNSURE, 0.9)], person_of)
    assert (item.pair.pair, item.others) == (("a", "c"), 1)


def test_what_was_judged_is_linked_or_held_apart_waits_no_more() -> None:
    person_of = {"a": "p", "b": "q", "c": "q", "x": "p", "d": "s"}
    judged = [word("a", "b", UNSURE, 0.6), word("a", "b", UNSURE, 0.6, by="anna", minutes=1)]
    linked = [word("b", "c", UNSURE, 0.8)]
    held_apart = [word("x", "d", UNSURE, 0.8), word("a", "d", DIFFERENT, by="anna")]
    assert review_order([*judged, *linked, *held_apart], person_of) == []


def test_a_contested_pair_waits_whoever_spoke_last() -> None:
    words = [word("a", "b", SAME, 0.9, by="anna"), word("a", "b", DIFFERENT, 0.9, by="bert", minutes=1)]
    (item,) = review_order(words, {"a": "p", "b": "q"})
    assert (item.reason, item.pair.by) == (Reason.CONTESTED, "bert")


def test_a_reviewers_same_that_a_cut_goes_through_is_contested() -> None:
    words = [word("a", "b", SAME, 0.9, by="anna"), word("b", "c"), word("a", "c", DIFFERENT, by="bert")]
    (item,) = review_order(words, {"a": "p", "b": "q", "c": "q"})
    assert (item.reason, item.pair.pair) == (Reason.CONTESTED, ("a", "b"))


def test_a_person_with_a_weak_cut_waits_and_one_that_people_judged_or_sources_confirmed_does_not() -> None:
    person_of = {"a": "p", "b": "p", "c": "p"}
    words = [word("a", "b", SAME, 0.9995), word("b", "c", SAME, 0.992)]
    (item,) = review_order(words, person_of, doubtful=["p"])
    assert (item.reason, item.pair.pair, item.sizes, item.pairs) == (Reason.WEAK, ("b", "c"), (1, 2), 2)
    assert abs(item.chance - 0.008) < 1e-9
    assert review_order([*words, word("b", "c", SAME, 0.992, by="anna")], person_of, doubtful=["p"]) == []
    assert review_order([*words, word("b", "c", SAME, 1.0, by="sources")], person_of, doubtful=["p"]) == []
    assert review_order(words[:1], {"a": "p", "b": "p"}, doubtful=["p"]) == []


def test_a_person_larger_than_plausible_waits_however_strong_the_links_are() -> None:
    names = [f"e{i:03d}" for i in range(PLAUSIBLE_ENCOUNTERS + 1)]
    words = [word(a, b, SAME, 0.99999) for a, b in itertools.pairwise(names)]
    (item,) = review_order(words, dict.fromkeys(names, "p"), doubtful=["p"])
    assert item.reason is Reason.LARGE
    assert item.chance == 0.01
    smaller = names[:-1]
    assert review_order(words[:-1], dict.fromkeys(smaller, "p"), doubtful=["p"]) == []


waiting = st.lists(
    st.builds(word, st.sampled_from("abcdef"), st.sampled_from("ghijkl"), st.just(UNSURE), st.floats(0.5, 0.99)),
    max_size=12,
    unique_by=lambda j: j.pair,
)


@given(waiting, st.lists(st.integers(0, 4), min_size=12, max_size=12))
@settings(derandomize=True)
def test_the_order_does_not_depend_on_the_order_of_judgements_and_every_two_persons_come_once(
    judgements: list[Judgement], labels: list[int]
) -> None:
    person_of = {e: f"p{n}" for e, n in zip("abcdefghijkl", labels, strict=True)}
    order = review_order(judgements, person_of)
    assert order == review_order([replace(j) for j in reversed(judgements)], person_of)
    persons = [i.persons for i in order]
    assert len(persons) == len(set(persons))
    expected = {tuple(sorted({person_of[j.left], person_of[j.right]})) for j in judgements}
    assert set(persons) == {two for two in expected if len(two) == 2}
    assert [i.expected for i in order] == sorted((i.expected for i in order), reverse=True)


def test_looks_win_the_pairs_that_are_true_with_all_that_their_persons_hold() -> None:
    person_of = {"a": "p", "b": "p", "c": "q", "d": "r", "e": "s"}
    truth = {"a": 1, "b": 1, "c": 1, "d": 2, "e": 2}
    words = [word("a", "c", UNSURE, 0.9), word("c", "d", UNSURE, 0.8), word("d", "e", UNSURE, 0.7)]
    won = list(won_by_looks(review_order(words, person_of), person_of, truth, step=1))
    assert [(w.looks, w.joined, w.right) for w in won] == [(1, 2, 2), (2, 2, 2), (3, 3, 3)]
