"""A mayor's summary of a home."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from api.audit import current_actor
from api.boundaries.kept import load_kept
from api.home import Home
from api.jobs.opened import opened_graph
from api.jobs.profiles import known_figures
from api.jobs.release import level_of, release_persons, releasing
from graph.columns import EventColumns, day_of
from graph.errors import UsageError
from graph.geography import MunicipalityTable, load_municipalities
from graph.indicators.table import Block
from graph.model import Control, Displacement, Intervention
from graph.store.borders import read_borders
from graph.store.columns import read_events
from graph.store.database import Database
from graph.store.findings import read_findings
from graph.store.registers import read_controls, read_interventions
from graph.summaries.mayor import MayorSummary, asked_of, finest_level, mayor_summary
from graph.summaries.period import Period
from viz.summary_page import page
from viz.summary_pdf import pdf


@dataclass(frozen=True, slots=True)
class Registers:
    """What summaries tell of, but persons: their counts are released one question at a time."""

    events: EventColumns
    controls: Sequence[Control]
    interventions: Sequence[Intervention]
    displacements: Sequence[Displacement]
    table: MunicipalityTable


def read_registers(db: Database) -> Registers:
    """Read what summaries tell of."""
    return Registers(
        events=read_events(db),
        controls=read_controls(db),
        interventions=read_interventions(db),
        displacements=read_findings(db, Displacement),
        table=load_municipalities().with_borders(read_borders(db)),
    )


def told(home: Home, municipality: str, period: Period, *, now: datetime, by: str = "") -> MayorSummary:
    """Summary of a municipality's period; arguments as for :func:`told_from`."""
    _code_of(municipality, period, load_municipalities())
    with opened_graph(home) as db:
        return told_from(read_registers(db), db, home, municipality, period, now=now, by=by)


def told_from(
    registers: Registers,
    db: Database,
    home: Home,
    municipality: str,
    period: Period,
    *,
    now: datetime,
    by: str = "",
    of: Sequence[Block] | None = None,
) -> MayorSummary:
    """Summary of a municipality's period, its counts decided once and in the ledger of releases before they leave.

    Parameters
    ----------
    registers
        What was read of the graph.
    db, home
        The graph, and the installation that it belongs to.
    municipality
        CBS code or official name.
    period
        Quarter or year.
    now
        When (UTC).
    by
        Account that it is told to; the system's own where none is named.
    of
        What was counted of whom, where it was read already (:func:`api.jobs.release.counted_met`).

    Raises
    ------
    UsageError
        For a municipality that isn't known.
    UnreadableFile, PolicyError
        When the register of what municipalities have in place can't be used.
    """
    table = registers.table
    code = _code_of(municipality, period, table)
    question = f"summary {table.current(code)} {period}"
    with releasing(home):
        level = level_of(db, question) or finest_level(code, period, registers.events, table)
        asked = asked_of(code, period, level, table)
        account = by or current_actor()[0]
        persons = release_persons(db, question, level, asked, by=account, now=now, of=of)
    summary = mayor_summary(
        code,
        period,
        level=level,
        persons=persons,
        events=registers.events,
        controls=registers.controls,
        interventions=registers.interventions,
        displacements=registers.displacements,
        table=table,
    )
    return replace(summary, basic_level=known_figures(home, table.current(code)))


def _code_of(municipality: str, period: Period, table: MunicipalityTable) -> str:
    """Code of a municipality as it was during a period; `UsageError` for one that wasn't."""
    first, end = period.days
    resolution = table.resolve(municipality, day_of(first), day_of(end) - timedelta(days=1))
    if resolution.code is None:
        message = f"{resolution.problem}: give a CBS code such as GM0502, or an official name"
        raise UsageError(message)
    return resolution.code


def drawn(home: Home, summary: MayorSummary, language: str, *, is_pdf: bool) -> bytes:
    """Summary as a page, HTML or PDF, its map with the boundaries that the home keeps: the same bytes each time.

    Parameters
    ----------
    home
        The installation.
    summary
        What is told.
    language
        ``nl`` or ``en``.
    is_pdf
        Whether it is to be a tagged PDF.

    Raises
    ------
    DrawingMissing
        When a PDF can't be drawn on this machine.
    """
    kept = load_kept(home.boundaries)
    outlines = {f["properties"]["code"]: f["geometry"] for f in kept.features["features"]} if kept else None
    whose = f"{kept.origin.attribution}, {kept.origin.vintage}" if kept else ""
    made = page(summary, language, outlines=outlines, attribution=whose)
    return pdf(made) if is_pdf else made.encode()
