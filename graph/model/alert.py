"""Messages about findings, stored before they are sent (the outbox)."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Alert:
    """A finding of this kind awaits this recipient; nothing of whom or what is in the message.

    ``id`` is a digest of finding, recipient and what is new (``novelty``: a municipality, a unit or a tier), so that
    the same news never arrives twice. ``recipient`` is a municipality code (``GM0502``) or a unit.
    ``state`` is ``stored`` until delivery knows more.
    """

    id: str
    recipient: str
    kind: str
    finding_id: str
    novelty: str
    rule_version: str
    created: datetime
    state: str = "stored"
    attempts: int = 0
