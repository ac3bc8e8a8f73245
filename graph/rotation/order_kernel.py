"""Points put in order, compiled: each person's by day, and all by town and day. Linear, as both orders have few values."""

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints
from graph.rotation.compiled import compiled

Longs = NDArray[np.int64]

FEW = 32
"""Up to so many points of a person insertion is the fastest sort."""


@compiled
def in_order_of_time(bounds: Longs, town: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Town and day of points with each person's sorted by day, then town; ``bounds`` delimits persons."""
    towns = np.int64(town.max()) + 1 if len(town) else np.int64(1)
    key = day.astype(np.int64) * towns + town
    for p in range(len(bounds) - 1):
        low, high = bounds[p], bounds[p + 1]
        if high - low > FEW:
            key[low:high] = np.sort(key[low:high])
            continue
        for i in range(low + 1, high):
            moved = key[i]
            j = i
            while j > low and key[j - 1] > moved:
                key[j] = key[j - 1]
                j -= 1
            key[j] = moved
    days = key // towns
    return (key - days * towns).astype(np.int32), days.astype(np.int32)


@compiled
def by_town_and_day(town: Ints, day: Ints) -> Longs:
    """Indices of the points by town, then day, then index: a counting sort."""
    if len(town) == 0:
        return np.empty(0, dtype=np.int64)
    first = day.min()
    days = np.int64(day.max()) - first + 1
    filled = np.zeros((np.int64(town.max()) + 1) * days + 1, dtype=np.int64)
    for i in range(len(town)):
        filled[town[i] * days + day[i] - first + 1] += 1
    filled = np.cumsum(filled)
    order = np.empty(len(town), dtype=np.int64)
    for i in range(len(town)):
        cell = town[i] * days + day[i] - first
        order[filled[cell]] = i
        filled[cell] += 1
    return order
