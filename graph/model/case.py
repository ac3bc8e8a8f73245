"""A case: why somebody reads about persons, who answers for it, what it is about, and how it goes on until it closes."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class CaseStatus(StrEnum):
    """HTCDS case status. ``ClosedReferred``: another organisation goes on with it."""

    ACTIVE = "Active"
    FOLLOW_UP = "FollowUp"
    CLOSED = "Closed"
    CLOSED_REFERRED = "ClosedReferred"


class Closing(StrEnum):
    """Why a case was closed."""

    SOLVED = "solved"
    UNFOUNDED = "unfounded"
    OUT_OF_SIGHT = "out_of_sight"
    HELP_DECLINED = "help_declined"
    DUPLICATE = "duplicate"
    REFERRED = "referred"
    OTHER = "other"


class Transfer(StrEnum):
    """HTCDS reason for a referral: why a case is handed over."""

    MOVED = "MigrationOrChangeOfLocation"
    SERVICES = "AdditionalServicesRequired"
    OTHER = "Other"


class CareState(StrEnum):
    """How far the way to care has come: asked for, taken up, declined by the person, ended."""

    ASKED = "asked"
    TAKEN_UP = "taken_up"
    DECLINED = "declined"
    ENDED = "ended"


class Shelter(StrEnum):
    """Whether shelter is needed: not asked, asked for, given."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    GIVEN = "given"


@dataclass(frozen=True, slots=True)
class CareRoute:
    """The way to care beside a case: the care region that was asked, how far it has come, and shelter."""

    region: str
    state: CareState
    shelter: Shelter = Shelter.NOT_ASKED


@dataclass(frozen=True, slots=True)
class HandOver:
    """An offer of a case to another unit, which stands until that one answers or the owner takes it back."""

    to: str
    reason: Transfer
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseStep:
    """Something that was done with a case: what, by which login or desk, when (UTC), and a few words of ours on it."""

    what: str
    by: str
    at: datetime
    said: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a unit, for one purpose, about findings and encounters.

    It names encounters, never persons: whoever they are found to belong to later is who the case is about. ``unit``
    owns it; ``earlier_units`` owned it before, and go on seeing how it stands. ``opened_by`` is a login; ``opened_at``
    UTC; ``follow_up_on`` a local day. ``steps`` is what was done with it, appended, the oldest first.
    """

    id: str
    purpose: str
    unit: str
    status: CaseStatus
    findings: tuple[str, ...]
    encounters: tuple[str, ...]
    opened_by: str
    opened_at: datetime
    follow_up_on: date | None = None
    closing: Closing | None = None
    care: CareRoute | None = None
    offer: HandOver | None = None
    earlier_units: tuple[str, ...] = ()
    steps: tuple[CaseStep, ...] = ()

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.status in (CaseStatus.ACTIVE, CaseStatus.FOLLOW_UP)

    @property
    def units(self) -> frozenset[str]:
        """Units that see how the case stands: its owner, those before, and the one it is offered to."""
        return frozenset({self.unit, *self.earlier_units, *([self.offer.to] if self.offer else ())})
