"""What became of every file of a feed: one line each, and what they say together of rate and lag.

A line knows a file by a keyed digest of its content and by a mark of how it lay there, never by its name or a row.
"""

import json
import os
from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

from graph.errors import LedgerError

TAKEN, KNOWN, QUARANTINED = "taken", "known", "quarantined"
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class FeedLine:
    """What became of a file: ``outcome`` is taken, known (its content came before) or quarantined.

    ``written_at`` and ``at`` (UTC) are when it was last written and when it had been dealt with.
    """

    feed: str
    outcome: str
    mark: str
    content: str
    written_at: datetime
    at: datetime
    rows: int = 0
    rejected: int = 0

    @property
    def lag_s(self) -> float:
        """Seconds from the last byte to what became of it."""
        return max(0.0, (self.at - self.written_at).total_seconds())


@dataclass(frozen=True, slots=True)
class Figures:
    """Rate and lag of a feed over the last day; lags in seconds, None without a file. ``last_at``: of all time."""

    files: int
    rows: int
    rejected: int
    known: int
    quarantined: int
    median_lag_s: float | None
    most_lag_s: float | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Place:
    """How far a log was read: which file it was (device and number), and the bytes up to the last whole line."""

    file: tuple[int, int] = (0, 0)
    read: int = 0


BEGINNING = Place()


class FeedLog:
    """The lines of a home, appended to a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def lines(self) -> list[FeedLine]:
        """All lines, in order; one that a crash cut off is left out."""
        return self.after(BEGINNING)[0]

    def after(self, place: Place) -> tuple[list[FeedLine], Place]:
        """Lines that came after a place, in order, and the place behind them.

        A line without an end counts if it can be read, and is read again until it has one. Another file, or one that
        has become shorter, is read from its beginning.

        Raises
        ------
        LedgerError
            When the log can't be read.
        """
        try:
            with self._path.open("rb") as stream:
                there = os.fstat(stream.fileno())
                file = (there.st_dev, there.st_ino)
                begin = place.read if file == place.file and place.read <= there.st_size else 0
                stream.seek(begin)
                said = stream.read()
        except FileNotFoundError:
            return [], BEGINNING
        except OSError as error:
            raise _unusable(self._path, error) from None
        lines = [line for one in said.splitlines() if (line := _line(one))]
        return lines, Place(file, begin + said.rfind(b"\n") + 1)

    def append(self, line: FeedLine) -> None:
        """Add a line; it is on disk when this returns.

        Raises
        ------
        LedgerError
            When it can't be written.
        """
        said = asdict(line) | {"written_at": line.written_at.isoformat(), "at": line.at.isoformat()}
        try:
            with os.fdopen(os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+b") as stream:
                size = stream.seek(0, os.SEEK_END)
                cut_off = size > 0 and _last(stream.fileno(), size) != b"\n"
                stream.write((b"\n" if cut_off else b"") + json.dumps(said, sort_keys=True).encode() + b"\n")
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            raise _unusable(self._path, error) from None


def figures(lines: Iterable[FeedLine], feed: str, *, now: datetime, over: timedelta = DAY) -> Figures:
    """Rate and lag of a feed over the time before ``now`` (UTC)."""
    own = [line for line in lines if line.feed == feed]
    recent = [line for line in own if now - line.at <= over]
    taken = [line for line in recent if line.outcome == TAKEN]
    lags = [line.lag_s for line in taken]
    return Figures(
        files=len(taken),
        rows=sum(line.rows for line in taken),
        rejected=sum(line.rejected for line in taken),
        known=_count(recent, KNOWN),
        quarantined=_count(recent, QUARANTINED),
        median_lag_s=median(lags) if lags else None,
        most_lag_s=max(lags, default=None),
        last_at=max((line.at for line in own), default=None),
    )


def _count(lines: Collection[FeedLine], outcome: str) -> int:
    return sum(1 for line in lines if line.outcome == outcome)


def _last(number: int, size: int) -> bytes:
    return os.pread(number, 1, size - 1)


def _line(said: bytes) -> FeedLine | None:
    try:
        told = json.loads(said)
        times = {name: datetime.fromisoformat(told[name]) for name in ("written_at", "at")}
        return FeedLine(**{**told, **times})
    except (ValueError, TypeError, KeyError):
        return None


def _unusable(path: Path, error: OSError) -> LedgerError:
    return LedgerError(f"the log of feeds {path} can't be used ({error.strerror}): mend its rights, or free the disk")
