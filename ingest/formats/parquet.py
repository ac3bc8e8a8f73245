"""Parquet as it streams, a batch of rows at a time, every cell as text.

Runs in a process of its own (:mod:`ingest.formats.sandboxed`).
"""

import json
import math
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq

from ingest.formats.records import MAX_COLUMNS, Record
from ingest.formats.refusals import Refuse, Why
from ingest.formats.workbook_values import moment_text

BATCH_ROWS = 2_000
BUFFER_BYTES = 1 << 20
MAX_FOOTER_BYTES = 8_000_000
ROWS_A_BYTE = 8
"""More rows than this for each byte of the file is a claim: every record has a number of its own."""
ODD = "a value that can't be read"

_LOCAL = ZoneInfo("Europe/Amsterdam")


class ParquetRows:
    """Rows of a Parquet file: the names of its columns, then each row. A struct's fields are columns of their own.

    Raises
    ------
    Refuse
        When it can't be read as a whole.
    """

    def __init__(self, path: Path, tick: Callable[[], None]) -> None:
        self._tick = tick
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.seek(max(0, size - 8))
            tail = stream.read(8)
        if len(tail) < 8 or tail[4:] != b"PAR1":
            raise Refuse(Why.DAMAGED_PARQUET)
        if int.from_bytes(tail[:4], "little") > MAX_FOOTER_BYTES:
            raise Refuse(Why.TOO_MANY_COLUMNS)
        try:
            self._file = pq.ParquetFile(path, memory_map=False, buffer_size=BUFFER_BYTES, pre_buffer=False)
            schema = self._file.schema_arrow
        except MemoryError:
            raise
        except (pa.ArrowException, OSError, ValueError):
            raise Refuse(Why.DAMAGED_PARQUET) from None
        if len(schema) > MAX_COLUMNS or self._file.metadata.num_columns > MAX_COLUMNS:
            raise Refuse(Why.TOO_MANY_COLUMNS)
        self._rows = self._file.metadata.num_rows
        if self._rows > ROWS_A_BYTE * size:
            raise Refuse(Why.CLAIMS_ROWS)
        self.names = [name for field in schema for name in _names(field)]
        if len(self.names) > MAX_COLUMNS:
            raise Refuse(Why.TOO_MANY_COLUMNS)

    def __iter__(self) -> Iterator[Record]:
        """Records, the header first."""
        yield self.names, None
        for batch in self._batches():
            columns = [cells for column in batch.columns for cells in _columns(column)]
            for row in zip(*columns, strict=True):
                known = [cell for cell in row if cell is not None]
                yield (known, None) if len(known) == len(row) else ([], ODD)

    def read_through(self) -> None:
        """Read every page once, using nothing of it."""
        found = sum(len(batch) for batch in self._batches())
        if found != self._rows:
            raise Refuse(Why.DAMAGED_PARQUET)

    def _batches(self) -> Iterator[pa.RecordBatch]:
        try:
            for batch in self._file.iter_batches(batch_size=BATCH_ROWS, use_threads=False):
                self._tick()
                yield batch
        except MemoryError:
            raise
        except (pa.ArrowException, OSError, ValueError):
            raise Refuse(Why.DAMAGED_PARQUET) from None


def _names(field: pa.Field) -> list[str]:
    return [inner.name for inner in field.type] if pa.types.is_struct(field.type) else [field.name]


def _columns(column: pa.Array) -> list[list[str | None]]:
    """Cells of a column, or of each field of a struct; None for one that can't be read."""
    if pa.types.is_struct(column.type):
        return [_cells(inner) for inner in column.flatten()]
    return [_cells(column)]


def _cells(column: pa.Array) -> list[str | None]:
    kind = column.type
    if pa.types.is_dictionary(kind):
        column = column.dictionary_decode()
        kind = column.type
    if isinstance(kind, pa.ExtensionType):
        column = column.storage
        kind = column.type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        column = column.cast(pa.large_binary())
    elif pa.types.is_timestamp(kind) and kind.unit == "ns":
        column = column.cast(pa.timestamp("us", tz=kind.tz), safe=False)
    try:
        return [_text(cell) for cell in column.to_pylist()]
    except (ValueError, OverflowError, pa.ArrowException):
        return [_one(column, i) for i in range(len(column))]


def _one(column: pa.Array, i: int) -> str | None:
    try:
        return _text(column[i].as_py())
    except (ValueError, OverflowError, pa.ArrowException):
        return None


def _text(cell: Any) -> str:  # noqa: C901, PLR0911 - a case for each type that Parquet has
    match cell:
        case None:
            return ""
        case str():
            return cell
        case bytes():
            return cell.decode("utf-8", "surrogateescape")
        case bool():
            return "true" if cell else "false"
        case float() | Decimal():
            if math.isnan(cell):
                return ""
            return str(int(cell)) if math.isfinite(cell) and cell == int(cell) else format(cell, "")
        case datetime():
            return _moment(cell)
        case date():
            return cell.isoformat()
        case list():
            return "|".join(_text(part) for part in cell)
        case dict():
            return json.dumps(cell, default=str, ensure_ascii=False)
        case timedelta():
            return str(cell.total_seconds())
        case _:
            return str(cell)


def _moment(at: datetime) -> str:
    """Moment as ISO; a day alone where it is midnight: so columns of dates are written, with a zone and without."""
    plain = at.replace(microsecond=0)
    if plain.tzinfo is None:
        return moment_text(plain)
    for here in (plain, plain.astimezone(_LOCAL)):
        if not (here.hour or here.minute or here.second):
            return here.date().isoformat()
    return plain.isoformat()
