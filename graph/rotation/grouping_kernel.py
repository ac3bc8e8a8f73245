"""Persons put together into groups: merged from the strongest pairs on, then each where she fits best, compiled.

Every search ends the same for the data and for each shifted data set, so that what it finds in both compares.
"""

from typing import NamedTuple

import numpy as np

from graph.rotation.comovement_kernel import Arrays, Floats, Longs, given
from graph.rotation.compiled import compiled

WORTH_MOVING = 0.5
"""Net strength for which somebody changes groups; above 0, so that the search ends."""

WORTH_A_LOOK = 0.5
"""Share of the needed gain that a newcomer's own sightings must bring before the whole group is weighed again."""


class Limits(NamedTuple):
    """Who may and must: two with one number in ``barred`` (not -1) never meet; p is tied to ``tied[tie_first[p] :
    tie_first[p + 1]]``; a newcomer must bring ``join``, or ``join_tied`` where tied; groups have at most ``largest``.
    """

    barred: Longs
    tie_first: Longs
    tied: Longs
    join: float
    join_tied: float
    largest: int


@compiled
def strength_of(members: Longs, size: int, seen: Arrays) -> float:
    """Strength of ``members[:size]``: log-likelihood ratios of each given those before, the most often seen first."""
    order = members[:size].copy()
    for i in range(1, size):
        m = order[i]
        points = seen.bounds[m + 1] - seen.bounds[m]
        j = i
        while j > 0:
            other = order[j - 1]
            more = seen.bounds[other + 1] - seen.bounds[other] - points
            if more > 0 or (more == 0 and other < m):
                break
            order[j] = other
            j -= 1
        order[j] = m
    total = 0.0
    for k in range(1, size):
        total += given(order[k], order, k, seen)
    return total


@compiled
def are_barred(one: Longs, n: int, other: Longs, m: int, limits: Limits) -> bool:
    """Whether a person of ``one[:n]`` and one of ``other[:m]`` may not come together."""
    for i in range(n):
        for j in range(m):
            if limits.barred[one[i]] >= 0 and limits.barred[one[i]] == limits.barred[other[j]]:
                return True
    return False


@compiled
def is_tied(v: int, members: Longs, n: int, limits: Limits) -> bool:
    """Whether v is tied to one of ``members[:n]``."""
    for at in range(limits.tie_first[v], limits.tie_first[v + 1]):
        for i in range(n):
            if members[i] == limits.tied[at]:
                return True
    return False


@compiled
def required(new: Longs, m: int, members: Longs, n: int, limits: Limits) -> float:
    """Strength that ``new[:m]`` must bring to ``members[:n]``: ``join_tied`` for who is tied to one, else ``join``."""
    total = 0.0
    for i in range(m):
        total += limits.join_tied if is_tied(new[i], members, n, limits) else limits.join
    return total


@compiled
def alike(new: Longs, m: int, members: Longs, n: int, seen: Arrays) -> float:
    """What the sightings of ``new[:m]`` say for their travelling with ``members[:n]``, each by herself."""
    total = 0.0
    for i in range(m):
        total += given(new[i], members, n, seen)
    return total


