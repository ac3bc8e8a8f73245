"""What came in by itself, taken into the graph: signals that wait, sealed, and files that services left."""

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from api.home import Home
from api.jobs.alone import alone
from api.jobs.beside import beside
from api.jobs.feeds import Remembered, take_feeds
from api.jobs.ingest import Watch, ingest_files

_LOG = logging.getLogger("waterbed")
EVERY_S = 10.0
"""How often a service looks for what came in, in seconds."""
MOST_AT_ONCE = 1_000
"""Signals of one ingest; it is over in seconds, and others write in between."""
SEALED = ".sealed"
REFUSED = "refused"
"""Folder, beside those that wait, of sealed signals that couldn't be read as a whole."""


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of the signals that waited: taken into the graph, rejected by its policy, refused as files."""

    taken: int = 0
    rejected: int = 0
    refused: int = 0


def waiting_signals(home: Home) -> list[Path]:
    """Signals that wait, oldest first."""
    if not home.intake.is_dir():
        return []
    found = [(p.stat().st_mtime_ns, p.name, p) for p in home.intake.iterdir() if p.suffix == SEALED]
    return [p for _, _, p in sorted(found)]


def refused_signals(home: Home) -> int:
    """How many sealed signals couldn't be read as a whole."""
    folder = home.intake / REFUSED
    return sum(1 for p in folder.iterdir() if p.suffix == SEALED) if folder.is_dir() else 0


def take_in_signals(home: Home, *, now: datetime) -> TakenIn:
    """Take waiting signals into the graph, link them, and remove their files.

    Interrupted anywhere, the same signals are read again, and change nothing the second time.

    Parameters
    ----------
    home
        The installation.
    now
        When (UTC).

    Raises
    ------
    WaterbedError
        When nothing can be taken in: then all still wait.
    """
    with only_intake(home):
        return _all(home, now)


@contextmanager
def only_intake(home: Home) -> Iterator[None]:
    """Be the only one that takes in what came by itself.

    Raises
    ------
    WaterbedError
        When another one does.
    """
    message = "what came in is being taken in already, by `waterbed serve` or another command: let it do its work"
    with alone(home, "intake", wait_s=0, message=message):
        yield


def _all(home: Home, now: datetime) -> TakenIn:
    done = TakenIn()
    while paths := waiting_signals(home)[:MOST_AT_ONCE]:
        one = _taken(home, paths, now)
        done = TakenIn(done.taken + one.taken, done.rejected + one.rejected, done.refused + one.refused)
    return done


def _taken(home: Home, paths: Sequence[Path], now: datetime) -> TakenIn:
    ingested = ingest_files(home, paths, layout=None, kind="encounters", now=now, watch=Watch())
    refused = 0
    for path, report in zip(paths, ingested.files, strict=True):
        if report.refused:
            path.rename(home.folder(home.intake / REFUSED) / path.name)
            refused += 1
        else:
            path.unlink()
    rejected = sum(r.rejected for r in ingested.files)
    return TakenIn(len(paths) - refused - rejected, rejected, refused)


@contextmanager
def taking_in(home: Home, *, on_done: Callable[[], None]) -> Iterator[None]:
    """Take in what comes for as long as the block lasts, beside whatever it does; ``on_done`` is called after each time."""
    with beside(partial(_work, home, on_done), name="intake"):
        yield


def _work(home: Home, on_done: Callable[[], None], ending: threading.Event) -> None:
    remembered = Remembered()
    while not ending.wait(EVERY_S):
        try:
            signals = take_in_signals(home, now=datetime.now(UTC))
            with only_intake(home):
                files = take_feeds(home, clock=lambda: datetime.now(UTC), remembered=remembered)
            if files or signals != TakenIn():
                on_done()
        except Exception as error:  # noqa: BLE001 - whatever it was, the next time may do; told by kind alone
            _LOG.warning("what came in by itself still waits (%s)", type(error).__name__)
