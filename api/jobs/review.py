"""Review over a home: what waits, in what order and why; and the words that settle it.

Whatever speaks of persons states a purpose and leaves its line in the audit log before anything is shown.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from api.audit import Act, AuditLog, current_actor
from api.exports.table import Refer, Row, Type, columns
from api.exports.writers import write_csv
from api.home import Home
from api.jobs.export import accepted_purpose, destination
from api.jobs.opened import only_writer, opened_installation
from api.jobs.review_shown import Shown, shown_item, shown_word
from graph.errors import UsageError, VaultError
from graph.model import Answer, Question, Verdict
from graph.questions import contradicted, latest_answers
from graph.review_order import DOUBTFUL_BELOW, ToReview, review_order
from graph.store.database import Database
from graph.store.judgements import judgements_of, logged, reviewers_log, unsure_judgements, words_on
from graph.store.persons import members_of, person_of
from graph.store.reviewing import doubtful_persons, read_answers, read_questions, review_records
from graph.weakest_cut import PLAUSIBLE_ENCOUNTERS
from ingest.answers import RefusedAnswer
from ingest.answers import read_answers as read_answer_file
from ingest.fields.dates import LOCAL_TIME
from ingest.linkage.vault import reference_pairs
from ingest.linkage.waterfall import score_pairs
from ingest.pipeline.installation import Installation
from ingest.pipeline.review import By, Spoken, ask, explained, hear, judged_records, say, undo
from ingest.policy_file import load_policy
from ingest.pseudonyms import encounter_id


@dataclass(frozen=True, slots=True)
class Reading:
    """Who reads what for: the purpose stated, whether records are named by source and record number, and when (UTC)."""

    purpose: str | None
    with_references: bool
    now: datetime


def next_to_review(home: Home, n: int, reading: Reading) -> tuple[list[Shown], int]:
    """Show the n things whose verdict would change most, and tell how many wait in all."""
    with _opened(home, reading, "next") as (installation, refer, record):
        order = order_of(installation.db)
        top = order[:n]
        record(len(top))
        return list(_shown(installation, top, refer)), len(order)


def order_of(db: Database) -> list[ToReview]:
    """Everything that waits for review, as :func:`graph.review_order.review_order` sorts it."""
    doubtful = doubtful_persons(db, below=DOUBTFUL_BELOW, more_than=PLAUSIBLE_ENCOUNTERS)
    words = [w.judgement for w in reviewers_log(db) if w.withdrawn_at is None]
    known = {j.id: j for j in (*unsure_judgements(db), *words)}
    owner = person_of(db, {i for j in known.values() for i in j.pair})
    members = members_of(db, {*owner.values(), *doubtful})
    met: dict[str, list[object]] = {}
    owner = {}
    for m in members:
        if m.person_id:
            owner[m.met.id] = m.person_id
            met.setdefault(m.person_id, []).append(m.met)
    spoken_of = {i for j in words for i in j.pair}
    suspects = set(doubtful)
    around = judgements_of(db, [i for i, p in owner.items() if p in suspects or i in spoken_of])
    known |= {j.id: j for j in around}
    return review_order(known.values(), owner, met=met, doubtful=doubtful)  # type: ignore[arg-type]


def explain(home: Home, pair: Sequence[str], reading: Reading) -> Shown:
    """Show how the model's probability of a pair comes about, and what was said of it."""
    with _opened(home, reading, "explain") as (installation, refer, record):
        left, right, records = judged_records(installation, _pair(installation, pair))
        waterfall = explained(installation, (left, right))
        record(1)
        said = words_on(installation.db, [(left, right)])
        return shown_item(None, (left, right), records, waterfall, said, refer)


def say_of(home: Home, pair: Sequence[str], verdict: Verdict, by: By, *, now: datetime) -> Spoken:
    """Record a reviewer's word on a pair."""
    with only_writer(home), opened_installation(home) as installation:
        return say(installation, _pair(installation, pair), verdict, by, now=now, run=_run(now))


def undo_word(home: Home, which: str, by: By, *, now: datetime) -> Spoken:
    """Take back a word."""
    with only_writer(home), opened_installation(home) as installation:
        return undo(installation, which, by, now=now, run=_run(now))


QUESTION_COLUMNS = columns(
    question_id=Type.TEXT, source_id=Type.TEXT, record_id=Type.TEXT, contact_organisation=Type.TEXT,
    question=Type.TEXT, answer=Type.TEXT, by=Type.TEXT, on=Type.TEXT,
)  # fmt: skip

QUESTION = (
    "Is your record about the same person as the record that the contact organisation holds under this question id? "
    "Ask them, by the law that binds you both, and answer same, different or unknown."
)


def ask_sources(home: Home, pair: Sequence[str], by: By, folder: Path, reading: Reading) -> tuple[Question, list[Path]]:
    """Put a question to the sources of two encounters: one CSV each, under its own record number, to be filled in."""
    reading = Reading(reading.purpose, with_references=True, now=reading.now)
    with only_writer(home), _opened(home, reading, "ask") as (installation, _, record):
        two = _pair(installation, pair)
        records = dict(reference_pairs(installation.references.read()))
        if any(i not in records for i in two):
            judged_records(installation, two)
            message = "the references hold no record number of one of these encounters: ingest its file again"
            raise VaultError(message)
        record(2)
        question = ask(installation, two, by, now=reading.now, asked=read_questions(installation.db))
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        paths = []
        for source in question.sources:
            rows = list(_question_rows(question, source, records))
            path = folder / f"{question.id}-{source}.csv"
            with destination(path) as out:
                write_csv(QUESTION_COLUMNS, rows, out)
            paths.append(path)
        return question, paths


