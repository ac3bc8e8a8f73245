"""How fast circuits are read: the kernel, the sort before it, a plain pass over the same columns, and networkx."""

import time
from collections import defaultdict
from collections.abc import Callable
from itertools import pairwise

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from api.bench.rotation.regions import perfect
from api.bench.table import Table
from graph.columns import Ints
from graph.rotation.circuits import canonical_word, loop_starts
from ingest.simulation import World

ROUNDS = 7
AT_MOST_TIMES_NUMPY = 3.0
AT_LEAST_TIMES_NETWORKX = 500.0
Words = dict[int, set[tuple[str, ...]]]


def circuits(*, encounters: int, nx_encounters: int, seed: int) -> Table:
    """Table of the time to read all circuits of a region.

    Parameters
    ----------
    encounters
        Of the region.
    nx_encounters
        About how many rows, of every n-th person, networkx is given; the kernel is timed on the same.
    seed
        Of the region, and of the order in which rows lie before they are sorted.
    """
    columns = perfect(World(), seed=seed, encounters=encounters).columns
    known = columns.person >= 0
    person, town, day = columns.person[known], columns.municipality[known], columns.first_day[known]
    loop_starts(person[:10], town[:10])
    mixed = np.random.default_rng(seed).permutation(len(person))
    unsorted = person[mixed], town[mixed], day[mixed]
    sort_s = _fastest(lambda: _sorted(*unsorted))
    numpy_s = _fastest(lambda: _last_stay_begun(person, town))
    kernel_s = _fastest(lambda: loop_starts(person, town))
    # Persons lie in the order in which they were drawn, residents first: some of every kind are wanted.
    few = person % max(1, round(len(person) / nx_encounters)) == 0
    few_person, few_town = person[few], town[few]
    few_kernel_s = _fastest(lambda: loop_starts(few_person, few_town))
    begun = time.perf_counter()
    walked = words_walked(few_person, few_town)
    words_s = time.perf_counter() - begun
    begun = time.perf_counter()
    listed = words_of_networkx(few_person, few_town)
    networkx_s = time.perf_counter() - begun
    ours, theirs = sum(map(len, walked.values())), sum(map(len, listed.values()))
    shared = sum(len(words & listed[p]) for p, words in walked.items())
    rows = int(known.sum())
    times_numpy, times_networkx = kernel_s / numpy_s, networkx_s / few_kernel_s
    n_few = len(few_person)
    measured: list[dict[str, object]] = [
        {"what": "sort by person and day", "rows": rows, "ms": 1e3 * sort_s},
        {"what": "numpy pass", "rows": rows, "ms": 1e3 * numpy_s},
        {"what": "circuits kernel", "rows": rows, "ms": 1e3 * kernel_s, "compared": times_numpy,
         "with": "times the numpy pass", "target": f"<= {AT_MOST_TIMES_NUMPY:g}",
         "met": times_numpy <= AT_MOST_TIMES_NUMPY},
        {"what": "sort and kernel", "rows": rows, "ms": 1e3 * (sort_s + kernel_s),
         "compared": sort_s / (sort_s + kernel_s), "with": "share of the sort"},
        {"what": "circuits kernel, some rows", "rows": n_few, "ms": 1e3 * few_kernel_s},
        {"what": "kernel and words, some rows", "rows": n_few, "ms": 1e3 * words_s, "compared": ours, "with": "words"},
        {"what": "networkx simple_cycles, some rows", "rows": n_few, "ms": 1e3 * networkx_s,
         "compared": times_networkx, "with": "times the kernel", "target": f">= {AT_LEAST_TIMES_NETWORKX:g}",
         "met": times_networkx >= AT_LEAST_TIMES_NETWORKX},
        {"what": "words that both give", "rows": n_few, "compared": shared, "with": f"of {ours:,} walked",
         "target": "all", "met": 0 < ours == shared},
        {"what": "words that networkx alone gives", "rows": n_few, "compared": theirs - shared,
         "with": "circuits that nobody walked"},
    ]  # fmt: skip
    return Table(
        "Circuits: how fast",
        ("what", "rows", "ms", "compared", "with", "target", "met"),
        measured,
        f"About {encounters:,} encounters, seed {seed}, perfect linkage; fastest of {ROUNDS} rounds, networkx and words "
        "once. Presorted columns but for the sort itself.",
        "Numpy pass: for every row the row at which its stay began (two comparisons and a running maximum). networkx: "
        "one directed graph of hops a person, all simple cycles of two towns or more.",
    )


def words_walked(person: Ints, town: Ints) -> Words:
    """Circuits of each person as canonical words of town codes, read from the kernel's loops."""
    starts = loop_starts(person, town)
    closing = np.flatnonzero(starts >= 0)
    found: Words = defaultdict(set)
    for row in closing.tolist():
        walk = town[starts[row] : row].tolist()
        word = [str(t) for i, t in enumerate(walk) if i == 0 or t != walk[i - 1]]
        found[int(person[row])].add(canonical_word(word))
    return found


def words_of_networkx(person: Ints, town: Ints) -> Words:
    """Simple cycles of the graph of each person's hops, as canonical words."""
    bounds = np.flatnonzero(np.concatenate(([True], person[1:] != person[:-1], [True])))
    found: Words = defaultdict(set)
    towns = town.tolist()
    for begin, end in pairwise(bounds.tolist()):
        walk = towns[begin:end]
        hops = nx.DiGraph((a, b) for a, b in pairwise(walk) if a != b)
        for cycle in nx.simple_cycles(hops):
            found[int(person[begin])].add(canonical_word([str(t) for t in cycle]))
    return found


def _sorted(person: Ints, town: Ints, day: Ints) -> tuple[Ints, Ints]:
    order = np.lexsort((day, person))
    return person[order], town[order]


def _last_stay_begun(person: Ints, town: Ints) -> NDArray[np.int64]:
    began = np.zeros(len(person), dtype=np.int64)
    changes = np.flatnonzero((person[1:] != person[:-1]) | (town[1:] != town[:-1])) + 1
    began[changes] = changes
    return np.maximum.accumulate(began)


def _fastest(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begun)
    return min(seconds)
