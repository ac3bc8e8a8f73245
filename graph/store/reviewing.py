"""What review reads and writes besides judgements: records as a reviewer may see them, questions, answers, changes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.columns import day_of
from graph.model import Answer, PersonChange, Question
from graph.store.database import Database, Row, read_each
from graph.store.rows import from_text, to_text


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """An encounter as a reviewer may see it: where, in which month, by what kind of reporter. Context, never evidence.

    ``waits``: it isn't linked to what is stored yet. ``names_person`` is false for a premises signal.
    """

    id: str
    person_id: str | None
    municipality: str
    source_id: str
    reporter_type: str
    channel: str | None
    first_day: date
    content_digest: str
    waits: bool
    names_person: bool


def review_records(db: Database, ids: Iterable[str]) -> dict[str, ReviewRecord]:
    """Encounters by id; those that aren't stored are absent."""
    rows = read_each(db, "review_records", ids)
    return {
        r["id"]: ReviewRecord(
            id=r["id"],
            person_id=r["person_id"] or None,
            municipality=r["municipality"],
            source_id=r["source_id"],
            reporter_type=r["reporter_type"],
            channel=r["channel"] or None,
            first_day=day_of(r["first_day"]),
            content_digest=r["content_digest"],
            waits=not r["linked"],
            names_person=bool(r["names_person"]),
        )
        for r in rows
    }


def doubtful_persons(db: Database, *, below: float, more_than: int) -> list[str]:
    """Persons whose weakest cut has a probability below ``below``, who have more than ``more_than`` encounters, or conflicts."""
    return sorted(row["id"] for row in db.read("persons_doubtful", below=below, more=more_than))


def change_rows(changes: Sequence[PersonChange]) -> list[Row]:
    """Properties of changes' nodes, by id."""
    return [{"id": c.id, "at": c.at, "content": to_text(c)} for c in sorted(changes, key=lambda c: c.id)]


def read_changes(db: Database) -> list[PersonChange]:
    """Every change of persons there ever was, oldest first."""
    found = [from_text(PersonChange, r["content"]) for r in db.read("changes_read")]
    return sorted(found, key=lambda c: (c.at, c.id))


def write_question(db: Database, question: Question) -> None:
    """Store a question; one that is there already stays as it is."""
    db.write("questions_write", rows=[{"id": question.id, "at": question.at, "content": to_text(question)}])


def read_questions(db: Database) -> list[Question]:
    """All questions, oldest first."""
    found = [from_text(Question, r["content"]) for r in db.read("questions_read")]
    return sorted(found, key=lambda q: (q.at, q.id))


def write_answers(db: Database, answers: Sequence[Answer]) -> None:
    """Store answers; one that is there already stays as it is."""
    if answers:
        rows = [
            {"id": a.id, "question": a.question, "content": to_text(a)} for a in sorted(answers, key=lambda a: a.id)
        ]
        db.write("answers_write", rows=rows)


def read_answers(db: Database) -> list[Answer]:
    """All answers, in the order they came in."""
    found = [from_text(Answer, r["content"]) for r in db.read("answers_read")]
    return sorted(found, key=lambda a: (a.at, a.id))
