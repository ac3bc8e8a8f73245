"""Rings round municipalities: who is next door, and who is next to those.

Ring 1 of some municipalities are those that border on one of them; ring 2 those that border on ring 1 and are in
neither. Where boundaries are missing, ring 1 is within 25 km between the municipalities' points and ring 2 within
50 km: a stand-in that every result has to name. Either way "next door" goes both ways. Codes of dissolved
municipalities stand for those that hold their territory today.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from graph.geography.borders import Borders
from graph.geography.municipalities import MunicipalityTable

RING_1_M, RING_2_M = 25_000.0, 50_000.0
"""Distances between points, in metres, that stand in for contiguity where there are no boundaries."""

BY_DISTANCE = {
    "en": "next door is by distance between points: no boundaries were imported",
    "nl": "buurgemeenten zijn gekozen op afstand tussen punten: er zijn geen gemeentegrenzen ingelezen",
}
PARTLY_BY_DISTANCE = {
    "en": "next door is by distance between points for {names}: not in the boundaries that were imported",
    "nl": "buurgemeenten van {names} zijn gekozen op afstand tussen punten: niet in de ingelezen gemeentegrenzen",
}
"""What results say where boundaries are missing, by language."""


@dataclass(frozen=True, slots=True)
class Rings:
    """Codes of ring 1 and ring 2, sorted; neither holds a code of the other or of those they lie round."""

    first: tuple[str, ...]
    second: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Neighbourhood:
    """Who is next door: from the table's borders where there are any, from points otherwise."""

    table: MunicipalityTable

    @property
    def borders(self) -> Borders | None:
        """Borders of the boundaries that were imported."""
        return self.table.borders

    def is_next_door(self, a: str, b: str) -> bool:
        """Whether two different municipalities lie in each other's ring 1."""
        here, there = self.table.current(a), self.table.current(b)
        return here != there and self._touch(here, there)

    def rings(self, towns: Iterable[str]) -> Rings:
        """Rings round some municipalities, of all that exist today."""
        inside = {self.table.current(t) for t in towns}
        others = [m.code for m in self.table if m.valid_until is None and m.code not in inside]
        first = [c for c in others if any(self._touch(c, t) for t in inside)]
        outer = [c for c in others if c not in set(first)]
        return Rings(tuple(first), tuple(c for c in outer if self._is_second(c, inside, first)))

    def caveat(self, towns: Iterable[str], language: Literal["en", "nl"] = "en") -> str | None:
        """What has to be said of how neighbours of some municipalities are known; None where all is by borders."""
        if self.borders is None:
            return BY_DISTANCE[language]
        lacking = sorted({self.table.current(t) for t in towns if not self._is_covered(self.table.current(t))})
        names = ", ".join(self.table.name(t) for t in lacking)
        return PARTLY_BY_DISTANCE[language].format(names=names) if lacking else None

    def why(self, code: str, towns: Iterable[str]) -> str:
        """How a municipality lies to some others, in words and metres, from its nearest tie to them."""
        inside = sorted({self.table.current(t) for t in towns})
        if self.borders is not None:
            ties = [b for t in inside if (b := self.borders.between(code, t))]
            if ties:
                tie = max(ties, key=lambda b: (b.shared_m, -b.water_m))
                other = self.table.name(tie.b if tie.a == code else tie.a)
                return (
                    f"borders on {other} over {tie.shared_m:.0f} m"
                    if tie.shared_m > 0
                    else f"{tie.water_m:.0f} m across water from {other}"
                )
        nearest = min(inside, key=lambda t: (self.table.distance_m(code, t), t))
        return f"{self.table.distance_m(code, nearest) / 1000:.0f} km from {self.table.name(nearest)}"

    def _is_covered(self, code: str) -> bool:
        return self.borders is not None and self.borders.covers(code)

    def _touch(self, a: str, b: str) -> bool:
        if self._is_covered(a) and self._is_covered(b):
            assert self.borders is not None
            return self.borders.between(a, b) is not None
        return self.table.distance_m(a, b) <= RING_1_M

    def _is_second(self, code: str, inside: Iterable[str], first: Iterable[str]) -> bool:
        """Next to ring 1 by a border; or, where borders don't tell of this pair, within reach of the middle."""
        if self._is_covered(code) and any(self._is_covered(t) for t in inside):
            return any(self._is_covered(f) and self._touch(code, f) for f in first)
        return any(self.table.distance_m(code, t) <= RING_2_M for t in inside)
