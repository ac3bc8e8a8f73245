"""One digest for what a graph knows, so that two graphs can be compared however they came to be.

It covers persons as sets of encounters, itineraries, current findings, what every record says, and the registers; not
the ids of persons and findings, nor audit, outbox, runs or versions. It doesn't depend on the engine or the order in
which things were written.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from graph.store.database import Database
from graph.store.findings import KINDS

_NOT_COMPARED = ("id", "version", "person_id", "person_ids", "methods")


def graph_digest(db: Database) -> str:
    """SHA-256 of what the graph knows, in hexadecimal."""
    digest = hashlib.sha256()
    for line in sorted(_lines(db)):
        digest.update(line.encode())
        digest.update(b"\n")
    return digest.hexdigest()


def _lines(db: Database) -> Iterator[str]:
    for row in db.read("municipality_codes"):
        (said,) = db.read("digests_of_municipality", code=row["code"])
        for encounter, content in zip(said["id"], said["digest"], strict=True):
            yield f"encounter {encounter} {content}"
        (tallied,) = db.read("tally_digests_of_municipality", code=row["code"])
        for tally, content in zip(tallied["id"], tallied["digest"], strict=True):
            yield f"tally {tally} {content}"
    for row in db.read("registers_digests"):
        yield f"register {row['id']} {row['digest']}"
    yield from _itineraries(db)
    for kind in KINDS:
        for row in db.read("findings_read", kind=kind):
            yield f"{kind} {_comparable(json.loads(row['content']))}"


def _itineraries(db: Database) -> Iterator[str]:
    """Persons as sets of encounters, each in the order of time with its town."""
    met: dict[str, list[tuple[int, int, int, str, str]]] = defaultdict(list)
    for town in db.read("municipality_codes"):
        (rows,) = db.read("columns_of_municipality", code=town["code"])
        columns = (rows[name] for name in ("person", "first_day", "last_day", "minute", "id"))
        for person, *when, encounter in zip(*columns, strict=True):
            if person:
                met[person].append((*when, encounter, town["code"]))
    for encounters in met.values():
        yield "person " + " ".join(f"{e}@{town}" for _, _, _, e, town in sorted(encounters))


def _comparable(content: dict[str, Any]) -> str:
    kept = {k: _rounded(v) for k, v in content.items() if k not in _NOT_COMPARED}
    return json.dumps(kept, sort_keys=True)


def _rounded(value: Any) -> Any:
    if isinstance(value, float):
        return round(value, 9)
    if isinstance(value, dict):
        return {k: _rounded(v) for k, v in value.items()}
    return [_rounded(v) for v in value] if isinstance(value, list) else value