def question_of(home: Home, pair: tuple[str, str], by: By, *, now: datetime) -> Question:
    """Store a question on a pair for its sources; ``review ask`` writes the files of one that is stored."""
    with only_writer(home), opened_installation(home) as installation:
        return ask(installation, pair, by, now=now, asked=read_questions(installation.db))


def questions_on(db: Database, pair: tuple[str, str]) -> list[Shown]:
    """Questions on a pair, when each was asked and how it stands."""
    questions, answers = read_questions(db), read_answers(db)
    torn = {q.id for q in contradicted(questions, answers)}
    return [
        {"id": q.id, "at": q.at.astimezone(UTC).isoformat(), "state": _state(q, latest_answers(q, answers), torn)}
        for q in questions
        if (q.left, q.right) == pair
    ]


def _state(question: Question, said: Mapping[str, Answer], torn: set[str]) -> str:
    if question.id in torn:
        return "contradicted"
    return f"{len(said)} of {len(question.sources)} answered"


def _question_rows(question: Question, source: str, records: dict[str, tuple[str, str]]) -> Iterator[Row]:
    """A source's own records, and which organisation to ask; never the other's record number, town or date."""
    sides = ((question.left, question.right_source), (question.right, question.left_source))
    for encounter, other in sides:
        own, number = records[encounter]
        if own == source:
            yield {
                "question_id": question.id, "source_id": own, "record_id": number, "contact_organisation": other,
                "question": QUESTION, "answer": None, "by": None, "on": None,
            }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What became of a file of answers: how many were taken, which rows refused, and what followed."""

    answers: int
    refused: tuple[RefusedAnswer, ...]
    spoken: tuple[Spoken, ...]


def hear_answers(home: Home, path: Path, *, now: datetime) -> Heard:
    """Take the answers of a file."""
    with only_writer(home), opened_installation(home) as installation:
        questions = read_questions(installation.db)
        today = now.astimezone(LOCAL_TIME).date()
        rows = list(read_answer_file(path, {q.id: q for q in questions}, now=now, today=today))
        answers = [r for r in rows if not isinstance(r, RefusedAnswer)]
        spoken = hear(installation, questions, answers, now=now, run=_run(now))
        refused = tuple(r for r in rows if isinstance(r, RefusedAnswer))
        return Heard(len(answers), refused, tuple(spoken))


def history(home: Home, reading: Reading) -> tuple[list[Shown], list[Shown]]:
    """Show every word that reviewers and sources said, oldest first, and every question with its answers."""
    with _opened(home, reading, "list") as (installation, refer, record):
        words = reviewers_log(installation.db)
        questions, answers = read_questions(installation.db), read_answers(installation.db)
        record(len(words) + len(questions))
        torn = {q.id for q in contradicted(questions, answers)}
        shown = []
        for q in questions:
            said = latest_answers(q, answers)
            state = _state(q, said, torn)
            shown.append(
                {
                    "question_id": q.id, "left": refer(q.left), "right": refer(q.right), "by": q.by,
                    "at": q.at.astimezone(UTC).isoformat(), "why": q.reason, "state": state,
                    "answers": [
                        {"source_id": s, "answer": a.word.value, "by": a.by, "on": a.on.isoformat()}
                        for s, a in sorted(said.items())
                    ],
                }
            )  # fmt: skip
        return [shown_word(w, refer) for w in words], shown


def _shown(installation: Installation, items: Iterable[ToReview], refer: Refer) -> Iterator[Shown]:
    items = list(items)
    records = review_records(installation.db, {i for item in items for i in item.pair.pair})
    waterfalls = (
        {
            w.pair: w
            for w in score_pairs(installation.vault.read(), [i.pair.pair for i in items], model=installation.model)
        }
        if items
        else {}
    )
    said = words_on(installation.db, [i.pair.pair for i in items])
    for item in items:
        pair = item.pair.pair
        own = [w for w in said if w.judgement.pair == pair]
        yield shown_item(item, pair, records, waterfalls.get(pair), own, refer)


@contextmanager
def _opened(home: Home, reading: Reading, subject: str) -> Iterator[tuple[Installation, Refer, Callable[[int], None]]]:
    """Open a home to show something of persons: the home, how encounters are named, and what records the read."""
    purpose = accepted_purpose(load_policy(home.policy), reading.purpose)
    with opened_installation(home) as installation:

        def record(count: int) -> None:
            act = Act("review", subject, purpose, count, {"with_references": reading.with_references})
            actor, host = current_actor()
            AuditLog(home.audit, installation.keyring.audit).append(act, actor=actor, host=host, now=reading.now)

        numbers = dict(reference_pairs(installation.references.read())) if reading.with_references else {}

        def refer(encounter: str) -> str:
            return "/".join(numbers[encounter]) if encounter in numbers else encounter

        yield installation, refer, record


def _pair(installation: Installation, words: Sequence[str]) -> tuple[str, str]:
    """Pair of encounters that two references name, or the id of one judgement or question."""
    if len(words) == 1:
        found = logged(installation.db, words[0])
        if found is not None:
            return found.judgement.pair
        for question in read_questions(installation.db):
            if question.id == words[0]:
                return question.left, question.right
        message = "name two encounters, or the id of a judgement or a question that there is"
        raise UsageError(message)
    one, other = (_encounter(installation, word) for word in words)
    return one, other


def _encounter(installation: Installation, word: str) -> str:
    source, slash, record = word.partition("/")
    return encounter_id(installation.keyring, source, record) if slash else word


def _run(now: datetime) -> str:
    return f"review-{now:%Y%m%dT%H%M%S%f}"
