from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph.errors import UnreadableFile
from graph.model import Answer, AnswerWord, Question
from ingest.answers import RefusedAnswer, read_answers

NOW = datetime(2024, 9, 9, tzinfo=UTC)
ASKED = Question("q-1", "a", "b", "police", "care", "anna", datetime(2024, 9, 1, 23, tzinfo=UTC), "why")


def read(folder: Path, text: str, encoding: str = "utf-8") -> list[Answer | RefusedAnswer]:
    path = folder / "answers.csv"
    path.write_bytes(text.encode(encoding))
    return list(read_answers(path, {"q-1": ASKED}, now=NOW, today=date(2024, 9, 9)))


@pytest.mark.parametrize("mark", [",", ";"])
def test_the_file_that_was_asked_with_comes_back_filled_in(tmp_path: Path, mark: str) -> None:
    rows = ["question_id,source_id,record_id,question,answer,by,on", "q-1,police,P1,text,Same,bert,2024-09-03",
            "q-1,care,P2,text,,,"]  # fmt: skip
    (answer,) = read(tmp_path, "\ufeff" + "\r\n".join(rows).replace(",", mark))
    assert isinstance(answer, Answer)
    assert (answer.source_id, answer.word, answer.by, answer.on) == (
        "police", AnswerWord.SAME, "bert", date(2024, 9, 3),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("q-9,police,same,bert,2024-09-03", "question_id"),
        ("q-1,elsewhere,same,bert,2024-09-03", "source_id"),
        ("q-1,police,perhaps,bert,2024-09-03", "answer"),
        ("q-1,police,same,,2024-09-03", "by"),
        ("q-1,police,same,bert,3-9-2024", "on"),
        ("q-1,police,same,bert,2024-08-31", "on"),
        ("q-1,police,same,bert,2024-09-10", "on"),
        ("q-1,police,same,bert", "on"),
    ],
)
def test_a_row_that_answers_nothing_is_refused_by_its_column_and_the_rest_goes_on(
    tmp_path: Path, row: str, column: str
) -> None:
    refused, answer = read(tmp_path, f"question_id,source_id,answer,by,on\n{row}\nq-1,care,same,c,2024-09-04\n")
    assert isinstance(refused, RefusedAnswer)
    assert (refused.row, refused.column) == (1, column)
    assert isinstance(answer, Answer)


@pytest.mark.parametrize("text", ["", "question_id,source_id\n", 'question_id,source_id,answer,by,on\n"q', "\x00"])
def test_a_file_that_is_none_of_ours_is_refused_as_a_whole(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path, text)


def test_a_file_in_another_encoding_or_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile):
        read(tmp_path, "question_id,source_id,answer,by,on\né", "latin-1")
    with pytest.raises(UnreadableFile):
        list(read_answers(tmp_path / "gone.csv", {}, now=NOW, today=date(2024, 9, 9)))
