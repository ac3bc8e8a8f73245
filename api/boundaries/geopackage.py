"""Polygons of a GeoPackage layer (OGC 12-128r18): a SQLite file whose geometries are WKB behind a short header.

Read by the standard library: the general readers of such files open whatever else a file points at, other hosts too.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import quote

import shapely
from shapely.geometry.base import BaseGeometry

from api.boundaries.layer import Layer, Properties, Wanted
from graph.errors import BoundariesError

MAGIC = b"SQLite format 3\x00"
MAX_FEATURES = 20_000
_ENVELOPE_BYTES = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}


def read_layer(path: Path, *, layer: str | None, is_wanted: Wanted) -> Layer:
    """Read one layer of polygons.

    Parameters
    ----------
    path
        The file.
    layer
        Name of the layer; None: a generalised layer of municipalities before any other that is wanted.
    is_wanted
        Whether the properties of a layer's features are those of municipalities.

    Raises
    ------
    BoundariesError
        When it is no GeoPackage, or has no such layer.
    """
    try:
        with sqlite3.connect(f"file:{quote(str(path.resolve()))}?mode=ro&immutable=1", uri=True) as db:
            db.execute("PRAGMA trusted_schema = OFF")
            db.row_factory = sqlite3.Row
            return _layer(db, layer, is_wanted)
    except (sqlite3.Error, shapely.errors.ShapelyError, ValueError, IndexError, TypeError, KeyError):
        message = f"{path.name} is damaged, or no GeoPackage: fetch or export it again"
        raise BoundariesError(message) from None


def _layer(db: sqlite3.Connection, layer: str | None, is_wanted: Wanted) -> Layer:
    tables = {
        r["table_name"]: r
        for r in db.execute(
            "SELECT c.table_name, c.column_name, s.organization, s.organization_coordsys_id AS code "
            "FROM gpkg_geometry_columns c LEFT JOIN gpkg_spatial_ref_sys s ON s.srs_id = c.srs_id"
        )
    }
    if layer is not None and layer not in tables:
        message = f"there is no such layer; there are {', '.join(sorted(tables)) or 'none'}"
        raise BoundariesError(message)
    for name in [layer] if layer else sorted(tables, key=_rank):
        row = tables[name]
        features = list(_features(db, name, row["column_name"]))
        if features and is_wanted([p for p, _ in features]):
            is_epsg = str(row["organization"]).upper() == "EPSG"
            return Layer(features, int(row["code"]) if is_epsg else None, "GeoPackage", name)
    message = f"no layer holds polygons of municipalities with a CBS code; there are {', '.join(sorted(tables))}"
    raise BoundariesError(message)


def _rank(name: str) -> tuple[int, str]:
    """Layers of municipalities first, generalised ones before exact ones, labels last."""
    folded = name.casefold()
    if "gemeente" not in folded and "municip" not in folded:
        return 3, name
    return (2 if "label" in folded else 1 if "niet" in folded else 0), name


def _features(db: sqlite3.Connection, table: str, column: str) -> Sequence[tuple[Properties, BaseGeometry]]:
    quoted = table.replace('"', '""')
    found: list[tuple[Properties, BaseGeometry]] = []
    for row in db.execute(f'SELECT * FROM "{quoted}" LIMIT {MAX_FEATURES}'):  # noqa: S608 - a name can't be a parameter
        if row[column] is None:
            continue
        geometry = _geometry(row[column])
        if geometry.geom_type not in {"Polygon", "MultiPolygon", "GeometryCollection"}:
            return []
        found.append(({k: row[k] for k in row.keys() if k != column}, geometry))  # noqa: SIM118 - a Row isn't a dict
    return found


def _geometry(blob: bytes) -> BaseGeometry:
    """Geometry of a GeoPackage blob: ``GP``, version, flags, reference system, envelope, WKB."""
    if blob[:2] != b"GP":
        raise ValueError
    start = 8 + _ENVELOPE_BYTES[(blob[3] >> 1) & 7]
    return shapely.from_wkb(blob[start:])
