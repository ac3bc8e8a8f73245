"""Who was where with whom: candidate pairs, and log-likelihood ratios of pairs and groups, compiled.

Arrays follow :class:`graph.rotation.points.Points`: ``bounds`` delimits each person's points, sorted by day.
"""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints
from graph.rotation.compiled import compiled

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


class Arrays(NamedTuple):
    """What the kernels read of sightings, and room to work in (so that two threads never share one).

    ``own`` is the chance of each sighting under going one's own way, ``decay[d]`` how much a sighting d days away still
    tells. ``before`` and ``after`` are as long as the most points of a person.
    """

    bounds: Longs
    town: Ints
    day: Ints
    own: Floats
    decay: Floats
    before: Longs
    after: Longs


def arrays_of(bounds: Longs, town: Ints, day: Ints, own: Floats, memory_days: float) -> Arrays:
    """Arrays of sightings, with room of their own."""
    span = int(day.max()) - int(day.min()) if len(day) else 0
    most = int(np.diff(bounds).max(initial=0))
    room = np.empty(most, dtype=np.int64), np.empty(most, dtype=np.int64)
    return Arrays(bounds, town, day, own, np.exp(-np.arange(span + 1) / memory_days), *room)


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

    A meeting: both in one town, at most ``window`` days apart. ``by_town`` sorts the points by town and day; points left
    out of it meet nobody. Linear in the number of meetings; in memory, in that of the pairs found.
    """
    persons = len(bounds) - 1
    low, high = met_between(town, day, by_town, window)
    there = person[by_town]
    towns_with = np.zeros(persons, dtype=np.int32)
    last_town = np.full(persons, -1, dtype=np.int32)
    met = np.empty(persons, dtype=np.int64)
    found = np.empty(1024, dtype=np.int64)
    count = 0
    for p in range(persons):
        n = 0
        own = np.arange(bounds[p], bounds[p + 1])
        for i in own[np.argsort(town[own], kind="mergesort")]:
            here = town[i]
            for a in range(low[i], high[i]):
                q = there[a]
                if q > p and last_town[q] != here:
                    if last_town[q] < 0:
                        met[n] = q
                        n += 1
                    last_town[q] = here
                    towns_with[q] += 1
        first, last = tie_first[p], tie_first[p + 1]
        kept = 0
        for k in range(n):
            q = met[k]
            enough = towns_with[q] >= fewest
            if not enough and first < last:
                at = first + np.searchsorted(tied[first:last], q)
                enough = at < last and tied[at] == q
            if enough:
                met[kept] = q
                kept += 1
            towns_with[q] = 0
            last_town[q] = -1
        if count + kept > len(found):
            found = np.concatenate((found, np.empty(max(count, kept), dtype=np.int64)))
        found[count : count + kept] = p * persons + np.sort(met[:kept])
        count += kept
    return found[:count]


@compiled
def met_between(town: Ints, day: Ints, by_town: Longs, window: int) -> tuple[Longs, Longs]:
    """For each point the places in ``by_town``, from and up to, of points in its town at most ``window`` days away.

    For points that aren't in ``by_town``, nothing.
    """
    low, high = np.zeros(len(town), dtype=np.int64), np.zeros(len(town), dtype=np.int64)
    begin, end = 0, 0
    for a in range(len(by_town)):
        i = by_town[a]
        while town[by_town[begin]] != town[i] or day[by_town[begin]] < day[i] - window:
            begin += 1
        end = max(end, a)
        while end < len(by_town) and town[by_town[end]] == town[i] and day[by_town[end]] <= day[i] + window:
            end += 1
        low[i], high[i] = begin, end
    return low, high


@compiled
def sightings_beside(bounds: Longs, town: Ints, day: Ints, by_town: Longs, window: int) -> int:
    """Number of pairs of a point and another person's in its town at most ``window`` days away, each way."""
    low, high = met_between(town, day, by_town, window)
    count = (high - low).sum()
    for p in range(len(bounds) - 1):
        for i in range(bounds[p], bounds[p + 1]):
            for j in range(bounds[p], bounds[p + 1]):
                if town[j] == town[i] and abs(day[j] - day[i]) <= window:
                    count -= 1
    return int(count)


