"""The process in which an untrusted XLSX or Parquet file is read: ``python -m ingest.formats.sandboxed``.

It reads one request from standard input (JSON), bounds itself, and answers on standard output in frames: four bytes of
length, then JSON. It can open files to read them, and can write none; what it says is taken as data alone. A frame
``tick`` shows that it gets on.
"""

import json
import os
import resource
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from ingest.formats.records import TOP_ROWS, Record
from ingest.formats.refusals import Refuse, Why

HEADROOM_BYTES = 180_000_000
"""Address space that reading may take beyond what the process has when it begins."""
STALL_CPU_S = 4.0
"""Seconds of computing without a row, after which the process ends itself; another's load doesn't count."""
TICK_S = 0.5
FRAME_ROWS = 500
FRAME_CHARACTERS = 1_000_000
SHEETS_SHOWN = 50
COLUMNS_SHOWN = 20


def main() -> None:
    """Answer the one request."""
    with os.fdopen(0, "rb") as asked, os.fdopen(1, "wb") as answer:
        _answer(json.loads(asked.read()), Frames(answer))


def _answer(request: dict[str, Any], out: "Frames") -> None:
    try:
        read = READERS[request["format"]]()
        _bound_ourselves()
        _gets_on()
        read(Path(request["path"]), request, out)
        out.send({"end": True})
    except Refuse as refused:
        out.send({"refused": refused.why.value})
    except MemoryError:
        out.send({"refused": Why.MEMORY.value})
    except OSError:
        out.send({"refused": Why.GONE.value})


class Frames:
    """Frames to whoever asked."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._last = time.monotonic()

    def send(self, said: dict[str, Any]) -> None:
        """Send one frame."""
        body = json.dumps(said, separators=(",", ":")).encode("ascii")
        self._stream.write(len(body).to_bytes(4, "big") + body)
        self._stream.flush()
        self._last = time.monotonic()

    def tick(self) -> None:
        """Note that reading gets on, and say so now and then."""
        _gets_on()
        if time.monotonic() - self._last > TICK_S:
            self.send({"tick": True})

    def send_rows(self, records: Iterator[Record]) -> None:
        """Send records, several in a frame."""
        rows: list[Record] = []
        size = 0
        for cells, defect in records:
            rows.append(([], defect) if defect else (cells, None))
            size += sum(map(len, rows[-1][0]))
            _gets_on()
            if len(rows) >= FRAME_ROWS or size > FRAME_CHARACTERS:
                self.send({"rows": rows})
                rows, size = [], 0
        if rows:
            self.send({"rows": rows})


Read = Callable[[Path, dict[str, Any], Frames], None]


def _workbook() -> Read:
    from ingest.formats.workbook import Workbook  # noqa: PLC0415 - each process reads one format
    from ingest.formats.workbook_sheet import letters_of  # noqa: PLC0415

    def read(path: Path, request: dict[str, Any], out: Frames) -> None:
        book = Workbook(path, out.tick)
        if request["do"] == "open":
            shown = [name for name in book.sheets if request["sheet"] in (None, name)][:SHEETS_SHOWN]
            tops = {name: book.rows(name, 0).top(TOP_ROWS) for name in shown}
            out.send({"sheets": book.sheets, "tops": tops, "is_1904": book.is_1904})
            return
        rows = book.rows(request["sheet"], request["header_row"])
        if request["do"] == "check":
            for _ in rows:
                pass
            out.send({"beyond": [letters_of(i) for i in sorted(rows.beyond)[:COLUMNS_SHOWN]]})
        else:
            out.send_rows(iter(rows))

    return read


def _parquet() -> Read:
    from ingest.formats.parquet import ParquetRows  # noqa: PLC0415 - each process reads one format

    def read(path: Path, request: dict[str, Any], out: Frames) -> None:
        rows = ParquetRows(path, out.tick)
        if request["do"] == "open":
            out.send({"sheets": [""], "tops": {"": [rows.names]}, "is_1904": None})
        elif request["do"] == "check":
            rows.read_through()
            out.send({"beyond": []})
        else:
            out.send_rows(iter(rows))

    return read


READERS: dict[str, Callable[[], Read]] = {"workbook": _workbook, "parquet": _parquet}
"""Readers by format, imported before memory is bounded."""


def _gets_on() -> None:
    signal.setitimer(signal.ITIMER_PROF, STALL_CPU_S)


def _bound_ourselves() -> None:
    if sys.platform == "linux":
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        space = pages * resource.getpagesize() + HEADROOM_BYTES
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    for limit in (resource.RLIMIT_FSIZE, resource.RLIMIT_CORE):
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (0, 0))


if __name__ == "__main__":
    main()
