"""Sightings as points: person, town and day, sorted, of those who were seen in more than one town.

Who was met in one town only can't have moved with anybody; leaving them out early makes the search cheap. What they
tell is how popular each town was at the time, and that is counted before.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints
from graph.conflicts import in_conflict
from graph.model import PremisesKind
from graph.rotation.rules import RotationRules

BIN_DAYS = 14
"""Width of the time bins in which place popularity is counted: two weeks, about one round of a control team."""

BROUGHT_TO = frozenset({PremisesKind.SHELTER.value, PremisesKind.RECEPTION_CENTRE.value})
"""Where people are brought by those who help: arriving there together isn't being carried round."""


@dataclass(frozen=True, slots=True)
class Points:
    """Sightings of movers, shape (n,), sorted by person and day, one for each person, town and day.

    ``person`` counts movers from 0; ``persons[p]`` is the code in the encounter columns and ``bounds[p] : bounds[p + 1]``
    the points of mover p. ``row`` is the row in the encounter columns. ``stratum`` codes the pair of source and town.
    """

    row: NDArray[np.int64]
    person: Ints
    town: Ints
    day: Ints
    stratum: Ints
    bounds: NDArray[np.int64]
    persons: Ints

    def __len__(self) -> int:
        """Return the number of points."""
        return len(self.row)


@dataclass(frozen=True, slots=True)
class Popularity:
    """Share of sightings by town and two-week bin: ``share[town, bin]``, bins from ``first_day`` on."""

    share: NDArray[np.float64]
    first_day: int

    def at(self, town: Ints, day: Ints) -> NDArray[np.float64]:
        """Share of all sightings around ``day`` that lie in ``town``."""
        bins = np.clip((day - self.first_day) // BIN_DAYS, 0, self.share.shape[1] - 1)
        return self.share[town, bins]


def usable_rows(columns: EncounterColumns, rules: RotationRules) -> NDArray[np.int64]:
    """Rows of persons, dated well enough, and not where people are brought for shelter."""
    brought = [i for i, kind in enumerate(columns.premises_kinds) if kind in BROUGHT_TO]
    dated = columns.last_day - columns.first_day < rules.max_interval_days
    return np.flatnonzero((columns.person >= 0) & dated & ~np.isin(columns.premises_kind, brought))


def points_of(columns: EncounterColumns, rules: RotationRules) -> Points:
    """Points of all movers; an encounter in conflict with another of its person supports nothing."""
    rows = usable_rows(columns, rules)
    rows = rows[~in_conflict(columns)[rows]]
    day = (columns.first_day[rows] + columns.last_day[rows]) // 2
    person, town = columns.person[rows], columns.municipality[rows]
    order = np.lexsort((rows, town, day, person))
    rows, day, person, town = rows[order], day[order], person[order], town[order]
    fresh = np.ones(len(rows), dtype=bool)
    fresh[1:] = (person[1:] != person[:-1]) | (day[1:] != day[:-1]) | (town[1:] != town[:-1])
    rows, day, person, town = rows[fresh], day[fresh], person[fresh], town[fresh]
    low = np.full(len(columns.persons), np.iinfo(np.int32).max, dtype=np.int32)
    high = np.full(len(columns.persons), -1, dtype=np.int32)
    np.minimum.at(low, person, town)
    np.maximum.at(high, person, town)
    moved = (low < high)[person]
    rows, day, person, town = rows[moved], day[moved], person[moved], town[moved]
    persons, dense = np.unique(person, return_inverse=True)
    stratum = columns.source[rows].astype(np.int64) * len(columns.municipalities) + town
    _, stratum = np.unique(stratum, return_inverse=True)
    return Points(
        row=rows,
        person=dense.astype(np.int32),
        town=town.astype(np.int32),
        day=day.astype(np.int32),
        stratum=stratum.astype(np.int32),
        bounds=np.searchsorted(dense, np.arange(len(persons) + 1)).astype(np.int64),
        persons=persons.astype(np.int32),
    )


def popularity_of(columns: EncounterColumns, rules: RotationRules) -> Popularity:
    """Popularity of every town over time, smoothed over three bins; half a sighting a town stands for the unseen."""
    rows = usable_rows(columns, rules)
    towns = max(1, len(columns.municipalities))
    if not len(rows):
        return Popularity(np.full((towns, 1), 1 / towns), 0)
    first = int(columns.first_day[rows].min())
    bins = (columns.first_day[rows] - first) // BIN_DAYS
    counts = np.zeros((towns, int(bins.max()) + 1))
    np.add.at(counts, (columns.municipality[rows], bins), 1)
    padded = np.pad(counts, ((0, 0), (1, 1)))
    smooth = padded[:, :-2] + padded[:, 1:-1] + padded[:, 2:] + 0.5
    return Popularity(smooth / smooth.sum(axis=0), first)
