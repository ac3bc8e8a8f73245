"""Who was where with whom: candidate pairs, and log-likelihood ratios of pairs and groups, compiled.

Arrays follow :class:`graph.rotation.points.Points`: ``bounds`` delimits each person's points, sorted by day.
"""

import math

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints
from graph.rotation.compiled import compiled

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@compiled
def own_chances(
    bounds: Longs, town: Ints, day: Ints, share: Floats, first_day: int, bin_days: int, memory: float, weight: float
) -> Floats:
    """Chance of each sighting's town given the person's earlier ones alone, shape (n,).

    With weight 0.8 exp(-days / memory) the person is still where last seen; otherwise the town is drawn from a Polya urn
    of her own earlier sightings and ``weight`` times the popularity of the place at the time.
    """
    chance = np.empty(len(town))
    last_bin = share.shape[1] - 1
    for p in range(len(bounds) - 1):
        for i in range(bounds[p], bounds[p + 1]):
            b = min(max((day[i] - first_day) // bin_days, 0), last_bin)
            here = 0
            for j in range(bounds[p], i):
                if town[j] == town[i]:
                    here += 1
            seen = i - bounds[p]
            urn = (here + weight * share[town[i], b]) / (seen + weight)
            stays = 0.0
            if seen > 0:
                stays = 0.8 * math.exp(-(day[i] - day[i - 1]) / memory)
                urn *= 1.0 - stays
                if town[i] == town[i - 1]:
                    urn += stays
            chance[i] = min(1.0, max(urn, 1e-9))
    return chance


@compiled
def mark_met(
    i: int,
    place: Longs,
    person: Ints,
    town: Ints,
    day: Ints,
    by_town: Longs,
    window: int,
    met: Longs,
    n: int,
    last_town: Longs,
    towns_with: Longs,
) -> int:
    """Note who of the persons after point i's was met there; the new number of those noted in ``met``.

    ``towns_with`` counts the towns of meetings with each, ``last_town`` holds the last one counted.
    """
    for step in (-1, 1):
        a = place[i] + step
        while 0 <= a < len(by_town):
            j = by_town[a]
            if town[j] != town[i] or abs(day[j] - day[i]) > window:
                break
            q = person[j]
            if q > person[i] and last_town[q] != town[i]:
                if last_town[q] < 0:
                    met[n] = q
                    n += 1
                last_town[q] = town[i]
                towns_with[q] += 1
            a += step
    return n


@compiled
def pairs_met(
    bounds: Longs,
    person: Ints,
    town: Ints,
    day: Ints,
    by_town: Longs,
    window: int,
    fewest: int,
    tie_first: Longs,
    tied: Longs,
) -> Longs:
    """Codes ``p * persons + q`` (p < q), sorted, of pairs who met in at least ``fewest`` towns, or in one if tied.

    A meeting: both in one town, at most ``window`` days apart. ``by_town`` sorts the points by town and day. Linear in
    the number of meetings; in memory, in that of the pairs found.
    """
    persons = len(bounds) - 1
    place = np.empty(len(by_town), dtype=np.int64)
    place[by_town] = np.arange(len(by_town))
    towns_with = np.zeros(persons, dtype=np.int64)
    last_town = np.full(persons, -1, dtype=np.int64)
    met = np.empty(persons, dtype=np.int64)
    found = np.empty(1024, dtype=np.int64)
    count = 0
    for p in range(persons):
        n = 0
        own = np.arange(bounds[p], bounds[p + 1])
        for i in own[np.argsort(town[own], kind="mergesort")]:
            n = mark_met(i, place, person, town, day, by_town, window, met, n, last_town, towns_with)
        first, last = tie_first[p], tie_first[p + 1]
        for q in np.sort(met[:n]):
            at = first + np.searchsorted(tied[first:last], q)
            if towns_with[q] >= fewest or (at < last and tied[at] == q):
                if count == len(found):
                    found = np.concatenate((found, np.empty(count, dtype=np.int64)))
                found[count] = p * persons + q
                count += 1
            towns_with[q] = 0
            last_town[q] = -1
    return found[:count]


@compiled
def nearest(at: int, low: int, high: int, town: Ints, day: Ints) -> tuple[int, int]:
    """Last point on or before the day of point ``at`` and first one after it among points ``low`` to ``high``, or -1.

    Of several on one day one in the town of ``at`` is preferred.
    """
    start, stop = low, high
    while low < high:
        middle = (low + high) // 2
        if day[middle] <= day[at]:
            low = middle + 1
        else:
            high = middle
    before, after = low - 1, low
    if before < start:
        before = -1
    else:
        other = before
        while other > start and town[other] != town[at] and day[other - 1] == day[before]:
            other -= 1
        if town[other] == town[at]:
            before = other
    if after >= stop:
        after = -1
    else:
        other = after
        while other < stop - 1 and town[other] != town[at] and day[other + 1] == day[after]:
            other += 1
        if town[other] == town[at]:
            after = other
    return before, after


@compiled
def closer(new: int, old: int, at: int, town: Ints, day: Ints) -> bool:
    """Whether point ``new`` (or -1) is nearer in time to point ``at`` than ``old`` (or -1); ties go to its town."""
    if new < 0:
        return False
    if old < 0:
        return True
    far_new, far_old = abs(day[new] - day[at]), abs(day[old] - day[at])
    return bool(far_new < far_old or (far_new == far_old and town[new] == town[at]))


@compiled
def given(v: int, members: Longs, size: int, bounds: Longs, town: Ints, day: Ints, own: Floats, memory: float) -> float:
    """Log-likelihood ratio of v's sightings: travelling with ``members[:size]`` against going her own way.

    Where the members' nearest sightings before and after put them in v's town the ratio rises, where they put them
    elsewhere it falls, and where nothing is known about them it stays.
    """
    total = 0.0
    for i in range(bounds[v], bounds[v + 1]):
        before, after = -1, -1
        for k in range(size):
            m = members[k]
            if m != v:
                b, a = nearest(i, bounds[m], bounds[m + 1], town, day)
                if closer(b, before, i, town, day):
                    before = b
                if closer(a, after, i, town, day):
                    after = a
        w_before = math.exp((day[before] - day[i]) / memory) if before >= 0 else 0.0
        w_after = math.exp((day[i] - day[after]) / memory) if after >= 0 else 0.0
        free = (1.0 - w_before) * (1.0 - w_after) + 0.1
        together = free * own[i]
        if before >= 0 and town[before] == town[i]:
            together += w_before
        if after >= 0 and town[after] == town[i]:
            together += w_after
        total += math.log(together / (w_before + w_after + free) / own[i])
    return total


@compiled
def pair_strengths(
    pairs: Longs, persons: int, bounds: Longs, town: Ints, day: Ints, own: Floats, memory: float
) -> Floats:
    """Log-likelihood ratio of each pair, the mean of both directions."""
    strength = np.empty(len(pairs))
    one = np.empty(1, dtype=np.int64)
    for k in range(len(pairs)):
        p, q = pairs[k] // persons, pairs[k] % persons
        one[0] = q
        forth = given(p, one, 1, bounds, town, day, own, memory)
        one[0] = p
        back = given(q, one, 1, bounds, town, day, own, memory)
        strength[k] = (forth + back) / 2
    return strength


@compiled
def group_strengths(
    members: Longs, offsets: Longs, bounds: Longs, town: Ints, day: Ints, own: Floats, memory: float
) -> Floats:
    """Strength of each group: log-likelihood ratios of its members, each given those before, in the order listed."""
    strength = np.zeros(len(offsets) - 1)
    for g in range(len(strength)):
        inside = members[offsets[g] : offsets[g + 1]]
        for k in range(1, len(inside)):
            strength[g] += given(inside[k], inside, k, bounds, town, day, own, memory)
    return strength
