"""A mayor's summary of a home."""

from datetime import datetime, timedelta

from api.audit import current_actor
from api.home import Home
from api.jobs.opened import opened_graph
from api.jobs.release import level_of, release_persons, releasing
from graph.columns import day_of
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.model import Displacement
from graph.store.borders import read_borders
from graph.store.columns import read_events
from graph.store.database import Database
from graph.store.findings import read_findings
from graph.store.registers import read_controls, read_interventions
from graph.summaries.mayor import MayorSummary, asked_of, finest_level, mayor_summary
from graph.summaries.period import Period


def told(home: Home, municipality: str, period: Period, *, now: datetime, by: str = "") -> MayorSummary:
    """Summary of a municipality's period; arguments as for :func:`told_from`."""
    with opened_graph(home) as db:
        return told_from(db, home, municipality, period, now=now, by=by)


def told_from(
    db: Database, home: Home, municipality: str, period: Period, *, now: datetime, by: str = ""
) -> MayorSummary:
    """Summary of a municipality's period, its counts decided once and in the ledger of releases before they leave.

    Parameters
    ----------
    db
        The graph of the home.
    home
        The installation.
    municipality
        CBS code or official name.
    period
        Quarter or year.
    now
        When (UTC).
    by
        Account that it is told to; the system's own where none is named.

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
    code, question = resolution.code, f"summary {table.current(resolution.code)} {period}"
    with releasing(home):
        events = read_events(db)
        level = level_of(db, question) or finest_level(code, period, events, table)
        asked = asked_of(code, period, level, table)
        persons = release_persons(db, question, level, asked, by=by or current_actor()[0], now=now)
        return mayor_summary(
            code,
            period,
            level=level,
            persons=persons,
            events=events,
            controls=read_controls(db),
            interventions=read_interventions(db),
            displacements=read_findings(db, Displacement),
            table=table.with_borders(read_borders(db)),
        )
