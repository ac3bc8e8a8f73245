"""The shape of an export: typed columns in a fixed order, and rows that fill them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

Value = str | int | float | bool | date | datetime | Sequence[str] | None
"""A cell before it is written; None is unknown."""

Row = Mapping[str, Value]

Refer = Callable[[str], str]
"""From an encounter's id to how it is named in the export: its keyed id, or ``source_id/record_id``."""


class Type(StrEnum):
    """What a column holds."""

    TEXT = "text"
    TEXTS = "texts"
    INTEGER = "integer"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    MOMENT = "moment"


@dataclass(frozen=True, slots=True)
class Column:
    """A column and what it holds."""

    name: str
    type: Type


def columns(**types: Type) -> tuple[Column, ...]:
    """Columns in the order they are named."""
    return tuple(Column(name, kind) for name, kind in types.items())
