"""When encounters came in: by register, day and load."""

from datetime import date

from graph.columns import day_number
from graph.displacement.lag import Delivered
from graph.store.database import Database
from graph.store.erasing import batches

YEARS_DAYS = 731
"""Encounters before the last load are looked at for so many days."""


def read_arrivals(db: Database) -> tuple[Delivered, ...]:
    """Encounters by register, day and load, of the last two years; nothing where all loads came on one day.

    A row that was corrected later is left out: when it first came in isn't known any more.
    """
    came_in = {b.id: day_number(date.fromisoformat(b.at[:10])) for b in batches(db) if b.at}
    days = set(came_in.values())
    if len(days) < 2:
        return ()
    after = max(min(days), max(days) - YEARS_DAYS)
    rows = db.read("arrivals_read", after=after)
    found = [
        Delivered(r["source"], r["day"], came_in[r["batch"]], r["encounters"]) for r in rows if r["batch"] in came_in
    ]
    return tuple(sorted(found, key=lambda d: (d.source, d.happened, d.came_in)))
