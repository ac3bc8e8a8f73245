"""What is derived for explorers and rebuilt by each run: stays as edges, the run itself; and wiping a test graph."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from graph.parts import parts
from graph.store.database import Database, Row
from graph.store.rows import to_datetime

BATCH_EDGES = 5_000
_STAY = ("person_id", "first_seen", "last_seen", "encounters")


def write_stays(db: Database, stays: Sequence[Row], *, run: str) -> None:
    """Make the STAYED edges those of a run: what stands already is left as it is, under the run that wrote it.

    ``stays`` rows hold person_id, municipality, first_seen and last_seen (ISO dates) and encounters.
    """
    wanted: dict[str, set[tuple[Any, ...]]] = defaultdict(set)
    for row in stays:
        wanted[row["municipality"]].add(tuple(row[name] for name in _STAY))
    # Where everybody was met before a merger alone, the municipality of today is not in the graph yet.
    db.write("merge_municipality", rows=[{"code": code, "properties": {}} for code in sorted(wanted)])
    for town in sorted({*wanted, *(r["code"] for r in db.read("municipality_codes"))}):
        (known,) = db.read("stayed_of_municipality", code=town)
        there = set(zip(*(known[name] for name in _STAY), strict=True))
        gone = [dict(zip(_STAY, stay, strict=True)) for stay in sorted(there - wanted[town])]
        new = [dict(zip(_STAY, stay, strict=True)) for stay in sorted(wanted[town] - there)]
        for some in parts(gone, BATCH_EDGES):
            db.write("stayed_delete", code=town, rows=some)
        for some in parts(new, BATCH_EDGES):
            db.write("stayed_create", code=town, rows=some, run=run)


def write_run(
    db: Database, run: str, *, seed: int, encounters: int, now: datetime, chance: str = "", chance_of: str = ""
) -> None:
    """Record that an analysis ran; with the chance it measured, or the run whose chance it took."""
    db.write("run_write", id=run, seed=seed, encounters=encounters, now=now, chance=chance, chance_of=chance_of)


def runs_with_chance(db: Database) -> list[tuple[str, datetime]]:
    """Runs that measured chance, and when (UTC), the latest first."""
    return [(r["id"], to_datetime(r["at"])) for r in db.read("runs_with_chance")]


def chance_of_run(db: Database, run: str) -> str:
    """The chance that a run measured, as it was written."""
    return str(db.read("run_chance", id=run)[0]["chance"])


def last_seed(db: Database) -> int | None:
    """Seed of the last analysis; None where there was none."""
    rows = db.read("run_last")
    return rows[0]["seed"] if rows else None


def counts(db: Database) -> dict[str, int]:
    """Number of nodes of each label."""
    return {r["label"]: r["n"] for r in db.read("counts")}


def dump(db: Database) -> Iterator[Row]:
    """Every node with all its properties: what a search for leaked values, or a proof of erasure, reads."""
    yield from db.read("dump_nodes")


def wipe(db: Database) -> None:
    """Empty the graph."""
    while db.write("wipe")[0]["n"]:
        pass
