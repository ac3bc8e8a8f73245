"""What is derived for explorers and rebuilt by each run: stays as edges, the run itself; and wiping a test graph."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from graph.store.database import Database, Row

BATCH_EDGES = 5_000


def write_stays(db: Database, stays: Sequence[Row], *, run: str) -> None:
    """Replace all STAYED edges by those of a run.

    ``stays`` rows hold person_id, municipality, first_seen and last_seen (ISO dates) and encounters.
    """
    for start in range(0, len(stays), BATCH_EDGES):
        db.write("stayed_create", rows=list(stays[start : start + BATCH_EDGES]), run=run)
    while db.write("stayed_delete", run=run)[0]["n"]:
        pass


def write_run(db: Database, run: str, *, seed: int, encounters: int, now: datetime) -> None:
    """Record that an analysis ran."""
    db.write("run_write", id=run, seed=seed, encounters=encounters, now=now)


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
