"""First-return loops in one linear pass, compiled."""

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints
from graph.rotation.compiled import compiled


@compiled
def loop_starts(person: Ints, town: Ints, towns: int) -> NDArray[np.int64]:
    """For each row that closes a first-return loop the row at which it began; -1 elsewhere.

    Rows are sorted by person and order; runs of one town count once, by their first row. A return to town x closes a
    loop if the towns between are distinct, that is if no earlier return lies wholly inside: the latest start of any
    return so far is before the last visit to x. One number to keep, so one pass does.
    """
    n = len(person)
    found = np.full(n, -1, dtype=np.int64)
    last_visit = np.full(towns, -1, dtype=np.int64)
    begin = 0
    latest = -1
    for row in range(n):
        if row > 0 and person[row] == person[row - 1]:
            if town[row] == town[row - 1]:
                last_visit[town[row]] = row
                continue
        else:
            begin = row
            latest = -1
        before = last_visit[town[row]]
        if before >= begin and before > latest:
            found[row] = before
            latest = before
        last_visit[town[row]] = row
    return found
