"""A mayor's summary of a home."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from api.home import Home
from api.jobs.opened import opened_graph
from graph.columns import EventColumns, day_of
from graph.errors import UsageError
from graph.geography import MunicipalityTable, load_municipalities
from graph.model import Control, Displacement, Intervention
from graph.store.borders import read_borders
from graph.store.columns import read_events
from graph.store.database import Database
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
    with opened_graph(home) as db:
        return told_from(read_registers(db), municipality, period)


@dataclass(frozen=True, slots=True)
class Registers:
    """Everything that summaries are made of."""

    events: EventColumns
    controls: Sequence[Control]
    interventions: Sequence[Intervention]
    displacements: Sequence[Displacement]
    table: MunicipalityTable


def read_registers(db: Database) -> Registers:
    """Read what summaries are made of."""
    return Registers(
        events=read_events(db),
        controls=read_controls(db),
        interventions=read_interventions(db),
        displacements=read_findings(db, Displacement),
        table=load_municipalities().with_borders(read_borders(db)),
    )


def told_from(registers: Registers, municipality: str, period: Period) -> MayorSummary:
    """Summary of a municipality's period, from what was read; raises as :func:`told`."""
    first, end = period.days
    resolution = registers.table.resolve(municipality, day_of(first), day_of(end) - timedelta(days=1))
    if resolution.code is None:
        message = f"{resolution.problem}: give a CBS code such as GM0502, or an official name"
        raise UsageError(message)
    return mayor_summary(
        resolution.code,
        period,
        events=registers.events,
        controls=registers.controls,
        interventions=registers.interventions,
        displacements=registers.displacements,
        table=registers.table,
    )
