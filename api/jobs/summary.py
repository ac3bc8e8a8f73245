"""A mayor's summary of a home."""

from datetime import timedelta

from api.home import Home
from api.jobs.opened import opened_graph
from graph.columns import day_of
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.model import Displacement
from graph.store.borders import read_borders
from graph.store.columns import read_events
from graph.store.findings import read_findings
from graph.store.registers import read_controls, read_interventions
from graph.summaries.mayor import MayorSummary, mayor_summary
from graph.summaries.period import Period


def told(home: Home, municipality: str, period: Period) -> MayorSummary:
    """Summary of a municipality's period.

    Raises
    ------
    UsageError
        For a municipality that isn't known.
    """
    table = load_municipalities()
    first, end = period.days
    resolution = table.resolve(municipality, day_of(first), day_of(end) - timedelta(days=1))
    if resolution.code is None:
        message = f"{resolution.problem}: give a CBS code such as GM0502, or an official name"
        raise UsageError(message)
    with opened_graph(home) as db:
        return mayor_summary(
            resolution.code,
            period,
            events=read_events(db),
            controls=read_controls(db),
            interventions=read_interventions(db),
            displacements=read_findings(db, Displacement),
            table=table.with_borders(read_borders(db)),
        )
