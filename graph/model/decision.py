"""An analyst's word on a finding: appended to a log, never changed."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Ruling(StrEnum):
    """What an analyst says of a finding."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Decision:
    """What an analyst said of one version of a finding, and why.

    ``by`` is a login or a desk. ``reason`` names nobody. ``reach`` is how far the finding went then, in words such as
    ``municipality GM0502``, ``unit Rotterdam`` and ``tier flagged``; ``persons`` the pseudonyms that it named.
    ``told_at`` is when the first alert since the decision before was written (UTC), None where nobody was alerted.
    """

    id: str
    finding_id: str
    kind: str
    finding_version: int
    rule_version: str
    ruling: Ruling
    reason: str
    by: str
    at: datetime
    reach: tuple[str, ...] = ()
    persons: tuple[str, ...] = ()
    told_at: datetime | None = None

    @property
    def hours(self) -> float | None:
        """Hours from alert to decision; None where nobody was alerted."""
        return None if self.told_at is None else (self.at - self.told_at).total_seconds() / 3600