@compiled
def of_that_day(new: int, end: int, step: int, i: int, seen: Arrays) -> int:
    """Of the points of one day, from ``new`` to ``end`` by ``step``, one in the town of point i; ``new`` if none is."""
    other = new
    while other != end and seen.town[other] != seen.town[i] and seen.day[other + step] == seen.day[new]:
        other += step
    return other if seen.town[other] == seen.town[i] else new


@compiled
def put_nearest(v: int, m: int, seen: Arrays) -> None:
    """Let ``before`` and ``after`` hold m's points where they are nearer in time to v's than those noted there.

    Of several as near, one in the town of v's point is taken. ``before`` are points on or before the day of v's.
    """
    town, day = seen.town, seen.day
    low, start, stop = seen.bounds[v], seen.bounds[m], seen.bounds[m + 1]
    j = start
    for i in range(low, seen.bounds[v + 1]):
        while j < stop and day[j] <= day[i]:
            j += 1
        if j > start:
            new, old = of_that_day(j - 1, start, -1, i, seen), seen.before[i - low]
            if old < 0 or day[new] > day[old] or (day[new] == day[old] and town[new] == town[i]):
                seen.before[i - low] = new
        if j < stop:
            new, old = of_that_day(j, stop - 1, 1, i, seen), seen.after[i - low]
            if old < 0 or day[new] < day[old] or (day[new] == day[old] and town[new] == town[i]):
                seen.after[i - low] = new


@compiled
def given(v: int, members: Longs, size: int, seen: Arrays) -> float:
    """Log-likelihood ratio of v's sightings: travelling with ``members[:size]`` against going her own way.

    Where the members' nearest sightings before and after put them in v's town the ratio rises, where they put them
    elsewhere it falls, and where nothing is known about them it stays.
    """
    low = seen.bounds[v]
    points = seen.bounds[v + 1] - low
    seen.before[:points] = -1
    seen.after[:points] = -1
    for k in range(size):
        if members[k] != v:
            put_nearest(v, members[k], seen)
    total, product = 0.0, 1.0
    for n in range(points):
        i, before, after = low + n, seen.before[n], seen.after[n]
        w_before = seen.decay[seen.day[i] - seen.day[before]] if before >= 0 else 0.0
        w_after = seen.decay[seen.day[after] - seen.day[i]] if after >= 0 else 0.0
        free = (1.0 - w_before) * (1.0 - w_after) + 0.1
        together = free * seen.own[i]
        if before >= 0 and seen.town[before] == seen.town[i]:
            together += w_before
        if after >= 0 and seen.town[after] == seen.town[i]:
            together += w_after
        product *= together / ((w_before + w_after + free) * seen.own[i])
        if not 1e-100 < product < 1e100:
            total += math.log(product)
            product = 1.0
    return total + math.log(product)


@compiled
def pair_strengths(pairs: Longs, persons: int, seen: Arrays) -> Floats:
    """Log-likelihood ratio of each pair, the mean of both directions."""
    strength = np.empty(len(pairs))
    one = np.empty(1, dtype=np.int64)
    for k in range(len(pairs)):
        p, q = pairs[k] // persons, pairs[k] % persons
        one[0] = q
        forth = given(p, one, 1, seen)
        one[0] = p
        strength[k] = (forth + given(q, one, 1, seen)) / 2
    return strength


@compiled
def group_strengths(members: Longs, offsets: Longs, seen: Arrays) -> Floats:
    """Strength of each group: log-likelihood ratios of its members, each given those before, in the order listed."""
    strength = np.zeros(len(offsets) - 1)
    for g in range(len(strength)):
        inside = members[offsets[g] : offsets[g + 1]]
        for k in range(1, len(inside)):
            strength[g] += given(inside[k], inside, k, seen)
    return strength
