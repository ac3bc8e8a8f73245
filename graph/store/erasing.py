"""Taking records out of the graph with everything that names them, so that a crash leaves nothing half forgotten.

A tombstone is written first: the keyed id of the record and why it went. While it isn't ``done`` the erasure is to be
gone on with; afterwards it stops the same record from coming back. It is the one thing that stays.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from graph.parts import parts
from graph.store.cases import cases_without
from graph.store.database import Database, Row, Statement, read_each
from graph.store.decisions import decisions_without
from graph.store.registers import read_controls, read_interventions
from graph.store.reviewing import read_changes, read_questions

RECORDS_PER_WRITE = 1_000
ERASED, EXPIRED = "erased", "expired"
"""Why a record went: somebody asked for it, or its term was over."""


@dataclass(frozen=True, slots=True)
class Pending:
    """An erasure that isn't finished: records by why they go, and the persons that they were of when it began."""

    why: Mapping[str, str]
    persons: frozenset[str]

    @property
    def ids(self) -> frozenset[str]:
        """Keyed ids of the records."""
        return frozenset(self.why)


@dataclass(frozen=True, slots=True)
class Purged:
    """What went besides the records: findings, alerts' findings' ids excepted, changes of persons, and questions."""

    findings: int
    changes: int
    questions: int


def tombstones(db: Database) -> frozenset[str]:
    """Keyed ids of every record that may not come back."""
    return frozenset(row["id"] for row in db.read("tombstones_ids"))


def pending(db: Database) -> Pending:
    """What an interrupted erasure, or one that just began, has still to do."""
    rows = db.read("tombstones_pending")
    return Pending({r["id"]: r["why"] for r in rows}, frozenset(r["person_id"] for r in rows if r["person_id"]))


def is_erasing(db: Database) -> bool:
    """Whether an erasure was begun and isn't done: one is at work, or was cut off."""
    (counted,) = db.read("stamp_tombstones")
    return bool(counted["n"] != counted["done"])


def begin(db: Database, ids: Iterable[str], *, why: str, now: datetime) -> None:
    """Write tombstones of records, all at once: from here on they will all be gone, whatever happens in between."""
    person_of = dict(pair for r in read_each(db, "person_of", ids) for pair in r["owned"])
    rows = [
        {"id": i, "why": why, "at": now, "done": False, "person_id": person_of.get(i, "")} for i in sorted(set(ids))
    ]
    db.write("tombstones_write", rows=rows)


def take_out(db: Database, doomed: Pending) -> None:
    """Delete records, the judgements on them, and persons left without encounters; expired ones leave a tally.

    Whoever was met with them waits to be linked again, and findings that rest on them are marked for :func:`purge`.
    Safe to repeat.
    """
    for ids in parts(sorted(doomed.ids), RECORDS_PER_WRITE):
        whole = db.read("encounters_whole", ids=ids)
        touched = [*db.read("persons_touched", ids=ids), *db.read("persons_matched", ids=ids)]
        persons = sorted({r["person_id"] for r in touched})
        attached = db.read("attachments", ids=ids)
        tallies = [_tally(r["properties"]) for r in whole if doomed.why[r["id"]] == EXPIRED]
        statements: list[Statement] = [
            ("findings_taint", {"ids": ids}),
            ("findings_taint_tally", {"ids": ids}),
            ("encounters_unlink", {"person_ids": persons}),
            ("stayed_of_persons_delete", {"ids": persons}),
            ("judgements_delete_left", {"ids": ids}),
            ("judgements_delete_right", {"ids": ids}),
            ("encounters_delete", {"ids": ids}),
            ("tallies_delete", {"ids": [i for i in ids if doomed.why[i] == ERASED]}),
            ("persons_delete_empty", {"ids": persons}),
        ]
        if tallies:
            statements.append(("tallies_create", {"rows": tallies}))
        premises = sorted({r["premises"] for r in attached if r["premises"]})
        tokens = sorted({i.split(":", 1)[1] for r in attached for i in r["identifiers"]})
        statements += [
            ("premises_orphans", {"ids": premises}),
            ("identifier_orphans", {"ids": tokens}),
            ("operation_orphans", {}),
        ]
        db.write_all(statements)


