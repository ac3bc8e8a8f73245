"""A whole country of invented towns with forty measures, of which twelve truly displaced something, and not much.

Towns lie where the municipalities do; which border on which is made from their points (Delaunay's triangulation without
long sides), since no boundaries ship. Levels differ by town, registers have a season and trends, visits differ by town,
register and half-year. Persons are met elsewhere without any measure too, next door more than far away.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay

from api.bench.displacement.counted import FIRST_DAY, FORTNIGHT, dispersed
from api.bench.displacement.drawn import drawn_events
from graph.columns import EventColumns, day_of
from graph.geography import MunicipalityTable, load_municipalities
from graph.geography.borders import Border, Borders
from graph.model import Control, Intervention, InterventionKind

Grid = NDArray[np.float64]
Ints = NDArray[np.int64]

SOURCES = ("team-east", "team-south", "team-west")
SHARES = np.array([0.5, 0.3, 0.2])
FORTNIGHTS = 26 * 10
HORIZON = 13
"""Fortnights over which what moved arrives: half a year."""
LONGEST_SIDE_M = 35_000.0
APART = 39
"""Measures whose towns are next door, or have a neighbour in common, are at least so many fortnights apart."""
VISITS = 8.0


class Kind(StrEnum):
    """What a measure did."""

    DISPLACED = "moved to one to three towns next door"
    REDUCED = "ended here, nothing moved"
    DIFFUSED = "ended here, and fell next door"
    PEAK = "after a random peak, nothing"
    EFFORT = "nothing, more visits next door"


NUMBERS = {Kind.DISPLACED: 12, Kind.REDUCED: 8, Kind.DIFFUSED: 4, Kind.PEAK: 8, Kind.EFFORT: 8}
"""Measures of each kind."""


@dataclass(frozen=True, slots=True)
class Setup:
    """How it is drawn. ``mean`` is events a fortnight in the middle town, ``treated`` the least where treated is."""

    mean: float = 2.0
    treated: float = 8.0
    dispersion: float = 1.5
    known: float = 0.6
    """Share of events with a linked person."""
    carried: float = 0.7
    """Share of displaced events that are with a person of the treated town."""
    moved: tuple[int, int] = (16, 48)
    """Fewest and most events that a displacement moves in half a year."""
    numbers: Mapping[Kind, int] = field(default_factory=lambda: dict(NUMBERS))
    """Measures of each kind."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One measure and what it truly did: towns that received, and how many events came in half a year."""

    measure: Intervention
    kind: Kind
    receivers: tuple[str, ...]
    moved: int


@dataclass(frozen=True, slots=True)
class Country:
    """A simulated country, and the truth."""

    events: EventColumns
    controls: list[Control]
    table: MunicipalityTable
    planted: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class _Site:
    town: int
    at: int
    kind: Kind


def bordered(table: MunicipalityTable) -> MunicipalityTable:
    """Give a table borders made from its points: sides of Delaunay's triangles up to 35 km."""
    towns = [m for m in table if m.valid_until is None]
    sides = set()
    for t in Delaunay(np.array([[m.rd_x, m.rd_y] for m in towns])).simplices:
        sides |= {(min(a, b), max(a, b)) for a, b in ((t[0], t[1]), (t[1], t[2]), (t[0], t[2]))}
    pairs = [sorted((towns[a].code, towns[b].code)) for a, b in sides]
    near = [Border(a, b, 1_000.0) for a, b in pairs if table.distance_m(a, b) <= LONGEST_SIDE_M]
    return table.with_borders(Borders(near, about="made from points"))


def draw_country(seed: int, setup: Setup | None = None) -> Country:
    """Draw a country with its measures."""
    setup, rng, table = setup or Setup(), np.random.default_rng(seed), bordered(load_municipalities())
    codes = tuple(m.code for m in table if m.valid_until is None)
    assert table.borders is not None
    near = [np.searchsorted(codes, table.borders.neighbours(c)) for c in codes]
    sites = _sites(rng, near, setup)
    level = setup.mean * np.exp(rng.normal(0, 0.5, len(codes)))
    where = [s.town for s in sites]
    level[where] = np.maximum(level[where], setup.treated)
    visits = _visits(rng, len(codes))
    mean = level[:, None, None] * _course(rng)[None]
    extra = []
    planted = []
    for k, site in enumerate(sites):
        _change(site, near[site.town], mean, visits)
        day = day_of(FIRST_DAY + site.at * FORTNIGHT)
        measure = Intervention(f"M{k:02}", (codes[site.town],), day, None, InterventionKind.CLOSURE, None, "c", "b")
        to = np.zeros(0, dtype=np.int64)
        if site.kind is Kind.DISPLACED:
            to = rng.choice(near[site.town], size=int(rng.integers(1, 4)), replace=False)
            extra.append(_arrivals(rng, site, to, int(rng.integers(setup.moved[0], setup.moved[1] + 1)), visits))
        planted.append(Planted(measure, site.kind, tuple(codes[i] for i in to), len(extra[-1]) if len(to) else 0))
    own = rng.poisson(dispersed(mean * visits / VISITS, setup.dispersion, rng))
    town, source, fortnight = np.unravel_index(np.repeat(np.arange(own.size), own.ravel()), own.shape)
    cells = np.concatenate([np.stack([town, source, fortnight, np.full(len(town), -1)], axis=1), *extra])
    person = _persons(rng, cells, near, level, sites, setup)
    return Country(_columns(rng, cells, person, codes), _controls(visits, codes), table, tuple(planted))


