"""Which header is which column: at most one each, the best for all of them together, and only where it is sure.

Odds of a pair come from its name and from what stands there, multiplied as independent evidence is. The columns are
given out so that the sum of log(1 + odds) is largest (assignment problem; Kuhn 1955). A pair's confidence is its odds
against all that speaks for another reading: that the header is nothing, that it is another column, that the column is
another header; a rival that is better explained otherwise counts that much less.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from ingest.layouts.guess.content import MIN_FILLED, Cells, Setting, evidence
from ingest.layouts.guess.headers import SHORTENED, has_name_beside, name_score

SURE_FROM = 0.8
"""Confidence below which a header is left out: it may be looked at, but nothing is mapped in doubt."""
_NO_NAME, _FULL_NAME = math.log(0.01), math.log(18.0)
"""Log-odds of a column for a header whose name says nothing of it, and for one that is its name."""

Odds = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Guess:
    """A header that may be a column: how sure, in [0, 1], and by what."""

    header: str
    column: str
    confidence: float
    by: str

    @property
    def is_sure(self) -> bool:
        """Whether it is sure enough to be used."""
        return self.confidence >= SURE_FROM


def assign(
    headers: Sequence[str], cells: Sequence[Cells], columns: Sequence[str], setting: Setting
) -> tuple[Guess, ...]:
    """Best columns for headers, sure or not, at most one for each header and column.

    Parameters
    ----------
    headers, cells
        Headers of a file, each once, and what stands under them.
    columns
        Canonical columns of a kind of file.
    setting
        What the file's columns are read in.
    """
    if not headers:
        return ()
    beside = {column: has_name_beside(headers, column) for column in ("given_name", "name_prefix")}
    names = [[_name(h, c, beside) for c in columns] for h in headers]
    contents = [[evidence(c, one, setting) for c in columns] for one in cells]
    odds = np.exp(_NO_NAME + (_FULL_NAME - _NO_NAME) * np.array(names) + np.array(contents))
    rows, given = linear_sum_assignment(np.log1p(odds), maximize=True)
    sure = partial(_confidence, odds)
    found = []
    for i, j in zip(rows.tolist(), given.tolist(), strict=True):
        filled = len(cells[i].filled) >= MIN_FILLED
        found.append(Guess(headers[i], columns[j], sure(i, j), _by(names[i][j], contents[i][j], is_filled=filled)))
    return tuple(g for g in sorted(found, key=lambda g: columns.index(g.column)) if g.confidence >= 0.05)


def _name(header: str, column: str, beside: Mapping[str, bool]) -> float:
    score = name_score(header, column)
    # Beside a first name or a prefix, the "name" is the family name.
    if column == "family_name" and 0 < score < SHORTENED and any(beside.values()):
        return SHORTENED
    return score


def _confidence(odds: Odds, i: int, j: int) -> float:
    """Odds of a pair against everything else that its header, or its column, may be."""
    mine = float(odds[i, j])
    return min(mine / (1 + mine + _rivals(odds, i, j)), mine / (1 + mine + _rivals(odds.T, j, i)))


def _rivals(odds: Odds, i: int, j: int) -> float:
    """Odds of the other columns of row i, each less by how well another row explains it."""
    total = 0.0
    for k in range(odds.shape[1]):
        if k != j:
            others = np.delete(odds[:, k], i)
            total += float(odds[i, k]) / (1 + (float(others.max()) if len(others) else 0.0))
    return total


def _by(name: float, content: float, *, is_filled: bool) -> str:
    if not is_filled:
        return "by name, hardly a cell is filled"
    if name > 0:
        return "by name and content" if content > 0 else "by name" if content == 0 else "by name, against the content"
    return "by content"