def purge(db: Database, doomed: Pending) -> Purged:
    """Delete what still names erased records or the persons that went with them; persons must be linked anew before.

    A finding that goes on without them was rewritten by then, and stays with its alerts.
    """
    gone: list[str] = []
    kept: list[str] = []
    for row in db.read("findings_tainted"):
        names = set(json.loads(row["content"])["encounters"])
        (gone if row["withdrawn"] or names & doomed.ids else kept).append(row["id"])
    alive = {r["id"] for r in db.read("persons_known", ids=sorted(doomed.persons))}
    lost = doomed.persons - alive
    changes = [
        c.id for c in read_changes(db) if doomed.ids & set(c.encounters) or lost & {*c.from_persons, *c.to_persons}
    ]
    questions = [q.id for q in read_questions(db) if q.left in doomed.ids or q.right in doomed.ids]
    statements: list[Statement] = [
        *cases_without(db, findings=frozenset(gone), encounters=doomed.ids),
        *decisions_without(db, findings=gone, persons=lost),
    ]
    for query, parameters in (
        ("alerts_delete", {"findings": gone}),
        ("findings_delete", {"ids": gone}),
        ("findings_untaint", {"ids": kept}),
        ("changes_delete", {"ids": changes}),
        ("answers_delete", {"questions": questions}),
        ("questions_delete", {"ids": questions}),
    ):
        if any(parameters.values()):
            statements.append((query, parameters))
    db.write_all(statements)
    return Purged(len(gone), len(changes), len(questions))


def finish(db: Database, doomed: Pending) -> None:
    """Say that an erasure is done: of persons the tombstones say nothing any more."""
    _delete_empty_batches(db)
    for some in parts(sorted(doomed.ids), RECORDS_PER_WRITE):
        db.write("tombstones_done", ids=some)


@dataclass(frozen=True, slots=True)
class BatchRow:
    """A load of a file: its id, what it held, how many rows were read, and when (ISO text)."""

    id: str
    kind: str
    rows: int
    at: str


def batches(db: Database) -> list[BatchRow]:
    """Every load of a file, by id."""
    return [BatchRow(r["id"], r["kind"], r["rows"], str(r["at"] or "")) for r in db.read("batches_read")]


def records_of_batch(db: Database, batch: str) -> list[str]:
    """Keyed ids of the records that stand as a load wrote them, sorted."""
    return sorted({r["id"] for r in db.read("records_of_batch", id=batch)})


def delete_registers_of_batch(db: Database, batch: str) -> int:
    """Delete controls and interventions that a load wrote, and the load itself; how many."""
    controls = [c.id for c in read_controls(db) if c.batch_id == batch]
    measures = [i.id for i in read_interventions(db) if i.batch_id == batch]
    db.write_all(
        [
            ("controls_delete", {"ids": controls}),
            ("interventions_delete", {"ids": measures}),
            ("batches_delete", {"ids": [batch]}),
        ]
    )
    return len(controls) + len(measures)


def encounters_of_person(db: Database, person_id: str) -> list[str]:
    """Keyed ids of a person's encounters, sorted."""
    return [r["id"] for r in db.read("encounter_ids_of_person", person_id=person_id)]


def _delete_empty_batches(db: Database) -> None:
    """Loads of encounters of which nothing is left: a row of them that comes again is a new one, or has a tombstone."""
    used = {r["id"] for r in db.read("batches_used")}
    empty = [b.id for b in batches(db) if b.kind in ("encounters", "") and b.id not in used]
    if empty:
        db.write("batches_delete", ids=empty)


def _tally(encounter: Mapping[str, Any]) -> Row:
    """What is left of an encounter whose term is over: that there was one, where, when and in which register."""
    kept = ("id", "source_id", "municipality", "premises_kind", "channel", "first_day", "last_day", "version", "batch")
    return {name: encounter[name] for name in kept} | {
        "in_operation": bool(encounter["operation_id"]),
        "reason": EXPIRED,
        "comparison": "",
        "content_digest": EXPIRED,
        "known_digests": [EXPIRED],
    }