def _sites(rng: np.random.Generator, near: list[Ints], setup: Setup) -> list[_Site]:
    """Towns and fortnights of the measures: at least three neighbours, two years of data before, and room after."""
    kinds = [kind for kind, n in setup.numbers.items() for _ in range(n)]
    made: list[_Site] = []
    while len(made) < len(kinds):
        town, at = int(rng.integers(len(near))), int(rng.integers(52, FORTNIGHTS - HORIZON))
        area = {town, *near[town].tolist()}
        close = [s for s in made if area & {s.town, *near[s.town].tolist()}]
        if len(near[town]) >= 3 and all(abs(s.at - at) >= APART and s.town != town for s in close):
            made.append(_Site(town, at, kinds[len(made)]))
    return made


def _visits(rng: np.random.Generator, towns: int) -> Grid:
    """Visits, shape (towns, sources, fortnights): eight on average, more or less by town, register and half-year."""
    halves = -(-FORTNIGHTS // 13)
    looked = np.exp(rng.normal(0, 0.2, (towns, len(SOURCES), halves))).repeat(13, axis=2)[:, :, :FORTNIGHTS]
    return np.maximum(1, rng.poisson(VISITS * looked)).astype(float)


def _course(rng: np.random.Generator) -> Grid:
    """What registers find over time, shape (sources, fortnights): their shares, a season, a trend of each."""
    years = np.arange(FORTNIGHTS) / 26
    season = 1 + 0.2 * np.sin(2 * np.pi * (years + rng.random()))
    trend = np.exp(rng.uniform(-0.1, 0.1, len(SOURCES))[:, None] * (years - years.mean())[None])
    course: Grid = SHARES[:, None] * season[None] * trend
    return course


def _change(site: _Site, near: Ints, mean: Grid, visits: Grid) -> None:
    """Change means or visits in place by what a measure did, apart from what it moved."""
    after, peak = slice(site.at, None), slice(site.at - 4, site.at)
    match site.kind:
        case Kind.PEAK:
            mean[site.town][:, peak] *= 2.0
        case Kind.EFFORT:
            visits[near, :, after] = np.maximum(1, np.round(visits[near, :, after] * 1.5))
        case Kind.DIFFUSED:
            mean[near, :, after] *= 0.75
            mean[site.town][:, after] *= 0.5
        case Kind.DISPLACED | Kind.REDUCED:
            mean[site.town][:, after] *= 0.5


def _arrivals(rng: np.random.Generator, site: _Site, to: Ints, moved: int, visits: Grid) -> Ints:
    """Displaced events, shape (events, 4): town, source, fortnight and the town they come from, as visits find them."""
    inside = visits[to, :, site.at : site.at + HORIZON] * SHARES[None, :, None]
    at = rng.choice(inside.size, size=moved, p=(inside / inside.sum()).ravel())
    town, source, fortnight = np.unravel_index(at, inside.shape)
    return np.stack([to[town], source, fortnight + site.at, np.full(moved, site.town)], axis=1)


def _persons(
    rng: np.random.Generator, cells: Ints, near: list[Ints], level: Grid, sites: list[_Site], setup: Setup
) -> Ints:
    """Persons by event, -1 where unknown: of the town's pool, one time in 20 of a neighbour's, one in 50 of any.

    A pool holds five persons for each event of a fortnight, each for a year on average; those displaced were in the
    pool when the measure came.
    """
    town, fortnight, origin = cells[:, 0], cells[:, 2].copy(), cells[:, 3]
    n = len(cells)
    u = rng.random(n)
    most = max(map(len, near))
    padded = np.array([np.resize(some, most) if len(some) else np.full(most, i) for i, some in enumerate(near)])
    pool = np.where(u < 0.05, padded[town, rng.integers(most, size=n)], town)
    pool = np.where(u > 0.98, rng.integers(len(near), size=n), pool)
    came = origin >= 0
    own = came & (rng.random(n) < setup.carried)
    pool = np.where(own, origin, np.where(came, len(near), pool))
    begun = {s.town: s.at for s in sites}
    fortnight[own] = np.array([begun[int(t)] for t in origin[own]], dtype=np.int64)
    size = np.maximum(3, 5 * np.append(level, setup.mean)).astype(np.int64)[pool]
    member = (fortnight * size) // 26 + rng.integers(0, size)
    return np.where(rng.random(n) < setup.known, pool * 1_000_000 + member, -1)


def _columns(rng: np.random.Generator, cells: Ints, person: Ints, codes: tuple[str, ...]) -> EventColumns:
    day = FIRST_DAY + cells[:, 2] * FORTNIGHT + rng.integers(FORTNIGHT, size=len(cells))
    return drawn_events(town=cells[:, 0], source=cells[:, 1], day=day, person=person, towns=codes, sources=SOURCES)


def _controls(visits: Grid, codes: tuple[str, ...]) -> list[Control]:
    made = []
    for (t, s, f), n in np.ndenumerate(visits):
        first = day_of(FIRST_DAY) + timedelta(days=FORTNIGHT * f)
        key, last = f"{t}-{s}-{f}", first + timedelta(days=FORTNIGHT - 1)
        made.append(Control(key, SOURCES[s], codes[t], first, last, int(n), None, None, None, None, key, "b"))
    return made
