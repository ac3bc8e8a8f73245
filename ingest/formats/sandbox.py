"""Read an untrusted XLSX or Parquet file in a process of its own, bounded in memory and time, and ended whatever comes.

What it sends is data: lists of text, checked for being just that. Whatever it does but that, the file is refused with a
reason from a closed list.
"""

import json
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from graph.errors import UnreadableFile
from ingest.formats.records import Record, Source
from ingest.formats.refusals import Why, refusal

STALL_S = 60.0
"""A reader of which nothing is heard for so long, while it is waited for, is ended; it mostly ends itself before."""
MAX_FRAME_BYTES = 128_000_000

_Process = subprocess.Popen[bytes]
_ROOT = Path(__file__).resolve().parents[2]
_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT", "TZDIR")


def open_sandboxed(path: Path, kind: str, *, sheet: str | None) -> Source:
    """Open a workbook or a Parquet file.

    Parameters
    ----------
    path
        The file.
    kind
        ``workbook`` or ``parquet``.
    sheet
        The only sheet to look at; None: all of them.

    Raises
    ------
    UnreadableFile
        When it can't be read as a whole.
    """
    said = _answer(path, {"format": kind, "do": "open", "sheet": sheet})
    sheets = _texts(path, said.get("sheets"))
    tops = said.get("tops")
    if not isinstance(tops, dict):
        raise refusal(path.name, Why.ENDED)
    top = {str(name): [_texts(path, row) for row in rows] for name, rows in tops.items()}

    def check(sheet: str, header_row: int) -> tuple[str, ...]:
        request = {"format": kind, "do": "check", "sheet": sheet, "header_row": header_row}
        return tuple(_texts(path, _answer(path, request).get("beyond")))

    def records(sheet: str, header_row: int) -> Iterator[Record]:
        request = {"format": kind, "do": "records", "sheet": sheet, "header_row": header_row}
        for frame in _frames(path, request):
            for row in frame.get("rows", ()):
                cells, defect = row
                yield _texts(path, cells), None if defect is None else str(defect)

    is_1904 = said.get("is_1904")
    return Source(
        sheets=tuple(sheets),
        top=lambda name: top.get(name, []),
        check=check,
        records=records,
        may_overhang=kind == "workbook",
        is_1904=bool(is_1904) if is_1904 is not None else None,
    )


def _answer(path: Path, request: dict[str, Any]) -> dict[str, Any]:
    """Everything that the reader says but progress, put together."""
    said: dict[str, Any] = {}
    for frame in _frames(path, request):
        said |= frame
    return said


def _frames(path: Path, request: dict[str, Any]) -> Iterator[dict[str, Any]]:
    with _reader({**request, "path": str(path.absolute())}) as process:
        while True:
            frame = _frame(path, process)
            if "refused" in frame:
                raise _refused(path, frame["refused"])
            if "end" in frame:
                return
            if "tick" not in frame:
                yield frame


@contextmanager
def _reader(request: dict[str, Any]) -> Iterator[_Process]:
    """Run the reader's process. It is ended and waited for when the block is left, however that is."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    process = subprocess.Popen(
        [sys.executable, "-P", "-s", "-m", "ingest.formats.sandboxed"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd="/",
        env={
            **kept,
            "PYTHONPATH": str(_ROOT),
            "PYTHONUTF8": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "ARROW_DEFAULT_MEMORY_POOL": "system",
            "MALLOC_ARENA_MAX": "1",
            "OMP_NUM_THREADS": "1",
        },
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        with suppress(BrokenPipeError), process.stdin:
            process.stdin.write(json.dumps(request).encode())
        yield process
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _frame(path: Path, process: _Process) -> dict[str, Any]:
    deadline = time.monotonic() + STALL_S
    length = int.from_bytes(_exactly(path, process, 4, deadline), "big")
    if length > MAX_FRAME_BYTES:
        raise refusal(path.name, Why.ENDED)
    try:
        frame = json.loads(_exactly(path, process, length, deadline))
    except ValueError:
        frame = None
    if not isinstance(frame, dict):
        raise refusal(path.name, Why.ENDED)
    return frame


def _exactly(path: Path, process: _Process, count: int, deadline: float) -> bytes:
    pipe = process.stdout
    assert pipe is not None
    found = bytearray()
    while len(found) < count:
        ready, _, _ = select.select([pipe], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            raise refusal(path.name, Why.TIME)
        block = os.read(pipe.fileno(), min(count - len(found), 1 << 20))
        if not block:
            ended_by = -process.wait()
            raise refusal(path.name, Why.TIME if ended_by == signal.SIGPROF else Why.MEMORY)
        found += block
    return bytes(found)


def _refused(path: Path, why: object) -> UnreadableFile:
    try:
        return refusal(path.name, Why(str(why)))
    except ValueError:
        return refusal(path.name, Why.ENDED)


def _texts(path: Path, said: object) -> list[str]:
    if not isinstance(said, list) or not all(isinstance(cell, str) for cell in said):
        raise refusal(path.name, Why.ENDED)
    return said
