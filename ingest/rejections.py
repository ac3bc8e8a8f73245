"""The ledger of rejected rows of a home: what was refused, where and why; never a value."""

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass
from pathlib import Path

from ingest.report import Rejection


@dataclass(frozen=True, slots=True, order=True)
class RejectedRow:
    """A rejected row: base name of the file, data row (1 = the first under the header), column, reason."""

    file: str
    row: int
    column: str
    reason: str


def append_rejections(path: Path, file: str, rejections: Iterable[Rejection]) -> None:
    """Add rejected rows of a file; those the ledger holds already are not added again."""
    known = set(read_rejections(path))
    rows = [RejectedRow(file, r.row, r.column, r.reason) for r in rejections]
    added = [row for row in dict.fromkeys(rows) if row not in known]
    if not added:
        return
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with path.open("a", encoding="ascii") as stream:
        # Begin a line of its own: a crash may have torn the last one.
        stream.write("\n" if path.stat().st_size else "")
        stream.writelines(json.dumps(astuple(row)) + "\n" for row in added)
        stream.flush()
        os.fsync(stream.fileno())


def read_rejections(path: Path) -> Iterator[RejectedRow]:
    """Rejected rows in the order they were first seen; a last line torn by a crash is left aside."""
    try:
        lines = path.read_text(encoding="ascii", errors="replace").split("\n")
    except FileNotFoundError:
        return
    for line in lines:
        try:
            file, row, column, reason = json.loads(line)
        except ValueError:
            continue
        yield RejectedRow(file, row, column, reason)
