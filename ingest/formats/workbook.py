"""XLSX workbooks, one sheet as text."""

import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import python_calamine as calamine

from graph.errors import UnreadableFile

MAX_UNPACKED_BYTES = 200_000_000


def records(
    path: Path, *, sheet: str | None, header_row: int
) -> tuple[Iterator[tuple[list[str], str | None]], tuple[str, ...]]:
    """Records of a sheet, the header first, and the names of the sheets that aren't read.

    Without a named sheet the first one is read.

    Raises
    ------
    UnreadableFile
        For a workbook that is damaged, unpacks to more than 200 MB, or lacks the sheet.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
        if unpacked > MAX_UNPACKED_BYTES:
            message = f"{path.name} unpacks to {unpacked / 1e6:,.0f} MB, more than any register: is it the right file?"
            raise UnreadableFile(message)
        book = calamine.CalamineWorkbook.from_path(str(path))
        names = tuple(book.sheet_names)
        wanted = sheet or (names[0] if names else "")
        if wanted not in names:
            message = f"{path.name} has no sheet {wanted!r}: is it the right layout?"
            raise UnreadableFile(message)
        rows = book.get_sheet_by_name(wanted).to_python(skip_empty_area=False)
    except (calamine.CalamineError, zipfile.BadZipFile, OSError):
        message = f"{path.name} is not a whole XLSX workbook: save it again as XLSX, or send CSV"
        raise UnreadableFile(message) from None
    return _rows(rows[header_row - 1 :]), tuple(n for n in names if n != wanted)


def _rows(rows: list[list[Any]]) -> Iterator[tuple[list[str], str | None]]:
    if not rows:
        return
    header = [_text(cell).strip() for cell in rows[0]]
    width = max((i + 1 for i, cell in enumerate(header) if cell), default=0)
    yield header[:width], None
    for row in rows[1:]:
        cells = [_text(cell) for cell in row[:width]]
        if any(cell.strip() for cell in cells):
            yield cells + [""] * (width - len(cells)), None


def _text(cell: Any) -> str:
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == datetime.min.time() else cell.isoformat(timespec="minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
