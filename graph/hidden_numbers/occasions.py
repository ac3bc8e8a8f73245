"""How often persons were met: by area, year and form, from encounters and from whoever the judgements make one person.

An occasion is a day on which a person was met in the area: two reports of one evening are one. Encounters dated only to
a month or a year are left out, since two of them may be one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from graph.columns import day_number

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Occasions:
    """Encounters of persons with a full date, shape (n,): ``area``, ``form``, ``source`` and ``operation`` are codes.

    ``operation`` is -1 outside operations. ``day`` is the local day number.
    """

    ids: tuple[str, ...]
    area: Codes
    day: Codes
    form: Codes
    source: Codes
    operation: Codes
    areas: tuple[str, ...]
    forms: tuple[str, ...]
    sources: tuple[str, ...]

    def __len__(self) -> int:
        """Number of encounters."""
        return len(self.ids)

    def years(self) -> range:
        """Calendar years with any encounter."""
        if not len(self):
            return range(0)
        return range(_year(int(self.day.min())), _year(int(self.day.max())) + 1)

    def inside(self, *, area: int | None, year: int, form: int | None) -> NDArray[np.bool_]:
        """Encounters of an area (None: all), a year and a form (None: all)."""
        first, end = day_number(date(year, 1, 1)), day_number(date(year + 1, 1, 1))
        keep: NDArray[np.bool_] = (self.day >= first) & (self.day < end)
        if area is not None:
            keep &= self.area == area
        if form is not None:
            keep &= self.form == form
        return keep


def _year(day: int) -> int:
    return int(str(np.datetime64(day, "D"))[:4])


def frequencies(person: Codes, day: Codes) -> Mapping[int, int]:
    """Persons by the number of days on which they were met."""
    if not len(person):
        return {}
    pairs = np.unique(np.stack([person, day], axis=1), axis=0)
    _, times = np.unique(pairs[:, 0], return_counts=True)
    return dict(sorted(Counter(times.tolist()).items()))


def two_lists(person: Codes, source: Codes) -> tuple[int, int, int] | None:
    """Persons on the two longest lists, and on both; None with fewer than two registers."""
    lists = [np.unique(person[source == s]) for s in np.unique(source)]
    if len(lists) < 2:
        return None
    first, second = sorted(lists, key=len, reverse=True)[:2]
    return len(first), len(second), len(np.intersect1d(first, second))


def targets_known(person: Codes, day: Codes, operation: Codes) -> bool:
    """Whether operations met mostly people who were known already, more than others did.

    Then being met makes being met again more likely, and every estimate is too small. Judged where an operation met
    five persons or more: the share known before, against that of all encounters, one-sided at three standard errors.
    """
    order = np.lexsort((day, person))
    p, d, o = person[order], day[order], operation[order]
    first = np.r_[True, p[1:] != p[:-1]]
    start = np.maximum.accumulate(np.where(first, np.arange(len(p)), 0)) if len(p) else np.zeros(0, dtype=np.int64)
    known = d > d[start] if len(p) else np.zeros(0, dtype=bool)
    inside = np.isin(o, [k for k, n in Counter(o[o >= 0].tolist()).items() if n >= 5])
    n, others = int(inside.sum()), int((~inside).sum())
    if not (n and others):
        return False
    share, usual = float(known[inside].mean()), float(known[~inside].mean())
    error = np.sqrt(max(usual * (1 - usual), 0.25 / others) * (1 / n + 1 / others))
    return bool(share > usual + 3 * error)


def as_codes(values: Sequence[str]) -> tuple[Codes, tuple[str, ...]]:
    """Codes of texts in their sorted table; empty text is -1."""
    table = tuple(sorted({v for v in values if v}))
    code = {v: i for i, v in enumerate(table)}
    return np.array([code.get(v, -1) for v in values], dtype=np.int64), table
