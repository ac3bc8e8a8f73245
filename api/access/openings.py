"""Opening a source's own record number: one person asks, another agrees, the first takes it once, within 15 minutes."""

import secrets
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

TERM = timedelta(minutes=15)
MOST = 10_000


@dataclass(frozen=True, slots=True)
class Opening:
    """A request to see the record number of an encounter, for a case. It ends when taken, or after its term."""

    id: str
    encounter: str
    case: str
    asked_by: str
    asked_at: datetime
    agreed_by: str | None = None
    agreed_at: datetime | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether the term since it was asked, or agreed to, has passed."""
        return now - (self.agreed_at or self.asked_at) > TERM


class Openings:
    """Requests of a running service; none outlives it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: dict[str, Opening] = {}

    def ask(self, encounter: str, case: str, *, by: str, now: datetime) -> Opening:
        """Ask to see the record number of an encounter."""
        opening = Opening(secrets.token_urlsafe(16), encounter, case, by, now)
        with self._lock:
            self._open = {k: o for k, o in self._open.items() if not o.is_over(now)}
            while len(self._open) >= MOST:
                del self._open[min(self._open, key=lambda k: self._open[k].asked_at)]
            self._open[opening.id] = opening
        return opening

    def get(self, opening_id: str, *, now: datetime) -> Opening | None:
        """Request of an id that still stands."""
        with self._lock:
            opening = self._open.get(opening_id)
        return None if opening is None or opening.is_over(now) else opening

    def agree(self, opening_id: str, *, by: str, now: datetime) -> Opening | None:
        """Agree to a request; None where there is none, it was agreed to, or the same person asked."""
        with self._lock:
            opening = self._open.get(opening_id)
            if opening is None or opening.is_over(now) or opening.agreed_by is not None or opening.asked_by == by:
                return None
            self._open[opening_id] = replace(opening, agreed_by=by, agreed_at=now)
            return self._open[opening_id]

    def take(self, opening_id: str, *, by: str, now: datetime) -> Opening | None:
        """End a request that was agreed to, for who asked; None for anybody else, and the second time."""
        with self._lock:
            opening = self._open.get(opening_id)
            if opening is None or opening.is_over(now) or opening.agreed_by is None or opening.asked_by != by:
                return None
            return self._open.pop(opening_id)
