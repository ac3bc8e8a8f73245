"""Work ahead: the next thing to write is made while the engine still writes the one before."""

import threading
from collections.abc import Generator, Iterable
from queue import Queue
from typing import TypeVar

T = TypeVar("T")

_END = object()


def ahead(items: Iterable[T], *, most: int) -> Generator[T, None, None]:
    """Give the same items in the same order, each made in another thread while those before are worked on.

    What making an item raises is raised here in its turn. Whoever stops early closes this
    (:class:`contextlib.closing`): then the source is closed, in its own thread, and that thread has ended.

    Parameters
    ----------
    items
        What is drawn from, in that thread alone.
    most
        How many items may be ready before they are asked for.
    """
    ready: Queue[object] = Queue(maxsize=most)
    stopped = threading.Event()
    failed: list[BaseException] = []
    thread = threading.Thread(target=_make, args=(items, ready, stopped, failed), name="reading-ahead", daemon=True)
    thread.start()
    ended = False
    try:
        while not (ended := (item := ready.get()) is _END):
            yield item  # type: ignore[misc]  # the queue holds items and its end
        if failed:
            raise failed[0]
    finally:
        stopped.set()
        while not ended:
            ended = ready.get() is _END
        thread.join()


def _make(items: Iterable[T], ready: Queue[object], stopped: threading.Event, failed: list[BaseException]) -> None:
    try:
        source = iter(items)
        for item in source:
            ready.put(item)
            if stopped.is_set():
                break
        if isinstance(source, Generator):
            source.close()
    except BaseException as error:  # noqa: BLE001 - raised again where the items are asked for
        failed.append(error)
    finally:
        ready.put(_END)
