"""The way of a group: its members' sightings merged into one walk, compiled."""

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints
from graph.rotation.compiled import compiled

Longs = NDArray[np.int64]


HOPS, LONGEST_LOOP, SHORT_STAYS, CLOSED_TOWNS = range(4)
"""Columns of the features of a walk."""


@compiled
def contradicted(at: int, points: Longs, owner: Longs, town: Ints, day: Ints, apart: int) -> bool:
    """Whether others of the group put a sighting elsewhere.

    The nearest sightings of others before and after, both within ``apart`` days, lie in one and the same other town, and
    nobody else was seen in the sighting's town within that time.
    """
    beside = np.full(2, -1, dtype=np.int64)
    for side in range(2):
        b = at + 2 * side - 1
        while 0 <= b < len(points) and abs(day[points[b]] - day[points[at]]) <= apart:
            if owner[b] != owner[at]:
                if town[points[b]] == town[points[at]]:
                    return False
                if beside[side] < 0:
                    beside[side] = town[points[b]]
            b += 2 * side - 1
    return bool(beside[0] >= 0 and beside[0] == beside[1])


@compiled
def merged_walk(members: Longs, bounds: Longs, town: Ints, day: Ints, apart: int) -> Longs:
    """Points of all members by day, without those that the others contradict, shape (k,)."""
    total = 0
    for m in members:
        total += bounds[m + 1] - bounds[m]
    points = np.empty(total, dtype=np.int64)
    owner = np.empty(total, dtype=np.int64)
    at = 0
    for m in members:
        for i in range(bounds[m], bounds[m + 1]):
            points[at] = i
            owner[at] = m
            at += 1
    order = np.argsort(day[points], kind="mergesort")
    points, owner = points[order], owner[order]
    kept = np.empty(total, dtype=np.int64)
    count = 0
    for a in range(total):
        if not contradicted(a, points, owner, town, day, apart):
            kept[count] = points[a]
            count += 1
    kept = kept[:count]
    least_switching(kept, town, day)
    return kept


@compiled
def least_switching(walk: Longs, town: Ints, day: Ints) -> None:
    """Order the points of each day, in place, so that the town of the day before comes first."""
    start = 0
    while start < len(walk):
        stop = start + 1
        while stop < len(walk) and day[walk[stop]] == day[walk[start]]:
            stop += 1
        here = town[walk[start - 1]] if start > 0 else -1
        following = town[walk[stop]] if stop < len(walk) else -1
        rank = np.empty(stop - start, dtype=np.int64)
        for k in range(start, stop):
            t = town[walk[k]]
            place = 0 if t == here else 2 if t == following else 1
            rank[k - start] = np.int64(place) * 1_000_000 + t
        walk[start:stop] = walk[start:stop][np.argsort(rank, kind="mergesort")]
        start = stop


@compiled
def stays_of(walk: Longs, town: Ints, day: Ints) -> tuple[Longs, Longs, Longs]:
    """Town, first and last day of each stay of a walk."""
    towns = np.empty(len(walk), dtype=np.int64)
    first = np.empty(len(walk), dtype=np.int64)
    last = np.empty(len(walk), dtype=np.int64)
    n = 0
    for i in walk:
        if n > 0 and towns[n - 1] == town[i]:
            last[n - 1] = day[i]
        else:
            towns[n], first[n], last[n] = town[i], day[i], day[i]
            n += 1
    return towns[:n], first[:n], last[:n]


@compiled
def closed_towns(stays: Longs, mark: Longs) -> int:
    """Most distinct towns from the first visit to a town to the last; ``mark`` holds -1 for every town, and again after."""
    most = 0
    for s in range(len(stays)):
        end = s
        for e in range(s + 1, len(stays)):
            if stays[e] == stays[s]:
                end = e
        distinct = 0
        for e in range(s, end):
            if mark[stays[e]] < 0:
                distinct += 1
                mark[stays[e]] = e
        for e in range(s, end):
            mark[stays[e]] = -1
        most = max(most, distinct)
    return most


@compiled
def walk_features(
    members: Longs, offsets: Longs, bounds: Longs, town: Ints, day: Ints, towns: int, apart: int, short_days: int
) -> Longs:
    """Features of each group's walk, shape (g, 4).

    Hops; towns of the longest first-return loop; stays proven to be shorter than ``short_days``; most distinct towns of
    a closed walk, from the first visit to a town to the last.
    """
    features = np.zeros((len(offsets) - 1, 4), dtype=np.int64)
    last_visit = np.full(towns, -1, dtype=np.int64)
    for g in range(len(offsets) - 1):
        walk = merged_walk(members[offsets[g] : offsets[g + 1]], bounds, town, day, apart)
        stays, first, last = stays_of(walk, town, day)
        features[g, HOPS] = len(stays) - 1
        latest = -1
        for s in range(len(stays)):
            before = last_visit[stays[s]]
            if before > latest:
                features[g, LONGEST_LOOP] = max(features[g, LONGEST_LOOP], s - before)
                latest = before
            last_visit[stays[s]] = s
            if 0 < s < len(stays) - 1 and first[s + 1] - last[s - 1] <= short_days:
                features[g, SHORT_STAYS] += 1
        for t in stays:
            last_visit[t] = -1
        features[g, CLOSED_TOWNS] = closed_towns(stays, last_visit)
    return features
