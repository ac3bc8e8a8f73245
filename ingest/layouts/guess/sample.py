"""The first rows of a file in each way it might be read: which sheet, which row of headers, which delimiter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from ingest.formats.lines import Lines
from ingest.formats.opened import format_of, open_source
from ingest.formats.records import Record, Source
from ingest.layouts.guess.content import Cells, looks_like_data
from ingest.layouts.guess.headers import AMBIGUOUS, best_score

MAX_COLUMNS = 500
"""More columns than any register has."""
TOP_ROWS = 12
"""Rows at the top of a sheet in which the headers are looked for."""
SAMPLE_ROWS = 20_000
"""Rows that words are looked for in."""
TESTED_ROWS = 400
"""Rows that tell what a column holds."""
_DELIMITERS = (";", ",", "\t")


@dataclass(frozen=True, slots=True)
class Sample:
    """One way to read a file: where its headers stand, and the first rows under them."""

    format: str
    headers: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    sheet: str | None = None
    delimiter: str | None = None
    encoding: str | None = None

    def cells(self, i: int) -> Cells:
        """Cells of a column, as many as it takes to tell what they are."""
        rows = self.rows[:TESTED_ROWS]
        return Cells(_filled(rows, i), len(rows))

    def all_cells(self, i: int) -> tuple[str, ...]:
        """Filled cells of a column in every row of the sample."""
        return _filled(self.rows, i)


def _filled(rows: Sequence[tuple[str, ...]], i: int) -> tuple[str, ...]:
    said = (row[i].strip() for row in rows if i < len(row))
    return tuple(cell for cell in said if cell)


def samples_of(path: Path) -> tuple[Sample, ...]:
    """Every way to read a file that finds a row of headers; the best for each sheet.

    Raises
    ------
    UnreadableFile
        When it can't be read as a whole.
    """
    file_format = format_of(path)
    if file_format == "csv":
        return _of_text(path)
    source = open_source(path)
    found: list[Sample] = []
    for sheet in source.sheets:
        found += _best(_ways(source, sheet, file_format))
    return tuple(found)


def _ways(source: Source, sheet: str, file_format: str, **how: str) -> list[Sample]:
    """Ways to read a sheet: each of its first rows that could be the headers."""
    rows = [
        number for number, cells in enumerate(source.top(sheet)[:TOP_ROWS], start=1) if _likeness(_stripped(cells)) > 0
    ]
    name = sheet if file_format == "xlsx" and len(source.sheets) > 1 else None
    ways = (_sample(source.records(sheet, row), file_format, row, sheet=name, **how) for row in rows)
    return [sample for sample in ways if sample]


def _stripped(cells: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell.strip() for cell in cells)


def _of_text(path: Path) -> tuple[Sample, ...]:
    codec = Lines(path).encoding
    encoding = {"cp1252": "windows-1252"}.get(codec, codec)
    found: list[Sample] = []
    for delimiter in _DELIMITERS:
        source = open_source(path, delimiter=delimiter)
        for sheet in source.sheets:
            found += _ways(source, sheet, "csv", delimiter=delimiter, encoding=encoding)
    return _best(found)


def _sample(
    records: Iterator[Record],
    file_format: str,
    header_row: int,
    *,
    sheet: str | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
) -> Sample | None:
    header = next(records, None)
    if header is None:
        return None
    headers = tuple(cell.strip() for cell in header[0])
    if len(headers) > MAX_COLUMNS:
        return None
    rows = tuple(tuple(cells) for cells, defect in islice(records, SAMPLE_ROWS) if not defect)
    return Sample(file_format, headers, header_row, rows, sheet, delimiter, encoding)


def _best(samples: list[Sample]) -> tuple[Sample, ...]:
    """The sample whose headers look most like headers; none where none does."""
    likely = [s for s in samples if _likeness(s.headers) > 0]
    return (max(likely, key=lambda s: (_likeness(s.headers), -s.header_row)),) if likely else ()


def _likeness(headers: list[str] | tuple[str, ...]) -> float:
    """How much a row looks like headers: the sum of how well its names fit any column; 0 where a value stands in it."""
    filled = [h for h in headers if h.strip()]
    if any(looks_like_data(h) for h in filled):
        return 0.0
    scores = [best_score(h) for h in filled]
    return sum(scores) if sum(score >= AMBIGUOUS for score in scores) >= 2 else 0.0
