"""Clerical review: which links wait, how a pair compares level by level, and the words that settle it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from fastapi import FastAPI, HTTPException
from pydantic import Field

from api.access.actions import Action
from api.access.roles import Caller
from api.http.access import declared
from api.http.kept import Ground, Of
from api.http.problems import documented
from api.http.reading import PersonRead, Read, Who, Works, absent
from api.http.seen import told
from api.http.shapes import DEFAULT_ITEMS, Limit, Shape
from api.jobs.opened import opened_installation
from api.jobs.review import order_of, question_of, questions_on, say_of, undo_word
from api.jobs.review_shown import shown_item
from graph.errors import UsageError
from graph.model import Verdict
from graph.parts import parts
from graph.review_order import ToReview
from graph.store.database import Database
from graph.store.judgements import Logged, logged, reviewers_log, words_on
from graph.store.reviewing import ReviewRecord, review_records
from ingest.pipeline.review import By, Spoken, judged_records, waterfall_of

ERRORS = documented(400, 401, 403, 404, 406, 413, 415, 429, 503)
READ_ERRORS = documented(400, 401, 403, 404, 406, 429, 503)


_NOT_IN_NAMES = r"[^A-Za-z0-9 _.@-]"


class ReviewPage(Shape):
    """What waits, most worth first. Context is shown and is never evidence; `waiting` counts all of the caller's."""

    items: list[dict[str, Any]]
    waiting: int


class Pair(Shape):
    """Two encounters."""

    left: str = Field(max_length=128)
    right: str = Field(max_length=128)


class Word(Pair):
    """A reviewer's word on a pair."""

    verdict: Literal["same", "different", "unsure"]
    reason: str = Field(min_length=3, max_length=500)


class Asked(Pair):
    """A question for the sources of a pair, and why it is asked."""

    reason: str = Field(min_length=3, max_length=500)


class QuestionSaid(Shape):
    """A question that waits for both sources; each is asked under its own record number, by the service's keeper."""

    question_id: str
    left_source: str
    right_source: str
    asked_at: datetime


class Undo(Shape):
    """A word to take back."""

    judgement_id: str = Field(max_length=128)
    reason: str = Field(min_length=3, max_length=500)


class Spoke(Shape):
    """What came of a word."""

    judgement_id: str
    joined: int
    split: int
    reappearances: int


def add_review(app: FastAPI) -> None:
    """Add the endpoints of review."""

    @app.get("/v1/review/items", responses=READ_ERRORS, tags=["review"])
    @declared(Action.REVIEW)
    def items(read: Read, service: Works, caller: Who, limit: Limit = DEFAULT_ITEMS) -> ReviewPage:
        """Links that wait, of which the caller's units hold one side."""
        read.permit(Action.REVIEW, on_case=True)
        queue = service.kept.ground(ORDER)
        own = _own(service, caller, queue)
        top, records, gone = _first_that_wait(service, caller, queue, limit)
        said = words_on(service.db, [i.pair.pair for i in top])
        shown = [
            shown_item(i, i.pair.pair, records, None, [w for w in said if w.judgement.pair == i.pair.pair], str)
            for i in top
        ]
        persons = {r.person_id for i in top for e in i.pair.pair if (r := records[e]).person_id}
        read.record(Action.REVIEW, "items", len(top), persons=persons, said={})
        return ReviewPage(items=[told(s, exact=True) for s in shown], waiting=len(own) - gone)

    @app.post("/v1/review/comparisons", responses=ERRORS, tags=["review"])
    @declared(Action.REVIEW)
    def comparison(pair: Pair, read: Read, service: Works, caller: Who) -> dict[str, Any]:
        """How a pair compares, level by level, as the model saw it; no waterfall where tokens are past their term."""
        two = _permitted(pair, read)
        with opened_installation(service.home) as installation:
            left, right, records = judged_records(installation, two)
            waterfall = waterfall_of(installation, (left, right))
        said = words_on(service.db, [(left, right)])
        answer = told(shown_item(None, (left, right), records, waterfall, said, str), exact=True)
        persons = {r.person_id for r in records.values() if r.person_id}
        answer["questions"] = questions_on(service.db, (left, right))
        read.record(Action.REVIEW, "comparison", 1, persons=persons, said={})
        return dict(answer)

    @app.post("/v1/review/verdicts", responses=ERRORS, status_code=201, tags=["review"])
    @declared(Action.REVIEW)
    def verdict(word: Word, read: Read, service: Works, caller: Who) -> Spoke:
        """Say whether two encounters are with the same person; what follows from it is computed at once."""
        two = _permitted(word, read)
        read.record(Action.REVIEW, "verdict", 1, persons=_persons(service, two), said={"verdict": word.verdict})
        by = By(_reviewer(caller), word.reason)
        spoken = say_of(service.home, two, Verdict(word.verdict), by, now=service.now())
        service.kept.forget()
        return _spoke(spoken)

    @app.post("/v1/review/questions", responses=ERRORS, status_code=201, tags=["review"])
    @declared(Action.REVIEW)
    def question(asked: Asked, read: Read, service: Works, caller: Who) -> QuestionSaid:
        """Put a question on a pair to both its sources; an earlier one on the same pair goes on."""
        two = _permitted(asked, read)
        read.record(Action.REVIEW, "question", 1, persons=_persons(service, two), said={})
        put = question_of(service.home, two, By(_reviewer(caller), asked.reason), now=service.now())
        return QuestionSaid(
            question_id=put.id, left_source=put.left_source, right_source=put.right_source, asked_at=put.at
        )

    @app.post("/v1/review/verdicts/undo", responses=ERRORS, tags=["review"])
    @declared(Action.REVIEW)
    def undo(asked: Undo, read: Read, service: Works, caller: Who) -> Spoke:
        """Take back a word."""
        read.permit(Action.REVIEW, on_case=True)
        word = logged(service.db, asked.judgement_id)
        if word is None:
            raise absent()
        two = _permitted(Pair(left=word.judgement.left, right=word.judgement.right), read)
        read.record(Action.REVIEW, "undo", 1, persons=_persons(service, two), said={})
        spoken = undo_word(service.home, asked.judgement_id, By(_reviewer(caller), asked.reason), now=service.now())
        service.kept.forget()
        return _spoke(spoken)


