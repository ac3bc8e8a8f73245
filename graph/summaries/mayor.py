"""A mayor's summary: what was done, what changed here and next door, how sure, and what it can't say.

Its type holds no count of people but safe ones. The level (municipality and quarter, municipality and year, safety
region and year) is the finest at which the four periods before were all safe: so it is chosen without looking at the
period it tells of, and the choice itself says nothing about it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import numpy as np

from graph.columns import EventColumns, day_number
from graph.disclosure import SafeCount, safe_count
from graph.geography import MunicipalityTable, Neighbourhood
from graph.model import Control, Displacement, Intervention
from graph.summaries.basic_level import BasicLevelFigures
from graph.summaries.measures import Direction, Measure, is_here, measures_near
from graph.summaries.period import Period

__all__ = [
    "Counted", "Direction", "Level", "MayorSummary", "Measure", "asked_of", "finest_level", "mayor_summary",
]  # fmt: skip

TREND_QUARTERS, TREND_YEARS = 8, 4
"""Periods of a trend, the one told of included."""


class Level(StrEnum):
    """How finely a summary may tell."""

    MUNICIPALITY_QUARTER = "municipality and quarter"
    MUNICIPALITY_YEAR = "municipality and year"
    REGION_YEAR = "safety region and year"


@dataclass(frozen=True, slots=True)
class Counted:
    """Persons and visits of one period, as :class:`MayorSummary` has them."""

    period: Period
    persons: SafeCount
    visits: int | None


@dataclass(frozen=True, slots=True)
class MayorSummary:
    """One page for a mayor. ``visits`` count visits of teams, not people, and are exact; None: nobody reported any.

    ``looked_until`` is the last day of which a team reported visits; the last day somebody was met would tell of one.
    ``is_next_door_by_distance``: no boundaries were there to say who the neighbours are. ``trend`` runs from the oldest
    period to the one told of, and holds the one a year before. ``near`` are codes of the municipalities next door.
    ``basic_level``: what the municipality has in place; None where the installation keeps no such register.
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
    trend: tuple[Counted, ...] = ()
    near: tuple[str, ...] = ()
    basic_level: BasicLevelFigures | None = None


def mayor_summary(
    municipality: str,
    period: Period,
    *,
    events: EventColumns,
    controls: Sequence[Control],
    interventions: Sequence[Intervention],
    displacements: Sequence[Displacement],
    table: MunicipalityTable,
    level: Level | None = None,
    persons: Mapping[tuple[str, str], SafeCount] | None = None,
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
    level
        How finely to tell; None: as finely as :func:`finest_level` finds safe.
    persons
        Counts as they were released, by area of today and period (:func:`asked_of`); None: those of ``events``, safe
        by themselves alone.
    """
    level = level or finest_level(municipality, period, events, table)
    towns, told = _towns(municipality, level, table), _told(period, level)
    now, before, *_ = asked = asked_of(municipality, period, level, table)

    def counted(asked: tuple[str, Period]) -> SafeCount:
        return safe_count(_persons(events, towns, asked[1])) if persons is None else persons[asked[0], str(asked[1])]

    told_of = sorted(asked, key=lambda a: a[1].first_day)
    round_it = Neighbourhood(table)
    return MayorSummary(
        municipality=municipality,
        name=table.name(municipality),
        asked=period,
        level=level,
        area=_region(municipality, table) if level is Level.REGION_YEAR else table.name(municipality),
        period=told,
        persons=counted(now),
        persons_year_before=counted(before),
        visits=_visits(controls, towns, told),
        visits_year_before=_visits(controls, towns, told.year_before()),
        measures=measures_near(municipality, told, interventions, displacements, table),
        looked_until=max((c.until_date for c in controls), default=None),
        is_next_door_by_distance=round_it.caveat([municipality]) is not None,
        trend=tuple(Counted(a[1], counted(a), _visits(controls, towns, a[1])) for a in told_of),
        near=round_it.rings([municipality]).first,
    )


def _region(municipality: str, table: MunicipalityTable) -> str:
    return table.get(table.current(municipality)).safety_region


def finest_level(municipality: str, period: Period, events: EventColumns, table: MunicipalityTable) -> Level:
    """Finest level at which the periods before were all safe; the period itself isn't looked at."""
    for level in (Level.MUNICIPALITY_QUARTER, Level.MUNICIPALITY_YEAR):
        if level is Level.MUNICIPALITY_QUARTER and not period.quarter:
            continue
        towns = _towns(municipality, level, table)
        before = [safe_count(_persons(events, towns, p)) for p in _told(period, level).four_before()]
        if not any(c.is_suppressed for c in before):
            return level
    return Level.REGION_YEAR


def asked_of(
    municipality: str, period: Period, level: Level, table: MunicipalityTable
) -> tuple[tuple[str, Period], ...]:
    """Areas of today and periods whose persons a summary at a level counts: its own, a year before, then the trend's."""
    is_region = level is Level.REGION_YEAR
    area = _region(municipality, table) if is_region else table.current(municipality)
    told = _told(period, level)
    trend = told.run(TREND_QUARTERS if told.quarter else TREND_YEARS)
    return tuple((area, p) for p in dict.fromkeys((told, told.year_before(), *reversed(trend))))


def _told(period: Period, level: Level) -> Period:
    return period if level is Level.MUNICIPALITY_QUARTER else period.whole_year()


def _towns(municipality: str, level: Level, table: MunicipalityTable) -> frozenset[str]:
    """Codes, those of before reorganisations included, of the municipality or region of today."""
    if level is Level.REGION_YEAR:
        region = _region(municipality, table)
        return frozenset(m.code for m in table if _region(m.code, table) == region)
    return frozenset(m.code for m in table if is_here(municipality, m.code, table))


def _persons(events: EventColumns, towns: frozenset[str], period: Period) -> int:
    """Distinct persons met in towns during a period, as indicators count: in the year in which an encounter began.

    And in a quarter where its date is known to lie in it.
    """
    first, end = period.days
    codes = [i for i, town in enumerate(events.municipalities) if town in towns]
    inside = np.isin(events.municipality, codes) & (events.day >= first) & (events.day < end)
    if period.quarter:
        inside &= events.day + events.span <= end
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
