"""Simulate worlds and evaluate their measure, on several processes; what each came to, in a few numbers."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

import numpy as np
from scipy import stats

from api.bench.displacement.counted import HORIZON_DAYS, Scenario, Towns, World, simulate_counts
from graph.columns import day_number
from graph.displacement import Rules, evaluate_all
from graph.geography import load_municipalities
from graph.model import Change, Displacement

FEW = "too few to tell"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One world: what was said, whether the intervals hold the truth, widths in those of an oracle's."""

    step: int
    said_few: bool
    local_covered: bool | None
    displaced_covered: bool | None
    local_width: float | None
    displaced_width: float | None
    right_receivers: int
    wrong_receivers: int
    naive: bool
    """Whether counts next door alone, per day and as Poisson, rose at 5 %."""


def outcomes(scenario: Scenario, towns: Towns, seeds: Sequence[int], *, workers: int) -> list[Outcome]:
    """Outcomes of a scenario, one a seed."""
    load_municipalities()
    one = partial(_outcome, scenario, towns)
    if workers <= 1:
        return [one(seed) for seed in seeds]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(one, seeds, chunksize=max(1, len(seeds) // (8 * workers))))


def _outcome(scenario: Scenario, towns: Towns, seed: int) -> Outcome:
    world = simulate_counts(scenario, towns, seed)
    (found,) = evaluate_all([world.measure], world.events, world.controls, load_municipalities(), rules=Rules())
    named, true = {code for code, _ in found.receiving}, set(towns.ring[:3]) if scenario.moved else set()
    return Outcome(
        step=found.ladder_step,
        said_few=FEW in found.wording,
        local_covered=_covers(found.local, world.true_local),
        displaced_covered=_covers(found.displaced, world.true_displaced),
        local_width=_width(found.local, world.oracle_error(found.treated)),
        displaced_width=_width(found.displaced, world.oracle_error(found.ring)),
        right_receivers=len(named & true),
        wrong_receivers=len(named - true),
        naive=_naive(world, found),
    )


def _covers(change: Change | None, truth: float) -> bool | None:
    return None if change is None else change.low <= truth <= change.high


def _width(change: Change | None, oracle_error: float) -> float | None:
    return None if change is None else (change.high - change.low) / (2 * 1.96 * oracle_error)


def _naive(world: World, found: Displacement) -> bool:
    """The test many would make: Poisson counts next door, after against before, per day."""
    events = world.events
    inside = np.isin(events.municipality, [events.municipalities.index(t) for t in found.ring])
    start = day_number(world.measure.effective_on)
    day = events.day[inside]
    before = float(((day >= start - 364) & (day < start)).sum())
    after = float(((day >= start) & (day < start + HORIZON_DAYS)).sum())
    ratio = HORIZON_DAYS / 364
    return bool(after - before * ratio > 1.645 * np.sqrt(after + before * ratio**2))


def share(values: Sequence[bool | None]) -> float | None:
    """Share of those known that hold."""
    known = [v for v in values if v is not None]
    return float(np.mean(known)) if known else None


def upper_bound(k: int, n: int, level: float = 0.95) -> float:
    """Upper end of a one-sided exact interval of a share (Clopper and Pearson 1934)."""
    return 1.0 if k >= n else float(stats.beta.ppf(level, k + 1, n - k))
