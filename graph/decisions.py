"""How a finding stands with its analysts: a pure function of the log of decisions and of how far it goes now.

A finding goes on under its id from run to run, so a decision on it goes on too. What was rejected stays rejected; it
returns only when it *grows*: reaches a municipality, a police unit or a tier (for displacement: a step of the ladder)
that it hadn't reached when it was rejected. What was accepted stays accepted until it grows so, or names a person whom
it didn't name then: what opens to the police is what an analyst has looked at, and nothing that came to it since.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from graph.alert_routes import kind_of, named_towns, reach_of
from graph.alerts import rule_of
from graph.geography import MunicipalityTable
from graph.model import Displacement, Finding, Reappearance, Relocation, Rotation
from graph.model.decision import Decision, Ruling


class Standing(StrEnum):
    """What has become of a finding with its analysts.

    ``undecided``: nobody has said anything. ``returned``: rejected, and it has grown since. ``grown``: accepted, and it
    has grown since. Both wait for a decision as undecided ones do.
    """

    UNDECIDED = "undecided"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETURNED = "returned"
    GROWN = "grown"


@dataclass(frozen=True, slots=True)
class Stand:
    """How a finding stands, the decision that says so, and what it has grown by since, in words."""

    standing: Standing = Standing.UNDECIDED
    decision: Decision | None = None
    grown_by: tuple[str, ...] = ()

    @property
    def waits(self) -> bool:
        """Whether somebody has to decide."""
        return self.standing in (Standing.UNDECIDED, Standing.RETURNED, Standing.GROWN)


def reach(finding: Finding, towns: Iterable[str], table: MunicipalityTable) -> frozenset[str]:
    """How far a finding goes, in words: municipalities of today, their police units, and its tiers or steps.

    Parameters
    ----------
    finding
        The finding.
    towns
        Municipalities in which its encounters lie.
    table
        Municipalities.
    """
    codes = {table.current(c) if c in table else c for c in (*towns, *named_towns(finding))}
    units = {table.get(c).police_unit for c in codes if c in table}
    words = {f"municipality {c}" for c in codes} | {f"unit {u}" for u in units}
    match finding:
        case Rotation() | Relocation():
            words |= {f"tier {tier}" for tier in reach_of(finding)}
        case Displacement():
            words |= set(reach_of(finding))
        case Reappearance():
            pass
    return frozenset(words)


def persons_named(finding: Finding) -> frozenset[str]:
    """Pseudonyms that a finding itself names."""
    match finding:
        case Reappearance():
            return frozenset({finding.person_id})
        case Rotation():
            return frozenset(finding.person_ids)
        case Relocation() | Displacement():
            return frozenset()


def decide(
    finding: Finding,
    reached: frozenset[str],
    ruling: Ruling,
    *,
    reason: str,
    by: str,
    now: datetime,
    earlier: Sequence[Decision] = (),
    told: Iterable[datetime] = (),
) -> Decision:
    """Decision on a finding as it is now.

    Parameters
    ----------
    finding
        The finding.
    reached
        How far it goes, as :func:`reach` tells.
    ruling, reason, by, now
        What is said, why, by whom, and when (UTC).
    earlier
        Decisions on it before.
    told
        When alerts of it were written (UTC).
    """
    before = latest(earlier)
    waited = [at for at in told if at <= now and (before is None or at > before.at)]
    text = f"{finding.id}\n{finding.version}\n{ruling}\n{by}\n{now.isoformat()}"
    return Decision(
        id=f"decision-{hashlib.sha256(text.encode()).hexdigest()[:24]}",
        finding_id=finding.id,
        kind=kind_of(finding),
        finding_version=finding.version,
        rule_version=rule_of(finding),
        ruling=ruling,
        reason=reason,
        by=by,
        at=now,
        reach=tuple(sorted(reached)),
        persons=tuple(sorted(persons_named(finding))),
        told_at=min(waited, default=None),
    )


def latest(decisions: Iterable[Decision]) -> Decision | None:
    """Decision that counts: the latest, ties by id; None where there is none."""
    return max(decisions, key=lambda d: (d.at, d.id), default=None)


def stand_of(finding: Finding, reached: frozenset[str], decisions: Iterable[Decision]) -> Stand:
    """How a finding stands.

    Parameters
    ----------
    finding
        The finding as it is now.
    reached
        How far it goes, as :func:`reach` tells.
    decisions
        Every decision on it.
    """
    last = latest(decisions)
    if last is None:
        return Stand()
    grown = tuple(sorted(reached - set(last.reach)))
    if last.ruling is Ruling.REJECTED:
        return Stand(Standing.RETURNED if grown else Standing.REJECTED, last, grown)
    more = len(persons_named(finding) - set(last.persons))
    if more:
        grown = (*grown, f"{more} person{'' if more == 1 else 's'} more")
    return Stand(Standing.GROWN if grown else Standing.ACCEPTED, last, grown)
