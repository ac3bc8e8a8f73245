"""What the sources' answers make of a question: certainty only where both say so.

A reviewer sees what the model saw, so certainty comes from the sources: each knows whom it met. Both answered ``same``:
the link is certain. Both ``different``: the two are held apart. One says ``same`` and the other ``different``: the pair
is unsure, whatever model or reviewer said, and listed. One answer alone, or ``unknown``, changes nothing and is kept.
Of several answers of one source the latest counts. A source that wrote both records answers for both.
"""

import hashlib
from collections.abc import Iterable, Sequence

from graph.model import SOURCES, Answer, AnswerWord, Judgement, Question, Verdict
from graph.model.judgement import Withdrawal

CERTAIN_WEIGHT = 60.0
"""Match weight of a link that both sources confirmed: log2 odds as large as a double can tell from certainty."""


def latest_answers(question: Question, answers: Iterable[Answer]) -> dict[str, Answer]:
    """The answer that counts of each source asked: by day of the answer, then by when it came in."""
    latest: dict[str, Answer] = {}
    for answer in sorted(answers, key=lambda a: (a.on, a.at, a.id)):
        if answer.question == question.id and answer.source_id in question.sources:
            latest[answer.source_id] = answer
    return latest


def answered(question: Question, answers: Iterable[Answer]) -> Judgement | None:
    """Judgement that follows from the answers; None while nothing does.

    The same answers give the same judgement, under the same id.
    """
    latest = latest_answers(question, answers)
    words = {a.word for a in latest.values()}
    if len(latest) < len(question.sources) or AnswerWord.UNKNOWN in words:
        return None
    is_same, is_different = words == {AnswerWord.SAME}, words == {AnswerWord.DIFFERENT}
    verdict = Verdict.SAME if is_same else Verdict.DIFFERENT if is_different else Verdict.UNSURE
    said = "same" if is_same else "different" if is_different else "one same, one different"
    text = "\n".join([question.id, *sorted(a.id for a in latest.values())])
    return Judgement(
        id=f"j-{hashlib.sha256(text.encode()).hexdigest()[:24]}",
        left=question.left,
        right=question.right,
        verdict=verdict,
        probability=1.0 if is_same else 0.0 if is_different else 0.5,
        match_weight=CERTAIN_WEIGHT if is_same else -CERTAIN_WEIGHT if is_different else 0.0,
        by=SOURCES,
        at=max(a.at for a in latest.values()),
        reason=f"question {question.id}: {said}",
        confirmed=is_same,
    )


def replaced(question: Question, said: Iterable[Judgement]) -> tuple[Withdrawal, ...]:
    """Withdrawals of what earlier answers to the question made, where later ones make something else."""
    return tuple(
        Withdrawal(j.id, SOURCES, f"later answers to question {question.id}")
        for j in said
        if j.is_of_sources and j.withdrawn_at is None and j.reason.startswith(f"question {question.id}:")
    )


def contradicted(questions: Sequence[Question], answers: Sequence[Answer]) -> list[Question]:
    """Questions whose sources contradict each other."""
    made = ((q, answered(q, answers)) for q in questions)
    return [q for q, j in made if j is not None and j.verdict is Verdict.UNSURE]
