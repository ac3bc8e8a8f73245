"""What speaks for a town being the next: four voices, each a distribution over towns other than the present one.

=============  ======================================================================================================
voice          says
=============  ======================================================================================================
round          where the group went from here before, the later the more (a Markov chain of its own way)
own towns      where it was before, by how often (preferential return; Song, Koren, Wang and Barabási 2010)
flow           where people go from here (hops of everybody, smoothed by popularity)
popularity     where people are met at all
=============  ======================================================================================================

What a voice doesn't know it says with the next: a group that never left this town before has no round.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.columns import EncounterColumns
from graph.itineraries import stays

VOICES = ("round", "own towns", "flow", "popularity")
POPULAR_DAYS = 180
"""How far back sightings count for popularity."""
FLOW_PRIOR = 20.0
"""Hops' worth of popularity in each town's flows."""
OLDER = 0.7
"""How much less each earlier departure from the same town counts."""

Shares = Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What everybody did until a day: ``popular`` shares of towns, and ``flow`` of hops from each to each."""

    popular: Shares
    flow: Mapping[str, Shares]


def surroundings(columns: EncounterColumns, *, until_day: int) -> Surroundings:
    """Popularity and flows by encounters before a day (a local day number)."""
    towns = columns.municipalities
    seen = (columns.last_day < until_day) & (columns.last_day >= until_day - POPULAR_DAYS)
    counts = np.bincount(columns.municipality[seen], minlength=len(towns)) + 0.5
    popular = dict(zip(towns, (counts / counts.sum()).tolist(), strict=True))
    found = stays(columns)
    second = np.flatnonzero((found.person[1:] == found.person[:-1]) & (found.first_seen[1:] < until_day)) + 1
    hops = Counter(zip(found.municipality[second - 1].tolist(), found.municipality[second].tolist(), strict=True))
    flow: dict[str, dict[str, float]] = {}
    for (a, b), n in sorted(hops.items()):
        flow.setdefault(towns[a], {})[towns[b]] = float(n)
    return Surroundings(popular, {a: _smoothed(to, popular) for a, to in flow.items()})


def voices(way: Sequence[str], around: Surroundings) -> dict[str, Shares]:
    """Shares of each voice over the towns that may be next, by the towns of a way so far (at least one)."""
    here = way[-1]
    popular = _without(around.popular, here)
    flow = _without(around.flow.get(here, popular), here)
    own = _without({t: float(n) for t, n in Counter(way).items()}, here) or flow
    left = [way[i + 1] for i in range(len(way) - 1) if way[i] == here]
    gone: dict[str, float] = {}
    for i, town in enumerate(reversed(left)):
        gone[town] = gone.get(town, 0.0) + OLDER**i
    return {"round": _without(gone, here) or own, "own towns": own, "flow": flow, "popularity": popular}


def knows_the_round(way: Sequence[str]) -> bool:
    """Whether the group left the present town before."""
    return way[-1] in way[:-1]


def _smoothed(counts: Mapping[str, float], popular: Shares) -> Shares:
    total = sum(counts.values()) + FLOW_PRIOR
    return {t: (counts.get(t, 0.0) + FLOW_PRIOR * p) / total for t, p in popular.items()}


def _without(weights: Mapping[str, float], town: str) -> dict[str, float]:
    total = sum(w for t, w in weights.items() if t != town)
    return {t: w / total for t, w in weights.items() if t != town} if total > 0 else {}
