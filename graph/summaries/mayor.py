"""A mayor's summary: what was done, what changed here and next door, how sure, and what it can't say.

Its type holds no count of people but safe ones. The level (municipality and quarter, municipality and year, safety
region and year) is the finest at which the four periods before were all safe: so it is chosen without looking at the
period it tells of, and the choice itself says nothing about it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from graph.columns import EventColumns, day_number
from graph.disclosure import SafeCount, safe_count
from graph.geography import MunicipalityTable, Neighbourhood
from graph.model import Control, Displacement, Intervention
from graph.summaries.period import Period


class Level(StrEnum):
    """How finely a summary may tell."""

    MUNICIPALITY_QUARTER = "municipality and quarter"
    MUNICIPALITY_YEAR = "municipality and year"
    REGION_YEAR = "safety region and year"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as a summary tells of it; ``is_here`` whether it covers the mayor's own municipality.

    ``is_receiving`` whether the mayor's municipality was found to receive what the measure displaced.
    """

    kind: str
    town: str
    effective_on: date
    is_here: bool
    is_receiving: bool
    ladder_step: int
    enough: bool


@dataclass(frozen=True, slots=True)
class MayorSummary:
    """One page for a mayor. ``visits`` count visits of teams, not people, and are exact; None: nobody reported any.

    ``looked_until`` is the last day of which a team reported visits; the last day somebody was met would tell of one.
    ``is_next_door_by_distance``: no boundaries were there to say who the neighbours are.
    """

    municipality: str
    name: str
    asked: Period
    level: Level
    area: str
    period: Period
    persons: SafeCount
    persons_year_before: SafeCount
    visits: int | None
    visits_year_before: int | None
    measures: tuple[Measure, ...]
    looked_until: date | None
    is_next_door_by_distance: bool


def mayor_summary(
    municipality: str,
    period: Period,
    *,
    events: EventColumns,
    controls: Sequence[Control],
    interventions: Sequence[Intervention],
    displacements: Sequence[Displacement],
    table: MunicipalityTable,
) -> MayorSummary:
    """Summarise a municipality's period.

    Parameters
    ----------
    municipality
        CBS code.
    period
        The quarter or year asked for; a coarser one is told where it isn't safe.
    events
        Every row of every register.
    controls, interventions, displacements
        Effort, measures, and what was found of them.
    table
        Municipalities.
    """
    level, towns, told = _level(municipality, period, events, table)
    return MayorSummary(
        municipality=municipality,
        name=table.name(municipality),
        asked=period,
        level=level,
        area=_region(municipality, table) if level is Level.REGION_YEAR else table.name(municipality),
        period=told,
        persons=safe_count(_persons(events, towns, told)),
        persons_year_before=safe_count(_persons(events, towns, told.year_before())),
        visits=_visits(controls, towns, told),
        visits_year_before=_visits(controls, towns, told.year_before()),
        measures=_measures(municipality, told, interventions, displacements, table),
        looked_until=max((c.until_date for c in controls), default=None),
        is_next_door_by_distance=Neighbourhood(table).caveat([municipality]) is not None,
    )


def _region(municipality: str, table: MunicipalityTable) -> str:
    return table.get(table.current(municipality)).safety_region


def _level(
    municipality: str, period: Period, events: EventColumns, table: MunicipalityTable
) -> tuple[Level, frozenset[str], Period]:
    here = frozenset({municipality})
    levels = [(Level.MUNICIPALITY_YEAR, here, period.whole_year())]
    if period.quarter:
        levels.insert(0, (Level.MUNICIPALITY_QUARTER, here, period))
    for level, towns, told in levels:
        before = [safe_count(_persons(events, towns, p)) for p in told.four_before()]
        if not any(c.is_suppressed for c in before):
            return level, towns, told
    region = _region(municipality, table)
    towns = frozenset(m.code for m in table if m.safety_region == region)
    return Level.REGION_YEAR, towns, period.whole_year()


def _persons(events: EventColumns, towns: frozenset[str], period: Period) -> int:
    """Distinct persons met in towns during a period; dates that only reach into it are left out."""
    first, end = period.days
    codes = [i for i, town in enumerate(events.municipalities) if town in towns]
    inside = np.isin(events.municipality, codes) & (events.day >= first) & (events.day + events.span <= end)
    return len(np.unique(events.person[inside & (events.person >= 0)]))


def _visits(controls: Sequence[Control], towns: frozenset[str], period: Period) -> int | None:
    """Visits during a period, those of a row that reaches beyond it in proportion of its days."""
    first, end = period.days
    total, some = 0.0, False
    for c in controls:
        begins, ends = day_number(c.from_date), day_number(c.until_date) + 1
        shared = min(end, ends) - max(first, begins)
        if c.municipality in towns and shared > 0:
            some = True
            total += c.controls * shared / (ends - begins)
    return round(total) if some else None


def _is_here(municipality: str, treated: str, table: MunicipalityTable) -> bool:
    """Whether a measure's municipality is the mayor's, also under the code it had before a reorganisation."""
    return table.current(municipality) == table.current(treated)


def _measures(
    municipality: str,
    period: Period,
    interventions: Sequence[Intervention],
    displacements: Sequence[Displacement],
    table: MunicipalityTable,
) -> tuple[Measure, ...]:
    """Measures here or next door that took effect in the period or the year before its end."""
    _, end = period.days
    found_of = {d.intervention_id: d for d in displacements}
    round_them = Neighbourhood(table)
    told = []
    for i in sorted(interventions, key=lambda i: (i.effective_on, i.id)):
        near = any(
            _is_here(municipality, t, table) or round_them.is_next_door(municipality, t) for t in i.municipalities
        )
        if not near or not end - 366 <= day_number(i.effective_on) < end:
            continue
        found = found_of.get(i.id)
        told.append(
            Measure(
                kind=i.kind.value,
                town=table.name(i.municipalities[0]),
                effective_on=i.effective_on,
                is_here=any(_is_here(municipality, t, table) for t in i.municipalities),
                is_receiving=bool(found) and municipality in {code for code, _ in found.receiving} if found else False,
                ladder_step=found.ladder_step if found else 0,
                enough=found is not None and found.local is not None,
            )
        )
    return tuple(told)
