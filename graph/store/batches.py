"""The ledger of loads: which file was read how far, so that an interrupted ingest goes on where it was."""

from dataclasses import dataclass
from datetime import datetime

from graph.store.database import Database


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a file was read: its first ``rows_done`` rows were applied; all of them when ``completed``."""

    rows_done: int
    completed: bool


def progress(db: Database, batch_id: str) -> Progress:
    """How far the load of a file got; nothing for a file never seen."""
    rows = db.read("batch_read", id=batch_id)
    if not rows or rows[0]["rows_done"] is None:
        return Progress(0, completed=False)
    return Progress(rows[0]["rows_done"], bool(rows[0]["completed"]))


def record_progress(db: Database, batch_id: str, *, kind: str, rows_done: int, completed: bool, now: datetime) -> None:
    """Say how far the load of a file got."""
    db.write("batch_progress", id=batch_id, kind=kind, rows_done=rows_done, completed=completed, now=now)
