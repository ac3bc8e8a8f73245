"""Counts of an area and year, before anything is hidden: exact, and for :mod:`graph.indicators.table` alone."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from graph.disclosure.dominance import is_dominated
from graph.indicators.met import NO_QUARTER, Codes, Met
from graph.model import Channel, ExploitationForm, Sex

NOT_NAMED: Final = ""
"""Category of whoever is in none that is named: unknown, or in several."""

GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "sex": ("men",),
    "age": ("minors",),
    "declared": ("declarations",),
    "reappeared": ("reappeared",),
    "form": tuple(f"form_{f.value}" for f in ExploitationForm if f is not ExploitationForm.UNKNOWN),
}
"""How persons are broken down: each person is in one category of a group, or in none that is named."""


WHOLE_YEAR: Final = -1
"""Place of the year among its quarters."""


@dataclass(frozen=True, slots=True)
class Counts:
    """Counts of one area and year. Quarters run 0 to 3, then "no quarter known"; ``groups`` by group and category.

    ``dominated`` holds the quarters, and :data:`WHOLE_YEAR`, in which nearly all signals are about one person.
    """

    persons: int
    persons_by_quarter: tuple[int, ...]
    signals: int
    signals_by_quarter: tuple[int, ...]
    groups: Mapping[str, Mapping[str, int]]
    dominated: frozenset[int] = frozenset()

    def publishable_signals(self) -> tuple[int, tuple[int, ...]]:
        """Signals of the year and by quarter as disclosure control weighs them: none where they are nearly all one's."""
        by_quarter = tuple(0 if q in self.dominated else n for q, n in enumerate(self.signals_by_quarter))
        return 0 if WHOLE_YEAR in self.dominated else self.signals, by_quarter


NOTHING = Counts(0, (0,) * 5, 0, (0,) * 5, {g: {} for g in GROUPS})


def count_by(met: Met, area: Codes) -> dict[tuple[int, int], Counts]:
    """Counts by area code and year; ``area`` holds the code of each encounter's area, -1 for none."""
    known = area >= 0
    cells = sorted({(int(a), int(y)) for a, y in zip(area[known], met.year[known], strict=True)})
    index = {cell: i for i, cell in enumerate(cells)}
    cell = np.array([index.get((int(a), int(y)), -1) for a, y in zip(area, met.year, strict=True)], dtype=np.int64)
    signals = (cell >= 0) & (met.channel == Channel.SIGNAL.value)
    signals_by = np.zeros((len(cells), 5), dtype=np.int64)
    np.add.at(signals_by, (cell[signals], met.quarter[signals]), 1)
    dominated = _dominated(met, cell, signals)
    persons_by, groups = _persons(met, cell, len(cells))
    totals = {i: sum(next(iter(groups[i].values())).values()) for i in range(len(cells))}
    return {
        c: Counts(
            totals[i],
            tuple(int(n) for n in persons_by[i]),
            int(signals_by[i].sum()),
            tuple(int(n) for n in signals_by[i]),
            groups[i],
            dominated.get(i, frozenset()),
        )
        for c, i in index.items()
    }


def _dominated(met: Met, cell: Codes, signals: NDArray[np.bool_]) -> dict[int, frozenset[int]]:
    """By cell, where nearly all its signals are about one person; a report on premises is nobody's but its own."""
    by: dict[tuple[int, int], Counter[int]] = {}
    for i in np.flatnonzero(signals):
        who = int(met.person[i]) if met.person[i] >= 0 else -1 - int(i)
        for period in (WHOLE_YEAR, int(met.quarter[i])):
            by.setdefault((int(cell[i]), period), Counter())[who] += 1
    found: dict[int, set[int]] = {}
    for (c, period), contributions in by.items():
        if is_dominated(contributions.values()):
            found.setdefault(c, set()).add(period)
    return {c: frozenset(periods) for c, periods in found.items()}


def _persons(met: Met, cell: Codes, n: int) -> tuple[Codes, list[dict[str, Counter[str]]]]:
    """Distinct persons by cell and quarter, and by cell, group and category."""
    rows = np.flatnonzero((cell >= 0) & (met.person >= 0))
    by_quarter = np.zeros((n, 5), dtype=np.int64)
    groups = [{g: Counter[str]() for g in GROUPS} for _ in range(n)]
    if not len(rows):
        return by_quarter, groups
    pairs, of = np.unique(np.stack([cell[rows], met.person[rows]], axis=1), axis=0, return_inverse=True)
    of = of.reshape(-1)
    seen = np.zeros((len(pairs), 5), dtype=bool)
    seen[of, met.quarter[rows]] = True
    seen[:, NO_QUARTER] &= ~seen[:, :NO_QUARTER].any(axis=1)
    np.add.at(by_quarter, pairs[:, 0], seen)
    sex = _sex(met)
    categories = {
        "sex": np.where(sex[pairs[:, 1]] == Sex.MALE.value, "men", NOT_NAMED),
        "age": np.where(_any(met.minor[rows] == "yes", of, len(pairs)), "minors", NOT_NAMED),
        "declared": np.where(
            _any(met.channel[rows] == Channel.DECLARATION.value, of, len(pairs)), "declarations", NOT_NAMED
        ),
        "reappeared": np.where(_any(met.reappears[rows], of, len(pairs)), "reappeared", NOT_NAMED),
        "form": _forms(met.form[rows], of, len(pairs)),
    }
    for group, category in categories.items():
        for c, name in zip(pairs[:, 0], category, strict=True):
            groups[c][group][str(name)] += 1
    return by_quarter, groups


def _any(holds: NDArray[np.bool_], of: Codes, n: int) -> NDArray[np.bool_]:
    found = np.zeros(n, dtype=bool)
    np.logical_or.at(found, of, holds)
    return found


def _sex(met: Met) -> NDArray[np.object_]:
    """Sex by person code, as all encounters agree; unknown where they don't."""
    said: dict[int, set[str]] = {}
    for person, sex in zip(met.person, met.sex, strict=True):
        if person >= 0 and sex:
            said.setdefault(int(person), set()).add(str(sex))
    alone = {p: next(iter(s)) for p, s in said.items() if len(s) == 1}
    size = int(met.person.max()) + 1 if len(met) else 0
    return np.array([alone.get(p, "") for p in range(size)], dtype=object)


def _forms(form: NDArray[np.str_], of: Codes, n: int) -> NDArray[np.object_]:
    """The one form of exploitation that is known of a person in a cell; not named where none or several are."""
    said: list[set[str]] = [set() for _ in range(n)]
    for i, word in zip(of, form, strict=True):
        if word and word != ExploitationForm.UNKNOWN.value:
            said[i].add(str(word))
    return np.array([f"form_{next(iter(s))}" if len(s) == 1 else NOT_NAMED for s in said], dtype=object)
