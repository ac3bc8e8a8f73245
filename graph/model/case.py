"""A case: why somebody reads about persons, who answers for it, and what it is about."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class CaseStatus(StrEnum):
    """HTCDS case status."""

    ACTIVE = "Active"
    FOLLOW_UP = "FollowUp"
    CLOSED = "Closed"
    CLOSED_REFERRED = "ClosedReferred"


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a unit, for one purpose, about findings and encounters.

    It names encounters, never persons: whoever they are found to belong to later is who the case is about. ``opened_by``
    is a login; ``opened_at`` UTC.
    """

    id: str
    purpose: str
    unit: str
    status: CaseStatus
    findings: tuple[str, ...]
    encounters: tuple[str, ...]
    opened_by: str
    opened_at: datetime

    @property
    def is_open(self) -> bool:
        """Whether somebody still works on it."""
        return self.status in (CaseStatus.ACTIVE, CaseStatus.FOLLOW_UP)
