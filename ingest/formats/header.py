"""Where the header of a file stands, and what its columns are called."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.errors import UnreadableFile
from ingest.contract import recognise
from ingest.formats.records import MAX_COLUMNS, Source
from ingest.layouts import Layout
from ingest.layouts.htcds import is_htcds

_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u200c\u200d\u2060\u00ad"))


@dataclass(frozen=True, slots=True)
class Header:
    """A sheet, the row of it that holds the headers (1 for the first), and the headers."""

    sheet: str
    row: int
    names: tuple[str, ...]


def header_name(cell: str) -> str:
    """Header with single blanks: no-break spaces and line breaks are blanks, invisible characters nothing."""
    return " ".join(unicodedata.normalize("NFC", cell).translate(_INVISIBLE).split())


def find_header(path: Path, source: Source, layout: Layout | None) -> Header:
    """Find the header of a file.

    A layout says where it stands. Without one it is the first row, of the first sheet that has such among its first
    twenty rows, whose cells are the contract's columns or HTCDS'; where there is none, the first row with anything in it.

    Raises
    ------
    UnreadableFile
        When there is no header, or not the sheet that the layout names.
    """
    found = _by_layout(path, source, layout) if layout else _recognised(source) or _first(source)
    if found is None:
        message = f"{path.name} is empty: it needs a header row and rows"
        raise UnreadableFile(message)
    return found


def by_header(layout: Layout) -> dict[str, str]:
    """Canonical column of each header that a layout names, the header as it is compared."""
    return {header_name(header).casefold(): column for column, header in layout.columns.items()}


def is_canonical(names: Sequence[str]) -> bool:
    """Whether headers are those of the contract, or of HTCDS."""
    return is_htcds(names) or recognise({name.lower() for name in names}) is not None


def fits(names: Sequence[str], layout: Layout) -> bool:
    """Whether headers hold every one that a layout names, and it names some."""
    wanted = by_header(layout).keys()
    return bool(wanted) and wanted <= {name.casefold() for name in names}


def _by_layout(path: Path, source: Source, layout: Layout) -> Header | None:
    sheets = source.sheets
    if layout.sheet is not None and sheets != ("",):
        same = header_name(layout.sheet).casefold()
        sheets = tuple(s for s in sheets if header_name(s).casefold() == same)
        if not sheets:
            message = f"{path.name} has no sheet {layout.sheet!r}: is it the right layout?"
            raise UnreadableFile(message)
    found = [h for sheet in sheets if (h := _at(source, sheet, layout.header_row))]
    return next((h for h in found if fits(h.names, layout)), found[0] if found else None)


def _recognised(source: Source) -> Header | None:
    for sheet in source.sheets:
        for row in range(1, len(source.top(sheet)) + 1):
            header = _at(source, sheet, row)
            if header and is_canonical(header.names):
                return header
    return None


def _first(source: Source) -> Header | None:
    rows = ((sheet, row) for sheet in source.sheets for row in range(1, len(source.top(sheet)) + 1))
    return next((h for sheet, row in rows if (h := _at(source, sheet, row))), None)


def _at(source: Source, sheet: str, row: int) -> Header | None:
    """Header in a row of a sheet, no wider than shows that it is too wide; None where nothing stands in it."""
    top = source.top(sheet)
    cells = top[row - 1] if row <= len(top) else []
    if row > len(top) >= 1 and source.sheets != ("",):
        return None
    names = tuple(header_name(cell) for cell in cells[: MAX_COLUMNS + 1])
    return Header(sheet, row, names) if any(names) else None
