r"""Rows as CSV, JSON or Parquet: one place for every format that leaves the product.

CSV follows RFC 4180 in UTF-8: a header also over no rows, lists joined by ``|`` (one inside an element is written
``\|``), ISO dates, ``true`` and ``false``, empty for unknown. Numbers stand as they are, to the last digit; text that a
spreadsheet would run as a formula gets an apostrophe before it. JSON is one list of objects, Parquet one table, both
with lists as lists.
"""

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any, BinaryIO

from api.exports.table import Column, Row, Type, Value

BATCH_ROWS = 10_000
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def write_csv(columns: Sequence[Column], rows: Iterable[Row], out: BinaryIO) -> int:
    """Write rows as CSV; how many there were."""
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    try:
        writer = csv.writer(text, lineterminator="\r\n")
        writer.writerow([c.name for c in columns])
        count = 0
        for row in rows:
            writer.writerow([csv_cell(row[c.name], c.type) for c in columns])
            count += 1
    finally:
        text.detach()
    return count


def csv_cell(value: Value, kind: Type) -> str | int | float:
    """Cell of a CSV: numbers as numbers, everything else as text."""
    known = _known(value)
    match known:
        case None:
            return ""
        case bool():
            return "true" if known else "false"
        case int() | float():
            return known
        case date():
            return _iso(known)
        case str():
            return _harmless(known)
        case _:
            assert kind is Type.TEXTS
            return _harmless("|".join(element.replace("|", r"\|") for element in known))


def write_json(columns: Sequence[Column], rows: Iterable[Row], out: BinaryIO) -> int:
    """Write rows as a JSON list of objects; how many there were."""
    count = 0
    out.write(b"[")
    for row in rows:
        said = {c.name: _json_value(row[c.name]) for c in columns}
        text = json.dumps(said, ensure_ascii=False, allow_nan=False)
        out.write(b",\n" if count else b"\n")
        out.write(text.encode())
        count += 1
    out.write(b"\n]\n" if count else b"]\n")
    return count


def write_parquet(columns: Sequence[Column], rows: Iterable[Row], out: BinaryIO) -> int:
    """Write rows as a Parquet table; how many there were."""
    import pyarrow as pa  # noqa: PLC0415 - heavy, and most exports are CSV
    import pyarrow.parquet as pq  # noqa: PLC0415

    types = {
        Type.TEXT: pa.string(),
        Type.TEXTS: pa.list_(pa.string()),
        Type.INTEGER: pa.int64(),
        Type.DECIMAL: pa.float64(),
        Type.BOOLEAN: pa.bool_(),
        Type.DATE: pa.date32(),
        Type.MOMENT: pa.timestamp("us", tz="UTC"),
    }
    schema = pa.schema([(c.name, types[c.type]) for c in columns])
    count = 0
    with pq.ParquetWriter(out, schema) as writer:
        for batch in _batches(rows):
            known = [{c.name: _known(row[c.name]) for c in columns} for row in batch]
            writer.write_table(pa.Table.from_pylist(known, schema=schema))
            count += len(batch)
    return count


Writer = Callable[[Sequence[Column], Iterable[Row], BinaryIO], int]

WRITERS: dict[str, Writer] = {"csv": write_csv, "json": write_json, "parquet": write_parquet}
"""Formats by name."""


def _known(value: Value) -> Value:
    """Value that every format can hold: None where a number is none, half characters spelled out."""
    match value:
        case float():
            return float(value) if math.isfinite(value) else None
        case str():
            return _whole(value)
        case None | int() | date():
            return value
        case _:
            return [_whole(element) for element in value]


def _whole(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode()


def _iso(value: date) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    return value.isoformat()


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _json_value(value: Value) -> Any:
    known = _known(value)
    return _iso(known) if isinstance(known, date) else known


def _batches(rows: Iterable[Row]) -> Iterator[list[Row]]:
    iterator = iter(rows)
    while batch := list(islice(iterator, BATCH_ROWS)):
        yield batch
