"""Polygons of a GeoJSON (RFC 7946) or TopoJSON text.

TopoJSON keeps each border once, as an arc that polygons name by number, backwards by its complement; with a transform,
positions are whole numbers, each the difference from the one before (Bostock and Metcalf, The TopoJSON Format
Specification, 2013).
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

import shapely
from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

from api.boundaries.layer import Layer, Wanted
from graph.errors import BoundariesError

_EPSG = re.compile(r"EPSG:{1,2}(?:[\d.]*:)?(\d+)$")
_SPOILT = "is damaged, or neither GeoJSON nor TopoJSON: fetch or export it again"


def parse(text: bytes) -> dict[str, Any]:
    """Parse a text as a JSON object.

    Raises
    ------
    BoundariesError
        When it is none.
    """
    try:
        said = json.loads(text.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        message = f"the file {_SPOILT}"
        raise BoundariesError(message)
    return said


def read_layer(said: Mapping[str, Any], *, layer: str | None, is_wanted: Wanted) -> Layer:
    """Read the features of a parsed text.

    Parameters
    ----------
    said
        The text, parsed.
    layer
        Object of a TopoJSON; None: the first that is wanted.
    is_wanted
        Whether the properties of an object's features are those of municipalities.

    Raises
    ------
    BoundariesError
        When it isn't GeoJSON or TopoJSON, or has no such object.
    """
    try:
        if said.get("type") == "Topology":
            return _topology(said, layer, is_wanted)
        if said.get("type") == "FeatureCollection":
            features = [(f.get("properties") or {}, _shape(f["geometry"])) for f in said["features"]]
            return Layer(features, _epsg(said), "GeoJSON", str(said.get("name", "")))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, RecursionError, shapely.errors.ShapelyError):
        pass
    message = f"the file {_SPOILT}"
    raise BoundariesError(message)


def _shape(geometry: Mapping[str, Any] | None) -> BaseGeometry:
    return shape(geometry) if geometry else shapely.Polygon()


def _epsg(said: Mapping[str, Any]) -> int | None:
    crs = said.get("crs")
    name = str(crs["properties"]["name"]) if crs else ""
    match = _EPSG.search(name)
    if match:
        return int(match[1])
    return 4326 if name.endswith("CRS84") else None


def _topology(said: Mapping[str, Any], layer: str | None, is_wanted: Wanted) -> Layer:
    objects = said["objects"]
    if layer is not None and layer not in objects:
        message = f"there is no such object; there are {', '.join(sorted(objects)) or 'none'}"
        raise BoundariesError(message)
    arcs = [_arc(arc, said.get("transform")) for arc in said["arcs"]]
    for name in [layer] if layer else list(objects):
        members = objects[name].get("geometries", [objects[name]])
        properties = [{"id": m.get("id"), **(m.get("properties") or {})} for m in members]
        if is_wanted(properties):
            shapes = [shape(_unrolled(m, arcs)) for m in members]
            return Layer(list(zip(properties, shapes, strict=True)), _epsg(said), "TopoJSON", name)
    message = f"no object holds municipalities with a CBS code; there are {', '.join(sorted(objects)) or 'none'}"
    raise BoundariesError(message)


def _arc(arc: Sequence[Sequence[float]], transform: Mapping[str, Any] | None) -> list[tuple[float, float]]:
    if transform is None:
        return [(p[0], p[1]) for p in arc]
    (kx, ky), (dx, dy) = transform["scale"], transform["translate"]
    x = y = 0.0
    points = []
    for step in arc:
        x, y = x + step[0], y + step[1]
        points.append((x * kx + dx, y * ky + dy))
    return points


def _unrolled(member: Mapping[str, Any], arcs: Sequence[list[tuple[float, float]]]) -> dict[str, Any]:
    def ring(numbers: Sequence[int]) -> list[tuple[float, float]]:
        points: list[tuple[float, float]] = []
        for n in numbers:
            part = arcs[n] if n >= 0 else arcs[~n][::-1]
            points += part[1:] if points else part
        return points

    kind = member["type"]
    if kind == "Polygon":
        return {"type": kind, "coordinates": [ring(r) for r in member["arcs"]]}
    if kind == "MultiPolygon":
        return {"type": kind, "coordinates": [[ring(r) for r in part] for part in member["arcs"]]}
    return {"type": "Polygon", "coordinates": []}
