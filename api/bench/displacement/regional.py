"""Score the evaluation of forty measures in one simulated country: what was found, what was wrongly said, and of whom."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context

from api.bench.displacement.country import Kind, Setup, draw_country
from graph.displacement import Rules, evaluate_all


@dataclass(frozen=True, slots=True)
class Score:
    """One country. ``found`` is measures at step 4 or above, of those that displaced and of all others.

    ``counts_alone`` are those whose change next door has a 95 % interval above 0; receivers are of all measures.
    """

    seed: int
    found: int
    wrongly: dict[Kind, int]
    counts_alone: int
    counts_alone_wrongly: int
    named: int
    rightly_named: int
    receivers: int


def scores(setup: Setup, seeds: Sequence[int], *, workers: int) -> list[Score]:
    """Scores of some countries."""
    if workers <= 1:
        return [score(setup, seed) for seed in seeds]
    with ProcessPoolExecutor(workers, mp_context=get_context("fork")) as pool:
        return list(pool.map(partial(score, setup), seeds))


def score(setup: Setup, seed: int) -> Score:
    """Draw a country, evaluate its measures, compare with the truth."""
    drawn = draw_country(seed, setup)
    measures = [p.measure for p in drawn.planted]
    found = {d.intervention_id: d for d in evaluate_all(
        measures, drawn.events, drawn.controls, drawn.table, rules=Rules()
    )}  # fmt: skip
    both = [(p, found[p.measure.id]) for p in drawn.planted]
    rose = [(p, d.displaced is not None and d.displaced.low > 0) for p, d in both]
    named = [(p, {code for code, _ in d.receiving}) for p, d in both]
    return Score(
        seed,
        found=sum(d.ladder_step >= 4 for p, d in both if p.kind is Kind.DISPLACED),
        wrongly={k: sum(d.ladder_step >= 4 for p, d in both if p.kind is k) for k in Kind if k is not Kind.DISPLACED},
        counts_alone=sum(up for p, up in rose if p.kind is Kind.DISPLACED),
        counts_alone_wrongly=sum(up for p, up in rose if p.kind is not Kind.DISPLACED),
        named=sum(len(some) for _, some in named),
        rightly_named=sum(len(some & set(p.receivers)) for p, some in named),
        receivers=sum(len(p.receivers) for p in drawn.planted),
    )
