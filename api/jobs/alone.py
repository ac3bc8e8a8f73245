"""One at a time: work on a home that no two commands may do at once, the service among them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from filelock import BaseFileLock, FileLock, Timeout

from api.home import Home
from graph.errors import Busy


@contextmanager
def alone(home: Home, work: str, *, wait_s: float, message: str) -> Iterator[None]:
    """Be the only one who does some work on a home; within, the same thread may take it again.

    Parameters
    ----------
    home
        The installation.
    work
        Name of the work; of its lock in the home's cache.
    wait_s
        How long another one is waited for.
    message
        What is said when that was in vain.

    Raises
    ------
    Busy
        When another one is still at it.
    """
    path = (home.folder(home.cache) / f"{work}.lock").absolute()
    until = time.monotonic() + wait_s
    # Threads of one process take turns among themselves: the lock of the file is asked for again and again, by chance.
    turn = _TURNS.setdefault(path, _Turn(threading.RLock(), FileLock(path)))
    if not turn.threads.acquire(timeout=wait_s):
        raise Busy(message)
    try:
        try:
            taken = turn.processes.acquire(timeout=max(0.0, until - time.monotonic()))
        except Timeout:
            raise Busy(message) from None
        with taken:
            yield
    finally:
        turn.threads.release()


class _Turn(NamedTuple):
    """Whose turn it is: of this process's threads, which may take it again within, and of processes."""

    threads: threading.RLock
    processes: BaseFileLock


_TURNS: dict[Path, _Turn] = {}
