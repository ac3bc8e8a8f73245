"""Layout files: TOML with the sections ``[file]``, ``[columns]``, ``[values.COLUMN]`` and ``[constants]``."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
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
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"there is no layout {path}: name a TOML file"
        raise LayoutError(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        message = f"{path.name} is not a layout: {str(error).splitlines()[0]}"
        raise LayoutError(message) from None
    return _layout(path.name, content)


def _layout(name: str, content: dict[str, Any]) -> Layout:
    def refuse(what: str) -> LayoutError:
        return LayoutError(f"layout {name}: {what}")

    unknown = sorted(set(content) - _SECTIONS) or sorted(set(content.get("file", {})) - _FILE_KEYS)
    if unknown:
        raise refuse(f"{unknown[0]!r} is not a word of layouts")
    file = content.get("file", {})
    kind = file.get("kind", "encounters")
    if kind not in COLUMNS:
        raise refuse(f"kind is one of {', '.join(COLUMNS)}")
    for section in ("columns", "values", "constants"):
        strange = sorted(set(content.get(section, {})) - set(COLUMNS[kind]))
        if strange:
            raise refuse(f"[{section}] names {strange[0]!r}, which is no column of {kind}")
    header_row = file.get("header_row", 1)
    if not isinstance(header_row, int) or header_row < 1:
        raise refuse("header_row is a row number, 1 for the first")
    return Layout(
        name=name,
        kind=kind,
        delimiter=file.get("delimiter"),
        encoding=file.get("encoding"),
        sheet=file.get("sheet"),
        header_row=header_row,
        date_format=file.get("date_format"),
        columns=content.get("columns", {}),
        values=content.get("values", {}),
        constants=content.get("constants", {}),
    )
