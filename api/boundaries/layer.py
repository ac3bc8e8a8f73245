"""What every reader of boundaries gives: the features of one layer."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shapely.geometry.base import BaseGeometry

Properties = Mapping[str, Any]
"""What a file says of a feature."""

Wanted = Callable[[Sequence[Properties]], bool]
"""Whether the properties of a layer's features are those of municipalities."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Features of one layer in the file's own coordinates; ``epsg`` as the file declares it, None where it doesn't."""

    features: Sequence[tuple[Properties, BaseGeometry]]
    epsg: int | None
    file_format: str
    name: str
