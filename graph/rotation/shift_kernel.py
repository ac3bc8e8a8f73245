"""Days of shifted sightings, compiled: along the source's effort, then onto a day on which it met people there."""

import numpy as np
from numpy.typing import NDArray

from graph.columns import Ints
from graph.rotation.compiled import compiled

Floats = NDArray[np.float64]
Longs = NDArray[np.int64]


@compiled
def shifted_days(
    person: Ints,
    source: Ints,
    place: Floats,
    turn: Floats,
    pick: Floats,
    effort: Floats,
    landing: Ints,
    begin: Longs,
    end: Longs,
    snap: int,
) -> Ints:
    """Days (from the first on) of points whose persons are turned by ``turn`` (shape (persons,)), shape (n,).

    ``place``, ``effort`` and ``landing`` as in :class:`graph.rotation.nulls.ShiftNull`; point i may land on
    ``landing[begin[i] : end[i]]``, and takes of those at most ``snap`` days away the one that ``pick[i]``, in [0, 1),
    points at.
    """
    days = effort.shape[1]
    drawn = np.empty(len(person), dtype=np.int32)
    for i in range(len(person)):
        turned = place[i] + turn[person[i]]
        if turned >= 1.0:
            turned -= 1.0
        target = min(np.searchsorted(effort[source[i]], source[i] + turned, side="right"), days - 1)
        inside = landing[begin[i] : end[i]]
        low = np.searchsorted(inside, target - snap, side="left")
        high = np.searchsorted(inside, target + snap, side="right")
        drawn[i] = inside[low + int(pick[i] * (high - low))] if high > low else target
    return drawn
