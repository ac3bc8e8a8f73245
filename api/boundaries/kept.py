"""Boundaries as a home keeps them: one file, replaced as a whole, with where they came from."""

import json
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import shapely
from shapely.geometry import mapping

from graph.errors import BoundariesError
from graph.geography import Border, Borders
from graph.geography.coverage import Coverage

NAME = "boundaries.json"
_GRID_M = 1.0


@dataclass(frozen=True, slots=True)
class Origin:
    """Where boundaries came from. ``sha256`` is that of the file as it came; ``obtained_at`` an ISO time, UTC."""

    source: str
    vintage: str
    sha256: str
    attribution: str
    obtained_at: str

    @property
    def about(self) -> str:
        """Source and vintage, for texts."""
        return f"{self.attribution} (vintage {self.vintage})"


@dataclass(frozen=True, slots=True)
class Kept:
    """Boundaries of a home: origin, borders, and simplified polygons as GeoJSON in RD New, whole metres."""

    origin: Origin
    borders: Borders
    features: Mapping[str, Any]


def keep(folder: Path, origin: Origin, coverage: Coverage, borders: Borders) -> None:
    """Keep boundaries; those that were there before stay until the last moment.

    Raises
    ------
    BoundariesError
        When the folder can't be written.
    """
    said = {
        "origin": asdict(origin),
        "borders": [asdict(b) for b in borders],
        "map": {
            "type": "FeatureCollection",
            "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}},
            "features": [
                {"type": "Feature", "properties": {"code": code}, "geometry": _drawn(polygon)}
                for code, polygon in zip(coverage.codes, coverage.simplified, strict=True)
            ],
        },
    }
    temporary = folder / f"{NAME}.{os.getpid()}.new"
    try:
        temporary.write_text(json.dumps(said, separators=(",", ":")), encoding="utf-8")
        temporary.replace(folder / NAME)
    except OSError as error:
        message = f"{folder} can't be written ({error.strerror}): free the disk, or check the rights"
        raise BoundariesError(message) from None
    finally:
        temporary.unlink(missing_ok=True)


def _drawn(polygon: Any) -> dict[str, Any]:
    """GeoJSON in whole metres; what a grid would make invalid keeps its own coordinates."""
    gridded = shapely.transform(polygon, lambda xy: (xy / _GRID_M).round() * _GRID_M)
    return dict(mapping(gridded if gridded.is_valid else polygon))


def load_kept(folder: Path) -> Kept | None:
    """Boundaries of a home; None where none are kept.

    Raises
    ------
    BoundariesError
        When they can't be read.
    """
    try:
        said = json.loads((folder / NAME).read_text(encoding="utf-8"))
        origin = Origin(**said["origin"])
        return Kept(origin, Borders((Border(**b) for b in said["borders"]), about=origin.about), said["map"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        message = f"the boundaries in {folder} are damaged: fetch or import them again"
        raise BoundariesError(message) from None
