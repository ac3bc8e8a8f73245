"""Work that goes on beside a service for as long as that lasts."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def beside(work: Callable[[threading.Event], None], *, name: str) -> Iterator[None]:
    """Do work in a thread of its own while the block lasts; it has ended when the block has.

    Parameters
    ----------
    work
        Goes on until the event that it is given is set.
    name
        Of the thread.
    """
    ending = threading.Event()
    thread = threading.Thread(target=work, args=(ending,), name=name, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        thread.join()
