"""A parsed row with plain identifiers. It never leaves ``ingest``, is never stored, and never shows its values."""

from dataclasses import dataclass, field, fields
from datetime import date

from graph.model import (
    Channel,
    Consent,
    ExploitationForm,
    Moment,
    PremisesKind,
    Regime,
    ReporterType,
    Sex,
    Status,
)


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date of which the day, or day and month, may be unknown (None)."""

    year: int
    month: int | None = None
    day: int | None = None

    def full(self) -> date | None:
        """Return the date when all of it is known."""
        return date(self.year, self.month, self.day) if self.month and self.day else None


@dataclass(frozen=True, slots=True, repr=False)
class PersonCells:
    """What the source wrote about the person. Text is trimmed and NFC-normalised, otherwise as the reporter wrote it.

    ``nationalities`` are ISO 3166-1 alpha-2. ``document_number`` is upper case without spaces and dots.
    """

    given_name: str | None = None
    name_prefix: str | None = None
    family_name: str | None = None
    aliases: tuple[str, ...] = ()
    birth_date: PartialDate | None = None
    sex: Sex | None = None
    nationalities: tuple[str, ...] = ()
    document_number: str | None = None

    def is_empty(self) -> bool:
        """Whether no person column is filled."""
        return all(not getattr(self, f.name) for f in fields(self))

    def __repr__(self) -> str:
        """Show which cells are filled, never what is in them."""
        return f"PersonCells({', '.join(f.name for f in fields(self) if getattr(self, f.name))})"


@dataclass(frozen=True, slots=True, repr=False)
class Report:
    """One validated row of an encounters file.

    ``phones`` are E.164 where valid; ``emails`` lower case; ``plates`` upper case without dashes; ``premises_address``
    is normalised text. ``names_person`` says whether any person column was filled in the file, also when what stood
    in it was unusable: such a row is an encounter that names nobody, not a premises signal.
    """

    source_id: str
    record_id: str
    reporter_type: ReporterType
    channel: Channel | None
    moment: Moment
    municipality: str
    premises_kind: PremisesKind | None
    premises_address: str | None
    operation_id: str | None
    names_person: bool
    person: PersonCells
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    advert_ids: tuple[str, ...]
    vehicle_plates: tuple[str, ...]
    status: Status
    form: ExploitationForm | None
    controller_ref: str | None
    reliability: str | None
    legal_basis: str
    purpose: str
    regime: Regime
    consent: Consent | None
    row_number: int = field(compare=False, default=0)

    def __repr__(self) -> str:
        """Show where the row came from, never what it says of anybody."""
        return f"Report({self.source_id}, row {self.row_number})"


@dataclass(frozen=True, slots=True)
class Rejection:
    """A row refused: where and why, never the value. ``row`` 1 is the first under the header.

    ``source`` is the register that the row names, empty where it names none that can be one.
    """

    row: int
    column: str
    reason: str
    source: str = field(compare=False, default="")


ERASED = "erased or over its term: this record may not come back"
"""Reason of the refusal of a row whose record left a tombstone."""

UNASSESSED = "unassessed"
"""Reason of the reduction of a row that nobody has judged yet."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A row to be kept as a tally only. ``report`` still holds what its tally needs; the person in it is dropped."""

    report: Report
    reason: str
