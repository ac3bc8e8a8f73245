"""The outbox: which alerts a finding gives, and why the same news never gives two.

An alert says only that a finding of this kind awaits this recipient. Its id is a digest of finding, recipient and
what is new, so that writing it twice writes it once.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from graph.model import Alert, Reappearance, Rotation

REAPPEARANCE_RULE = "reappearance/1"
"""A person with a signal or declaration is met in a municipality newly entered: both sides are told at once."""


def alert_id(finding_id: str, recipient: str, novelty: str) -> str:
    """Digest of finding, recipient and what is new (a municipality, a unit or a tier)."""
    text = f"{finding_id}\n{recipient}\n{novelty}"
    return f"alert-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def reappearance_alerts(finding: Reappearance, *, now: datetime) -> tuple[Alert, ...]:
    """Alerts of a reappearance: one to the municipality newly entered, one to each where the person was met before.

    Parameters
    ----------
    finding
        The reappearance, under its lasting id.
    now
        When the alert is written (UTC).
    """
    recipients = dict.fromkeys((finding.municipality_now, *finding.municipalities_before))
    return tuple(
        Alert(
            id=alert_id(finding.id, recipient, finding.municipality_now),
            recipient=recipient,
            kind="reappearance",
            finding_id=finding.id,
            novelty=finding.municipality_now,
            rule_version=REAPPEARANCE_RULE,
            created=now,
        )
        for recipient in recipients
    )


def rotation_alerts(finding: Rotation, municipalities: Iterable[str], *, now: datetime) -> tuple[Alert, ...]:
    """Alerts of a flagged rotation: one to each municipality in which an encounter lies that it rests on.

    A pattern is for analysts and alerts nobody. A flagged finding that grows tells only municipalities that are new.

    Parameters
    ----------
    finding
        The rotation, under its lasting id.
    municipalities
        Codes of the municipalities of its encounters.
    now
        When the alert is written (UTC).
    """
    if not finding.flagged:
        return ()
    tier = finding.tier.value
    return tuple(
        Alert(
            id=alert_id(finding.id, recipient, tier),
            recipient=recipient,
            kind="rotation",
            finding_id=finding.id,
            novelty=tier,
            rule_version=finding.rule_version,
            created=now,
        )
        for recipient in sorted(set(municipalities))
    )
