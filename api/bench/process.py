"""Run the product's own command in a process of its own, with its time, memory and output."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import psutil

POLL_S = 0.02


@dataclass(frozen=True, slots=True)
class Ran:
    """A finished command. ``peak_mb`` is the largest resident set of the process with its children, in MB."""

    exit_code: int
    seconds: float
    peak_mb: float
    stdout: str
    stderr: str

    def json(self) -> object:
        """Return standard output read as JSON."""
        return json.loads(self.stdout)


def waterbed(
    home: Path, arguments: Sequence[str], *, environment: Mapping[str, str] | None = None, check: bool = True
) -> Ran:
    """Run ``waterbed --home HOME …`` to its end.

    Raises
    ------
    RuntimeError
        When ``check`` and the command ends with more than 1 (1 means: done, but something needs a look).
    """
    command = [sys.executable, "-m", "api.cli.main", "--home", str(home), *arguments]
    begun = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **(environment or {})},
    )
    watch = _PeakMemory(process.pid)
    watch.start()
    stdout, stderr = process.communicate()
    seconds = time.perf_counter() - begun
    watch.stop()
    if check and process.returncode > 1:
        message = f"waterbed {' '.join(arguments)} ended with {process.returncode}: {stderr.strip()[-2000:]}"
        raise RuntimeError(message)
    return Ran(process.returncode, seconds, watch.peak_bytes / 1e6, stdout, stderr)


class _PeakMemory(threading.Thread):
    """Samples the resident set of a process and those it started, except the graph engine, which outlives it."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self._pid = pid
        self._ended = threading.Event()
        self.peak_bytes = 0

    def run(self) -> None:
        try:
            process = psutil.Process(self._pid)
            while not self._ended.wait(POLL_S):
                family = [process, *process.children(recursive=True)]
                self.peak_bytes = max(self.peak_bytes, sum(_resident(p) for p in family if not _is_engine(p)))
        except psutil.NoSuchProcess:
            return

    def stop(self) -> None:
        self._ended.set()
        self.join()


def _resident(process: psutil.Process) -> int:
    try:
        return int(process.memory_info().rss)
    except psutil.NoSuchProcess:
        return 0


def _is_engine(process: psutil.Process) -> bool:
    try:
        return any("graph.embedded" in part for part in process.cmdline())
    except psutil.NoSuchProcess:
        return False
