"""Who is the same person: an append-only log of judgements, from which persons follow as a pure function."""

from dataclasses import dataclass
from datetime import datetime

from graph.model.vocabulary import Verdict

MODEL_PREFIX = "model"
"""``by`` of a judgement that a model made begins with this; a reviewer's never does."""

SOURCES = "sources"
"""``by`` of a judgement that follows from the answers of the sources themselves."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """One verdict on two encounters.

    ``left < right`` always, so that a pair has one spelling. ``probability`` is the posterior match probability,
    ``match_weight`` its log2 Bayes factor including the prior (Fellegi and Sunter 1969), ``by`` the model version, the
    reviewer, or :data:`SOURCES`, ``evidence`` the comparison level of each field as ``field:level``, and ``confirmed``
    whether both sources answered for it. ``saw`` holds the content digests of left and right when a reviewer judged.
    A judgement is never changed; it can be withdrawn.
    """

    id: str
    left: str
    right: str
    verdict: Verdict
    probability: float
    match_weight: float
    by: str
    at: datetime
    reason: str
    evidence: tuple[str, ...] = ()
    confirmed: bool = False
    withdrawn_at: datetime | None = None
    saw: tuple[str, ...] = ()

    @property
    def pair(self) -> tuple[str, str]:
        """The two encounters, the smaller id first."""
        return self.left, self.right

    @property
    def is_of_model(self) -> bool:
        """Whether a model made it."""
        return self.by.startswith(MODEL_PREFIX)

    @property
    def is_of_sources(self) -> bool:
        """Whether it follows from what the sources answered."""
        return self.by == SOURCES


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Taking a judgement back: by whom and why; the judgement stays in the log, marked."""

    judgement: str
    by: str
    reason: str


@dataclass(frozen=True, slots=True)
class WeakestCut:
    """The weakest way to pull a person apart: all judgements that join ``part`` to the rest.

    ``probability`` is that of at least one of them being right, edges on the same token counted once;
    ``part`` holds the encounter ids of the smaller side. ``confirmed`` when both sources confirmed a judgement in it.
    """

    person_id: str
    probability: float
    part: frozenset[str]
    confirmed: bool
