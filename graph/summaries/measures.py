"""Measures as a mayor is told of them: where they were, and in words what changed there and round it.

Effects leave in words only. They are linear in counts of encounters, so a number would be a count again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from graph.columns import day_number
from graph.displacement.ladder import WORDING
from graph.geography import MunicipalityTable, Neighbourhood
from graph.model import Change, Displacement, Intervention
from graph.summaries.period import Period


class Direction(StrEnum):
    """Which way a change went: beyond its interval of 95 %, or not shown."""

    FEWER = "fewer"
    MORE = "more"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure as a summary tells of it; ``is_here`` whether it covers the mayor's own municipality.

    ``towns`` are codes of today of all municipalities that it covers, ``town`` is the name of the first.
    ``is_receiving`` whether the mayor's municipality was found to receive what the measure displaced; ``receiving`` are
    the codes of all that were. ``change_there`` and ``change_round`` are of events there and in the municipalities round
    it, against what was expected without the measure. ``enough``: whether it could be judged; where not, both are
    unclear and ``ladder_step`` is 0. ``by_persons_alone``: counts are too few, and the persons show it.
    """

    kind: str
    town: str
    effective_on: date
    is_here: bool
    is_receiving: bool
    ladder_step: int
    enough: bool
    towns: tuple[str, ...] = ()
    receiving: tuple[str, ...] = ()
    change_there: Direction = Direction.UNCLEAR
    change_round: Direction = Direction.UNCLEAR
    by_persons_alone: bool = False


def measures_near(
    municipality: str,
    period: Period,
    interventions: Sequence[Intervention],
    displacements: Sequence[Displacement],
    table: MunicipalityTable,
) -> tuple[Measure, ...]:
    """Measures here or next door that took effect in the period or the year before its end, by date.

    Parameters
    ----------
    municipality
        CBS code of the mayor's municipality.
    period
        What is told of.
    interventions, displacements
        Measures, and what was found of them.
    table
        Municipalities.
    """
    _, end = period.days
    found_of = {d.intervention_id: d for d in displacements}
    round_them = Neighbourhood(table)
    told = []
    for i in sorted(interventions, key=lambda i: (i.effective_on, i.id)):
        near = any(
            is_here(municipality, t, table) or round_them.is_next_door(municipality, t) for t in i.municipalities
        )
        if near and end - 366 <= day_number(i.effective_on) < end:
            told.append(_measure(municipality, i, found_of.get(i.id), table))
    return tuple(told)


def is_here(municipality: str, treated: str, table: MunicipalityTable) -> bool:
    """Whether a measure's municipality is the mayor's, also under the code it had before a reorganisation."""
    return table.current(municipality) == table.current(treated)


def _measure(municipality: str, i: Intervention, found: Displacement | None, table: MunicipalityTable) -> Measure:
    enough = found is not None and found.local is not None and found.wording != WORDING["en"]["few"]
    receiving = tuple(sorted({table.current(code) for code, _ in found.receiving})) if found and enough else ()
    return Measure(
        kind=i.kind.value,
        town=table.name(i.municipalities[0]),
        effective_on=i.effective_on,
        is_here=any(is_here(municipality, t, table) for t in i.municipalities),
        is_receiving=table.current(municipality) in receiving,
        ladder_step=found.ladder_step if found and enough else 0,
        enough=enough,
        towns=tuple(dict.fromkeys(table.current(t) for t in i.municipalities)),
        receiving=receiving,
        change_there=_direction(found.local) if found and enough else Direction.UNCLEAR,
        change_round=_direction(found.displaced) if found and enough else Direction.UNCLEAR,
        by_persons_alone=found is not None and enough and found.wording == WORDING["en"]["few_but_persons"],
    )


def _direction(change: Change | None) -> Direction:
    if change is None or change.low <= 0 <= change.high:
        return Direction.UNCLEAR
    return Direction.FEWER if change.high < 0 else Direction.MORE
