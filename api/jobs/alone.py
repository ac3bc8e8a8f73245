"""One at a time: work on a home that no two commands may do at once, the service among them."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from api.home import Home
from graph.errors import WaterbedError


@contextmanager
def alone(home: Home, work: str, *, wait_s: float, message: str) -> Iterator[None]:
    """Be the only one who does some work on a home.

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
    WaterbedError
        When another one is still at it.
    """
    path = home.folder(home.cache) / f"{work}.lock"
    until = time.monotonic() + wait_s
    # Threads of one process take turns among themselves: the lock of the file is asked for again and again, by chance.
    with _turn(path, wait_s, message):
        try:
            taken = FileLock(path, timeout=max(0.0, until - time.monotonic())).acquire()
        except Timeout:
            raise WaterbedError(message) from None
        with taken:
            yield


_TURNS: dict[Path, threading.Lock] = {}


@contextmanager
def _turn(path: Path, wait_s: float, message: str) -> Iterator[None]:
    turn = _TURNS.setdefault(path.absolute(), threading.Lock())
    if not turn.acquire(timeout=wait_s):
        raise WaterbedError(message)
    try:
        yield
    finally:
        turn.release()
