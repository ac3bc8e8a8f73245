"""The first rows of a file in each way it might be read: which sheet, which row of headers, which delimiter."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from graph.errors import UnreadableFile
from ingest.formats import delimited, json_lines, parquet, workbook
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
    head = _head(path)
    if head.startswith(b"PK\x03\x04"):
        return _of_workbook(path)
    if head.startswith(b"PAR1"):
        return _found([_sample(parquet.records(path), "parquet", 1)])
    if path.suffix.lower() in (".jsonl", ".ndjson", ".json") or head.lstrip().startswith(b"{"):
        return _found([_sample(json_lines.records(path), "jsonl", 1)])
    return _of_text(path)


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            head = stream.read(64)
    except FileNotFoundError:
        message = f"{path} does not exist: check the name"
        raise UnreadableFile(message) from None
    except OSError as error:
        message = f"{path} can't be read: {error.strerror}"
        raise UnreadableFile(message) from None
    if not head:
        message = f"{path.name} is empty: it needs a header row and rows"
        raise UnreadableFile(message)
    return head


def _of_workbook(path: Path) -> tuple[Sample, ...]:
    _, others = workbook.records(path, sheet=None, header_row=1)
    found: list[Sample] = []
    for sheet in (None, *others):
        read = (_workbook_sample(path, sheet, row) for row in range(1, TOP_ROWS + 1))
        found += _best([sample for sample in read if sample])
    return tuple(found)


def _workbook_sample(path: Path, sheet: str | None, header_row: int) -> Sample | None:
    # The first sheet is the one that is read when none is named.
    records, _ = workbook.records(path, sheet=sheet, header_row=header_row)
    return _sample(records, "xlsx", header_row, sheet=sheet)


def _of_text(path: Path) -> tuple[Sample, ...]:
    encoding = delimited.detect_encoding(path)
    found = []
    for delimiter in _DELIMITERS:
        records = [cells for cells, _ in islice(_text(path, encoding, delimiter), TOP_ROWS)]
        for row in range(1, len(records) + 1):
            if _likeness(records[row - 1]) > 0:
                later = islice(_text(path, encoding, delimiter), row - 1, None)
                found.append(_sample(later, "csv", row, delimiter=delimiter, encoding=encoding))
    return _best([sample for sample in found if sample])


def _text(path: Path, encoding: str, delimiter: str) -> Iterator[tuple[list[str], str | None]]:
    return delimited.records(path, encoding=encoding, delimiter=delimiter)


def _sample(
    records: Iterator[tuple[list[str], str | None]],
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


def _found(samples: list[Sample | None]) -> tuple[Sample, ...]:
    return _best([sample for sample in samples if sample])


def _likeness(headers: list[str] | tuple[str, ...]) -> float:
    """How much a row looks like headers: the sum of how well its names fit any column; 0 where a value stands in it."""
    filled = [h for h in headers if h.strip()]
    if any(looks_like_data(h) for h in filled):
        return 0.0
    scores = [best_score(h) for h in filled]
    return sum(scores) if sum(score >= AMBIGUOUS for score in scores) >= 2 else 0.0
