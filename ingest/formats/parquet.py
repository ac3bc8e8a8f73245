"""Parquet, a batch of rows at a time, every cell as text."""

from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.errors import UnreadableFile

BATCH_ROWS = 10_000


def records(path: Path) -> Iterator[tuple[list[str], str | None]]:
    """Records of a file, the header first.

    Raises
    ------
    UnreadableFile
        For a file that isn't whole.
    """
    try:
        parquet = pq.ParquetFile(path)
        yield list(parquet.schema_arrow.names), None
        for batch in parquet.iter_batches(batch_size=BATCH_ROWS):
            columns = [column.to_pylist() for column in batch.columns]
            for cells in zip(*columns, strict=True):
                yield [_text(cell) for cell in cells], None
    except (pa.ArrowException, OSError):
        message = f"{path.name} is a damaged Parquet file: send it again"
        raise UnreadableFile(message) from None


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()
    if isinstance(cell, list):
        return "|".join(_text(part) for part in cell)
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
