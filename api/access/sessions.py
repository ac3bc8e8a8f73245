"""Sessions, kept by the server: the browser holds a random name of one and nothing else.

The name is 256 bits of chance; the server keeps only its digest, so that a memory dump or a log opens no session. It is
made anew at every login, whatever cookie came in, so that nobody can fix a session on somebody beforehand.
"""

import hashlib
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.access.roles import Caller

IDLE = timedelta(minutes=30)
LONGEST = timedelta(hours=8)
MOST = 10_000
"""Sessions at a time; the one idle longest makes room for another."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody logged in. ``csrf`` must come back in a header with every act that changes something."""

    caller: Caller
    csrf: str
    begun: datetime
    seen: datetime

    def is_over(self, now: datetime) -> bool:
        """Whether it was idle, or is, too long."""
        return now - self.seen > IDLE or now - self.begun > LONGEST


class Sessions:
    """All sessions of a service. ``token`` draws names."""

    def __init__(self, token: Callable[[int], str] = secrets.token_urlsafe) -> None:
        self._token = token
        self._lock = threading.Lock()
        self._open: dict[str, Session] = {}

    def begin(self, caller: Caller, *, now: datetime) -> tuple[str, Session]:
        """Log somebody in; the name of the new session, which is kept nowhere here."""
        name, session = self._token(32), Session(caller, self._token(32), now, now)
        with self._lock:
            self._open = {k: s for k, s in self._open.items() if not s.is_over(now)}
            while len(self._open) >= MOST:
                del self._open[min(self._open, key=lambda k: self._open[k].seen)]
            self._open[_digest(name)] = session
        return name, session

    def of(self, name: str, *, now: datetime) -> Session | None:
        """Session of a name, seen now; None where there is none, or it is over."""
        with self._lock:
            session = self._open.get(_digest(name))
            if session is None:
                return None
            if session.is_over(now):
                del self._open[_digest(name)]
                return None
            self._open[_digest(name)] = replace(session, seen=now)
            return session

    def end(self, name: str) -> None:
        """Log out."""
        with self._lock:
            self._open.pop(_digest(name), None)


def _digest(name: str) -> str:
    return hashlib.sha256(name.encode()).hexdigest()
