"""Registers of the invented region: how hard each looks where and when, and which of them writes a person down."""

import math
import random
from dataclasses import dataclass
from datetime import date, timedelta

from graph.geography import load_municipalities
from ingest.simulation.world import ELSEWHERE, REGION, World

FORTNIGHT = 14
POLICE = "politie-regio-maasrand"
POLICE_ELSEWHERE = "politie-overig"
CARE = "zorgcoordinatie-maasrand"
HOTLINE = "meldpunt-maasrand"
_NOT_LETTERS = str.maketrans({" ": "-", "'": "", "(": "", ")": "", ".": ""})


@dataclass(frozen=True, slots=True)
class Visits:
    """Visits of one register in one town during one fortnight (from its first day, day 0 is the world's first)."""

    source: str
    town: str
    first_day: int
    visits: int


def team(town: str) -> str:
    """Return the register of a town's own control team."""
    name = load_municipalities().name(town).lower().translate(_NOT_LETTERS)
    return f"{name}-controleteam" if town == "GM0599" else f"{name}-toezicht"


def police(town: str) -> str:
    """Return the police register that covers a town."""
    return POLICE if town in REGION else POLICE_ELSEWHERE


def effort(world: World, rng: random.Random) -> list[Visits]:
    """Visits by register, town and fortnight: by the town's size, the season and chance."""
    found = []
    for town, share in {**REGION, **ELSEWHERE}.items():
        for source, base in ((team(town), 2.0 + 0.7 * share), (police(town), 1.0 + 0.25 * share)):
            diligence = rng.uniform(0.7, 1.4)
            for first in range(0, world.days, FORTNIGHT):
                season = 1 + 0.12 * math.sin(2 * math.pi * (first / 365.25 + 0.1))
                expected = base * diligence * season
                visits = max(0, round(rng.gauss(expected, expected**0.5)))
                found.append(Visits(source, town, first, visits))
    return found


def relative_effort(visits: list[Visits], world: World) -> dict[str, list[float]]:
    """Visits of all registers in a town by fortnight, relative to the town's own mean."""
    n = math.ceil(world.days / FORTNIGHT)
    totals = {town: [0.0] * n for town in (*REGION, *ELSEWHERE)}
    for v in visits:
        totals[v.town][v.first_day // FORTNIGHT] += v.visits
    return {town: [x / (sum(row) / n) for x in row] for town, row in totals.items()}


def day_of(world: World, day: int) -> date:
    """Return the date of a day number of the world."""
    return world.begin + timedelta(days=day)
