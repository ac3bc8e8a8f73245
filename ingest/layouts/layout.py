"""Layout files: TOML with the sections ``[file]``, ``[columns]``, ``[values.COLUMN]`` and ``[constants]``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from graph.errors import LayoutError
from ingest.contract import COLUMNS

_FILE_KEYS = {"kind", "format", "delimiter", "encoding", "sheet", "header_row", "date_format"}
_SECTIONS = {"file", "columns", "values", "constants"}


@dataclass(frozen=True, slots=True)
class Layout:
    """How to read one register's file.

    ``columns`` maps a canonical column to the file's own header, ``values`` a canonical column to what its words mean,
    ``constants`` gives canonical columns that the file doesn't carry; a constant never overwrites a cell.
    ``date_format`` is as strptime writes it and holds for every date cell; a bare year stays a partial date.
    """

    name: str
    kind: str
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    header_row: int = 1
    date_format: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)

    def apply(self, cells: Mapping[str, str]) -> dict[str, str]:
        """Return cells with their words translated and the constants filled in where nothing stands."""
        said = {c: self.values[c].get(text, text) if c in self.values else text for c, text in cells.items()}
        return said | {c: text for c, text in self.constants.items() if not said.get(c)}


def load_layout(path: Path) -> Layout:
    """Read a layout file.

    Raises
    ------
    LayoutError
        With one line that says what is wrong, when the file can't be used.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        message = f"there is no layout {path}: name a TOML file"
        raise LayoutError(message) from None
    except (UnicodeDecodeError, OSError) as error:
        message = f"{path.name} is not a layout: {str(error).splitlines()[0]}"
        raise LayoutError(message) from None
    return parse_layout(text, name=path.name)


def parse_layout(text: str, *, name: str) -> Layout:
    """Layout of a TOML text.

    Raises
    ------
    LayoutError
        When it can't be used; ``name`` says where it stands.
    """
    try:
        return _layout(name, tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        message = f"{name} is not a layout: {str(error).splitlines()[0]}"
    except _Defect as defect:
        message = f"layout {name}: {defect}"
    raise LayoutError(message)


class _Defect(ValueError):
    """What is wrong in a layout."""


def _layout(name: str, content: Mapping[str, Any]) -> Layout:
    _refuse_unknown(content, _SECTIONS)
    file = _table(content, "file")
    _refuse_unknown(file, _FILE_KEYS)
    kind = _text(file, "kind") or "encounters"
    if kind not in COLUMNS:
        raise _Defect(f"kind is one of {', '.join(COLUMNS)}")
    for section in ("columns", "values", "constants"):
        strange = sorted(set(_table(content, section)) - set(COLUMNS[kind]))
        if strange:
            raise _Defect(f"[{section}] names {strange[0]!r}, which is no column of {kind}")
    header_row = file.get("header_row", 1)
    if isinstance(header_row, bool) or not isinstance(header_row, int) or header_row < 1:
        raise _Defect("header_row is a row number, 1 for the first")
    delimiter = _text(file, "delimiter")
    if delimiter is not None and len(delimiter) != 1:
        raise _Defect("delimiter is one character")
    values = _table(content, "values")
    return Layout(
        name=name,
        kind=kind,
        delimiter=delimiter,
        encoding=_encoding(file),
        sheet=_text(file, "sheet"),
        header_row=header_row,
        date_format=_date_format(file),
        columns=_headers(content),
        values={column: _texts(values, column, f"values.{column}") for column in values},
        constants=_texts(content, "constants", "constants"),
    )


def _refuse_unknown(content: Mapping[str, Any], known: set[str]) -> None:
    unknown = sorted(set(content) - known)
    if unknown:
        raise _Defect(f"{unknown[0]!r} is not a word of layouts: one of {', '.join(sorted(known))}")


def _table(content: Mapping[str, Any], section: str) -> Mapping[str, Any]:
    found = content.get(section, {})
    if not isinstance(found, dict):
        raise _Defect(f"{section} is a section: write [{section}]")
    return found


def _text(content: Mapping[str, Any], key: str) -> str | None:
    found = content.get(key)
    if found is not None and (not isinstance(found, str) or not found):
        raise _Defect(f"{key} is a text: write it in quotes")
    return found


def _texts(content: Mapping[str, Any], key: str, section: str) -> dict[str, str]:
    table = _table(content, key)
    wrong = sorted(name for name, text in table.items() if not isinstance(text, str))
    if wrong:
        raise _Defect(f"[{section}] gives {wrong[0]!r} something that is no text: write it in quotes")
    return dict(table)


def _headers(content: Mapping[str, Any]) -> dict[str, str]:
    found = _texts(content, "columns", "columns")
    column_of: dict[str, str] = {}
    for column, header in found.items():
        if not header.strip():
            raise _Defect(f"[columns] gives {column!r} no header: name it, or take the line away")
        if header in column_of:
            raise _Defect(f"[columns] reads {header!r} as {column_of[header]} and as {column}: keep one")
        column_of[header] = column
    return found


def _encoding(file: Mapping[str, Any]) -> str | None:
    found = _text(file, "encoding")
    try:
        if found is not None:
            b"a".decode(found)
    except (LookupError, ValueError):
        raise _Defect("encoding is one that Python knows, such as utf-8 or windows-1252") from None
    return found


def _date_format(file: Mapping[str, Any]) -> str | None:
    found = _text(file, "date_format")
    if found is None:
        return None
    try:
        is_whole = datetime.strptime(_SOME_DAY.strftime(found), found).date() == _SOME_DAY.date()  # noqa: DTZ007
    except ValueError:
        is_whole = False
    if not is_whole:
        raise _Defect("date_format gives day, month and year as strptime writes them, such as %d-%m-%Y")
    return found


_SOME_DAY = datetime(2023, 12, 31)  # noqa: DTZ001 - a date has no zone
"""A day on which no two of day, month and year could be taken for each other."""
