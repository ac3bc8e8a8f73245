"""The same coverage from every format and coordinate system, and clear words for what can't be read."""

import itertools
import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import geopandas as gpd
import pyproj
import pytest
import shapely
from shapely.geometry import mapping

from api.boundaries.reading import read_boundaries
from graph.errors import BoundariesError
from tests.coverages import CODES, grid

SQUARES = grid(2, 1)
TO_WGS84 = pyproj.Transformer.from_crs(28992, 4326, always_xy=True)


def in_degrees(polygon: shapely.Geometry) -> shapely.Geometry:
    return shapely.transform(polygon, TO_WGS84.transform, interleaved=False)


def collection(*, key: str = "statcode", degrees: bool = False, crs: str | None = None, **more: Any) -> dict[str, Any]:
    features = [
        {
            "type": "Feature",
            "properties": {"naam": "invented", key: code, **more},
            "geometry": mapping(in_degrees(polygon) if degrees else polygon),
        }
        for code, polygon in SQUARES
    ]
    said: dict[str, Any] = {"type": "FeatureCollection", "features": features}
    return said | ({"crs": {"type": "name", "properties": {"name": crs}}} if crs else {})


def topology(*, quantised: bool) -> dict[str, Any]:
    """Two squares that share the arc between them, the second one backwards."""
    scale, x, y = (1000.0, 100_000, 400_000) if quantised else (1.0, 0, 0)
    lines = [
        [(110, 400), (110, 410)],
        [(110, 410), (100, 410), (100, 400), (110, 400)],
        [(110, 400), (120, 400), (120, 410), (110, 410)],
    ]
    arcs = []
    for line in lines:
        points = [((a * 1000 - x) / scale, (b * 1000 - y) / scale) for a, b in line]
        steps = [points[0], *((c - a, d - b) for (a, b), (c, d) in itertools.pairwise(points))]
        arcs.append(steps if quantised else points)
    geometries = [
        {"type": "Polygon", "arcs": [[0, 1]], "properties": {"statcode": CODES[0]}},
        {"type": "MultiPolygon", "arcs": [[[2, -1]]], "properties": {"statcode": CODES[1]}},
    ]
    said = {
        "type": "Topology",
        "arcs": arcs,
        "objects": {"land": {"type": "GeometryCollection", "geometries": geometries}},
    }
    return said | ({"transform": {"scale": [scale, scale], "translate": [x, y]}} if quantised else {})


def written(folder: Path, said: object) -> Path:
    path = folder / "some.json"
    path.write_text(said if isinstance(said, str) else json.dumps(said), encoding="utf-8")
    return path


def as_geopackage(folder: Path, layers: dict[str, gpd.GeoDataFrame]) -> Path:
    path = folder / "some.gpkg"
    for name, frame in layers.items():
        frame.to_file(path, layer=name, driver="GPKG")
    return path


def frame(*, crs: int, **columns: Any) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame(columns, geometry=[p for _, p in SQUARES], crs=28992).to_crs(crs)


def assert_same(path: Path, *, layer: str | None = None) -> None:
    found = read_boundaries(path, layer=layer)
    assert [code for code, _ in found.polygons] == list(CODES[:2])
    for (_, polygon), (_, expected) in zip(found.polygons, SQUARES, strict=True):
        assert shapely.symmetric_difference(polygon, expected).area < 30_000  # of 100 million m2


@pytest.mark.parametrize("said", [
    collection(),
    collection(key="code"),
    collection(crs="urn:ogc:def:crs:EPSG::28992"),
    collection(degrees=True),
    collection(degrees=True, crs="urn:ogc:def:crs:OGC:1.3:CRS84"),
    topology(quantised=False),
    topology(quantised=True),
])  # fmt: skip
def test_json_of_each_kind_gives_the_same_polygons(tmp_path: Path, said: dict[str, Any]) -> None:
    assert_same(written(tmp_path, said))


@pytest.mark.parametrize("crs", [28992, 4326, 4258])
def test_a_geopackage_gives_what_another_reader_wrote(tmp_path: Path, crs: int) -> None:
    codes = [code for code, _ in SQUARES]
    other = frame(crs=crs, statcode=["LD01", "LD02"])
    path = as_geopackage(tmp_path, {"landsdeel": other, "gemeente_gegeneraliseerd": frame(crs=crs, statcode=codes)})
    assert_same(path)
    assert_same(path, layer="gemeente_gegeneraliseerd")
    assert read_boundaries(path).is_cbs


def test_the_vintage_is_read_where_the_file_says_it(tmp_path: Path) -> None:
    assert read_boundaries(written(tmp_path, collection(jrstatcode="2024GM0014"))).vintage == "2024"
    assert read_boundaries(written(tmp_path, collection())).vintage is None


def spoilt_geopackage(folder: Path) -> Path:
    path = folder / "x.gpkg"
    with sqlite3.connect(path) as db:
        db.execute("CREATE TABLE gpkg_geometry_columns (table_name, column_name, srs_id)")
    return path


@pytest.mark.parametrize(("make", "words"), [
    (lambda f: written(f, "{"), "neither GeoJSON nor TopoJSON"),
    (lambda f: written(f, "[]"), "neither GeoJSON nor TopoJSON"),
    (lambda f: written(f, "[" * 100_000), "neither GeoJSON nor TopoJSON"),
    (lambda f: written(f, {"type": "FeatureCollection", "features": [{"type": "Feature"}]}), "is damaged"),
    (lambda f: written(f, {"type": "Topology", "objects": {}, "arcs": []}), "no object holds municipalities"),
    (lambda f: written(f, collection(key="buurt") | {"features": []}), "no property holds a CBS code"),
    (lambda f: written(f, collection(crs="urn:ogc:def:crs:EPSG::3857")), "EPSG:3857 isn't read"),
    (lambda f: written(f, collection(crs="urn:ogc:def:crs:EPSG::4326")), "neither RD New nor WGS84"),
    (spoilt_geopackage, "damaged, or no GeoPackage"),
    (lambda f: f / "missing.json", "can't be read"),
    (lambda f: f, "can't be read"),
])  # fmt: skip
def test_what_cannot_be_read_is_refused_in_one_line(tmp_path: Path, make: Callable[[Path], Path], words: str) -> None:
    with pytest.raises(BoundariesError, match=words) as refused:
        read_boundaries(make(tmp_path))
    assert "\n" not in str(refused.value)


def test_swapped_axes_are_named(tmp_path: Path) -> None:
    said = collection(degrees=True)
    for feature in said["features"]:
        feature["geometry"]["coordinates"] = [[(y, x) for x, y in ring] for ring in feature["geometry"]["coordinates"]]
    with pytest.raises(BoundariesError, match="latitude comes before longitude"):
        read_boundaries(written(tmp_path, said))
