"""A simulator of counts: towns that are visited, people who are met, one measure, and what it truly changed.

Quicker than an invented region with files, and the truth is exact: events are Poisson with a gamma-distributed rate
(so their variance is ``dispersion`` times their mean), days and persons are drawn from pools that people enter and
leave, and a displaced event is one more event next door, mostly with someone from the treated town's pool.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from api.bench.displacement.drawn import drawn_events
from graph.columns import EventColumns, day_number, day_of
from graph.geography import MunicipalityTable, load_municipalities
from graph.model import Control, Intervention, InterventionKind

FORTNIGHT = 14
HORIZON_DAYS = 180
FIRST_DAY = day_number(day_of(19_000))
TREATED = "GM0344"
SOURCES = ("team-east", "team-west")
SHARES = (0.6, 0.4)
RING = 6
"""Towns next door."""

Grid = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Towns:
    """Towns of a scenario by role."""

    treated: str
    ring: tuple[str, ...]
    far: tuple[str, ...]

    @property
    def all(self) -> tuple[str, ...]:
        """All of them, treated first."""
        return (self.treated, *self.ring, *self.far)


@dataclass(frozen=True, slots=True)
class Scenario:
    """What happens. Means are events per town and fortnight, all registers together; the treated town has three times.

    ``local`` is the share of the treated town's events that end, ``moved`` the share that goes to the first three
    towns of the ring. ``ring_effort`` multiplies the ring's visits after the measure, ``peak`` the treated town's
    events in the four fortnights before it. ``known`` is the share of events with a linked person.
    """

    mean: float = 13.0
    dispersion: float = 2.0
    local: float = 0.0
    moved: float = 0.0
    ring_effort: float = 1.0
    peak: float = 1.0
    season: float = 0.2
    trend: float = 0.1
    """Largest yearly trend of a register, as a share."""
    known: float = 0.6
    carried: float = 0.7
    """Share of displaced events that are with someone of the treated town's pool."""
    fortnights_before: int = 52
    has_controls: bool = True


@dataclass(frozen=True, slots=True)
class World:
    """A simulated set of registers and the truth, in events over the horizon."""

    events: EventColumns
    controls: list[Control]
    measure: Intervention
    towns: Towns
    true_local: float
    true_displaced: float
    variance: dict[str, float]
    """Variance of a town's change, for someone who knows dispersion, season and trends, in events squared."""

    def oracle_error(self, towns: Sequence[str]) -> float:
        """Standard error of the change of some towns for someone who knows all but what happened, in events."""
        return math.sqrt(sum(self.variance[t] for t in towns))


