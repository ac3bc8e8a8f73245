"""How far estimates of hidden numbers are from the truth, in populations that do and don't do what methods assume.

A population of known size is met week by week for a year by two registers: everybody at one rate; at rates that differ
(gamma, as much spread as mean); where many leave after they were met once; and where who was met is met less often from
then on, or more often. No method can know which of these it looks at.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from api.bench.table import Table
from graph.columns import day_number
from graph.hidden_numbers.band import Hidden, hidden_numbers
from graph.hidden_numbers.occasions import Occasions

WEEKS = 52
FIRST_DAY = day_number(date(2023, 1, 1))
ESTIMATORS = (
    "chao", "chao_bias_corrected", "zelterman", "zero_truncated_poisson", "chao_one_inflated", "chapman",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Population:
    """How people are met. ``spread`` is the coefficient of variation of their rates.

    ``leave`` is the share who are gone once they were met, ``again`` what each meeting multiplies a rate with, ``missed``
    the share of encounters whose link to the person is missed.
    """

    name: str
    spread: float = 0.0
    leave: float = 0.0
    again: float = 1.0
    missed: float = 0.0


POPULATIONS = (
    Population("all at one rate"),
    Population("rates differ", spread=1.0),
    Population("three in ten leave once met", leave=0.3),
    Population("met half as often after each time", again=0.5),
    Population("met one and a half times as often after each time", again=1.5),
    Population("one rate, one link in ten missed", missed=0.1),
)


def draw_occasions(population: Population, persons: int, rate: float, seed: int) -> tuple[Occasions, NDArray[np.int64]]:
    """Encounters of a year and whom linkage says they are with; ``rate`` is encounters a person and year."""
    rng = np.random.default_rng(seed)
    spread = population.spread
    own = rng.gamma(1 / spread**2, spread**2, persons) if spread else np.ones(persons)
    weekly = rate / WEEKS * own
    leaves = rng.random(persons) < population.leave
    who, day = [], []
    for week in range(WEEKS):
        met = np.flatnonzero(rng.random(persons) < -np.expm1(-weekly))
        who.append(met)
        day.append(FIRST_DAY + 7 * week + rng.integers(7, size=len(met)))
        weekly[met] *= population.again
        weekly[met[leaves[met]]] = 0.0
    person, days = np.concatenate(who).astype(np.int64), np.concatenate(day).astype(np.int64)
    n = len(person)
    alone = rng.random(n) < population.missed
    person[alone] = persons + np.flatnonzero(alone)
    zeros = np.zeros(n, dtype=np.int64)
    source = (rng.random(n) < 0.4).astype(np.int64)
    occasions = Occasions(
        tuple(map(str, range(n))), zeros, days, zeros, source, zeros - 1, ("region",), ("sexual",), ("one", "two")
    )
    return occasions, person


def hidden(*, seed: int, simulations: int, sizes: Sequence[int], rates: Sequence[float]) -> Table:
    """Bias of every method and coverage of the band, by population, size and rate."""
    rows = [
        _row(population, persons, rate, range(seed, seed + simulations))
        for population in POPULATIONS
        for persons in sizes
        for rate in rates
    ]
    return Table(
        "Hidden numbers: bias and coverage",
        ("population", "persons", "met a year", "refused", "band covers", "band from", "band to", *ESTIMATORS),
        rows,
        f"{simulations} populations a row, seeds from {seed}, two registers, linkage as said; all in shares of the truth.",
        "Of methods the mean error and, after it, how often the 95 % interval holds the truth. The band is what is told.",
    )


def _row(population: Population, persons: int, rate: float, seeds: Sequence[int]) -> dict[str, object]:
    refused, covered, low, high = 0, [], [], []
    errors, held = defaultdict(list), defaultdict(list)
    for seed in seeds:
        rows = _estimated(population, persons, rate, seed)
        band = rows.get("band")
        if band is None or band.low is None or band.high is None:
            refused += 1
            continue
        covered.append(band.low <= persons <= band.high)
        low.append(band.low / persons)
        high.append(band.high / persons)
        for name in ESTIMATORS:
            one = rows.get(name)
            if one is not None and one.estimate is not None and one.low is not None and one.high is not None:
                errors[name].append(one.estimate / persons - 1)
                held[name].append(one.low <= persons <= one.high)
    told = {
        name: f"{np.mean(errors[name]):+.2f} ({np.mean(held[name]):.2f})" if errors[name] else "" for name in ESTIMATORS
    }
    return {
        "population": population.name,
        "persons": persons,
        "met a year": rate,
        "refused": refused / len(seeds),
        "band covers": float(np.mean(covered)) if covered else None,
        "band from": float(np.mean(low)) if low else None,
        "band to": float(np.mean(high)) if high else None,
        **told,
    }


def _estimated(population: Population, persons: int, rate: float, seed: int) -> dict[str, Hidden]:
    occasions, person = draw_occasions(population, persons, rate, seed)
    return {
        row.estimator: row
        for row in hidden_numbers(occasions, person, [])
        if row.area == "region" and row.form == "all"
    }
