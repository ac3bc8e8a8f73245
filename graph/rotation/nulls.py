"""What chance would give: every person's sightings shifted in time by an amount of her own, and mined again.

A circular shift keeps a person's towns, the number of sightings and, but for the wrap, their order and spacing, and
breaks only what ties persons to each other. Two things must stay that would otherwise pass for company: that a source
looks at certain times, and that it meets many at once when it does. Both are learnt from those who never move, so that
what is tested doesn't shape its own null. The shift runs along the source's effort (a tenth of a turn is a tenth of what
the source saw), and the shifted sighting lands on a day on which that source met people in that town, if there is one
near, the more often the more it met (a raid day draws many).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints
from graph.rotation.points import Points, usable_rows
from graph.rotation.rules import RotationRules

SNAP_DAYS = 7
"""A shifted sighting lands on a day of its source and town at most this many days away, where there is one."""

PRIOR_SIGHTINGS = 100.0
"""Sightings' worth of the effort of all sources together that stands in for what a small source doesn't show."""


@dataclass(frozen=True, slots=True)
class ShiftNull:
    """All that is needed to draw shifted days.

    ``place`` is where each point lies along its source's effort, in [0, 1), shape (n,). ``effort[s]`` is the
    cumulative share of source s's effort by day from ``first_day`` on, plus s, shape (sources, days). ``landing`` holds
    days, from ``first_day`` on, of sightings of those who never move, by stratum and sorted; those of point i's stratum
    are ``landing[begin[i] : end[i]]``.
    """

    person: Ints
    source: Ints
    place: NDArray[np.float64]
    effort: NDArray[np.float64]
    first_day: int
    landing: Ints
    begin: NDArray[np.int64]
    end: NDArray[np.int64]
    persons: int

    def draw(self, random: np.random.Generator) -> Ints:
        """One data set of shifted days, shape (n,)."""
        from graph.rotation import shift_kernel  # noqa: PLC0415 - loads numba

        turn, pick = random.random(self.persons), random.random(len(self.person))
        drawn: Ints = shift_kernel.shifted_days(
            self.person, self.source, self.place, turn, pick, self.effort, self.landing, self.begin, self.end, SNAP_DAYS
        )
        drawn += np.int32(self.first_day)
        return drawn


def shift_null(columns: EncounterColumns, points: Points, rules: RotationRules) -> ShiftNull:
    """Prepare the null for the points of these columns."""
    rows = usable_rows(columns, rules)
    day = (columns.first_day[rows] + columns.last_day[rows]) // 2
    first = int(day.min()) if len(rows) else 0
    days = int(day.max()) - first + 1 if len(rows) else 1
    moves = np.zeros(len(columns.persons) + 1, dtype=bool)
    moves[points.persons] = True
    settled = ~moves[columns.person[rows]]
    counts = np.zeros((len(columns.sources), days))
    np.add.at(counts, (columns.source[rows][settled], day[settled] - first), 1.0)
    overall = np.bincount(day - first, minlength=days).astype(np.float64)
    counts += PRIOR_SIGHTINGS * (overall + 0.1) / (overall + 0.1).sum()
    cumulative = np.cumsum(counts, axis=1)
    share = cumulative / cumulative[:, -1:]
    effort = share + np.arange(len(share))[:, None]
    source = columns.source[points.row].astype(np.int32)
    begin = np.where(points.day > first, share[source, np.maximum(points.day - first - 1, 0)], 0.0)
    place = np.minimum((begin + share[source, points.day - first]) / 2, 1 - 1e-9)
    towns = len(columns.municipalities)
    stratum = (columns.source[rows].astype(np.int64) * towns + columns.municipality[rows])[settled]
    landing = (day[settled] - first).astype(np.int32)
    order = np.lexsort((landing, stratum))
    own = source.astype(np.int64) * towns + points.town
    begin_of, end_of = (np.searchsorted(stratum[order], own, side=side) for side in ("left", "right"))
    return ShiftNull(points.person, source, place, effort, first, landing[order], begin_of, end_of, len(points.persons))