def pick_towns(table: MunicipalityTable | None = None, *, far: int | None = 24) -> Towns:
    """Pick towns next door to the scenarios' treated town, and as many far away; None: all others of the country."""
    table = table or load_municipalities()
    near = table.nearest(TREATED, count=len(list(table)))
    next_door = near[:RING]
    if far is None:
        return Towns(TREATED, next_door, near[RING:])
    away = [c for c in near if table.distance_m(TREATED, c) > 60_000]
    return Towns(TREATED, next_door, tuple(away[:: max(1, len(away) // far)][:far]))


def simulate_counts(scenario: Scenario, towns: Towns, seed: int) -> World:
    """Draw one world."""
    rng = np.random.default_rng(seed)
    codes, n = towns.all, scenario.fortnights_before
    after = -(-HORIZON_DAYS // FORTNIGHT)
    whole, receivers = n + after, slice(1, 4)
    effort, base = _effort(scenario, rng, len(codes), whole), _base(scenario, rng, len(codes), whole)
    expected = base * effort
    is_after = np.arange(whole) >= n
    lost = np.zeros_like(expected)
    lost[0][:, is_after] = scenario.local * expected[0][:, is_after]
    gained = np.zeros_like(expected)
    per_town = scenario.moved * expected[0][:, is_after] / 3
    gained[receivers][:, :, is_after] = per_town[None] * (effort / effort.mean())[receivers][:, :, is_after]
    mean = expected - lost
    mean[0][:, n - 4 : n] *= scenario.peak
    own = rng.poisson(dispersed(mean, scenario.dispersion, rng))
    moved = rng.poisson(dispersed(gained, scenario.dispersion, rng))
    events = _events(own, moved, codes, scenario, rng)
    inside = HORIZON_DAYS / (after * FORTNIGHT)
    measured_on = day_of(FIRST_DAY + n * FORTNIGHT)
    return World(
        events,
        _controls(effort, codes) if scenario.has_controls else [],
        Intervention("M", (towns.treated,), measured_on, None, InterventionKind.CLOSURE, None, "c", "b"),
        towns,
        true_local=-float(lost.sum()) * inside,
        true_displaced=float(gained.sum()) * inside,
        variance=dict(zip(codes, _variances(mean + gained, scenario, inside).tolist(), strict=True)),
    )


def _variances(mean: Grid, scenario: Scenario, inside: float) -> Grid:
    n = scenario.fortnights_before
    before, after = mean[:, :, n - 26 : n].sum(axis=(1, 2)), mean[:, :, n:].sum(axis=(1, 2)) * inside
    found: Grid = scenario.dispersion * (after + before * (HORIZON_DAYS / 364) ** 2)
    return found


def _effort(scenario: Scenario, rng: np.random.Generator, towns: int, whole: int) -> Grid:
    """Visits, shape (towns, sources, fortnights): eight on average, more in the ring after the measure."""
    visits = np.maximum(1, rng.poisson(8.0, (towns, len(SOURCES), whole))).astype(float)
    ring = visits[1 : 1 + RING, :, scenario.fortnights_before :]
    visits[1 : 1 + RING, :, scenario.fortnights_before :] = np.maximum(1, np.round(ring * scenario.ring_effort))
    return visits


def _base(scenario: Scenario, rng: np.random.Generator, towns: int, whole: int) -> Grid:
    """Events per visit that are to be expected without the measure."""
    time = np.arange(whole) / 26
    phase = rng.uniform(0, 2 * np.pi)
    season = 1 + scenario.season * np.sin(2 * np.pi * time + phase)
    trends = 1 + rng.uniform(-scenario.trend, scenario.trend, len(SOURCES))[:, None] * (time - time.mean())[None, :]
    size = np.concatenate([[3.0], np.ones(towns - 1)]) * scenario.mean
    base: Grid = size[:, None, None] * np.array(SHARES)[None, :, None] * season[None, None, :] * trends[None] / 8.0
    return base


def dispersed(mean: Grid, dispersion: float, rng: np.random.Generator) -> Grid:
    """Gamma-distributed rates, so that Poisson counts of them have ``dispersion`` times their mean as variance."""
    if dispersion <= 1:
        return mean
    shape = np.maximum(mean, 1e-12) / (dispersion - 1)
    return np.where(mean > 0, rng.gamma(shape) * (dispersion - 1), 0.0)


def _events(own: Ints, moved: Ints, codes: Sequence[str], scenario: Scenario, rng: np.random.Generator) -> EventColumns:
    both = np.concatenate([own.ravel(), moved.ravel()]).astype(np.int64)
    cell = np.repeat(np.arange(len(both)), both)
    is_moved, cell = cell >= own.size, cell % own.size
    town, source, fortnight = np.unravel_index(cell, own.shape)
    n = len(cell)
    person = _persons(len(codes), town, fortnight, is_moved, scenario, rng)
    order = tuple(sorted(codes))
    place = np.array([order.index(c) for c in codes], dtype=np.int32)
    day = FIRST_DAY + fortnight * FORTNIGHT + rng.integers(FORTNIGHT, size=n)
    return drawn_events(town=place[town], source=source, day=day, person=person, towns=order, sources=SOURCES)


def _persons(
    towns: int,
    town: NDArray[np.int64],
    fortnight: NDArray[np.int64],
    is_moved: NDArray[np.bool_],
    scenario: Scenario,
    rng: np.random.Generator,
) -> NDArray[np.int64]:
    """Persons by event: of the town's own pool, sometimes of another town's, of the treated one's where displaced.

    A pool holds five persons for each event of a fortnight, each for a year on average.
    """
    n = len(town)
    own = np.where(rng.random(n) < 0.03, 0, np.where(rng.random(n) < 0.05, rng.integers(0, towns, n), town))
    known = rng.random(n) < scenario.known
    pool = np.where(is_moved, np.where(rng.random(n) < scenario.carried, 0, 99), own)
    size = np.maximum(3, 5 * scenario.mean * np.where(pool == 0, 3, 1)).astype(np.int64)
    at = np.where(is_moved & (pool == 0), np.minimum(fortnight, scenario.fortnights_before), fortnight)
    member = (at * size) // 26 + rng.integers(0, size)
    return np.where(known, pool * 1_000_000 + member, -1)


def _controls(effort: Grid, codes: Sequence[str]) -> list[Control]:
    begin = day_of(FIRST_DAY)
    made = []
    for (t, s, f), visits in np.ndenumerate(effort):
        first = begin + timedelta(days=FORTNIGHT * f)
        key = f"{t}-{s}-{f}"
        last = first + timedelta(days=FORTNIGHT - 1)
        made.append(Control(key, SOURCES[s], codes[t], first, last, int(visits), None, None, None, None, key, "b"))
    return made