@dataclass(frozen=True, slots=True)
class Queue:
    """What waited when it was read, where each record is, and the words that were known then."""

    order: Sequence[ToReview]
    records: dict[str, ReviewRecord]
    known: frozenset[tuple[str, datetime | None]]

    def answered_by(self, said: Iterable[Logged]) -> frozenset[tuple[str, str]]:
        """Pairs on which something was said, or taken back, since."""
        new = (w for w in said if (w.judgement.id, w.withdrawn_at) not in self.known)
        return frozenset(w.judgement.pair for w in new)


def _queue(db: Database) -> Queue:
    known = frozenset((w.judgement.id, w.withdrawn_at) for w in reviewers_log(db))
    order = order_of(db)
    records = review_records(db, {e for i in order for e in i.pair.pair}) if order else {}
    return Queue(order, records, known)


ORDER = Ground("review order", _queue)
"""What waits for review, of all units; what is shown of it is checked against the graph as it stands."""


def _own(service: Works, caller: Caller, queue: Queue) -> list[ToReview]:
    """Return what waits of the caller's units."""

    def held(_db: Database) -> list[ToReview]:
        return [i for i in queue.order if _holds(caller, queue.records, i.pair.pair)]

    return service.kept.get(f"review of {caller.units}", held, of=Of.RECORDS, made_from=(queue,))


def _first_that_wait(
    service: Works, caller: Caller, queue: Queue, most: int
) -> tuple[list[ToReview], dict[str, ReviewRecord], int]:
    """Return the first items that wait now too, at most so many, their records, and how many others wait no more."""
    found: list[ToReview] = []
    known: dict[str, ReviewRecord] = {}
    gone = 0
    for some in parts(_own(service, caller, queue), most):
        answered = queue.answered_by(words_on(service.db, [i.pair.pair for i in some]))
        records = review_records(service.db, {e for i in some for e in i.pair.pair})
        known |= records
        for item in some:
            pair = item.pair.pair
            persons = {r.person_id for e in pair if (r := records.get(e))}
            is_same = len(records.keys() & set(pair)) == 2 and persons == set(item.persons)
            if len(found) == most:
                return found, known, gone
            if is_same and pair not in answered and _holds(caller, records, pair):
                found.append(item)
            else:
                gone += 1
    return found, known, gone


def _holds(caller: Caller, records: dict[str, ReviewRecord], pair: tuple[str, ...]) -> bool:
    return any(e in records and caller.holds(records[e].municipality) for e in pair)


def _permitted(pair: Pair, read: PersonRead) -> tuple[str, str]:
    read.permit(Action.REVIEW, on_case=True)
    if pair.left == pair.right:
        raise HTTPException(400)
    records = review_records(read.service.db, {pair.left, pair.right})
    if len(records) != 2 or not _holds(read.caller, records, (pair.left, pair.right)):
        raise absent()
    if not all(r.names_person for r in records.values()):
        message = "a signal about premises is of nobody"
        raise UsageError(message)
    return pair.left, pair.right


def _persons(service: Works, pair: tuple[str, str]) -> set[str]:
    return {r.person_id for r in review_records(service.db, set(pair)).values() if r.person_id}


def _reviewer(caller: Caller) -> str:
    """Name of a login as words of review may bear it; the log has it letter by letter."""
    return f"login {re.sub(_NOT_IN_NAMES, '-', caller.subject)}"[:80]


def _spoke(spoken: Spoken) -> Spoke:
    r = spoken.resolved
    return Spoke(judgement_id=spoken.judgement.id, joined=r.joined, split=r.split, reappearances=r.reappearances)
