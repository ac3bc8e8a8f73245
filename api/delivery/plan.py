"""The plan of an installation's alerts: who is told of what, where it is sent, and when a desk is left in peace.

It is a TOML file in the home, read by :mod:`api.delivery.plan_file`, which says what each key means. An installation
without one tells the municipalities, in the inbox alone, and sends nothing.
"""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from api.delivery.target_check import Network
from graph.alert_routes import CARE, KINDS, POLICE, Audience, Routes
from graph.case_alerts import PRIVACY
from graph.model import Alert

OPERATOR = "operator"
"""Recipient of notices that something couldn't be delivered."""
AT_ONCE = frozenset({"reappearance"})
"""Kinds that come first, and in quiet hours too, where the plan says nothing else."""
LOCAL_TIME = ZoneInfo("Europe/Amsterdam")


class Medium(StrEnum):
    """By what an alert travels."""

    WEBHOOK = "webhook"
    MAIL = "mail"


@dataclass(frozen=True, slots=True)
class Target:
    """Where the alerts of a recipient are sent: ``address`` is a web address, or a mailbox."""

    recipient: str
    medium: Medium
    address: str

    @property
    def id(self) -> str:
        """Digest of recipient, medium and address: a new address is a new target."""
        text = f"{self.recipient}\n{self.medium}\n{self.address}"
        return f"target-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


@dataclass(frozen=True, slots=True)
class MailServer:
    """The server that takes mail: TLS is begun before anything is said. ``sender`` is the mailbox that mail is from."""

    host: str
    port: int
    sender: str


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours (Europe/Amsterdam) in which an audience is sent nothing but the kinds that come ``at_once``."""

    begins: time
    ends: time
    at_once: frozenset[str] = AT_ONCE

    def until(self, kind: str, now: datetime) -> datetime | None:
        """When the hours that hold an alert of this kind end (UTC); None where nothing holds it."""
        if kind in self.at_once:
            return None
        local = now.astimezone(LOCAL_TIME)
        clock = local.time().replace(tzinfo=None)
        is_quiet = (
            self.begins <= clock < self.ends if self.begins < self.ends else clock >= self.begins or clock < self.ends
        )
        if not is_quiet:
            return None
        day = local.date() if clock < self.ends else local.date() + timedelta(days=1)
        return datetime.combine(day, self.ends, LOCAL_TIME).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Plan:
    """Who is told of what, and where it is sent.

    ``source`` is the sender's URN, ``base`` the service's address; both are empty where nothing is sent. ``hosts`` may
    be called, ``networks`` too although they aren't public; ``authorities`` is a file of certificates to trust.
    """

    routes: Routes = field(default_factory=Routes)
    quiet: Mapping[Audience, Quiet] = field(default_factory=dict)
    source: str = ""
    base: str = ""
    hosts: frozenset[str] = frozenset()
    networks: tuple[Network, ...] = ()
    authorities: str | None = None
    targets: tuple[Target, ...] = ()
    mail: MailServer | None = None
    is_written: bool = True

    def targets_of(self, recipient: str) -> tuple[Target, ...]:
        """Where the alerts of a recipient are sent."""
        return tuple(t for t in self.targets if t.recipient == recipient)

    def comes_at_once(self, alert: Alert) -> bool:
        """Whether an alert goes before others that wait for the same receiver."""
        quiet = self.quiet.get(audience_of(alert.recipient))
        return alert.kind in (quiet.at_once if quiet else AT_ONCE)

    def quiet_until(self, alert: Alert, now: datetime) -> datetime | None:
        """Until when an alert is held back (UTC); None where it may go."""
        quiet = self.quiet.get(audience_of(alert.recipient))
        return quiet.until(alert.kind, now) if quiet and alert.recipient not in (OPERATOR, PRIVACY) else None


def audience_of(recipient: str) -> Audience:
    """Audience that a recipient belongs to."""
    if recipient.startswith(POLICE):
        return Audience.POLICE
    return Audience.CARE if recipient.startswith(CARE) else Audience.MUNICIPALITY


def doubts(plan: Plan) -> Iterator[str]:
    """What somebody should look at in a plan that can be used: what reaches nobody, and what is unusual."""
    if not plan.is_written:
        yield "there is no plan of alerts: municipalities find theirs in the inbox, police and care hear nothing"
        return
    for kind in KINDS:
        if kind not in plan.routes.rules:
            yield f"nobody is told of a {kind}: add [tell.{kind}], or say why not"
    reached = {t.recipient for t in plan.targets}
    audiences = {audience for rule in plan.routes.rules.values() for audience in rule.audiences}
    current = [m for m in plan.routes.table if m.valid_until is None]
    if Audience.POLICE in audiences:
        units = sorted({m.police_unit for m in current} - {r.removeprefix(POLICE) for r in reached})
        if units:
            yield f"{len(units)} of 10 police units have no target and hear nothing unless they look: {', '.join(units)}"
    if Audience.CARE in audiences:
        without = sum(m.code not in plan.routes.care_regions for m in current)
        if without:
            yield f"{without} municipalities are in no care region: their findings reach no care coordinator"
    if plan.targets and OPERATOR not in reached:
        yield 'nobody is sent the notice that an alert could not be delivered: add a target for "operator"'
    if plan.networks:
        yield f"addresses that aren't public may be called: {', '.join(str(n) for n in plan.networks)}"
