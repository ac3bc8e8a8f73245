"""Everything that endpoints work with: the graph, the keys, who is logged in, the log."""

import hmac
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from api.access.oidc import Provider
from api.access.openings import Openings
from api.access.sessions import Sessions
from api.audit import AuditLog
from api.audit.queue import AuditQueue
from api.home import Home
from api.http.cursors import Cursors
from api.http.kept import Kept
from api.http.limits import Limiter, Rate
from api.http.meter import Meter
from api.jobs.runner import Runner
from graph.store.database import Database
from ingest.keyring import Keyring

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost"})
"""Names by which a page elsewhere can't make a browser call us (DNS rebinding)."""

LOGIN_RATE = Rate(per_s=1.0, burst=60)
READ_RATE = Rate(per_s=50.0, burst=200)


@dataclass(frozen=True, slots=True)
class Exposure:
    """Where the service is reached. ``chooser``: a role may be chosen without a login; on loopback only, for the demo."""

    hosts: frozenset[str] = LOOPBACK_HOSTS
    is_secure: bool = False
    chooser: bool = False

    @property
    def cookie(self) -> str:
        """Name of the session's cookie; the prefix binds it to the host and to https."""
        return "__Host-waterbed" if self.is_secure else "waterbed"


def utc_now() -> datetime:
    """Time of day (UTC)."""
    return datetime.now(UTC)


@dataclass(frozen=True)
class Service:
    """What endpoints work with. ``now`` is the clock, ``steady_s`` one that never goes back."""

    home: Home
    db: Database
    keyring: Keyring
    exposure: Exposure = Exposure()
    provider: Provider | None = None
    now: Callable[[], datetime] = utc_now
    steady_s: Callable[[], float] = time.monotonic
    sessions: Sessions = field(default_factory=Sessions)
    openings: Openings = field(default_factory=Openings)
    meter: Meter = field(default_factory=Meter)
    reads: Limiter = field(default_factory=lambda: Limiter(READ_RATE))
    logins: Limiter = field(default_factory=lambda: Limiter(LOGIN_RATE))
    audit: AuditQueue = field(init=False)
    kept: Kept = field(init=False)
    cursors: Cursors = field(init=False)
    jobs: Runner = field(init=False)

    def __post_init__(self) -> None:
        put = object.__setattr__
        put(self, "audit", AuditQueue(AuditLog(self.home.audit, self.keyring.audit)))
        put(self, "kept", Kept(self.db, self.steady_s, mark=self.home.written_at))
        put(self, "cursors", Cursors(hmac.digest(self.keyring.audit, b"cursors of the API", "sha256")))
        put(self, "jobs", Runner(self.home, self.now, on_done=self.kept.hurry))

    def subject_digest(self, person: str) -> str:
        """What the log knows a person by: a keyed digest of the pseudonym, found again only by who holds the key."""
        return hmac.digest(self.keyring.audit, b"data subject\x1f" + person.encode(), "sha256").hex()[:32]
