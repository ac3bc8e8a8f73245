"""Whether counts of a region and year, shown together with all that was shown of it before, give a small one away."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.disclosure.attack import Mask, exposed
from graph.disclosure.ledger import Key


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts of a region's municipalities by columns, and the names under which they may be shown.

    ``columns`` name period and indicator of each column, None for one that is never shown (no quarter known, the rest).
    ``total`` names those of a municipality's and the region's total. ``whole`` and ``parts`` hold counts by column,
    ``totals`` the total of each area; persons who are in several columns or municipalities make sums larger.
    """

    region: str
    columns: tuple[tuple[str, str] | None, ...]
    total: tuple[str, str]
    whole: Sequence[int]
    parts: Mapping[str, Sequence[int]]
    totals: Mapping[str, int]

    def given_away(self, shown: Collection[Key], *, threshold: int) -> tuple[str, ...]:
        """Names of hidden counts below the threshold that the shown ones give away.

        Small counts are taken for none: an attack that fails then fails all the more as they are, and whether it does
        says nothing of how small they are.
        """
        true = np.array([self.parts[p] for p in self.parts], dtype=np.int64).ravel()
        atoms = np.where(true < threshold, 0, true)
        masks, hidden = [], {}
        for key, mask, n in self._sums():
            if key in shown:
                masks.append(mask)
            elif n - int(mask @ (true - atoms)) < threshold:
                hidden[" ".join(key)] = (mask, int(mask @ true) - n)
        return exposed(atoms, masks, hidden, threshold=threshold)

    def holds(self, key: Key) -> bool:
        """Whether a count is one of its own."""
        return key in self.keys()

    def keys(self) -> frozenset[Key]:
        """Every count that may be shown of it."""
        return frozenset(key for key, _, _ in self._sums())

    def _sums(self) -> Iterator[tuple[Key, Mask, int]]:
        """Each count that may be shown, which atoms it sums, and its true value."""
        shape = (len(self.parts), len(self.columns))
        yield (self.region, *self.total), np.ones(shape).ravel(), self.totals[self.region]
        for j, column in enumerate(self.columns):
            if column is not None:
                yield (self.region, *column), _mask(shape, slice(None), j), self.whole[j]
        for i, part in enumerate(self.parts):
            yield (part, *self.total), _mask(shape, i, slice(None)), self.totals[part]
            for j, column in enumerate(self.columns):
                if column is not None:
                    yield (part, *column), _mask(shape, i, j), self.parts[part][j]


def _mask(shape: tuple[int, int], row: int | slice, column: int | slice) -> NDArray[np.float64]:
    mask = np.zeros(shape)
    mask[row, column] = 1.0
    return mask.ravel()
