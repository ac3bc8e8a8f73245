"""One at a time: work on a home that no two commands may do at once, the service among them."""

from collections.abc import Iterator
from contextlib import contextmanager

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
    try:
        taken = FileLock(home.folder(home.cache) / f"{work}.lock", timeout=wait_s).acquire()
    except Timeout:
        raise WaterbedError(message) from None
    with taken:
        yield
