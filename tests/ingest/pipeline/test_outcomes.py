import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.pipeline.outcomes import Nature, Outcome, Said, Standing, decide

E, P, T = Nature.ENCOUNTER, Nature.PREMISES_SIGNAL, Nature.TALLY


def after(rows: list[Said], standing: dict[str, Standing]) -> dict[str, Standing]:
    result = dict(standing)
    for write in decide(rows, standing, read_before=False).writes:
        result[rows[write.row].id] = write.after
    return result


def test_first_rows_are_what_they_may_be_kept_as() -> None:
    decided = decide([Said("a", "1", E), Said("b", "1", P), Said("c", "1", T)], {}, read_before=False)
    assert decided.outcomes == (Outcome.STORED, Outcome.PREMISES_SIGNAL, Outcome.REDUCED)
    assert [w.after.version for w in decided.writes] == [1, 1, 1]


def test_the_same_row_twice_in_a_file_is_stored_once() -> None:
    decided = decide([Said("a", "1", E), Said("a", "1", E)], {}, read_before=False)
    assert decided.outcomes == (Outcome.STORED, Outcome.UNCHANGED)
    assert len(decided.writes) == 1


def test_two_versions_in_a_file_are_one_write_of_the_later() -> None:
    rows = [Said("a", "1", E), Said("a", "2", E)]
    decided = decide(rows, {}, read_before=False)
    assert decided.outcomes == (Outcome.STORED, Outcome.NEW_VERSION)
    (write,) = decided.writes
    assert (write.row, write.after.version, write.after.known) == (1, 2, ("1", "2"))


def test_a_file_read_before_changes_nothing_although_it_holds_two_versions() -> None:
    rows = [Said("a", "1", E), Said("a", "2", E)]
    standing = after(rows, {})
    for read_before in (True, False):
        decided = decide(rows, standing, read_before=read_before)
        assert set(decided.outcomes) == {Outcome.UNCHANGED}
        assert decided.writes == ()


def test_another_file_may_bring_an_earlier_content_back() -> None:
    standing = after([Said("a", "1", E), Said("a", "2", E)], {})
    decided = decide([Said("a", "1", E)], standing, read_before=False)
    assert decided.outcomes == (Outcome.NEW_VERSION,)
    assert decide([Said("a", "1", E)], standing, read_before=True).outcomes == (Outcome.UNCHANGED,)


def test_a_tally_forgets_what_was_stored() -> None:
    standing = after([Said("a", "1", E), Said("a", "t", T)], {})
    assert standing["a"].known == ("t",)
    decided = decide([Said("a", "1", E), Said("a", "t", T)], standing, read_before=True)
    assert decided.writes == ()
    assert set(decided.outcomes) == {Outcome.UNCHANGED}


def test_a_later_version_reduces_what_was_stored_and_a_still_later_one_stores_it_again() -> None:
    standing = after([Said("a", "1", E)], {})
    reduced = decide([Said("a", "t", T)], standing, read_before=False)
    assert reduced.outcomes == (Outcome.REDUCED,)
    standing = after([Said("a", "t", T)], standing)
    assert standing["a"].is_tally
    assert decide([Said("a", "t", T)], standing, read_before=False).outcomes == (Outcome.UNCHANGED,)
    assert decide([Said("a", "1", E)], standing, read_before=False).outcomes == (Outcome.NEW_VERSION,)


said = st.builds(Said, st.sampled_from("abc"), st.sampled_from("123"), st.sampled_from([E, P]))


@given(st.lists(said, max_size=12), st.lists(st.integers(0, 12), max_size=3))
@settings(derandomize=True)
def test_cutting_a_file_into_parts_ends_in_the_same_place(rows: list[Said], cuts: list[int]) -> None:
    whole = after(rows, {})
    bounds = [0, *sorted(cuts), len(rows)]
    parts: dict[str, Standing] = {}
    for start, stop in itertools.pairwise(bounds):
        parts = after(rows[start:stop], parts)
    assert {k: v.digest for k, v in parts.items()} == {k: v.digest for k, v in whole.items()}


@given(st.lists(said, max_size=12))
@settings(derandomize=True)
def test_five_times_changes_nothing(rows: list[Said]) -> None:
    once = after(rows, {})
    for _ in range(4):
        assert decide(rows, once, read_before=True).writes == ()
