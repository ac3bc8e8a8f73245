"""What municipalities have in place: dated, with a source, the newest answer counting; a wrong row stores nothing."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.home import Home
from api.jobs.profiles import import_profile, kept_answers, shown_profile
from graph.errors import PolicyError, UnreadableFile, UsageError
from ingest.profiles import Answer, InPlace, from_text, load_basic_level, merged, to_text

NOW = datetime(2024, 9, 1, 12, tzinfo=UTC)
HEADER = "municipality,item,state,on,source\n"
ROW = "Rotterdam,contact_person,yes,2024-03-01,regional survey\n"


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


def take(home: Home, text: str) -> tuple[int, int]:
    path = home.folder(home.root) / "in.csv"
    path.write_text(text, encoding="utf-8")
    return import_profile(home, path, now=NOW)


def test_the_newest_answer_counts_whatever_came_first(home: Home) -> None:
    assert take(home, HEADER + ROW + ROW.replace("contact_person", "training").replace("Rotterdam", "GM0502")) == (2, 2)
    take(home, HEADER + ROW.replace("yes,2024-03-01", "no,2023-01-01"))
    said = "\n".join(shown_profile(home, "GM0599", now=NOW))
    assert "contact_person: yes, 2024-03-01, regional survey" in said
    assert "training: not known" in said
    assert "1 of 8 in place, 7 not known" in said
    assert len(kept_answers(home)) == 2


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (ROW.replace("Rotterdam", "Verzonnendam"), "no municipality"),
        (ROW.replace("contact_person", "coffee"), "no item"),
        (ROW.replace("yes", "maybe"), "no state"),
        (ROW.replace("2024-03-01", "2025-01-01"), "future"),
        (ROW.replace("2024-03-01", "spring"), "future"),
        (ROW.replace("regional survey", ""), "each of its cells"),
        (ROW.replace("regional survey", "desk +31 6 0000 0012"), "name the survey"),
        ("Rotterdam\n", "each of its cells"),
    ],
)
def test_a_wrong_row_is_named_and_nothing_is_stored(home: Home, row: str, why: str) -> None:
    with pytest.raises(UnreadableFile, match=f"row 2 .*{why}"):
        take(home, HEADER + ROW + row)
    assert kept_answers(home) == ()


def test_other_columns_and_places_are_refused(home: Home) -> None:
    with pytest.raises(UnreadableFile, match="other columns"):
        take(home, "a,b\n")
    with pytest.raises(UsageError, match="no such municipality"):
        list(shown_profile(home, "Verzonnendam", now=NOW))


def test_a_region_has_a_list_of_its_own(home: Home) -> None:
    home.folder(home.root)
    home.basic_level.write_text('source = "us"\n[items]\nown = "our question"\n', encoding="utf-8")
    assert "own: not known - our question" in "\n".join(shown_profile(home, "GM0599", now=NOW))
    home.basic_level.write_text("[items]\n", encoding="utf-8")
    with pytest.raises(PolicyError, match="source and a section"):
        load_basic_level(home.basic_level)


ANSWERS = st.lists(
    st.builds(Answer, st.sampled_from(["GM0599", "GM0502"]), st.sampled_from(["a", "b"]), st.sampled_from(InPlace),
              st.dates(date(2020, 1, 1), date(2024, 1, 1)), st.text(min_size=1, max_size=5).filter(str.isprintable))
)  # fmt: skip


@given(ANSWERS)
def test_answers_survive_the_file_and_taking_them_twice_changes_nothing(answers: list[Answer]) -> None:
    once = merged((), answers)
    assert from_text(to_text(once)) == once
    assert merged(once, answers) == once
