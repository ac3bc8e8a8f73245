"""Circuits: closed walks that somebody really made.

A *first-return loop* is a return to a town with distinct towns between: A B C A. It is read from one itinerary with
runs of one town collapsed; the municipality graph pooled over persons has circuits that nobody travelled, so it is
never searched. Overlapping loops of one round trip are one *circuit*: its canonical cyclic word starts at the smallest
code and keeps the direction. *Laps* are the hops that loops of the word cover, divided by its length.

The kernel is linear in the number of rows; :func:`loop_starts_in_numpy` is the same in plain numpy, and
:func:`loops_by_definition` the definition itself for short sequences.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints


@dataclass(frozen=True, slots=True)
class Circuit:
    """A cyclic word (smallest code first), how often it was gone round, and how many first-return loops show it."""

    word: tuple[str, ...]
    laps: float
    loops: int


def collapse(sequence: Sequence[str]) -> tuple[str, ...]:
    """Sequence with runs of one town made one.

    Examples
    --------
    >>> collapse("AABBA")
    ('A', 'B', 'A')
    """
    return tuple(town for i, town in enumerate(sequence) if i == 0 or town != sequence[i - 1])


def canonical_word(towns: Sequence[str]) -> tuple[str, ...]:
    """Cyclic word rotated so that its smallest code comes first; the direction is kept.

    Of a word with repeated towns the smallest rotation is taken.

    Examples
    --------
    >>> canonical_word(["GM0599", "GM0505", "GM0606"])
    ('GM0505', 'GM0606', 'GM0599')
    """
    word = tuple(towns)
    return min((word[i:] + word[:i] for i in range(len(word))), default=())


def loops_by_definition(sequence: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """First-return loops of a sequence, in order of their closing: each from a town back to it (``A B C A``)."""
    walk = collapse(sequence)
    last_visit: dict[str, int] = {}
    latest = -1
    loops = []
    for at, town in enumerate(walk):
        before = last_visit.get(town, -1)
        if before > latest:
            loops.append(walk[before : at + 1])
            latest = before
        last_visit[town] = at
    return tuple(loops)


def circuits_of(sequence: Sequence[str]) -> tuple[Circuit, ...]:
    """Circuits of one itinerary, the most laps times towns first, then by word.

    Examples
    --------
    >>> circuits_of("ABCABC")
    (Circuit(word=('A', 'B', 'C'), laps=1.6666666666666667, loops=3),)
    """
    walk = collapse(sequence)
    covered: dict[tuple[str, ...], set[int]] = defaultdict(set)
    loops: dict[tuple[str, ...], int] = defaultdict(int)
    last_visit: dict[str, int] = {}
    latest = -1
    for at, town in enumerate(walk):
        before = last_visit.get(town, -1)
        if before > latest:
            word = canonical_word(walk[before:at])
            covered[word].update(range(before, at))
            loops[word] += 1
            latest = before
        last_visit[town] = at
    ordered = sorted(covered, key=lambda word: (-len(covered[word]), word))
    return tuple(Circuit(word, len(covered[word]) / len(word), loops[word]) for word in ordered)


def widest_closed_walk(sequence: Sequence[str], *, min_towns: int) -> Circuit | None:
    """The part of a walk that returns to where it began over most towns, the shortest and earliest of those, gone once.

    Where stays between were missed, a round trip shows no loop of distinct towns: A B C A seen without C the first time
    reads A B A C A. Such a walk was made all the same; its word repeats a town, and no first-return loop shows it.

    Parameters
    ----------
    sequence
        Towns in order.
    min_towns
        Fewest distinct towns; None is returned where there is no such part.

    Examples
    --------
    >>> widest_closed_walk("ABACA", min_towns=3)
    Circuit(word=('A', 'B', 'A', 'C'), laps=1.0, loops=0)
    """
    walk = collapse(sequence)
    parts = [
        (-len(set(walk[i:j])), j - i, i)
        for i in range(len(walk))
        for j in range(i + 1, len(walk))
        if walk[i] == walk[j]
    ]
    if not parts or -min(parts)[0] < min_towns:
        return None
    _, length, begin = min(parts)
    return Circuit(canonical_word(walk[begin : begin + length]), 1.0, 0)


def loop_starts(person: Ints, town: Ints) -> NDArray[np.int64]:
    """For each row that closes a first-return loop the row at which it began; -1 elsewhere.

    Parameters
    ----------
    person, town
        Codes of the rows, shape (n,), sorted by person and order of encounter. Rows without a person are to be left
        out before.

    Returns
    -------
    :
        Shape (n,): the last row of the visit from which the loop closed by this row set out.
    """
    from graph.rotation import circuit_kernel  # noqa: PLC0415 - loads numba

    towns = int(town.max()) + 1 if len(town) else 0
    return circuit_kernel.loop_starts(person, town, towns)


def loop_starts_in_numpy(person: Ints, town: Ints) -> NDArray[np.int64]:
    """As :func:`loop_starts`, by sorting and a running maximum: the kernel's twin, O(n log n)."""
    n = len(person)
    found = np.full(n, -1, dtype=np.int64)
    if n == 0:
        return found
    entered = np.ones(n, dtype=bool)
    entered[1:] = (person[1:] != person[:-1]) | (town[1:] != town[:-1])
    entries = np.flatnonzero(entered)
    left = np.append(entries[1:], n) - 1
    order = np.lexsort((entries, town[entries], person[entries]))
    same = (person[entries][order][1:] == person[entries][order][:-1]) & (
        town[entries][order][1:] == town[entries][order][:-1]
    )
    previous = np.full(len(entries), -1, dtype=np.int64)
    previous[order[1:][same]] = order[:-1][same]
    latest = np.maximum.accumulate(previous)
    latest_before = np.concatenate(([-1], latest[:-1]))
    closing = (previous >= 0) & (latest_before < previous)
    found[entries[closing]] = left[previous[closing]]
    return found
