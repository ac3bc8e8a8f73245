from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from graph.model import Answer, AnswerWord, Question, Verdict
from graph.questions import answered, contradicted, replaced

NOW = datetime(2024, 9, 1, tzinfo=UTC)
ASKED = Question("q-1", "a", "b", "police", "care", "anna", NOW, "why")


def answer(source: str, word: str, days: int = 0) -> Answer:
    at = NOW + timedelta(days=days)
    return Answer(f"{source}-{word}-{days}", "q-1", source, AnswerWord(word), "x", date(2024, 9, 1 + days), at)


@pytest.mark.parametrize(
    ("answers", "verdict", "confirmed"),
    [
        ([], None, False),
        ([("police", "same")], None, False),
        ([("police", "same"), ("care", "unknown")], None, False),
        ([("police", "same"), ("elsewhere", "same")], None, False),
        ([("police", "same"), ("care", "same")], Verdict.SAME, True),
        ([("police", "different"), ("care", "different")], Verdict.DIFFERENT, False),
        ([("police", "same"), ("care", "different")], Verdict.UNSURE, False),
    ],
)
def test_only_what_both_say_settles_anything(
    answers: list[tuple[str, str]],
    verdict: Verdict | None,
    confirmed: bool,  # noqa: FBT001
) -> None:
    made = answered(ASKED, [answer(*a) for a in answers])
    assert (made and made.verdict, bool(made and made.confirmed)) == (verdict, confirmed)
    if confirmed:
        assert made is not None
        assert made.probability == 1.0
    assert bool(contradicted([ASKED], [answer(*a) for a in answers])) == (verdict is Verdict.UNSURE)


def test_the_latest_answer_of_a_source_counts_and_replaces_what_followed() -> None:
    first = [answer("police", "same"), answer("care", "same")]
    before, after = answered(ASKED, first), answered(ASKED, [*first, answer("care", "different", 2)])
    assert before is not None
    assert after is not None
    assert after.verdict is Verdict.UNSURE
    assert before.id != after.id
    assert answered(ASKED, reversed(first)) == before
    assert [w.judgement for w in replaced(ASKED, [before, replace(before, by="anna")])] == [before.id]


def test_a_source_that_wrote_both_records_answers_for_both() -> None:
    own = replace(ASKED, right_source="police")
    made = answered(own, [answer("police", "same")])
    assert made is not None
    assert made.confirmed
