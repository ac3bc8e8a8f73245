"""Reading which encounters are of low trust."""

from graph.store.database import Database
from graph.trust import OPEN_REPORTERS, UNRELIABLE, VOUCHED


def read_low_trust(db: Database) -> frozenset[str]:
    """Ids of all stored encounters of low trust, premises signals included."""
    asked = {"open": sorted(r.value for r in OPEN_REPORTERS), "vouched": sorted(VOUCHED), "unreliable": UNRELIABLE}
    found: set[str] = set()
    for town in db.read("municipality_codes"):
        (row,) = db.read("low_trust_of_municipality", code=town["code"], **asked)
        found.update(row["id"])
    return frozenset(found)
