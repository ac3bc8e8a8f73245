"""How a home's rules do with those who decide on their findings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from api.home import Home
from api.jobs.decisions import standings
from api.jobs.opened import opened_graph
from graph.alerts import rule_of
from graph.model import Alert
from graph.model.decision import Decision
from graph.rule_figures import RuleFigures, Waiting, rule_figures
from graph.store.database import Database
from graph.store.decisions import read_decisions
from graph.store.outbox import read_alerts


@dataclass(frozen=True, slots=True)
class RulesRead:
    """What figures of rules are made of: alerts, decisions, and how current findings stand."""

    alerts: Sequence[Alert]
    decisions: Sequence[Decision]
    current: Sequence[Waiting]


def read_rules(db: Database) -> RulesRead:
    """Read what figures of rules are made of."""
    return RulesRead(
        alerts=read_alerts(db),
        decisions=[d for some in read_decisions(db).values() for d in some],
        current=[Waiting(s.finding.id, s.kind, rule_of(s.finding), s.stand) for s in standings(db)],
    )


def figures_of(read: RulesRead, *, now: datetime) -> list[RuleFigures]:
    """Figures of every version of a rule at a time (UTC), by kind and version."""
    return rule_figures(read.alerts, read.decisions, read.current, now=now)


def report_rules(home: Home, *, now: datetime) -> list[RuleFigures]:
    """Figures of every version of a rule of a home; arguments as for :func:`figures_of`."""
    with opened_graph(home) as db:
        return figures_of(read_rules(db), now=now)
