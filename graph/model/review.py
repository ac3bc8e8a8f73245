"""What review leaves behind besides judgements: questions to sources, their answers, and what became of persons."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class AnswerWord(StrEnum):
    """What a source may answer."""

    SAME = "same"
    DIFFERENT = "different"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Question:
    """Whether two encounters are with one person, put to the sources that wrote them, under their own record numbers.

    Holds no record number: those lie encrypted beside the vault.
    """

    id: str
    left: str
    right: str
    left_source: str
    right_source: str
    by: str
    at: datetime
    reason: str

    @property
    def sources(self) -> tuple[str, ...]:
        """Who was asked: two sources, or the one that wrote both records."""
        return tuple(dict.fromkeys((self.left_source, self.right_source)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What a source answered to a question: ``by`` whom there and ``on`` which day; ``at`` is when it came in (UTC)."""

    id: str
    question: str
    source_id: str
    word: AnswerWord
    by: str
    on: date
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonChange:
    """Persons that were joined or split: from which ids to which, which encounters went to another id, and why.

    ``kind`` is ``joined``, ``split`` or ``moved`` (both at once). ``judgements`` are the ids of those that did it,
    ``by`` who made them (a model version, a reviewer, the sources), ``reason`` in words.
    """

    id: str
    kind: str
    from_persons: tuple[str, ...]
    to_persons: tuple[str, ...]
    encounters: tuple[str, ...]
    judgements: tuple[str, ...]
    by: tuple[str, ...]
    at: datetime
    reason: str
