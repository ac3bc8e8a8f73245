"""Legal holds and terms: which encounters may not go yet, and which have to."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from graph.parts import parts
from graph.store.database import Database, read_each
from graph.store.persons import member_rows

ROWS_PER_WRITE = 2_000


@dataclass(frozen=True, slots=True)
class Hold:
    """An order to keep encounters, from whom and why; ``released_by`` is empty while it stands."""

    id: str
    encounters: tuple[str, ...]
    by: str
    reason: str
    released_by: str = ""


@dataclass(frozen=True, slots=True)
class Termed:
    """An encounter as retention sees it; ``first_day`` is a local day number, ``expires_on`` ISO text or empty."""

    id: str
    municipality: str
    basis: str
    names_person: bool
    first_day: int
    expires_on: str


def write_hold(db: Database, hold: Hold, *, now: datetime) -> None:
    """Store a hold."""
    row = {"id": hold.id, "encounters": sorted(hold.encounters), "by": hold.by, "reason": hold.reason, "at": now}
    db.write("holds_write", rows=[row])


def read_holds(db: Database) -> list[Hold]:
    """Every hold there ever was, by id."""
    return [
        Hold(r["id"], tuple(r["encounters"] or ()), r["by"], r["reason"], r["released_by"])
        for r in db.read("holds_read")
    ]


def release_hold(db: Database, hold_id: str, *, by: str, reason: str, now: datetime) -> None:
    """End a hold; it stays on record."""
    db.write("holds_release", id=hold_id, by=by, reason=reason, now=now)


def held(db: Database) -> frozenset[str]:
    """Encounters that a standing hold keeps: those it names, and all others of the persons they belong to now."""
    named = sorted({e for h in read_holds(db) if not h.released_by for e in h.encounters})
    if not named:
        return frozenset()
    persons = {r["person_id"] for r in read_each(db, "persons_touched", named)}
    return frozenset({*named, *(r["id"] for r in member_rows(db, persons))})


def forget_in_holds(db: Database, ids: Iterable[str]) -> None:
    """Take erased records out of the holds that were released."""
    gone = set(ids)
    for hold in read_holds(db):
        if gone & set(hold.encounters):
            db.write("holds_trim", id=hold.id, encounters=sorted(set(hold.encounters) - gone))


def read_terms(db: Database) -> list[Termed]:
    """Every encounter with its basis and the day its term ends, as stored."""
    found = []
    for town in db.read("municipality_codes"):
        (said,) = db.read("terms_of_municipality", code=town["code"])
        names = ("id", "basis", "names_person", "first_day", "expires_on")
        for i, basis, names_person, day, expires in zip(*(said[n] for n in names), strict=True):
            found.append(Termed(i, town["code"], basis, bool(names_person), day, expires))
    return found


def write_expiries(db: Database, expires_on: Iterable[tuple[str, str]]) -> None:
    """Store the last day of encounters' terms, as ISO text."""
    rows = [{"id": i, "expires_on": day} for i, day in sorted(expires_on)]
    for some in parts(rows, ROWS_PER_WRITE):
        db.write("encounters_expire_on", rows=some)
