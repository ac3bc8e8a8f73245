"""Erasure of a person, a record or a batch: with all that follows from it, and a proof in the audit log."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime

from api.audit import Act, AuditLog, current_actor
from api.home import Home
from api.jobs.analyse import SHIFTS, analyse_graph
from api.jobs.opened import only_writer, opened_installation
from graph.errors import HeldError, UsageError
from graph.store.derived import dump, last_seed
from graph.store.digest import graph_digest
from graph.store.encounters import record_states
from graph.store.erasing import (
    ERASED,
    batches,
    delete_registers_of_batch,
    encounters_of_person,
    pending,
    records_of_batch,
)
from graph.store.holding import held
from ingest.linkage.vault import reference_pairs
from ingest.pipeline.erase import close, go_on, start
from ingest.pipeline.installation import Installation
from ingest.pipeline.review import By
from ingest.pseudonyms import encounter_id

WHAT = ("person", "record", "batch")
"""What can be erased and held."""

_WORD = re.compile(r"[\w-]+")
_MAY_NAME_RECORDS = ("Tombstone", "Tally")


@dataclass(frozen=True, slots=True)
class Erasure:
    """What an erasure took away. ``left`` counts places that still name a record: 0, or it isn't one.

    ``analysed``: findings of analyses were computed anew.
    """

    records: int
    persons: int
    registers: int
    findings: int
    left: int
    analysed: bool
    digest: str


def erase(home: Home, what: str, which: str, by: By, *, now: datetime) -> Erasure:
    """Erase a person, a record or a batch for good.

    Everything derived is computed anew; of each record a tombstone stays, so that its row is refused when it comes
    again. A run that is cut off is finished by the next command that opens the graph.

    Parameters
    ----------
    home
        The installation.
    what, which
        One of :data:`WHAT`, and which one: a person's pseudonym, ``source_id/record_id`` or an encounter's keyed id,
        or the id of a load.
    by
        Who asks for it, and why.
    now
        When (UTC).

    Raises
    ------
    UsageError
        When there is no such thing.
    HeldError
        When a legal hold keeps any of it: nothing is erased then.
    AuditError
        When the audit line can't be written: nothing is erased then.
    """
    with only_writer(home), opened_installation(home) as installation:
        ids = named(installation, what, which)
        kept = ids & held(installation.db)
        if kept:
            message = f"a legal hold keeps {len(kept):,} of these {len(ids):,} records: nothing was erased"
            raise HeldError(message)
        record = _recorder(home, installation, what, by, now)
        record("begun", len(ids), {"digest_before": graph_digest(installation.db)})
        start(installation, ids, why=ERASED, now=now)
        registers = delete_registers_of_batch(installation.db, which) if what == "batch" else 0
        return _carried_out(installation, registers, record, now=now, resumed=False)


def finish_begun(home: Home, installation: Installation, *, now: datetime) -> Erasure | None:
    """Finish an erasure, or a run of retention, that was cut off; None where there is none. The caller is the writer."""
    if not pending(installation.db).ids:
        return None
    by = By("the next command", "an erasure that was cut off is finished")
    record = _recorder(home, installation, "interrupted", by, now)
    return _carried_out(installation, 0, record, now=now, resumed=True)


def _carried_out(
    installation: Installation, registers: int, record: "Record", *, now: datetime, resumed: bool
) -> Erasure:
    ids = pending(installation.db).ids
    go_on(installation, now=now, run=f"erase-{now:%Y%m%dT%H%M%S}", resumed=resumed)
    seed = last_seed(installation.db)
    analyse_again(installation, seed, now=now)
    done = close(installation)
    erasure = Erasure(
        records=len(ids),
        persons=done.persons,
        registers=registers,
        findings=done.purged.findings,
        left=sum(1 for _ in left_over(installation, ids)),
        analysed=seed is not None,
        digest=graph_digest(installation.db),
    )
    record("done", erasure.records, {"digest_after": erasure.digest, "left": erasure.left})
    return erasure


def analyse_again(installation: Installation, seed: int | None, *, now: datetime, shifts: int = SHIFTS) -> None:
    """Compute findings of analyses anew after records went, where there ever was an analysis (of this seed)."""
    if seed is not None:
        db, routes = installation.db, installation.routes
        analyse_graph(db, now=now, seed=seed, shifts=shifts, routes=routes, on_step=lambda _name, _share: None)


Record = Callable[[str, int, dict[str, str | int | bool]], None]


def _recorder(home: Home, installation: Installation, what: str, by: By, now: datetime) -> Record:
    actor, host = current_actor()
    log = AuditLog(home.audit, installation.keyring.audit)

    def record(step: str, count: int, proof: dict[str, str | int | bool]) -> None:
        act = Act("erase", what, by.reason, count, {"step": step, "by": by.name, **proof})
        log.append(act, actor=actor, host=host, now=now)

    return record


def named(installation: Installation, what: str, which: str) -> frozenset[str]:
    """Keyed ids of the records that a person, a record or a batch is.

    Raises
    ------
    UsageError
        When there is no such thing.
    """
    db = installation.db
    match what:
        case "person":
            found = encounters_of_person(db, which)
        case "record":
            found = list(record_states(db, [_record_id(installation, which)]))
        case "batch":
            found = records_of_batch(db, which)
            if not found and which in {b.id for b in batches(db)}:
                return frozenset()
        case _:
            message = f"one of {', '.join(WHAT)}"
            raise UsageError(message)
    if not found:
        message = f"there is no such {what} in this home: look it up in an export, or with `waterbed erase batches`"
        raise UsageError(message)
    return frozenset(found)


def _record_id(installation: Installation, which: str) -> str:
    source, slash, record = which.partition("/")
    if not slash:
        return which
    if installation.keyring.region:
        return encounter_id(installation.keyring, source, record)
    wanted = (source, record)
    return next((i for i, pair in reference_pairs(installation.references.read()) if pair == wanted), which)


def left_over(installation: Installation, ids: frozenset[str]) -> Iterator[str]:
    """Places that still name a record though it is erased: nodes of the graph, vault, references; tombstones aside."""
    for node in dump(installation.db):
        if node["label"] in _MAY_NAME_RECORDS:
            continue
        for name, value in node["properties"].items():
            texts = value if isinstance(value, list) else [value]
            if any(isinstance(t, str) and not ids.isdisjoint(_WORD.findall(t)) for t in texts):
                yield f"{node['label']}.{name}"
    for name, vault in (("vault", installation.vault), ("references", installation.references)):
        if not ids.isdisjoint(vault.encounters().to_pylist()):
            yield name
