"""Small invented coverages: squares of a grid under real codes, in RD New, metres."""

from collections.abc import Sequence

import shapely
from shapely.geometry.base import BaseGeometry

from graph.geography import Border, Borders

SIDE_M = 10_000
CODES = ("GM0014", "GM0034", "GM0037", "GM0047", "GM0050", "GM0059", "GM0060", "GM0072", "GM0074")
"""Municipalities that keep their codes; where they really lie doesn't matter here."""


def square(column: int, row: int, *, side: int = SIDE_M) -> BaseGeometry:
    """Square of a grid whose first one begins at (100 km, 400 km)."""
    x, y = 100_000 + column * side, 400_000 + row * side
    return shapely.box(x, y, x + side, y + side)


def grid(columns: int, rows: int) -> list[tuple[str, BaseGeometry]]:
    """Grid of squares, by rows from the south-west, under the codes in their order."""
    places = [(c, r) for r in range(rows) for c in range(columns)]
    return [(CODES[i], square(*place)) for i, place in enumerate(places)]


def borders(*pairs: str, codes: Sequence[str] = CODES) -> Borders:
    """Borders of 1 km between codes named by their index: ``"01"`` is between the first and the second."""
    named = (sorted((codes[int(p[0])], codes[int(p[1])])) for p in pairs)
    return Borders((Border(a, b, 1000.0) for a, b in named), about="invented (vintage 2024)")
