"""How late registers report, from when their loads came in: what happened lately isn't all there yet.

Rows don't carry the day they were written. But what happened after a register's first load can't have come with it, so
of those encounters the days from the encounter to the load that brought it are how late it was known. Only encounters
that had half a year to come are counted, since of later ones the late are still missing. The lag is the 95th percentile.

Assumes that registers report as they did; says nothing of a home that was filled at once, or of too few encounters.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

LONGEST_DAYS = 182
"""Encounters that came in later count as this late."""

MIN_ENCOUNTERS = 100
SHARE = 0.95


@dataclass(frozen=True, slots=True)
class Delivered:
    """Encounters of one register and day that came in with one load. Days are local day numbers."""

    source: str
    happened: int
    came_in: int
    encounters: int


def reporting_lag_days(delivered: Sequence[Delivered]) -> int:
    """Days in which 95 % of what happened was known, of the slowest register; 0 where loads don't tell.

    Examples
    --------
    >>> loads = [Delivered("a", day, day + 10, 1) for day in range(400)]
    >>> reporting_lag_days(loads)
    10
    """
    return max((_lag(rows) for rows in _by_source(delivered)), default=0)


def _by_source(delivered: Sequence[Delivered]) -> list[list[Delivered]]:
    rows: dict[str, list[Delivered]] = {}
    for one in delivered:
        rows.setdefault(one.source, []).append(one)
    return [rows[source] for source in sorted(rows)]


def _lag(rows: Sequence[Delivered]) -> int:
    first, last = min(r.came_in for r in rows), max(r.came_in for r in rows)
    told = [r for r in rows if first < r.happened <= last - LONGEST_DAYS]
    late = np.repeat([min(r.came_in - r.happened, LONGEST_DAYS) for r in told], [r.encounters for r in told])
    if len(late) < MIN_ENCOUNTERS:
        return 0
    return max(0, int(np.quantile(late, SHARE, method="higher")))
