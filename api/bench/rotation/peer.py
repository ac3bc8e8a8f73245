"""The plain method that ours is held against: first-return loops and pairwise co-movement against circular shifts.

Two persons met within a week of each other in three towns or more are a pair. (With two towns it finds less that is
right and more that is wrong: laps shifted by a lap fall on themselves.) Its statistic is the number of towns they were
so met in; chance is the same with one of them shifted round the calendar by an amount of her own. Pairs that
Benjamini and Hochberg (1995) keep at 0.05 are joined to groups; a group counts where the merged walk of its members
shows a first-return loop of three towns or more. What such a method doesn't do: keep when and where registers look, mine
shifted data anew, weigh quiet towns against busy ones.
"""

from collections import defaultdict

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from api.bench.rotation.score import Finding
from graph.columns import EncounterColumns
from graph.rotation.circuits import circuits_of

WINDOW_DAYS = 7
LEAST_TOWNS = 3
LOOP_TOWNS = 3
SHIFTS, MORE_SHIFTS = 199, 9_999
"""Shifts of every pair; and of those that the first ones leave below :data:`WORTH_MORE`."""

WORTH_MORE = 0.05
FALSE_DISCOVERY_RATE = 0.05
Seen = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]
"""Towns, days and rows of one person, by day."""


def plain_rotations(columns: EncounterColumns, *, seed: int) -> list[Finding]:
    """Groups by the plain method, the persons and encounters of each."""
    seen = _seen(columns)
    random = np.random.default_rng(seed)
    first, last = int(columns.first_day.min()), int(columns.last_day.max())
    pairs = sorted(pair for pair, towns in _met(seen).items() if len(towns) >= LEAST_TOWNS)
    p_values = np.array([_p_value(seen[a], seen[b], last - first + 1, random) for a, b in pairs])
    graph = nx.Graph(pair for pair, keep in zip(pairs, _kept(p_values), strict=True) if keep)
    found: list[Finding] = []
    for members in sorted(sorted(c) for c in nx.connected_components(graph)):
        merged = sorted((day, town, row) for m in members for town, day, row in zip(*seen[m], strict=True))
        if any(len(c.word) >= LOOP_TOWNS for c in circuits_of([str(town) for _, town, _ in merged])):
            found.append(([columns.persons[m] for m in members], [columns.ids[row] for _, _, row in merged]))
    return found


def _seen(columns: EncounterColumns) -> dict[int, Seen]:
    """Of everybody met in two towns or more, dated to the day."""
    bounds = columns.person_bounds()
    found = {}
    for person in range(len(columns.persons)):
        rows = np.arange(bounds[person], bounds[person + 1])
        rows = rows[columns.first_day[rows] == columns.last_day[rows]]
        town = columns.municipality[rows].astype(np.int64)
        if len(rows) and (town != town[0]).any():
            found[person] = (town, columns.first_day[rows].astype(np.int64), rows)
    return found


def _met(seen: dict[int, Seen]) -> dict[tuple[int, int], set[int]]:
    """Towns in which two persons were met within the window, by pair."""
    by_town: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for person, (towns, days, _) in seen.items():
        for town, day in zip(towns.tolist(), days.tolist(), strict=True):
            by_town[town].append((day, person))
    met: dict[tuple[int, int], set[int]] = defaultdict(set)
    for town, here in by_town.items():
        here.sort()
        low = 0
        for at, (day, person) in enumerate(here):
            while here[low][0] < day - WINDOW_DAYS:
                low += 1
            for _, other in here[low:at]:
                if other != person:
                    met[min(person, other), max(person, other)].add(town)
    return met


def _p_value(one: Seen, other: Seen, days: int, random: np.random.Generator) -> float:
    p_value = _share_as_many(one, other, days, random.integers(1, days, SHIFTS))
    if p_value > WORTH_MORE:
        return p_value
    return _share_as_many(one, other, days, random.integers(1, days, MORE_SHIFTS))


def _share_as_many(one: Seen, other: Seen, days: int, drawn: NDArray[np.int64]) -> float:
    """Share of shifts, none at all among them, in which two persons were met in as many towns."""
    shifts = np.concatenate(([0], drawn))
    begin = min(int(one[1].min()), int(other[1].min()))
    shifted = (other[1][:, None] - begin + shifts[None, :]) % days
    near = np.abs((one[1] - begin)[:, None, None] - shifted[None, :, :]) <= WINDOW_DAYS
    together = near & (one[0][:, None] == other[0][None, :])[:, :, None]
    towns = sum(together[one[0] == town].any(axis=(0, 1)).astype(np.int64) for town in np.unique(one[0]))
    counts = np.asarray(towns)
    return float((counts >= counts[0]).mean())


def _kept(p_values: NDArray[np.float64]) -> NDArray[np.bool_]:
    order = np.argsort(p_values, kind="stable")
    enough = p_values[order] <= FALSE_DISCOVERY_RATE * np.arange(1, len(order) + 1) / max(1, len(order))
    kept = np.zeros(len(order), dtype=bool)
    kept[order[: int(np.flatnonzero(enough)[-1]) + 1 if enough.any() else 0]] = True
    return kept
