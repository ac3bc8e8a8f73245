"""Drawn encounters as the columns that a measure is judged on."""

import numpy as np
from numpy.typing import NDArray

from graph.columns import EventColumns

Ints = NDArray[np.integer]


def drawn_events(
    *, town: Ints, source: Ints, day: Ints, person: Ints, towns: tuple[str, ...], sources: tuple[str, ...]
) -> EventColumns:
    """Encounters that each lie on one day and in no operation.

    Parameters
    ----------
    town, source
        Indexes into ``towns`` and ``sources``, one an encounter.
    day
        Day numbers.
    person
        Persons by any numbers; -1 where nobody is known.
    towns, sources
        Their names.
    """
    n, none = len(town), np.full(len(town), -1, dtype=np.int32)
    known = person >= 0
    ids, code = np.unique(person[known], return_inverse=True)
    coded = none.copy()
    coded[known] = code
    return EventColumns(
        ids=tuple(map(str, range(n))),
        municipality=town.astype(np.int32),
        source=source.astype(np.int32),
        day=day.astype(np.int32),
        span=np.ones(n, dtype=np.int32),
        premises_kind=none,
        channel=none,
        person=coded,
        is_tally=np.zeros(n, dtype=bool),
        in_operation=np.zeros(n, dtype=bool),
        municipalities=towns,
        sources=sources,
        premises_kinds=(),
        channels=(),
        persons=tuple(map(str, ids)),
    )
