"""A file as a table of text cells under canonical columns."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice
from pathlib import Path

from graph.errors import UnreadableFile
from ingest.contract import COLUMNS, NEEDED, recognise
from ingest.formats.header import Header, by_header, find_header
from ingest.formats.opened import open_source
from ingest.formats.records import MAX_CELL_CHARACTERS, MAX_COLUMNS, TOP_ROWS, Record, Source
from ingest.formats.workbook_values import moment_text, serial_moment
from ingest.layouts import Layout
from ingest.layouts.htcds import canonical_cells, is_htcds, unknown_headers

KINDS = tuple(COLUMNS)
RAGGED_ROWS = 5
"""Rows from which the way a file ends its rows is known; a single one may be a shifted row."""
_DATES = ("observed_on", "birth_date", "from_date", "until_date", "effective_on")
_SERIAL = re.compile(r"[1-7]\d{4}(?:\.\d+)?")
"""Day of a spreadsheet's calendar between 1927 and 2119; no other date has five digits."""


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
    """An open file: its kind, columns, and its rows as they stream.

    ``header_of`` is what the file itself calls a canonical column; columns that a layout fills in are absent.
    """

    path: Path
    kind: str
    columns: tuple[str, ...]
    unknown_columns: tuple[str, ...]
    date_format: str | None
    rows: Callable[[], Iterator[RawRow]] = field(repr=False)
    sheets_not_read: tuple[str, ...] = ()
    header_of: Mapping[str, str] = field(default_factory=dict)


def open_table(path: Path, layout: Layout | None = None, *, kind: str | None = None) -> Table:
    """Open a file for reading, and read it through once: its rows are there to its end.

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
    source = _source(path, layout)
    header = find_header(path, source, layout)
    _refuse_width(path, header)
    is_standard = layout is None and is_htcds(header.names)
    names = _canonical_names(path, header.names, layout, is_standard=is_standard)
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
    mapped = (
        unknown_headers(header.names) if is_standard else [h for h, n in zip(header.names, names, strict=True) if not n]
    )
    beyond = source.check(header.sheet, header.row)
    reading = _Reading(header, tuple(names), layout, source, is_standard=is_standard)
    return Table(
        path=path,
        kind=found,
        columns=tuple(c for c in columns if c in known),
        unknown_columns=(*(h for h in mapped if h), *(f"{letters} (without a header)" for letters in beyond)),
        date_format=layout.date_format if layout else None,
        rows=reading.rows,
        sheets_not_read=tuple(s for s in source.sheets if s != header.sheet),
        header_of=_header_of(header, names, is_standard=is_standard),
    )


def _header_of(header: Header, names: Sequence[str | None], *, is_standard: bool) -> dict[str, str]:
    if is_standard:
        return {column: h for h in reversed(header.names) for column in canonical_cells({h: "x"})}
    return {n: h for h, n in zip(header.names, names, strict=True) if n}


def _source(path: Path, layout: Layout | None) -> Source:
    if layout is None:
        return open_source(path)
    return open_source(path, encoding=layout.encoding, delimiter=layout.delimiter)


def _refuse_width(path: Path, header: Header) -> None:
    if len(header.names) > MAX_COLUMNS:
        message = f"{path.name} has more than {MAX_COLUMNS:,} columns, more than any register: is it the right file?"
        raise UnreadableFile(message)


def _canonical_names(
    path: Path, headers: tuple[str, ...], layout: Layout | None, *, is_standard: bool
) -> list[str | None]:
    if is_standard:
        return [None] * len(headers)
    if layout is not None:
        wanted = by_header(layout)
        there = {h.casefold() for h in headers}
        absent = [h for c, h in layout.columns.items() if not there & {k for k, v in wanted.items() if v == c}]
        if absent:
            message = f"{path.name} lacks the column {absent[0]!r} that the layout names: is it the right layout?"
            raise UnreadableFile(message)
        names: list[str | None] = [wanted.get(h.casefold()) for h in headers]
    else:
        names = [h.lower() or None for h in headers]
    _refuse_twice(path, names)
    return names


def _refuse_twice(path: Path, names: Sequence[str | None]) -> None:
    """Refuse a header twice. One that isn't ours is told by its places: without a header row it is somebody's name."""
    seen: dict[str, int] = {}
    for place, name in enumerate(names, start=1):
        if name and name in seen:
            message = f"{path.name} has the column {name!r} twice: keep one"
            if not any(name in columns for columns in COLUMNS.values()):
                message = f"{path.name} has one header in columns {seen[name]} and {place}: is its first row a header?"
            raise UnreadableFile(message)
        if name:
            seen[name] = place


@dataclass(frozen=True)
class _Reading:
    """How records of a file become rows."""

    header: Header
    names: tuple[str | None, ...]
    layout: Layout | None
    source: Source
    is_standard: bool = field(kw_only=True)

    def rows(self) -> Iterator[RawRow]:
        """Rows from the first to the last."""
        records = self.source.records(self.header.sheet, self.header.row)
        next(records, None)
        width = len(self.names)
        first = list(islice(records, TOP_ROWS))
        more = self._ragged(first)
        for number, (said, defect) in enumerate(chain(first, records), start=1):
            cells, overhang = said, list[str]()
            if self.source.may_overhang:
                cells, overhang = said[:width], said[width:]
            elif more and len(said) == width + more:
                cells = said[:-1] if more > 0 and not said[-1].strip() else [*said, ""] if more < 0 else said
            yield self._row(number, cells, overhang, defect)

    def _ragged(self, first: Sequence[Record]) -> int:
        """1 where every row ends in a delimiter and the header doesn't, -1 where only the header does, else 0."""
        rows, width = [cells for cells, defect in first if not defect], len(self.names)
        if len(rows) < RAGGED_ROWS:
            return 0
        if all(len(cells) == width + 1 and not cells[-1].strip() for cells in rows):
            return 1
        return -1 if not self.header.names[-1] and all(len(cells) == width - 1 for cells in rows) else 0

    def _row(self, number: int, cells: list[str], overhang: list[str], defect: str | None) -> RawRow:
        spoilt = defect or _defect(cells, len(self.names)) or _defect(overhang, len(overhang))
        if spoilt:
            return RawRow(number, {}, defect=spoilt)
        if self.is_standard:
            said = dict(zip(self.header.names, cells, strict=True))
            unknown = tuple(said[h] for h in unknown_headers(self.header.names) if said[h])
            return RawRow(number, canonical_cells(said), (*unknown, *overhang))
        known = {n: c.strip() for n, c in zip(self.names, cells, strict=True) if n}
        if self.source.is_1904 is not None:
            known |= {c: _day(known[c], is_1904=self.source.is_1904) for c in _DATES if c in known}
        unknown = tuple(c for n, c in zip(self.names, cells, strict=True) if not n and c)
        return RawRow(number, self.layout.apply(known) if self.layout else known, (*unknown, *overhang))


def _day(text: str, *, is_1904: bool) -> str:
    """Date that a workbook holds as a bare number, as ISO; any other text as it is."""
    at = serial_moment(float(text), is_1904=is_1904) if _SERIAL.fullmatch(text) else None
    return text if at is None else moment_text(at)


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
