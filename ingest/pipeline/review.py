"""Reviewers' words and sources' answers into the log, and the persons that follow from them.

Each is a judgement like the model's, appended in the transaction that writes what follows from it; taking one back
marks it and writes what follows from the rest. So what was undone leaves persons, reappearances and their probability
exactly as they were before it was said.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from graph.errors import UsageError, VaultError
from graph.model import SOURCES, Answer, Judgement, Question, Verdict, Withdrawal
from graph.person_changes import Because
from graph.questions import answered, replaced
from graph.store.encounters import unlinked
from graph.store.judgements import Logged, judgements_of, logged, reviewers_log
from graph.store.reviewing import ReviewRecord, read_answers, review_records, write_answers, write_question
from ingest.linkage.waterfall import Waterfall, score_pairs
from ingest.pipeline.installation import Installation
from ingest.pipeline.resolve import Resolved, Said, resolve
from ingest.review_text import problem_of_name, problem_of_reason


@dataclass(frozen=True, slots=True)
class By:
    """Who says something, and why, as they may be written down.

    Raises
    ------
    UsageError
        When either isn't fit to be stored.
    """

    name: str
    reason: str

    def __post_init__(self) -> None:
        for option, problem in (("--by", problem_of_name(self.name)), ("--why", problem_of_reason(self.reason))):
            if problem is not None:
                message = f"{option} takes {problem}"
                raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Spoken:
    """What was said, what the model makes of the pair, and what followed."""

    judgement: Judgement
    resolved: Resolved


def say(
    installation: Installation, pair: tuple[str, str], verdict: Verdict, by: By, *, now: datetime, run: str
) -> Spoken:
    """Record a reviewer's word on a pair of encounters and resolve their persons anew.

    Raises
    ------
    UsageError
        When the two can't be judged: the same encounter, one not stored, one that names nobody, both sources answered.
    """
    refuse_while_waiting(installation)
    left, right, records = judged_records(installation, pair)
    found = judgements_of(installation.db, [left])
    if any(j.pair == (left, right) and j.is_of_sources for j in found):
        message = "the sources themselves answered for this pair: undo their judgement first, if it is wrong"
        raise UsageError(message)
    waterfall = explained(installation, (left, right))
    text = f"{left}\n{right}\n{by.name}\n{verdict}\n{now.isoformat()}"
    judgement = Judgement(
        id=f"j-{hashlib.sha256(text.encode()).hexdigest()[:24]}",
        left=left,
        right=right,
        verdict=verdict,
        probability=waterfall.probability,
        match_weight=waterfall.match_weight,
        by=by.name,
        at=now,
        reason=by.reason,
        evidence=waterfall.evidence,
        saw=(records[left].content_digest, records[right].content_digest),
    )
    because = Because(by.reason, (by.name,), (judgement.id,))
    resolved = resolve(
        installation.db, Said(judgements=[judgement]), because=because, now=now, run=run, routes=installation.routes
    )
    return Spoken(judgement, resolved)


def undo(installation: Installation, which: str, by: By, *, now: datetime, run: str) -> Spoken:
    """Take back a reviewer's word or what followed from sources' answers; ``last``: the last of this reviewer's own.

    Raises
    ------
    UsageError
        When there is no such word, it is a model's, or it was taken back already.
    """
    refuse_while_waiting(installation)
    found = _last_of(installation, by.name) if which == "last" else logged(installation.db, which)
    if found is None:
        message = f"{by.name} has no word that stands" if which == "last" else "there is no judgement of that id"
        raise UsageError(message)
    if found.withdrawn_at is not None:
        message = f"that judgement was taken back already, by {found.withdrawn_by or 'linking'}"
        raise UsageError(message)
    if found.judgement.is_of_model:
        message = "a model's judgement isn't taken back: say `review different` or `review same`, which beats it"
        raise UsageError(message)
    withdrawal = Withdrawal(found.judgement.id, by.name, by.reason)
    because = Because(f"undone: {by.reason}", (by.name,), (found.judgement.id,))
    said = Said(taken_back=[(found.judgement, withdrawal)])
    return Spoken(
        found.judgement, resolve(installation.db, said, because=because, now=now, run=run, routes=installation.routes)
    )


def ask(
    installation: Installation, pair: tuple[str, str], by: By, *, now: datetime, asked: Sequence[Question]
) -> Question:
    """Store a question on a pair for its sources; an earlier one on the same pair goes on.

    Raises
    ------
    UsageError
        When the two can't be asked about.
    """
    left, right, records = judged_records(installation, pair)
    earlier = [q for q in asked if (q.left, q.right) == (left, right)]
    if earlier:
        return earlier[-1]
    text = f"{left}\n{right}\n{now.isoformat()}"
    question = Question(
        id=f"q-{hashlib.sha256(text.encode()).hexdigest()[:16]}",
        left=left,
        right=right,
        left_source=records[left].source_id,
        right_source=records[right].source_id,
        by=by.name,
        at=now,
        reason=by.reason,
    )
    write_question(installation.db, question)
    return question


def hear(
    installation: Installation, questions: Iterable[Question], answers: Sequence[Answer], *, now: datetime, run: str
) -> list[Spoken]:
    """Store answers and let follow from them what does; the same answers again change nothing."""
    refuse_while_waiting(installation)
    write_answers(installation.db, answers)
    everything = read_answers(installation.db)
    touched = {a.question for a in answers}
    spoken = (_heard(installation, q, everything, now, run) for q in questions if q.id in touched)
    return [s for s in spoken if s is not None]


def _heard(
    installation: Installation, question: Question, answers: Sequence[Answer], now: datetime, run: str
) -> Spoken | None:
    """What follows from the answers to a question now, if it isn't on record, in place of what followed before."""
    judgement = answered(question, answers)
    if judgement is not None and logged(installation.db, judgement.id) is not None:
        return None
    standing = [w.judgement for w in reviewers_log(installation.db) if w.withdrawn_at is None]
    by_id = {j.id: j for j in standing if j.pair == (question.left, question.right)}
    back = [(by_id[w.judgement], w) for w in replaced(question, by_id.values())]
    if judgement is None and not back:
        return None
    reason = judgement.reason if judgement else f"question {question.id}: no longer answered by both"
    said = Said(judgements=[judgement] if judgement else [], taken_back=back)
    ids = tuple(j.id for j in (*said.judgements, *(j for j, _ in back)))
    resolved = resolve(
        installation.db, said, because=Because(reason, (SOURCES,), ids), now=now, run=run, routes=installation.routes
    )
    return Spoken(judgement or back[0][0], resolved)


