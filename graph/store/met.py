"""Reading who was met, for indicators: a list per property and town."""

from collections.abc import Collection

from graph.indicators.met import Met, MetRow, met_of
from graph.store.database import Database

_WORDS = ("first_day", "last_day", "person", "channel", "sex", "form", "minor")


def read_met(db: Database, *, reappearing: Collection[str]) -> Met:
    """All stored encounters, premises signals included; ``reappearing`` are the ids that reappearances end in.

    An encounter that waits to be linked is nobody's here.
    """
    deciding = frozenset(reappearing)
    rows = []
    for town in db.read("municipality_codes"):
        (said,) = db.read("indicators_of_municipality", code=town["code"])
        for i, name in enumerate(said["id"]):
            words = {word: said[word][i] for word in _WORDS}
            rows.append(MetRow(town["code"], reappears=name in deciding, **words))
    return met_of(rows)
