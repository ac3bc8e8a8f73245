"""What municipalities tell beside encounters: how hard they looked, and what they did."""

from dataclasses import dataclass
from datetime import date

from graph.model.vocabulary import InterventionKind, PremisesKind


@dataclass(frozen=True, slots=True)
class Control:
    """Effort of one source in one municipality from ``from_date`` to ``until_date``, both included.

    ``controls`` counts visits, ``hours`` team hours, ``persons_met`` persons met of whom nobody is identified.
    ``id`` is a keyed digest of source and record number.
    """

    id: str
    source_id: str
    municipality: str
    from_date: date
    until_date: date
    controls: int
    hours: float | None
    premises_kind: PremisesKind | None
    operation_id: str | None
    persons_met: int | None
    content_digest: str
    batch_id: str


@dataclass(frozen=True, slots=True)
class Intervention:
    """A measure: what was done, where, from ``effective_on`` to ``until_date`` (both included; None: it stays).

    ``municipalities`` holds every municipality the measure covers, the first one first. The description that a file
    may carry is free text and never stored.
    """

    id: str
    municipalities: tuple[str, ...]
    effective_on: date
    until_date: date | None
    kind: InterventionKind
    premises_kind: PremisesKind | None
    content_digest: str
    batch_id: str
