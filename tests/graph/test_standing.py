from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import Judgement, Verdict
from graph.persons import components
from graph.standing import contested_pairs, standing_words
from graph.weakest_cut import weakest_cut
from tests.graph.judgements import word

SAME, DIFFERENT, UNSURE = Verdict.SAME, Verdict.DIFFERENT, Verdict.UNSURE


def test_a_reviewer_beats_every_model_however_late_it_comes() -> None:
    words = [word("a", "b", DIFFERENT, by="anna"), word("a", "b", SAME, 0.9999, by="model-2", minutes=9)]
    assert [j.verdict for j in standing_words(words)] == [DIFFERENT]
    assert components(words, "ab") == [frozenset("a"), frozenset("b")]


def test_of_two_reviewers_the_later_stands_and_the_pair_is_contested() -> None:
    words = [word("a", "b", DIFFERENT, by="anna"), word("a", "b", SAME, by="bert", minutes=1)]
    assert [j.by for j in standing_words(words)] == ["bert"]
    assert [[j.by for j in said] for said in contested_pairs(words).values()] == [["anna", "bert"]]
    assert contested_pairs(words[:1]) == {}


def test_what_both_sources_answered_beats_a_reviewer_who_speaks_later() -> None:
    words = [word("a", "b", SAME, 1.0, by="sources"), word("a", "b", DIFFERENT, by="anna", minutes=9)]
    (standing,) = standing_words(words)
    assert standing.confirmed
    cut = weakest_cut("p", frozenset("ab"), words)
    assert cut is not None
    assert (cut.probability, cut.confirmed) == (1.0, True)


def test_sources_that_contradict_each_other_join_nobody_and_are_listed() -> None:
    words = [word("a", "b", SAME, 0.9999), word("a", "b", UNSURE, 0.5, by="sources")]
    assert components(words, "ab") == [frozenset("a"), frozenset("b")]
    assert list(contested_pairs(words)) == [("a", "b")]


def test_a_reviewers_same_goes_with_the_probability_that_the_model_gives_now() -> None:
    said = word("a", "b", SAME, 0.93, by="anna")
    assert [j.probability for j in standing_words([said])] == [0.93]
    assert [j.probability for j in standing_words([said, word("a", "b", UNSURE, 0.7, by="model-2")])] == [0.7]


def test_unsure_of_a_reviewer_takes_the_models_link_away() -> None:
    words = [word("a", "b", SAME), word("a", "b", UNSURE, by="anna")]
    assert components(words, "ab") == [frozenset("a"), frozenset("b")]
    assert weakest_cut("p", frozenset("a"), words) is None


def test_a_cut_falls_where_it_is_weakest_also_through_a_reviewers_word_and_never_through_what_sources_confirmed() -> (
    None
):
    apart = word("a", "c", DIFFERENT, by="bert")
    chain = [word("a", "b", SAME, 0.6, by="anna"), word("b", "c", SAME, 0.99999), word("b", "d", SAME, 0.99999)]
    assert components([*chain, apart], "abcd") == [frozenset("a"), frozenset("bcd")]
    chain = [word("a", "b", SAME, 1.0, by="sources"), *(word(x, "c", SAME, 1 - 1e-15) for x in "bdefg")]
    chain += [word("b", x, SAME, 1 - 1e-15) for x in "defg"]
    assert frozenset("c") in components([*chain, apart], "abcdefg")


people = st.sampled_from(["model-1", "model-2", "anna", "bert", "sources"])
words = st.lists(
    st.builds(
        word,
        st.just("a"),
        st.sampled_from("bcd"),
        st.sampled_from(list(Verdict)),
        st.floats(0.5, 0.999),
        people,
        st.integers(0, 3),
    ),
    max_size=10,
    unique_by=lambda j: j.id,
)


@given(words)
@settings(derandomize=True)
def test_one_word_stands_on_each_pair_in_whatever_order_they_are_read(said: list[Judgement]) -> None:
    standing = standing_words(said)
    assert [j.pair for j in standing] == sorted({j.pair for j in said})
    assert standing_words(reversed(said)) == standing
    for j in standing:
        best = max(("sources", "anna", "bert", "model-2", "model-1"), key=lambda by: _rank(by, said, j))
        assert _rank(j.by, said, j) == _rank(best, said, j)


def _rank(by: str, said: list[Judgement], standing: Judgement) -> int:
    if not any(j.by == by and j.pair == standing.pair for j in said):
        return -1
    return 2 if by == "sources" else 0 if by.startswith("model") else 1