@compiled
def merged(
    pairs: Longs,
    seen: Arrays,
    limits: Limits,
) -> tuple[Longs, Longs, Longs, Floats]:
    """Group of each person, members of each group, shape (persons, largest), their number and strength.

    ``pairs`` come strongest first. Two persons alone found a group; two groups merge where together they are stronger
    than apart by what each person of the smaller must bring.
    """
    persons = len(seen.bounds) - 1
    group = np.arange(persons)
    members = np.empty((persons, limits.largest), dtype=np.int64)
    members[:, 0] = group
    size = np.ones(persons, dtype=np.int64)
    strength = np.zeros(persons)
    both = np.empty(limits.largest, dtype=np.int64)
    for k in range(len(pairs)):
        g, h = group[pairs[k] // persons], group[pairs[k] % persons]
        if size[g] < size[h]:
            g, h = h, g
        n, m = size[g], size[h]
        if g == h or n + m > limits.largest or are_barred(members[g], n, members[h], m, limits):
            continue
        least = required(members[h], m, members[g], n, limits)
        if n > 1 and alike(members[h], m, members[g], n, seen) < WORTH_A_LOOK * least:
            continue
        both[:n] = members[g, :n]
        both[n : n + m] = members[h, :m]
        united = strength_of(both, n + m, seen)
        if n > 1 and united - strength[g] - strength[h] < least:
            continue
        members[g, n : n + m] = members[h, :m]
        group[members[h, :m]] = g
        size[g], strength[g] = n + m, united
        size[h], strength[h] = 0, 0.0
    return group, members, size, strength


@compiled
def best_home(
    v: int,
    partners: Longs,
    group: Longs,
    members: Longs,
    size: Longs,
    strength: Floats,
    seen: Arrays,
    limits: Limits,
    least: float,
    looked: Longs,
    now: int,
) -> tuple[int, float]:
    """Group of one of v's partners that gains most by v, net of what v must bring, and its strength then; -1: none.

    Only a gain above ``least`` counts. Somebody in a group doesn't leave it for a person alone. ``looked[h]`` becomes
    ``now`` where group h was looked at.
    """
    best, most, then = -1, least, 0.0
    alone = np.full(1, v, dtype=np.int64)
    both = np.empty(members.shape[1], dtype=np.int64)
    for partner in partners:
        h = group[partner]
        n = size[h]
        if looked[h] == now or h == group[v] or n + 1 > len(both) or (n == 1 and size[group[v]] > 1):
            continue
        looked[h] = now
        if are_barred(members[h], n, alone, 1, limits):
            continue
        must = required(alone, 1, members[h], n, limits)
        if given(v, members[h], n, seen) < WORTH_A_LOOK * (most + must):
            continue
        both[:n] = members[h, :n]
        both[n] = v
        united = strength_of(both, n + 1, seen)
        net = united - strength[h] - must
        if net > most:
            best, most, then = h, net, united
    return best, then


@compiled
def grow(
    pairs: Longs,
    seen: Arrays,
    limits: Limits,
    rounds: int,
) -> Longs:
    """Group of each person (a number of the group's own); ``pairs`` come strongest first.

    Groups are merged from the pairs. Then, at most ``rounds`` times, each person goes over to the group that gains most
    by it, net of what a newcomer must bring, if that is more than her own group loses; and leaves a group of three or
    more that loses less by it than she must bring.
    """
    persons = len(seen.bounds) - 1
    group, members, size, strength = merged(pairs, seen, limits)
    first, partners = partners_of(pairs, persons)
    alone = np.empty(1, dtype=np.int64)
    changed = np.zeros(persons, dtype=np.int64)
    asked = np.full(persons, -1, dtype=np.int64)
    looked = np.zeros(persons, dtype=np.int64)
    now = 0
    for _ in range(rounds):
        moved = False
        for v in range(persons):
            g = group[v]
            if not any_changed(partners[first[v] : first[v + 1]], g, group, changed, asked[v]):
                continue
            now += 1
            asked[v] = now
            left = members[g, : size[g]][members[g, : size[g]] != v]
            without = strength_of(left, len(left), seen)
            alone[0] = v
            brings, must = strength[g] - without, 0.0
            if len(left) > 0:
                must = required(alone, 1, left, len(left), limits)
            best, then = best_home(
                v, partners[first[v] : first[v + 1]], group, members, size, strength, seen, limits,
                max(0.0, brings - must) + WORTH_MOVING, looked, now,
            )  # fmt: skip
            if best < 0 and (size[g] < 3 or brings >= must):
                continue
            moved = True
            members[g, : len(left)] = left
            size[g], strength[g] = len(left), without
            if best < 0:
                best = empty_of(size, v)
            members[best, size[best]] = v
            size[best] += 1
            strength[best] = then
            group[v] = best
            changed[g] = changed[best] = now
        if not moved:
            break
    return group


@compiled
def any_changed(partners: Longs, own: int, group: Longs, changed: Longs, since: int) -> bool:
    """Whether somebody with partners has to be asked (again): her group or a partner's changed since she was."""
    if len(partners) == 0:
        return False
    if since < 0 or changed[own] > since:
        return True
    for partner in partners:  # noqa: SIM110 - numba compiles no generator
        if changed[group[partner]] > since:
            return True
    return False


@compiled
def empty_of(size: Longs, near: int) -> int:
    """Return the number of a group without members, ``near`` itself if it is one."""
    for i in range(len(size)):
        at = (near + i) % len(size)
        if size[at] == 0:
            return at
    return -1


@compiled
def partners_of(pairs: Longs, persons: int) -> tuple[Longs, Longs]:
    """Partners of each person p in the pairs: ``partners[first[p] : first[p + 1]]``, strongest first."""
    first = np.zeros(persons + 1, dtype=np.int64)
    for k in range(len(pairs)):
        first[pairs[k] // persons + 1] += 1
        first[pairs[k] % persons + 1] += 1
    for p in range(persons):
        first[p + 1] += first[p]
    partners = np.empty(2 * len(pairs), dtype=np.int64)
    filled = first[:-1].copy()
    for k in range(len(pairs)):
        p, q = pairs[k] // persons, pairs[k] % persons
        partners[filled[p]] = q
        partners[filled[q]] = p
        filled[p] += 1
        filled[q] += 1
    return first, partners
