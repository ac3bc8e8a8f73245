"""Answers of sources to questions, as the file that ``review ask`` wrote for them comes back filled in."""

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from graph.errors import UnreadableFile
from graph.model import Answer, AnswerWord, Question
from ingest.review_text import problem_of_name

NEEDED = ("question_id", "source_id", "answer", "by", "on")
MAX_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class RefusedAnswer:
    """A row that answers nothing, and why; ``row`` counts from 1 under the header."""

    row: int
    column: str
    reason: str


def read_answers(
    path: Path, questions: Mapping[str, Question], *, now: datetime, today: date
) -> Iterator[Answer | RefusedAnswer]:
    """Rows of a file of answers; a row without an answer is passed over.

    Parameters
    ----------
    path
        CSV with ``,`` or ``;``, UTF-8, with the columns :data:`NEEDED`; others are left aside.
    questions
        Questions that were asked, by id.
    now
        When the answers come in (UTC).
    today
        The local day: nothing was answered later.

    Raises
    ------
    UnreadableFile
        When the file can't be read as a whole, or lacks a column.
    """
    for number, row in enumerate(_rows(path), start=1):
        if any((row.get(name) or "").strip() for name in ("answer", "by", "on")):
            yield _answer({name: (row.get(name) or "").strip() for name in NEEDED}, number, questions, now, today)


def _rows(path: Path) -> Sequence[dict[str, str]]:
    try:
        if path.stat().st_size > MAX_BYTES:
            message = f"{path.name} is larger than a file of answers: give the files that `review ask` wrote"
            raise UnreadableFile(message)
        text = path.read_text(encoding="utf-8-sig")
        header = text.split("\n", 1)[0]
        delimiter = ";" if header.count(";") > header.count(",") else ","
        rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
        names = next(csv.reader([header.rstrip("\r")], delimiter=delimiter), [])
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no CSV in UTF-8"
        message = f"{path.name} can't be read: {reason}"
        raise UnreadableFile(message) from None
    lacking = [name for name in NEEDED if name not in names]
    if lacking:
        message = f"{path.name} has no column {lacking[0]}: give the file that `review ask` wrote, filled in"
        raise UnreadableFile(message)
    return rows


def _answer(
    row: Mapping[str, str], number: int, questions: Mapping[str, Question], now: datetime, today: date
) -> Answer | RefusedAnswer:
    question = questions.get(row["question_id"])
    if question is None:
        return RefusedAnswer(number, "question_id", "no such question was asked")
    on = _day(row["on"])
    asked_on = question.at.astimezone(UTC).date()
    problems = {
        "source_id": None if row["source_id"] in question.sources else "this source was not asked",
        "answer": None if row["answer"].lower() in set(AnswerWord) else f"one of {', '.join(AnswerWord)}",
        "by": problem_of_name(row["by"]),
        "on": "a date such as 2024-03-17" if on is None else None,
    }
    if on is not None and not asked_on <= on <= today:
        problems["on"] = "before the question was asked, or in the future"
    for column, problem in problems.items():
        if problem is not None:
            return RefusedAnswer(number, column, problem)
    assert on is not None, "refused above"
    word = AnswerWord(row["answer"].lower())
    text = f"{question.id}\n{row['source_id']}\n{word}\n{row['by']}\n{on.isoformat()}"
    name = f"a-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
    return Answer(name, question.id, row["source_id"], word, row["by"], on, now)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
