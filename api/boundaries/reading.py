"""A file of boundaries to polygons in RD New: GeoPackage, GeoJSON or TopoJSON, in RD New or WGS84.

The format is what the content says, not the name. Codes stand in whatever property holds a CBS code for every feature.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pyproj
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from api.boundaries import geojson, geopackage
from api.boundaries.layer import Layer, Properties
from graph.errors import BoundariesError

MAX_JSON_BYTES = 256_000_000
MAX_GEOPACKAGE_BYTES = 2_000_000_000
"""Beyond these, a file isn't one of municipalities."""

RD_NEW, WGS84 = 28992, 4326
_SAME_AS_WGS84 = {4326, 4258, 4979, 4937}
"""ETRS89 and WGS84 lie within a metre of each other in the Netherlands."""

_SAME_AS_RD = {28992, 7415}
_RD_EXTENT = (-10_000.0, 290_000.0, 310_000.0, 650_000.0)
_WGS84_EXTENT = (2.5, 50.5, 7.6, 54.0)
_CODE = re.compile(r"(?:GM)?(\d{4})")
_YEAR_CODE = re.compile(r"(\d{4})GM\d{4}")
_CODE_NAMES = ("statcode", "gm_code", "gemeentecode", "code", "identificatie")


@dataclass(frozen=True, slots=True)
class Read:
    """Polygons by CBS code in RD New, metres. ``vintage`` is the year the codes are of, where the file says so.

    ``is_cbs``: the properties are those of the CBS gebiedsindelingen.
    """

    polygons: tuple[tuple[str, BaseGeometry], ...]
    file_format: str
    layer: str
    epsg: int
    vintage: str | None
    is_cbs: bool


def read_boundaries(path: Path, *, layer: str | None = None) -> Read:
    """Read boundaries from a file.

    Parameters
    ----------
    path
        GeoPackage, GeoJSON or TopoJSON.
    layer
        Layer of a GeoPackage, or object of a TopoJSON; the one of municipalities is found otherwise.

    Raises
    ------
    BoundariesError
        When the file can't be read, is too large, has no codes, or is in another coordinate system.
    """
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            is_geopackage = stream.read(16) == geopackage.MAGIC
        if size > (MAX_GEOPACKAGE_BYTES if is_geopackage else MAX_JSON_BYTES):
            message = f"{path.name} is too large for boundaries of municipalities: import the generalised ones"
            raise BoundariesError(message)
        if is_geopackage:
            return _read(geopackage.read_layer(path, layer=layer, is_wanted=_holds_codes))
        return _read(geojson.read_layer(geojson.parse(path.read_bytes()), layer=layer, is_wanted=_holds_codes))
    except OSError as error:
        message = f"{path.name} can't be read ({error.strerror}): check the name and the rights"
        raise BoundariesError(message) from None


def _read(layer: Layer) -> Read:
    features = layer.features
    key = _code_key([p for p, _ in features])
    if key is None:
        message = "no property holds a CBS code (GM0599) for every feature: is it the layer of municipalities?"
        raise BoundariesError(message)
    geometries = [g for _, g in features]
    code = _coordinate_system(geometries, layer.epsg)
    years = {m[1] for p, _ in features for v in p.values() if isinstance(v, str) and (m := _YEAR_CODE.fullmatch(v))}
    return Read(
        tuple((_code(p[key]), _in_rd(g, code)) for p, g in features),
        layer.file_format,
        layer.name,
        code,
        years.pop() if len(years) == 1 else None,
        is_cbs="statcode" in {k.casefold() for k in features[0][0]},
    )


def _holds_codes(properties: Sequence[Properties]) -> bool:
    return _code_key(properties) is not None


def _code_key(properties: Sequence[Properties]) -> str | None:
    """Property in which every feature has a CBS code, the usual names first."""
    if not properties:
        return None
    for key in sorted(properties[0], key=_rank):
        values = [p.get(key) for p in properties]
        if all(isinstance(v, str) and _CODE.fullmatch(v.strip()) for v in values):
            return key
    return None


def _rank(key: str) -> tuple[int, str]:
    folded = key.casefold()
    return (_CODE_NAMES.index(folded) if folded in _CODE_NAMES else len(_CODE_NAMES)), key


def _code(value: str) -> str:
    match = _CODE.fullmatch(value.strip())
    assert match is not None, "the property was chosen for it"
    return f"GM{match[1]}"


def _coordinate_system(geometries: Sequence[BaseGeometry], declared: int | None) -> int:
    """EPSG code that coordinates are in: what is declared where they agree with it, else what they look like."""
    bounds = shapely.total_bounds(geometries)
    if not np.isfinite(bounds).all():
        message = "coordinates are missing or not finite: import another file"
        raise BoundariesError(message)
    looks = next((c for c, e in ((RD_NEW, _RD_EXTENT), (WGS84, _WGS84_EXTENT)) if _within(bounds, e)), None)
    said = RD_NEW if declared in _SAME_AS_RD else WGS84 if declared in _SAME_AS_WGS84 else declared
    if said not in {None, RD_NEW, WGS84}:
        message = f"EPSG:{said} isn't read: give RD New (EPSG:28992) or WGS84 (EPSG:4326)"
        raise BoundariesError(message)
    if looks is None or (said is not None and said != looks):
        swapped = _within(bounds[[1, 0, 3, 2]], _WGS84_EXTENT)
        hint = "latitude comes before longitude" if swapped else "they lie outside the Netherlands"
        message = f"coordinates are neither RD New nor WGS84 of the Netherlands ({hint})"
        raise BoundariesError(message)
    return looks


def _within(bounds: NDArray[np.float64], extent: tuple[float, float, float, float]) -> bool:
    return bool((bounds[:2] >= extent[:2]).all() and (bounds[2:] <= extent[2:]).all())


def _in_rd(geometry: BaseGeometry, epsg: int) -> BaseGeometry:
    flat = shapely.force_2d(geometry)
    if epsg == RD_NEW:
        return flat

    def moved(xy: NDArray[np.float64]) -> NDArray[np.float64]:
        return np.column_stack(_to_rd().transform(xy[:, 0], xy[:, 1]))

    return shapely.transform(flat, moved)


@cache
def _to_rd() -> pyproj.Transformer:
    return pyproj.Transformer.from_crs(WGS84, RD_NEW, always_xy=True)