def explained(installation: Installation, pair: tuple[str, str]) -> Waterfall:
    """Waterfall of a pair.

    Raises
    ------
    VaultError
        When the vault lacks the tokens of either.
    """
    found = waterfall_of(installation, pair)
    if found is None:
        message = "the vault holds no tokens of one of these encounters: ingest its file again"
        raise VaultError(message)
    return found


def waterfall_of(installation: Installation, pair: tuple[str, str]) -> Waterfall | None:
    """Waterfall of a pair; None where the vault lacks the tokens of either."""
    return next(iter(score_pairs(installation.vault.read(), [pair], model=installation.model)), None)


def judged_records(installation: Installation, pair: tuple[str, str]) -> tuple[str, str, dict[str, ReviewRecord]]:
    """Two encounters in order, with their records.

    Raises
    ------
    UsageError
        When they are one, not stored, or name nobody.
    """
    left, right = sorted(pair)
    if left == right:
        message = "name two encounters"
        raise UsageError(message)
    records = review_records(installation.db, (left, right))
    if len(records) < 2:
        message = (
            "one of these encounters isn't stored: name them as the exports do, by keyed id or source_id/record_id"
        )
        raise UsageError(message)
    if not all(r.names_person for r in records.values()):
        message = "one of these encounters is a signal about premises and names nobody"
        raise UsageError(message)
    return left, right, records


def refuse_while_waiting(installation: Installation) -> None:
    """Raise while encounters wait to be linked: a verdict is on what is linked.

    Raises
    ------
    UsageError
        Then.
    """
    waiting = len(unlinked(installation.db))
    if waiting:
        message = f"{waiting:,} encounters wait to be linked: run `waterbed link` first"
        raise UsageError(message)


def _last_of(installation: Installation, name: str) -> Logged | None:
    own = [w for w in reviewers_log(installation.db) if w.judgement.by == name and w.withdrawn_at is None]
    return own[-1] if own else None
