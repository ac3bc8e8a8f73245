"""Messages about findings, stored before they are sent (the outbox), and the attempts to send them."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class AlertState(StrEnum):
    """What has become of an alert.

    ``stored``: nobody has tried to send it, or it has nowhere to be sent and waits in the inbox. ``retrying``: every
    attempt so far failed, another follows. ``delivered``: every channel took it. ``dead``: given up, somebody has to
    look. ``acknowledged``: the recipient says that it knows, so nothing more is sent.
    """

    STORED = "stored"
    RETRYING = "retrying"
    DELIVERED = "delivered"
    DEAD = "dead"
    ACKNOWLEDGED = "acknowledged"


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding of this kind awaits this recipient; nothing of whom or what is in the message.

    ``id`` is a digest of finding, recipient and what is new (``novelty``: a municipality, a tier or a step), so that
    the same news never arrives twice. ``covers`` is everything that the recipient then knows of the finding's reach,
    which the next version is compared with. ``recipient`` is a municipality's code (``GM0502``), a police unit
    (``police:Rotterdam``) or a care region (``care:Rijnmond``).
    """

    id: str
    recipient: str
    kind: str
    finding_id: str
    novelty: str
    rule_version: str
    created: datetime
    state: AlertState = AlertState.STORED
    attempts: int = 0
    covers: tuple[str, ...] = ()


class Outcome(StrEnum):
    """What came of an attempt. ``gone``: the receiver wants nothing more (HTTP 410)."""

    DELIVERED = "delivered"
    FAILED = "failed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class Delivery:
    """One attempt to send an alert, the ``number``-th of all, to one of its targets.

    ``said`` is what the other side answered or what kept it from doing so, in a word or two, never its own text.
    ``next_at`` is when the following attempt is due (UTC); None where there is none.
    """

    id: str
    alert_id: str
    target: str
    number: int
    at: datetime
    outcome: Outcome
    said: str
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TargetState:
    """What is remembered of a target between attempts: until when it asked not to be called, whether it is disabled."""

    target: str
    held_until: datetime | None = None
    disabled_at: datetime | None = None
