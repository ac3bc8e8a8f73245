"""Registers of the invented region: how hard each looks where and when, and which of them writes a person down."""

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from graph.geography import load_municipalities
from ingest.simulation.people import TOWNS
from ingest.simulation.world import REGION, World

FORTNIGHT = 14
POLICE = "politie-regio-maasrand"
POLICE_ELSEWHERE = "politie-overig"
CARE = "zorgcoordinatie-maasrand"
HOTLINE = "meldpunt-maasrand"
DAYS_A_YEAR = 365.25
_NOT_LETTERS = str.maketrans({" ": "-", "'": "", "(": "", ")": "", ".": ""})


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits of one register in one town during one fortnight (from its first day, day 0 is the world's first)."""

    source: str
    town: str
    first_day: int
    visits: int


@cache
def team(town: str) -> str:
    """Return the register of a town's own control team."""
    name = load_municipalities().name(town).lower().translate(_NOT_LETTERS)
    return f"{name}-controleteam" if town == "GM0599" else f"{name}-toezicht"


def is_police(source: str) -> bool:
    """Whether a register is one of the police."""
    return source in (POLICE, POLICE_ELSEWHERE)


def police(town: str) -> str:
    """Return the police register that covers a town."""
    return POLICE if town in REGION else POLICE_ELSEWHERE


@dataclass(frozen=True, slots=True)
class Diligence:
    """How hard a town's registers look: ``factor`` relative to its size, with a ``swing`` over the year from a month."""

    factor: float
    swing: float
    phase: float

    def on(self, day: int) -> float:
        """Return the factor on a day of the world."""
        return self.factor * (1 + self.swing * math.sin(2 * math.pi * (day / DAYS_A_YEAR + self.phase)))


def effort(world: World, rng: random.Random) -> list[Visits]:
    """Visits by register, town and fortnight: by the town's size, its diligence, the season and chance."""
    found = []
    for town, share in TOWNS.items():
        looks = Diligence(rng.uniform(*world.effort_by_town), world.effort_by_season * rng.random(), rng.random())
        for source, base in _registers(town, share):
            for first in range(0, world.days, FORTNIGHT):
                expected = base * looks.on(first + FORTNIGHT // 2)
                found.append(Visits(source, town, first, max(0, round(rng.gauss(expected, expected**0.5)))))
    return found


def relative_effort(visits: list[Visits], world: World) -> dict[str, list[float]]:
    """Visits of all registers in a town by fortnight, relative to what a town of its size has in the mean.

    The mean over all encounters of the region is about 1: towns count by their share.
    """
    n = math.ceil(world.days / FORTNIGHT)
    totals = {town: [0.0] * n for town in TOWNS}
    for v in visits:
        totals[v.town][v.first_day // FORTNIGHT] += v.visits
    usual = {town: sum(base for _, base in _registers(town, share)) for town, share in TOWNS.items()}
    relative = {town: [x / usual[town] for x in row] for town, row in totals.items()}
    mean = sum(share * sum(relative[town]) / n for town, share in TOWNS.items()) / sum(TOWNS.values())
    return {town: [x / mean for x in row] for town, row in relative.items()}


def _registers(town: str, share: float) -> tuple[tuple[str, float], tuple[str, float]]:
    """Registers of a town with the visits a fortnight that its size would have."""
    return (team(town), 2.0 + 0.7 * share), (police(town), 1.0 + 0.25 * share)


def day_of(world: World, day: int) -> date:
    """Return the date of a day number of the world."""
    return world.begin + timedelta(days=day)
