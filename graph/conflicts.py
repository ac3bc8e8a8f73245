"""Conflicts: encounters that one person can hardly both have had. A question for linkage, and no move.

Two kinds. *Too fast*: two encounters with a time, in towns further apart than anybody travels between them. *Distant
towns on one date*: two encounters known to the day, in towns far apart; possible, and rare enough to be looked at. Either
two people were taken for one, or a register wrote a wrong time or place; both are for review to settle. Until then
neither encounter has a place in an itinerary or supports a circuit, and nothing of it counts for or against sameness.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.geography import MunicipalityTable, load_municipalities
from graph.reappearance import Met


class ConflictKind(StrEnum):
    """Why two encounters hardly go together."""

    TOO_FAST = "too fast between two towns"
    ONE_DATE = "distant towns on one date"


@dataclass(frozen=True, slots=True)
class TravelRules:
    """How far somebody gets.

    Attributes
    ----------
    speed_km_h
        Straight-line speed that is never reached from door to door. The highest limit on Dutch motorways is 130 km/h
        (Besluit van 19 november 2019: 100 by day since 16 March 2020), and roads are about 1.3 times as long as the
        straight line (circuity factors of Ballou, Rahardja and Sakai 2002), so 100 km/h.
    town_km
        Taken off the distance between two municipalities' points: an encounter may be anywhere in either. Two of the
        typical municipality's radius (about 5 km for 100 km2).
    distant_km
        From here on two towns on one date are far apart: more than an hour of driving. A choice; no source.
    """

    speed_km_h: float = 100.0
    town_km: float = 10.0
    distant_km: float = 75.0


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two encounters of one person (the smaller id first), how far apart they lie in km, and in minutes if timed."""

    left: str
    right: str
    kind: ConflictKind
    km: float
    minutes: int | None

    @property
    def because(self) -> str:
        """The reason in words."""
        if self.minutes is None:
            return f"{self.kind}: {self.km:.0f} km apart"
        return f"{self.kind}: {self.km:.0f} km in {self.minutes} minutes"


def conflicting_pairs(
    columns: EncounterColumns, rules: TravelRules | None = None, municipalities: MunicipalityTable | None = None
) -> NDArray[np.int64]:
    """Row numbers of every two encounters in conflict, shape (k, 2).

    Towns that have no point (unknown codes) are never far from anything. Linear in the number of encounters, but for
    persons with many within two days.
    """
    rules = rules or TravelRules()
    km = _distances_km(columns.municipalities, municipalities or load_municipalities())
    exact = (columns.first_day == columns.last_day) & (columns.person >= 0)
    at = np.flatnonzero(exact)
    found = [np.zeros((0, 2), dtype=np.int64)]
    here, step = np.arange(len(at)), 1
    while len(here):
        here = here[here + step < len(at)]
        one, other = at[here], at[here + step]
        near = (columns.person[one] == columns.person[other]) & (columns.first_day[other] - columns.first_day[one] <= 1)
        here, one, other = here[near], one[near], other[near]
        apart = km[columns.municipality[one], columns.municipality[other]]
        timed = (columns.minute[one] > 0) & (columns.minute[other] > 0)
        days = (columns.first_day[other] - columns.first_day[one]).astype(np.int64)
        minutes = np.abs(days * 1440 + columns.minute[other] - columns.minute[one])
        fast = timed & (apart - rules.town_km > rules.speed_km_h * minutes / 60)
        wrong = fast | (~timed & (days == 0) & (apart > rules.distant_km))
        found.append(np.stack((one[wrong], other[wrong]), axis=1))
        step += 1
    pairs = np.concatenate(found)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))]


def in_conflict(columns: EncounterColumns) -> NDArray[np.bool_]:
    """Whether each encounter is in conflict with another of its person, shape (n,)."""
    marked = np.zeros(len(columns), dtype=bool)
    marked[conflicting_pairs(columns).ravel()] = True
    return marked


def conflicts_of(
    encounters: Iterable[Met], rules: TravelRules | None = None, municipalities: MunicipalityTable | None = None
) -> tuple[Conflict, ...]:
    """Conflicts among the encounters of one person, the furthest apart first."""
    rules, table = rules or TravelRules(), municipalities or load_municipalities()
    known = sorted((m for m in encounters if m.municipality in table), key=lambda m: m.id)
    found = [c for a, b in combinations(known, 2) if (c := _conflict(a, b, rules, table)) is not None]
    return tuple(sorted(found, key=lambda c: (-c.km, c.left, c.right)))


def _conflict(a: Met, b: Met, rules: TravelRules, table: MunicipalityTable) -> Conflict | None:
    if a.municipality == b.municipality or a.first_day != a.last_day or b.first_day != b.last_day:
        return None
    if abs((a.first_day - b.first_day).days) > 1:
        return None
    km = table.distance_m(a.municipality, b.municipality) / 1000
    if a.is_timed and b.is_timed:
        minutes = round(abs((a.seen_from - b.seen_from).total_seconds()) / 60)
        fast = km - rules.town_km > rules.speed_km_h * minutes / 60
        return Conflict(a.id, b.id, ConflictKind.TOO_FAST, km, minutes) if fast else None
    if a.first_day == b.first_day and km > rules.distant_km:
        return Conflict(a.id, b.id, ConflictKind.ONE_DATE, km, None)
    return None


def _distances_km(codes: Sequence[str], table: MunicipalityTable) -> NDArray[np.float64]:
    """Distances between the points of municipalities; 0 where either isn't known."""
    points = np.full((len(codes), 2), np.nan)
    for i, code in enumerate(codes):
        if code in table:
            m = table.get(table.current(code))
            points[i] = m.rd_x, m.rd_y
    gaps = points[:, None, :] - points[None, :, :]
    km: NDArray[np.float64] = np.nan_to_num(np.hypot(gaps[..., 0], gaps[..., 1]) / 1000)
    return km
