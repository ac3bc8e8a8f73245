"""How a feed stands, in lines that can be read aloud."""

from collections.abc import Iterator
from datetime import datetime


def feed_lines(
    name: str,
    *,
    files: int,
    rows: int,
    rejected: int,
    known: int,
    median_lag_s: float | None,
    most_lag_s: float | None,
    last_at: datetime | None,
    waiting: int,
    oldest_waiting_s: float,
    aside: int,
    is_there: bool,
) -> Iterator[str]:
    """Lines on one feed.

    Parameters
    ----------
    name
        Its register.
    files, rows, rejected, known
        Of the last day: files taken, their rows, rows rejected, and files whose content had come before.
    median_lag_s, most_lag_s
        Seconds from the last byte of a file to its being in the graph.
    last_at
        When a file last came (UTC).
    waiting, oldest_waiting_s
        Files that lie there and aren't taken yet, and how long the oldest has, in seconds.
    aside
        Files that couldn't be used and were put aside.
    is_there
        Whether its folder is there.
    """
    yield f"{name}: {files:,} files, {rows:,} rows in the last 24 hours ({rows / 24:,.1f} an hour), {rejected:,} rejected"
    if known:
        yield f"  {known:,} files had come before and were not read again"
    if median_lag_s is not None and most_lag_s is not None:
        yield f"  taken {median_lag_s:.0f} s after their last byte (median), {most_lag_s:.0f} s at most"
    yield f"  last file: {f'{last_at:%Y-%m-%d %H:%M} UTC' if last_at else 'never'}"
    if waiting:
        yield f"  {waiting:,} wait, the oldest for {oldest_waiting_s:.0f} s"
    if aside:
        yield f"  {aside:,} put aside in its folder quarantine, each with the reason beside it"
    if not is_there:
        yield "  its folder is not there: make it, or mend feeds.toml"
