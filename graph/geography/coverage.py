"""Boundaries as a polygonal coverage in RD New (EPSG:28992, metres): one clean polygon a municipality of today.

Boundaries come with slivers, overlaps and codes of another year. Here they are checked against the table of
municipalities, mapped to today's division (an older vintage is merged by its successors), and cleaned: first
``coverage_clean``, so that neighbours share every edge exactly, and only then ``coverage_simplify``, which keeps shared
edges shared (Shapely 2.2, GEOS 3.14). Simplifying first would tear neighbours apart.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from graph.errors import BoundariesError
from graph.geography.municipalities import MunicipalityTable

SNAP_M = 0.5
"""Vertices nearer than this, in metres, are taken for the same."""

GAP_M = 10.0
"""Gaps narrower than this, in metres, between neighbours are closed."""

SIMPLIFIED_M = 100.0
"""Detail below about this, in metres, is left out of what maps draw."""

EXTENT_M = (-10_000.0, 290_000.0, 310_000.0, 650_000.0)
"""Least and largest x and y of the Netherlands in RD New, metres, with room at the edges."""


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found about boundaries, as codes: what a person importing them should read.

    ``known`` are municipalities of today that have a polygon, ``missing`` those that have none, ``unknown`` codes of
    the file that are in no table and were left out, ``merged`` pairs of a dissolved code and the one its polygon went
    to, ``repaired`` codes with an invalid polygon and what was wrong with it, ``empty`` codes without a polygon.
    """

    known: tuple[str, ...]
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    merged: tuple[tuple[str, str], ...]
    repaired: tuple[tuple[str, str], ...]
    empty: tuple[str, ...]

    @property
    def needs_a_look(self) -> bool:
        """Whether anything was left out, missing or repaired."""
        return bool(self.missing or self.unknown or self.repaired or self.empty)


@dataclass(frozen=True, slots=True)
class Coverage:
    """Clean polygons by code, RD New in metres: ``exact`` for borders, ``simplified`` for maps."""

    codes: tuple[str, ...]
    exact: tuple[BaseGeometry, ...]
    simplified: tuple[BaseGeometry, ...]


def clean_coverage(polygons: Sequence[tuple[str, BaseGeometry]], table: MunicipalityTable) -> tuple[Coverage, Checked]:
    """Check, map to today's division, clean and simplify.

    Parameters
    ----------
    polygons
        CBS codes (``GM0599``) and polygons in RD New, metres; a code may come more than once.
    table
        Municipalities.

    Raises
    ------
    BoundariesError
        When no polygon belongs to a known municipality, or the coordinates aren't RD New of the Netherlands.
    """
    unknown = sorted({code for code, _ in polygons if code not in table})
    repaired: dict[str, str] = {}
    empty: list[str] = []
    by_code: dict[str, list[BaseGeometry]] = {}
    for code, geometry in polygons:
        if code in unknown:
            continue
        if not geometry.is_valid:
            repaired[code] = shapely.is_valid_reason(geometry).split("[")[0].strip().lower()
        parts = _polygons(geometry)
        if not parts:
            empty.append(code)
            continue
        by_code.setdefault(table.current(code), []).extend(parts)
    if not by_code:
        message = "none of these polygons belongs to a municipality that is known: is it the layer of municipalities?"
        raise BoundariesError(message)
    codes = tuple(sorted(by_code))
    _check_extent(by_code)
    merged = sorted({(c, table.current(c)) for c, _ in polygons if c not in unknown and table.current(c) != c})
    coverage = _cleaned(codes, by_code)
    today = {m.code for m in table if m.valid_until is None}
    checked = Checked(
        coverage.codes,
        tuple(sorted(today - set(coverage.codes))),
        tuple(unknown),
        tuple(merged),
        tuple(sorted(repaired.items())),
        tuple(sorted({*empty, *set(codes) - set(coverage.codes)})),
    )
    return coverage, checked


def _cleaned(codes: tuple[str, ...], by_code: Mapping[str, Sequence[BaseGeometry]]) -> Coverage:
    united = np.array([shapely.union_all(list(by_code[c])) for c in codes], dtype=object)
    clean = shapely.coverage_clean(united, snapping_distance=SNAP_M, gap_width=GAP_M)
    kept = [i for i, g in enumerate(clean) if g is not None and not g.is_empty]
    exact = np.array([clean[i] for i in kept], dtype=object)
    if not shapely.coverage_is_valid(exact):
        message = "these polygons overlap in ways that can't be cleaned: import another file"
        raise BoundariesError(message)
    simplified = shapely.coverage_simplify(exact, SIMPLIFIED_M)
    return Coverage(tuple(codes[i] for i in kept), tuple(exact), tuple(simplified))


def _polygons(geometry: BaseGeometry) -> list[BaseGeometry]:
    """Polygons of a geometry, made valid; lines and points that are left over aren't territory."""
    valid = geometry if geometry.is_valid else shapely.make_valid(geometry)
    parts = shapely.get_parts(valid)
    flat = [q for p in parts for q in (shapely.get_parts(p) if p.geom_type == "MultiPolygon" else [p])]
    return [p for p in flat if p.geom_type == "Polygon" and p.area > 0]


def _check_extent(by_code: Mapping[str, Sequence[BaseGeometry]]) -> None:
    x_min, y_min, x_max, y_max = shapely.total_bounds([g for some in by_code.values() for g in some])
    if not (EXTENT_M[0] <= x_min <= x_max <= EXTENT_M[2] and EXTENT_M[1] <= y_min <= y_max <= EXTENT_M[3]):
        message = "these polygons lie outside the Netherlands: are the coordinates RD New (EPSG:28992) or WGS84?"
        raise BoundariesError(message)
