"""The ledger of rejected rows of a home: what was refused, where and why; never a value."""

import json
import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path

from graph.errors import LedgerError
from ingest.report import Rejection


@dataclass(frozen=True, slots=True, order=True)
class RejectedRow:
    """A rejected row: base name of the file, data row (1 = the first under the header), column, reason."""

    file: str
    row: int
    column: str
    reason: str


class Ledger:
    """The ledger, open for one file's rows; those it holds already are not added again.

    What it knows of the file is a bit for each row under each column and reason, so that a million bad rows fit.

    Parameters
    ----------
    path
        The ledger.
    file
        Base name of the file that is read.
    """

    def __init__(self, path: Path, file: str) -> None:
        self._path = path
        self._file = file
        self._known: dict[tuple[str, str], bytearray] = {}
        for row in read_rejections(path):
            if row.file == file:
                self._is_new(Rejection(row.row, row.column, row.reason))

    def add(self, rejections: Iterable[Rejection]) -> None:
        """Append what isn't there yet.

        Raises
        ------
        LedgerError
            When the disk is full or the home can't be written; none of these rows is half written then.
        """
        rows = [RejectedRow(self._file, r.row, r.column, r.reason) for r in rejections if self._is_new(r)]
        if not rows:
            return
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _append(self._path, "".join(json.dumps(astuple(row)) + "\n" for row in rows).encode("ascii"))
        except OSError as error:
            message = f"the ledger {self._path} can't be written ({error.strerror}): free the disk, run again"
            raise LedgerError(message) from None

    def _is_new(self, rejection: Rejection) -> bool:
        rows = self._known.setdefault((rejection.column, rejection.reason), bytearray())
        place, bit = divmod(max(rejection.row, 0), 8)
        if place >= len(rows):
            rows.extend(bytes(place + 1 - len(rows)))
        if rows[place] & (1 << bit):
            return False
        rows[place] |= 1 << bit
        return True


def read_rejections(path: Path) -> Iterator[RejectedRow]:
    """Rejected rows in the order they were first seen; a line torn by a crash is left aside."""
    try:
        stream = path.open("rb")
    except FileNotFoundError:
        return
    with stream:
        for line in stream:
            try:
                file, row, column, reason = json.loads(line)
                yield RejectedRow(file, int(row), column, reason)
            except (ValueError, TypeError):
                continue


def _append(path: Path, lines: bytes) -> None:
    """Append lines: all of them, or, where that fails, none."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        # Begin a line of its own: a crash may have torn the last one.
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        try:
            _write_all(descriptor, b"\n" + lines if torn else lines)
            os.fsync(descriptor)
        except OSError:
            with suppress(OSError):
                os.ftruncate(descriptor, size)
            raise
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(descriptor, left) :]
