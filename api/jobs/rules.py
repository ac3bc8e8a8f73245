"""How a home's rules do with those who decide on their findings."""

from datetime import datetime

from api.home import Home
from api.jobs.decisions import standings
from api.jobs.opened import opened_graph
from graph.alerts import rule_of
from graph.rule_figures import RuleFigures, Waiting, rule_figures
from graph.store.decisions import read_decisions
from graph.store.outbox import read_alerts


def report_rules(home: Home, *, now: datetime) -> list[RuleFigures]:
    """Figures of every version of a rule, by kind and version."""
    with opened_graph(home) as db:
        alerts = read_alerts(db)
        made = [d for some in read_decisions(db).values() for d in some]
        current = [Waiting(s.finding.id, s.kind, rule_of(s.finding), s.stand) for s in standings(db)]
    return rule_figures(alerts, made, current, now=now)
