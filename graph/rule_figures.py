"""How rules do with those who decide: by rule version, how long findings waited and how many were rejected.

A rule whose findings are mostly rejected wastes the time of people and looks into lives for nothing; one whose findings
wait for weeks helps nobody. Figures are of findings and decisions, not of persons.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from statistics import median, quantiles

from graph.alert_routes import KINDS
from graph.decisions import Stand, Standing
from graph.model import Alert
from graph.model.decision import Decision, Ruling


@dataclass(frozen=True, slots=True)
class RuleFigures:
    """Figures of one version of a rule.

    ``told``: findings that an alert told of. ``accepted``, ``rejected``: decisions. ``waiting``: findings of it that were
    told and wait for a decision now, ``returned`` those among them that had one and grew since. Hours run from alert to
    decision: their median, and that which nine of ten keep within; None where no decision followed an alert, for the
    latter where fewer than ten did. ``oldest_hours``: how long the oldest that waits has waited.
    """

    kind: str
    rule_version: str
    told: int
    accepted: int
    rejected: int
    waiting: int
    returned: int
    median_hours: float | None
    slow_hours: float | None
    oldest_hours: float | None

    @property
    def decided(self) -> int:
        """Decisions in all."""
        return self.accepted + self.rejected

    @property
    def share_rejected(self) -> float | None:
        """Share of the decisions that rejected, 0 to 1; None where there are none."""
        return self.rejected / self.decided if self.decided else None

    @property
    def precision(self) -> float | None:
        """Share of the decisions that accepted, 0 to 1; of what was decided on, not of all that was found."""
        return self.accepted / self.decided if self.decided else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """A current finding: its kind and rule version, and how it stands."""

    finding_id: str
    kind: str
    rule_version: str
    stand: Stand


def rule_figures(
    alerts: Iterable[Alert], decisions: Iterable[Decision], current: Iterable[Waiting], *, now: datetime
) -> list[RuleFigures]:
    """Figures of every version of a rule that told or decided anything, by kind and version.

    Parameters
    ----------
    alerts
        All alerts; those that tell of no finding are left out.
    decisions
        All decisions.
    current
        Current findings.
    now
        When (UTC).
    """
    told: dict[tuple[str, str], set[str]] = defaultdict(set)
    written: dict[str, list[datetime]] = defaultdict(list)
    for a in alerts:
        if a.kind in KINDS:
            told[a.kind, a.rule_version].add(a.finding_id)
            written[a.finding_id].append(a.created)
    made: dict[tuple[str, str], list[Decision]] = defaultdict(list)
    for d in decisions:
        made[d.kind, d.rule_version].append(d)
    waits: dict[tuple[str, str], list[Waiting]] = defaultdict(list)
    for w in current:
        if w.stand.waits and w.finding_id in written:
            waits[w.kind, w.rule_version].append(w)
    return [
        _figures(rule, told[rule], made[rule], waits[rule], written, now)
        for rule in sorted({*told.keys(), *made.keys(), *waits.keys()})
    ]


def _figures(
    rule: tuple[str, str],
    told: set[str],
    made: list[Decision],
    waits: list[Waiting],
    written: dict[str, list[datetime]],
    now: datetime,
) -> RuleFigures:
    hours = sorted(d.hours for d in made if d.hours is not None)
    since = [s for w in waits if (s := _waits_since(w, written[w.finding_id])) is not None]
    return RuleFigures(
        kind=rule[0],
        rule_version=rule[1],
        told=len(told),
        accepted=sum(d.ruling is Ruling.ACCEPTED for d in made),
        rejected=sum(d.ruling is Ruling.REJECTED for d in made),
        waiting=len(waits),
        returned=sum(w.stand.standing is not Standing.UNDECIDED for w in waits),
        median_hours=median(hours) if hours else None,
        slow_hours=quantiles(hours, n=10, method="inclusive")[-1] if len(hours) >= 10 else None,
        oldest_hours=max(((now - s).total_seconds() / 3600 for s in since), default=None),
    )


def _waits_since(waiting: Waiting, written: list[datetime]) -> datetime | None:
    """First alert since the last decision; None where it grew without telling anybody."""
    last = waiting.stand.decision
    return min((at for at in written if last is None or at > last.at), default=None)
