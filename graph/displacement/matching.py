"""Matched controls: towns out of reach that went their way before the measure as those near it did.

Towns are compared by four things known before the measure: level (log of events a fortnight), trend (log of the second
half over the first), size (log of inhabitants) and effort (log of visits a fortnight), each in standard deviations over
all towns looked at. The distance is the root mean square of the differences to the mean of the treated and those next
door; nearest neighbours within a caliper (Stuart 2010, Matching Methods for Causal Inference, Statistical Science).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.displacement.counts import FORTNIGHT_DAYS, Counts, Window
from graph.geography import MunicipalityTable

CALIPER_SD = 1.5
"""Towns farther than this, in standard deviations, aren't alike."""

LEAST_CONTROLS, MOST_CONTROLS = 8, 40
"""So many are taken even beyond the caliper, and not more: too few make noise, and far more add little."""


@dataclass(frozen=True, slots=True)
class History:
    """Events and visits of towns by fortnight before the measure, shape (towns, fortnights)."""

    towns: tuple[str, ...]
    events: NDArray[np.float64]
    visits: NDArray[np.float64]


def history_of(counts: Counts, window: Window, sources: Sequence[str]) -> History:
    """Fortnights before the measure, of the registers used; nothing of the time after is looked at."""
    chosen = [counts.sources.index(s) for s in sources]
    starts = range(window.before, window.start - FORTNIGHT_DAYS + 1, FORTNIGHT_DAYS)

    def by_fortnight(grid: NDArray[np.float64]) -> NDArray[np.float64]:
        sums = [counts.window(grid, s, s + FORTNIGHT_DAYS)[:, chosen].sum(axis=1) for s in starts]
        return np.stack(sums, axis=1) if sums else np.zeros((len(counts.towns), 0))

    return History(counts.towns, by_fortnight(counts.events), by_fortnight(counts.visits))


def distances_sd(
    candidates: Sequence[str], like: Sequence[str], history: History, table: MunicipalityTable
) -> Mapping[str, float]:
    """How far each candidate is from the mean of the towns in ``like``, in standard deviations (root mean square)."""
    towns = list(dict.fromkeys([*like, *candidates]))
    values = np.array([_features(town, history, table) for town in towns])
    spread = values.std(axis=0)
    usable = spread > 0
    if not candidates or not usable.any():
        return dict.fromkeys(candidates, 0.0)
    middle = values[: len(set(like))].mean(axis=0)
    off = (values[:, usable] - middle[usable]) / spread[usable]
    return {t: float(np.sqrt((row**2).mean())) for t, row in zip(towns, off, strict=True) if t in set(candidates)}


def matched(distance_sd: Mapping[str, float]) -> tuple[str, ...]:
    """Controls by their distances: the nearest within the caliper; never fewer than eight where there are as many."""
    ranked = sorted(distance_sd, key=lambda t: (distance_sd[t], t))
    alike = sum(distance_sd[t] <= CALIPER_SD for t in ranked)
    return tuple(sorted(ranked[: min(max(alike, LEAST_CONTROLS), MOST_CONTROLS)]))


def _features(town: str, history: History, table: MunicipalityTable) -> list[float]:
    """Level, trend, size and effort; half an event, and half a visit, stand in for none."""
    size = float(np.log(max(table.get(town).population, 1))) if town in table else 0.0
    fortnights = history.events.shape[1]
    if not fortnights:
        return [0.0, 0.0, size, 0.0]
    row = history.towns.index(town) if town in history.towns else None
    met = np.zeros(fortnights) if row is None else history.events[row]
    looked = 0.0 if row is None else float(history.visits[row].sum())
    early, late = float(met[: fortnights // 2].sum()), float(met[(fortnights + 1) // 2 :].sum())
    level = float(np.log((early + late + 0.5) / fortnights))
    trend = float(np.log((late + 0.5) / (early + 0.5)))
    return [level, trend, size, float(np.log((looked + 0.5) / fortnights))]
