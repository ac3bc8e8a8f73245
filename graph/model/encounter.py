"""Encounters as the graph knows them: pseudonymous, dated as intervals, without any plain identifier."""

from dataclasses import dataclass
from datetime import date, datetime

from graph.model.vocabulary import (
    Channel,
    Consent,
    ExploitationForm,
    IdentifierKind,
    Precision,
    PremisesKind,
    Regime,
    ReporterType,
    Sex,
    Status,
    YesNoUnknown,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """When an encounter took place: somewhere in ``[seen_from, seen_until)``, both UTC.

    A full date is the local day in Europe/Amsterdam, ``2024-03`` the local month, ``2024`` the local year; a time is
    the minute it names. Two moments are ordered only where one ends before or when the other begins.
    """

    seen_from: datetime
    seen_until: datetime
    precision: Precision


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A shared identifier as a keyed token: of the person, of the premises, or of who controls them."""

    kind: IdentifierKind
    token: str


@dataclass(frozen=True, slots=True)
class Encounter:
    """One recorded contact by one source at one time and place, current version.

    ``id`` is a keyed digest of ``source_id`` and ``record_id``; ``premises_id``, ``operation_id`` and the identifiers
    are keyed tokens. ``names_person`` is false for a premises signal, which never has a person.
    ``content_digest`` is a keyed digest of everything the source said; a changed one makes a new ``version``.
    """

    id: str
    source_id: str
    reporter_type: ReporterType
    channel: Channel | None
    moment: Moment
    municipality: str
    premises_kind: PremisesKind | None
    premises_id: str | None
    operation_id: str | None
    identifiers: tuple[Identifier, ...]
    names_person: bool
    status: Status
    form: ExploitationForm | None
    reliability: str | None
    legal_basis: str
    purpose: str
    regime: Regime
    consent: Consent | None
    sex: Sex | None
    minor: YesNoUnknown
    expires_on: date | None
    content_digest: str
    version: int
    batch_id: str


@dataclass(frozen=True, slots=True)
class Tally:
    """A reduced row: that somebody was met, and nothing of whom. No person, no token but the keyed record key ``id``.

    ``is_unassessed``: nobody has judged the person yet, so that the row may still be compared once where the policy
    names a basis for it.
    """

    id: str
    source_id: str
    municipality: str
    premises_kind: PremisesKind | None
    channel: Channel | None
    moment: Moment
    in_operation: bool
    reason: str
    content_digest: str
    batch_id: str
    is_unassessed: bool = False
