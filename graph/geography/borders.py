"""Which municipalities border on each other, and how: what is kept of boundaries for the analyses.

Two municipalities border where they share a border of positive length; touching in a corner is none. Where water parts
a group of municipalities from all others (an island), the nearest across the water count as bordering.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Border:
    """Two bordering municipalities, ``a`` before ``b`` by code, both of the current division.

    ``shared_m`` is the length of the shared border in metres, 0 across water; ``water_m`` the distance between their
    territories in metres, 0 where they touch.
    """

    a: str
    b: str
    shared_m: float
    water_m: float = 0.0


class Borders:
    """All borders of one set of boundaries; ``about`` names it in texts (source and vintage)."""

    def __init__(self, borders: Iterable[Border], *, about: str) -> None:
        self.about = about
        self._all = tuple(sorted(borders))
        by_town: dict[str, dict[str, Border]] = {}
        for border in self._all:
            by_town.setdefault(border.a, {})[border.b] = border
            by_town.setdefault(border.b, {})[border.a] = border
        self._by_town = by_town

    def __iter__(self) -> Iterator[Border]:
        """Iterate over all borders, by code."""
        return iter(self._all)

    def __len__(self) -> int:
        """Return how many borders there are."""
        return len(self._all)

    def covers(self, code: str) -> bool:
        """Whether the boundaries hold a municipality at all."""
        return code in self._by_town

    def neighbours(self, code: str) -> tuple[str, ...]:
        """Codes that border on one, sorted; none where the boundaries don't hold it."""
        return tuple(sorted(self._by_town.get(code, ())))

    def between(self, a: str, b: str) -> Border | None:
        """Border between two municipalities, in either order."""
        return self._by_town.get(a, {}).get(b)
