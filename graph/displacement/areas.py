"""Which towns are compared: the treated, those next door, those that shared persons with it, and controls far away.

All chosen from what was known before the measure, and shown. Without boundaries "next door" is by distance between
the municipalities' points, which every result says.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from graph.columns import EventColumns
from graph.geography import MunicipalityTable

RING_M = 25_000.0
"""Towns whose points lie within this distance, in metres, are next door."""

CONTROLS_BEYOND_M = 50_000.0
"""Towns farther than this, in metres, can be controls: out of reach of the measure."""

FUNCTIONAL_NEIGHBOURS = 3
MIN_SHARED_PERSONS = 5


@dataclass(frozen=True, slots=True)
class Areas:
    """Towns of an evaluation, by code. ``functional`` are the towns of the ring that are there for shared persons."""

    treated: tuple[str, ...]
    ring: tuple[str, ...]
    functional: tuple[str, ...]
    controls: tuple[str, ...]


def choose_areas(
    treated: Iterable[str],
    watched: Iterable[str],
    table: MunicipalityTable,
    *,
    shared_persons: Counter[str],
    left_out: frozenset[str],
) -> Areas:
    """Choose ring and controls of a measure.

    Parameters
    ----------
    treated
        Towns of the measure.
    watched
        Towns that had events before the measure.
    table
        All municipalities.
    shared_persons
        Persons that each town shared with the treated ones before the measure.
    left_out
        Towns that another measure changed within the time compared.
    """
    targets = tuple(dict.fromkeys(treated))
    others = sorted(set(watched) - set(targets) - left_out)
    near = [c for c in others if min(table.distance_m(c, t) for t in targets) <= RING_M]
    ranked = [c for c, n in shared_persons.most_common() if n >= MIN_SHARED_PERSONS and c in others and c not in near]
    functional = tuple(sorted(ranked[:FUNCTIONAL_NEIGHBOURS]))
    ring = tuple(sorted({*near, *functional}))
    far = [c for c in others if min(table.distance_m(c, t) for t in targets) > CONTROLS_BEYOND_M and c not in ring]
    return Areas(targets, ring, functional, tuple(far))


def shared_persons(events: EventColumns, treated: Iterable[str], *, first_day: int, end_day: int) -> Counter[str]:
    """Persons met both in a treated town and elsewhere within ``[first_day, end_day)``, by the other town."""
    codes = [events.municipalities.index(t) for t in treated if t in events.municipalities]
    inside = (events.day >= first_day) & (events.day < end_day) & (events.person >= 0)
    here = np.unique(events.person[inside & np.isin(events.municipality, codes)])
    there = inside & np.isin(events.person, here) & ~np.isin(events.municipality, codes)
    pairs = np.unique(np.stack([events.municipality[there], events.person[there]], axis=1), axis=0)
    return Counter(
        {events.municipalities[m]: int(n) for m, n in zip(*np.unique(pairs[:, 0], return_counts=True), strict=True)}
    )
