"""The municipalities of the Netherlands, which of them existed when, and where they lie.

Facts, in two tables beside this module. ``municipalities.csv``: the 342 municipalities of 2024 with code, name,
province, safety region, police unit (one for each of the ten regional units), population on 1 January 2023 and a
point inside (RD New, EPSG:28992, metres; and WGS84 degrees). ``reorganisations.csv``: those dissolved since 2019 and
the municipality that took their territory or most of it. Source: CBS/Kadaster, CBS Gebiedsindelingen 2024, and CBS
Wijken en Buurten 2023 (CC BY 4.0); police units by safety region as the National Police lists them.
"""

import csv
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files

from graph.geography.borders import Borders

CODES_CHECKED_FROM = date(2019, 1, 1)
"""From this date on a code must be valid on the day; before it, any known code is accepted and the report says so."""


@dataclass(frozen=True, slots=True)
class Municipality:
    """A municipality: ``valid_until`` is the first day on which it was no more; None where it still is.

    ``rd_x`` and ``rd_y`` are metres in RD New (EPSG:28992), NaN for dissolved ones; ``valid_from`` None: before 2019.
    """

    code: str
    name: str
    province: str
    safety_region: str
    safety_region_name: str
    police_unit: str
    population: int
    rd_x: float
    rd_y: float
    valid_from: date | None = None
    valid_until: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a municipality's code or name stands for: a ``code``, or a ``problem``; ``note`` is worth reporting."""

    code: str | None
    problem: str | None = None
    note: str | None = None


class MunicipalityTable:
    """All municipalities by code and name; ``borders`` between them where boundaries were imported, None otherwise."""

    def __init__(self, municipalities: tuple[Municipality, ...], *, borders: Borders | None = None) -> None:
        self.borders = borders
        self._by_code = {m.code: m for m in municipalities}
        by_name: dict[str, list[Municipality]] = {}
        for m in municipalities:
            by_name.setdefault(_folded(m.name), []).append(m)
        self._by_name = by_name

    def with_borders(self, borders: Borders | None) -> "MunicipalityTable":
        """Return the same municipalities with the borders of some boundaries."""
        return MunicipalityTable(tuple(self._by_code.values()), borders=borders)

    def __iter__(self) -> Iterator[Municipality]:
        """Iterate over all municipalities, dissolved ones included, by code."""
        return iter(sorted(self._by_code.values(), key=lambda m: m.code))

    def __contains__(self, code: object) -> bool:
        """Whether a code is known, dissolved ones included."""
        return code in self._by_code

    def get(self, code: str) -> Municipality:
        """Municipality of a known code.

        Raises
        ------
        KeyError
            For an unknown code.
        """
        return self._by_code[code]

    def name(self, code: str) -> str:
        """Official name of a code; the code itself where it isn't known."""
        known = self._by_code.get(code)
        return known.name if known else code

    def resolve(self, text: str, first_day: date, last_day: date) -> Resolution:
        """Find the municipality that a code or official name meant on some day of an interval.

        Parameters
        ----------
        text
            CBS code (``GM0599``) or official name (``Bergen (NH.)``); case and surrounding blanks don't matter.
        first_day, last_day
            Local days that bound when the encounter took place, both included.
        """
        wanted = text.strip()
        by_code = self._by_code.get(wanted.upper())
        candidates = [by_code] if by_code else self._by_name.get(_folded(wanted), [])
        if not candidates:
            return Resolution(None, "unknown municipality")
        for m in candidates:
            if (m.valid_from is None or m.valid_from <= last_day) and (
                m.valid_until is None or first_day < m.valid_until
            ):
                return Resolution(m.code)
        m = candidates[0]
        if last_day < CODES_CHECKED_FROM:
            return Resolution(m.code, note=f"{m.code} is accepted before {CODES_CHECKED_FROM} without a check")
        if m.valid_until is not None and first_day >= m.valid_until:
            heir = f" and went to {self.name(m.successor)} ({m.successor})" if m.successor else ""
            return Resolution(None, f"municipality not valid on that date: {m.name} ended on {m.valid_until}{heir}")
        return Resolution(None, f"municipality not valid on that date: {m.name} began on {m.valid_from}")

    def current(self, code: str) -> str:
        """Code that a municipality's territory belongs to today, through every reorganisation."""
        m = self._by_code[code]
        while m.successor:
            m = self._by_code[m.successor]
        return m.code

    def today(self, code: str) -> str:
        """As :meth:`current`; a code that isn't known stands for itself."""
        return self.current(code) if code in self._by_code else code

    def distance_m(self, a: str, b: str) -> float:
        """Distance between the points of two municipalities, in metres, dissolved ones by their successor."""
        one, other = self._by_code[self.current(a)], self._by_code[self.current(b)]
        return math.hypot(one.rd_x - other.rd_x, one.rd_y - other.rd_y)

    def nearest(self, code: str, *, count: int) -> tuple[str, ...]:
        """Codes of the ``count`` municipalities nearest to one by their points, nearest first."""
        here = self.current(code)
        others = [m.code for m in self if m.valid_until is None and m.code != here]
        return tuple(sorted(others, key=lambda c: (self.distance_m(here, c), c))[:count])


@lru_cache(maxsize=1)
def load_municipalities() -> MunicipalityTable:
    """Load the table that comes with the product."""
    current = tuple(_municipality(row) for row in _rows("municipalities.csv"))
    by_code = {m.code: m for m in current}
    dissolved = tuple(_dissolved(row, by_code[row["successor"]]) for row in _rows("reorganisations.csv"))
    return MunicipalityTable(current + dissolved)


def _rows(name: str) -> list[dict[str, str]]:
    text = (files("graph.geography") / name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _municipality(row: dict[str, str]) -> Municipality:
    return Municipality(
        code=row["code"],
        name=row["name"],
        province=row["province"],
        safety_region=row["safety_region"],
        safety_region_name=row["safety_region_name"],
        police_unit=row["police_unit"],
        population=int(row["population"]),
        rd_x=float(row["rd_x"]),
        rd_y=float(row["rd_y"]),
        valid_from=date.fromisoformat(row["valid_from"]) if row["valid_from"] else None,
    )


def _dissolved(row: dict[str, str], successor: Municipality) -> Municipality:
    return Municipality(
        code=row["code"],
        name=row["name"],
        province=successor.province,
        safety_region=successor.safety_region,
        safety_region_name=successor.safety_region_name,
        police_unit=successor.police_unit,
        population=0,
        rd_x=math.nan,
        rd_y=math.nan,
        valid_until=date.fromisoformat(row["ended_on"]),
        successor=row["successor"],
    )


def _folded(name: str) -> str:
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join(plain.replace("\u2019", "'").casefold().split())
