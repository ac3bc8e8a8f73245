"""A file as a table of text cells under canonical columns."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.errors import UnreadableFile
from ingest.contract import COLUMNS, NEEDED, recognise
from ingest.formats import delimited, json_lines, parquet, workbook
from ingest.layouts import Layout
from ingest.layouts.htcds import canonical_cells, is_htcds, unknown_headers

MAX_CELL_CHARACTERS = 1_000_000
MAX_COLUMNS = 2_000
KINDS = tuple(COLUMNS)


@dataclass(frozen=True, slots=True, repr=False)
class RawRow:
    """One row as text. ``number`` 1 is the first under the header; ``defect`` says what spoils it as a whole.

    ``cells`` are those of canonical columns, ``unknown`` all others: looked at for what must not be there, never kept.
    """

    number: int
    cells: Mapping[str, str]
    unknown: tuple[str, ...] = ()
    defect: str | None = None

    def __repr__(self) -> str:
        """Show which row it is, never what stands in it."""
        return f"RawRow({self.number})"


@dataclass(frozen=True, slots=True)
class Table:
    """An open file: its kind, columns, and its rows as they stream."""

    path: Path
    kind: str
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    date_format: str | None
    rows: Callable[[], Iterator[RawRow]] = field(repr=False)
    sheets_not_read: tuple[str, ...] = ()


def open_table(path: Path, layout: Layout | None = None, *, kind: str | None = None) -> Table:
    """Open a file for reading.

    Parameters
    ----------
    path
        CSV, XLSX, Parquet or JSON Lines.
    layout
        How the file's own columns map onto the canonical ones; None: they are canonical, or HTCDS 2.0.
    kind
        ``encounters``, ``controls`` or ``interventions``; None: recognised from the columns.

    Raises
    ------
    UnreadableFile
        When the file can't be read as a whole, or lacks a needed column.
    """
    records, not_read = _records(path, layout)
    header = next(records, None)
    if header is None or not any(cell.strip() for cell in header[0]):
        message = f"{path.name} is empty: it needs a header row and rows"
        raise UnreadableFile(message)
    headers = [cell.strip() for cell in header[0]]
    if len(headers) > MAX_COLUMNS:
        message = f"{path.name} has {len(headers):,} columns, more than any register: is it the right file?"
        raise UnreadableFile(message)
    is_standard = layout is None and is_htcds(headers)
    names = _canonical_names(path, headers, layout, is_standard=is_standard)
    known = {n for n in names if n} | set(layout.constants if layout else ())
    found = kind or (layout.kind if layout else None) or ("encounters" if is_standard else recognise(known))
    if found is None:
        message = f"{path.name} has the columns of no kind of file: give --layout, or --kind with canonical columns"
        raise UnreadableFile(message)
    columns = COLUMNS[found]
    missing = [c for c in NEEDED[found] if c not in known and not is_standard]
    if missing:
        message = f"{path.name} lacks the needed column {', '.join(missing)} of {found}: add it, or give a layout"
        raise UnreadableFile(message)
    names = [n if n in columns else None for n in names]
    mapped = unknown_headers(headers) if is_standard else [h for h, n in zip(headers, names, strict=True) if not n]

    def rows() -> Iterator[RawRow]:
        again, _ = _records(path, layout)
        next(again)
        for number, (cells, defect) in enumerate(again, start=1):
            yield _row(number, cells, defect, headers, names, layout, is_standard=is_standard)

    return Table(
        path=path,
        kind=found,
        columns=tuple(c for c in columns if c in known),
        unknown_columns=tuple(h for h in mapped if h),
        date_format=layout.date_format if layout else None,
        rows=rows,
        sheets_not_read=not_read,
    )


Records = Iterator[tuple[list[str], str | None]]


def _records(path: Path, layout: Layout | None) -> tuple[Records, tuple[str, ...]]:
    try:
        if path.is_dir():
            message = f"{path} is a directory: name files, or the directory alone"
            raise UnreadableFile(message)
        with path.open("rb") as stream:
            head = stream.read(8)
    except FileNotFoundError:
        message = f"{path} does not exist: check the name"
        raise UnreadableFile(message) from None
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise UnreadableFile(message) from None
    if not head:
        message = f"{path.name} is empty: it needs a header row and rows"
        raise UnreadableFile(message)
    if head.startswith(b"PK\x03\x04"):
        return workbook.records(path, sheet=layout.sheet if layout else None, header_row=_header_row(layout))
    if head.startswith(b"PAR1"):
        return parquet.records(path), ()
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json") or head.lstrip().startswith(b"{"):
        return json_lines.records(path), ()
    encoding = (layout.encoding if layout else None) or delimited.detect_encoding(path)
    text = delimited.records(path, encoding=encoding, delimiter=layout.delimiter if layout else None)
    for _ in range(_header_row(layout) - 1):
        next(text, None)
    return text, ()


def _header_row(layout: Layout | None) -> int:
    return layout.header_row if layout else 1


def _canonical_names(path: Path, headers: list[str], layout: Layout | None, *, is_standard: bool) -> list[str | None]:
    if is_standard:
        return [None] * len(headers)
    if layout is not None:
        by_header = {header: column for column, header in layout.columns.items()}
        absent = [h for h in by_header if h not in headers]
        if absent:
            message = f"{path.name} lacks the column {absent[0]!r} that the layout names: is it the right layout?"
            raise UnreadableFile(message)
        names: list[str | None] = [by_header.get(h) for h in headers]
    else:
        names = [h.lower() or None for h in headers]
    given = [n for n in names if n]
    twice = sorted({n for n in given if given.count(n) > 1})
    if twice:
        message = f"{path.name} has the column {twice[0]!r} twice: keep one"
        raise UnreadableFile(message)
    return names


def _row(
    number: int,
    cells: list[str],
    defect: str | None,
    headers: list[str],
    names: list[str | None],
    layout: Layout | None,
    *,
    is_standard: bool,
) -> RawRow:
    defect = defect or _defect(cells, len(headers))
    if defect:
        return RawRow(number, {}, defect=defect)
    if is_standard:
        said = dict(zip(headers, cells, strict=True))
        return RawRow(number, canonical_cells(said), tuple(said[h] for h in unknown_headers(headers) if said[h]))
    known = {n: c.strip() for n, c in zip(names, cells, strict=True) if n}
    unknown = tuple(c for n, c in zip(names, cells, strict=True) if not n and c)
    return RawRow(number, layout.apply(known) if layout else known, unknown)


def _defect(cells: list[str], width: int) -> str | None:
    if len(cells) != width:
        return "too few cells" if len(cells) < width else "too many cells"
    for cell in cells:
        if "\x00" in cell:
            return "a NUL character"
        if len(cell) > MAX_CELL_CHARACTERS:
            return "a cell over 1 MB"
        if not cell.isascii() and any("\ud800" <= c <= "\udfff" for c in cell):
            return "bytes that are not text in this file's encoding"
    return None
