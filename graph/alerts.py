"""The outbox: which alerts a finding gives, and why the same news never gives two.

An alert says only that a finding of this kind awaits this recipient. Its id is a digest of finding, recipient and
what is new, so that writing it twice writes it once. A finding goes on under its id from run to run and from rule
version to rule version. A recipient hears of it once, and again only when it reaches a tier or a step that the
recipient wasn't told of before; one that it newly reaches hears its first.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from types import MappingProxyType

from graph.alert_routes import Routes, kind_of, reach_of
from graph.model import Alert, Finding, Reappearance

REAPPEARANCE_RULE = "reappearance/1"
"""A person with a signal or declaration is met in a municipality newly entered: both sides are told at once."""

NO_TOWNS: Mapping[str, Collection[str]] = MappingProxyType({})
Told = Mapping[tuple[str, str], Collection[str]]
"""What a recipient knows of a finding's reach, by finding and recipient."""


def rule_of(finding: Finding) -> str:
    """Version of the rule that a finding was made by."""
    return REAPPEARANCE_RULE if isinstance(finding, Reappearance) else finding.rule_version


def alert_id(finding_id: str, recipient: str, novelty: str) -> str:
    """Digest of finding, recipient and what is new (a municipality, a tier or a step)."""
    text = f"{finding_id}\n{recipient}\n{novelty}"
    return f"alert-{hashlib.sha256(text.encode()).hexdigest()[:24]}"


def reappearance_alerts(finding: Reappearance, *, now: datetime, routes: Routes | None = None) -> tuple[Alert, ...]:
    """Alerts of a reappearance, about the municipality newly entered: to those there and where the person was before.

    Parameters
    ----------
    finding
        The reappearance, under its lasting id.
    now
        When the alert is written (UTC).
    routes
        Who is told; the municipalities where None.
    """
    return alerts_of([finding], {}, routes=routes or Routes(), now=now)


def alerts_of(
    findings: Iterable[Finding],
    told: Told,
    *,
    routes: Routes,
    now: datetime,
    towns: Mapping[str, Collection[str]] = NO_TOWNS,
) -> tuple[Alert, ...]:
    """Alerts that findings give to those who don't know yet.

    Parameters
    ----------
    findings
        Current findings under their lasting ids.
    told
        What earlier alerts said.
    routes
        Who is told of what.
    now
        When the alerts are written (UTC).
    towns
        Municipalities in which the encounters of findings lie, by finding, where those aren't all named by it.
    """
    return tuple(
        alert
        for finding in findings
        for recipient in routes.recipients(finding, towns.get(finding.id, ()))
        if (alert := _alert(finding, recipient, told.get((finding.id, recipient), ()), now))
    )


def _alert(finding: Finding, recipient: str, known: Collection[str], now: datetime) -> Alert | None:
    reach = reach_of(finding)
    news = [word for word in reach if word not in known]
    if not news:
        return None
    novelty = news[-1]
    return Alert(
        id=alert_id(finding.id, recipient, novelty),
        recipient=recipient,
        kind=kind_of(finding),
        finding_id=finding.id,
        novelty=novelty,
        rule_version=rule_of(finding),
        created=now,
        covers=reach,
    )
