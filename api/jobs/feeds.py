"""Files that services leave, taken into the graph as they come."""

import secrets
import shutil
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from api.home import Home
from api.intake.feed_log import BEGINNING, KNOWN, QUARANTINED, TAKEN, FeedLine, FeedLog, Figures, figures
from api.intake.feeds_file import Feed, load_feeds
from api.intake.folder import LEFT_S, Lying, frozen_copy, is_whole, lying, quarantine, quarantined
from api.jobs.ingest import Watch, ingest_files
from ingest.accounting import FileReport
from ingest.keyring import load_keyring

Ingest = Callable[[Path, Feed], FileReport]
"""Takes a file of a feed into the graph; the account of its rows."""


@dataclass(frozen=True, slots=True)
class FeedState:
    """How a feed stands: rate and lag of the last day, files that wait and since when, files put aside."""

    feed: Feed
    is_there: bool
    figures: Figures
    waiting: int
    oldest_waiting_s: float
    aside: int


class Remembered:
    """What the log said of files so far: for whoever looks again and again, so that each look reads only what is new."""

    def __init__(self) -> None:
        self.marks: dict[tuple[str, str], datetime] = {}
        self.contents: set[tuple[str, str]] = set()
        self._place = BEGINNING

    def read(self, log: FeedLog) -> None:
        """Read what was added to the log, by this process or another.

        Raises
        ------
        LedgerError
            When it can't be read.
        """
        lines, self._place = log.after(self._place)
        for line in lines:
            self.marks[line.feed, line.mark] = line.at
            if line.outcome == TAKEN:
                self.contents.add((line.feed, line.content))


def take_feeds(
    home: Home,
    *,
    clock: Callable[[], datetime],
    ingest: Ingest | None = None,
    remembered: Remembered | None = None,
) -> list[tuple[FeedLine, str]]:
    """Take in every whole file that lies in a feed's folder; what became of each, and why where it was put aside.

    A file whose content came before, under whatever name, isn't read again. One that was dealt with is removed after
    ten minutes without a change. Interrupted anywhere, the same files are taken again and change nothing.

    Parameters
    ----------
    home
        The installation.
    clock
        Time (UTC).
    ingest
        Takes a file in; the home's own ingest where None.
    remembered
        What earlier looks read of this home's log; None: it is read whole.

    Raises
    ------
    PolicyError
        When ``feeds.toml`` can't be used.
    WaterbedError
        When nothing can be taken in: then all files stay.
    """
    feeds = load_feeds(home.feeds, home.root)
    if not feeds:
        return []
    log = FeedLog(home.folder(home.intake) / "feeds.jsonl")
    work = home.folder(home.cache / "feeds")
    shutil.rmtree(work, ignore_errors=True)
    known = Remembered() if remembered is None else remembered
    known.read(log)
    taking = _Taking(home, log, known, load_keyring(home.keys).audit, clock, ingest or _ingest(home, clock))
    files = ((feed, file) for feed in feeds for file in lying(feed.folder))
    return [became for feed, file in files if (became := taking.take(feed, file)) is not None]


class _Taking:
    """One look at the folders of feeds."""

    def __init__(
        self,
        home: Home,
        log: FeedLog,
        known: Remembered,
        key: bytes,
        clock: Callable[[], datetime],
        ingest: Ingest,
    ) -> None:
        self._home, self._log, self._key, self._clock, self._ingest = home, log, key, clock, ingest
        self._known = known

    def take(self, feed: Feed, file: Lying) -> tuple[FeedLine, str] | None:
        """What became of a file; None for one that isn't whole yet, or was dealt with before."""
        before, now = self._known.marks.get((feed.source_id, file.mark)), self._clock()
        if before is not None:
            if (now - before).total_seconds() >= LEFT_S:
                file.path.unlink(missing_ok=True)
            return None
        if not is_whole(file, now=now):
            return None
        folder = self._home.folder(self._home.cache / "feeds" / secrets.token_hex(16))
        try:
            said = _dealt_with(file, feed, folder, self._key, self._known.contents, self._ingest)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if said is None:
            return None
        outcome, content, report, why = said
        rows, rejected = (report.rows, report.rejected) if report else (0, 0)
        at = self._clock()
        line = FeedLine(feed.source_id, outcome, file.mark, content, file.written_at, at, rows=rows, rejected=rejected)
        self._log.append(line)
        self._known.read(self._log)
        return line, why


def _dealt_with(
    file: Lying, feed: Feed, folder: Path, key: bytes, contents: Collection[tuple[str, str]], ingest: Ingest
) -> tuple[str, str, FileReport | None, str] | None:
    """Outcome, digest, account of rows and reason of a file; None where it changed under our eyes."""
    if file.why:
        quarantine(file, file.why)
        return QUARANTINED, "", None, file.why
    copied = frozen_copy(file, folder, key)
    if copied is None:
        return None
    copy, content = copied
    if (feed.source_id, content) in contents:
        return KNOWN, content, None, ""
    report = ingest(copy, feed)
    why = report.refused or ""
    if not why and report.rows and report.rejected == report.rows:
        why = f"all of its {report.rows:,} rows were rejected: see `waterbed export rejections`"
    if why:
        quarantine(file, why)
        return QUARANTINED, content, report, why
    return TAKEN, content, report, ""


def _ingest(home: Home, clock: Callable[[], datetime]) -> Ingest:
    def ingest(path: Path, feed: Feed) -> FileReport:
        done = ingest_files(
            home, [path], layout=None, kind="encounters", now=clock(), watch=Watch(), narrowed=feed.narrowed
        )
        return done.files[0]

    return ingest


def feed_states(home: Home, *, now: datetime) -> list[FeedState]:
    """How every feed of a home stands."""
    lines = FeedLog(home.intake / "feeds.jsonl").lines()
    dealt_with = {(line.feed, line.mark) for line in lines}
    found = []
    for feed in load_feeds(home.feeds, home.root):
        waiting = [f for f in lying(feed.folder) if (feed.source_id, f.mark) not in dealt_with]
        oldest = max(((now - f.written_at).total_seconds() for f in waiting), default=0.0)
        told = figures(lines, feed.source_id, now=now)
        aside = sum(1 for _ in quarantined(feed.folder))
        found.append(FeedState(feed, feed.folder.is_dir(), told, len(waiting), oldest, aside))
    return found
