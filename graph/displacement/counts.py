"""Events and effort by town, register and day, for the windows of an evaluation.

Operation days are counted apart: a raid finds many at once and says little of what happens. A date known only to the
month is spread evenly over it (aoristic; Ratcliffe 2000), one known only to the year is left out. Effort, visits of a
control, is spread evenly over the days its row covers.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.columns import EventColumns, day_number
from graph.model import Control

MAX_SPREAD_DAYS = 31
FORTNIGHT_DAYS = 14

Grid = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Counts:
    """Cumulative events and visits, shape (towns, sources, days + 1): a window's sum is a difference of two columns.

    ``first_day`` is the local day number of the first column. ``left_out`` counts events dated only to the year,
    ``in_operations`` those met on operations.
    """

    towns: tuple[str, ...]
    sources: tuple[str, ...]
    first_day: int
    events: Grid
    visits: Grid
    left_out: int
    in_operations: int

    @property
    def end_day(self) -> int:
        """Day number after the last one."""
        return self.first_day + int(self.events.shape[2]) - 1

    def _column(self, day: int) -> int:
        return max(0, min(day - self.first_day, int(self.events.shape[2]) - 1))

    def window(self, grid: Grid, first_day: int, end_day: int) -> Grid:
        """Sum over ``[first_day, end_day)``, shape (towns, sources)."""
        summed: Grid = grid[:, :, self._column(end_day)] - grid[:, :, self._column(first_day)]
        return summed


def count(events: EventColumns, controls: Sequence[Control]) -> Counts:
    """Count events and visits by town, register and day."""
    usable = (events.span <= MAX_SPREAD_DAYS) & ~events.in_operation
    routine = [c for c in controls if c.operation_id is None]
    towns = tuple(sorted({*events.municipalities, *(c.municipality for c in routine)}))
    sources = tuple(sorted({*events.sources, *(c.source_id for c in routine)}))
    days = [*events.day[usable].tolist(), *(day_number(c.from_date) for c in routine)]
    ends = [*(events.day + events.span)[usable].tolist(), *(day_number(c.until_date) + 1 for c in routine)]
    first, end = min(days, default=0), max(ends, default=0)
    shape = (len(towns), len(sources), end - first + 1)
    town_of = np.array([towns.index(t) for t in events.municipalities], dtype=np.int64)
    source_of = np.array([sources.index(s) for s in events.sources], dtype=np.int64)
    met = np.zeros(shape)
    if usable.any():
        where = town_of[events.municipality[usable]], source_of[events.source[usable]]
        _spread(met, *where, events.day[usable] - first, events.span[usable], np.ones(int(usable.sum())))
    looked = np.zeros(shape)
    if routine:
        begins = np.array([day_number(c.from_date) - first for c in routine])
        spans = np.array([(c.until_date - c.from_date).days + 1 for c in routine])
        where = (
            np.array([towns.index(c.municipality) for c in routine]),
            np.array([sources.index(c.source_id) for c in routine]),
        )
        _spread(looked, *where, begins, spans, np.array([c.controls for c in routine], dtype=float))
    return Counts(
        towns,
        sources,
        first,
        np.cumsum(met, axis=2),
        np.cumsum(looked, axis=2),
        left_out=int((events.span > MAX_SPREAD_DAYS).sum()),
        in_operations=int(events.in_operation.sum()),
    )


def _spread(
    grid: Grid,
    town: NDArray[np.int64],
    source: NDArray[np.int64],
    begin: NDArray[np.signedinteger[Any]],
    span: NDArray[np.signedinteger[Any]],
    amount: NDArray[np.float64],
) -> None:
    """Add amounts evenly over spans; column d + 1 holds day d, so that sums up to a column end before its day."""
    spans = span.astype(np.int64)
    row = np.repeat(np.arange(len(spans)), spans)
    offset = np.arange(len(row)) - np.repeat(np.cumsum(spans) - spans, spans)
    where = np.ravel_multi_index((town[row], source[row], begin[row] + offset + 1), grid.shape)
    grid += np.bincount(where, weights=(amount / spans)[row], minlength=grid.size).reshape(grid.shape)


@dataclass(frozen=True, slots=True)
class Window:
    """Days compared: ``[before, start)`` against ``[start, end)``, local day numbers."""

    before: int
    start: int
    end: int
