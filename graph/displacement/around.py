"""What was counted round a measure: events and visits before and after it, by ring. Bare counts, which decide nothing.

They are what the verdict was made of, before anything is expected, adjusted or doubted: shown beside it, so that a
reader sees on what it rests. What may be said of them is the ladder's to say (:mod:`graph.displacement.ladder`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graph.columns import day_number
from graph.displacement.counts import Counts, Grid
from graph.displacement.setting import Rules
from graph.geography import MunicipalityTable, Neighbourhood
from graph.model import Displacement, Intervention


class Place(StrEnum):
    """Where towns lie from a measure, from the middle outwards."""

    HERE = "here"
    RING_1 = "ring_1"
    SHARED = "shared"
    """Not next door, but in the ring since it shared most persons."""
    NOT_COMPARED = "not_compared"
    """Next door, but left out: another measure changed it, or nobody was watched there."""
    RING_2 = "ring_2"
    CONTROLS = "controls"


@dataclass(frozen=True, slots=True)
class Around:
    """Towns of a place, with events and visits before and after.

    Events are rows of the registers that the finding names, those of joint operations apart; a date known only to the
    month counts in parts, so sums are rounded to whole events. ``visits``: None where no register has any.
    """

    place: Place
    towns: tuple[str, ...]
    events_before: int
    events_after: int
    visits_before: int | None
    visits_after: int | None


@dataclass(frozen=True, slots=True)
class Rounds:
    """All places round a measure, and how many days before and after it are counted."""

    before_days: int
    after_days: int
    places: tuple[Around, ...]


def rounds(
    finding: Displacement, measure: Intervention, counts: Counts, table: MunicipalityTable, rules: Rules
) -> Rounds:
    """Count round a measure.

    Parameters
    ----------
    finding, measure
        What was found, and of which measure.
    counts
        Events and visits, towns as they are today.
    table
        Municipalities.
    rules
        Days before the measure; those after are the finding's horizon, as far as the data reach.

    Returns
    -------
    Rounds
        Each town in one place; places without any town aren't there.
    """
    start = day_number(measure.effective_on)
    before, end = max(counts.first_day, start - rules.before_days), min(counts.end_day, start + finding.horizon_days)
    sources = np.isin(counts.sources, finding.sources)

    def over(grid: Grid, towns: Sequence[str], first_day: int, end_day: int) -> int:
        summed = counts.window(grid, first_day, max(first_day, end_day))[np.isin(counts.towns, towns)]
        return round(float(summed[:, sources].sum()))

    def around(place: Place, towns: tuple[str, ...]) -> Around:
        looked = over(counts.visits, towns, before, start), over(counts.visits, towns, start, end)
        return Around(
            place,
            towns,
            over(counts.events, towns, before, start),
            over(counts.events, towns, start, end),
            *(looked if finding.effort_adjusted else (None, None)),
        )

    found = [around(place, towns) for place, towns in _places(finding, counts.towns, table) if towns]
    return Rounds(max(0, start - before), max(0, end - start), tuple(found))


def _places(
    finding: Displacement, watched: Iterable[str], table: MunicipalityTable
) -> Iterable[tuple[Place, tuple[str, ...]]]:
    """Each place with its towns; those of the second ring that somebody watched, and that aren't compared otherwise."""
    rings = Neighbourhood(table).rings(finding.treated)
    next_door, compared = set(rings.first), {*finding.treated, *finding.ring, *finding.controls}
    rest = set(watched) - compared
    yield Place.HERE, finding.treated
    yield Place.RING_1, tuple(t for t in finding.ring if t in next_door)
    yield Place.SHARED, tuple(t for t in finding.ring if t not in next_door)
    yield Place.NOT_COMPARED, tuple(t for t in rings.first if t in rest)
    yield Place.RING_2, tuple(t for t in rings.second if t in rest)
    yield Place.CONTROLS, finding.controls
