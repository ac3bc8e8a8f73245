from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.model import PersonChange, Verdict
from graph.person_changes import Because, person_changes
from tests.graph.judgements import word

NOW = datetime(2024, 9, 1, tzinfo=UTC)


def changes(
    before: dict[str, str], after: dict[str, str], *said: object, because: Because | None = None
) -> list[PersonChange]:
    found = person_changes(before, after, said, because or Because("linked"), run="r", now=NOW)  # type: ignore[arg-type]
    return list(found)


def test_an_encounter_more_and_an_id_that_goes_on_are_no_change() -> None:
    assert changes({"a": "p", "b": "p"}, {"a": "p", "b": "p", "c": "p"}) == []


def test_two_persons_joined_by_a_new_encounter_say_by_which_judgements() -> None:
    said = [word("a", "x"), word("b", "x"), word("a", "c")]
    (change,) = changes({"a": "p", "c": "p", "b": "q"}, dict.fromkeys("abcx", "p"), *said)
    assert (change.kind, change.from_persons, change.to_persons) == ("joined", ("p", "q"), ("p",))
    assert change.encounters == ("b",)
    assert change.judgements == (said[0].id, said[1].id)
    assert change.by == ("model-1",)


def test_a_split_says_whose_word_did_it() -> None:
    apart = word("a", "b", Verdict.DIFFERENT, by="anna")
    (change,) = changes({"a": "p", "b": "p"}, {"a": "p", "b": "q"}, word("a", "b"), apart)
    assert (change.kind, change.to_persons, change.encounters) == ("split", ("p", "q"), ("b",))
    assert change.judgements == (apart.id,)
    because = Because("wrong", ("anna",), ("j-1",))
    (change,) = changes({"a": "p", "b": "p"}, {"a": "p", "b": "q"}, because=because)
    assert (change.reason, change.by, change.judgements) == ("wrong", ("anna",), ("j-1",))


def test_what_is_split_and_joined_at_once_is_one_change() -> None:
    (change,) = changes({"a": "p", "b": "p", "c": "q"}, {"a": "p", "b": "q", "c": "q"})
    assert change.kind == "moved"


labels = st.lists(st.sampled_from("pqrs"), min_size=6, max_size=6)


@given(labels, labels)
@settings(derandomize=True)
def test_changes_tell_exactly_which_encounters_went_where(old: list[str], new: list[str]) -> None:
    before, after = (dict(zip("abcdef", some, strict=True)) for some in (old, new))
    found = changes(before, after)
    several = {e for c in found for e in c.encounters}
    ids = [p for c in found for p in c.from_persons]
    assert len(ids) == len(set(ids))
    for c in found:
        assert all(before[e] in c.from_persons and after[e] in c.to_persons for e in c.encounters)
    for e in before:
        renamed = {after[x] for x in before if before[x] == before[e]} == {after[e]} and {
            before[x] for x in after if after[x] == after[e]
        } == {before[e]}
        assert (e in several) == (before[e] != after[e] and not renamed)
