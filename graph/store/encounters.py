"""Encounters and tallies: how records stand, writing them, taking them away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from graph.columns import day_number
from graph.model import Encounter, Tally
from graph.parts import parts
from graph.store.database import MOST_IDS, Database, Row, Statement
from graph.store.rows import encounter_row, tally_row

BATCH_ROWS = 2_000
"""Records in one transaction: large enough to be fast, small enough to lose little when it conflicts."""


@dataclass(frozen=True, slots=True)
class RecordState:
    """How a record stands in the graph; ``comparison`` as :data:`graph.store.rows.WAITING` and its like."""

    is_tally: bool
    digest: str
    version: int
    known: tuple[str, ...]
    person_id: str | None
    comparison: str = ""


@dataclass(frozen=True, slots=True)
class Records:
    """Records to write together. ``known`` holds every content digest of each record, for those kept as they are.

    ``new`` were not there, or stood as tallies; ``changed`` are there and get a new version; ``tallies`` are reduced
    rows, whether their records were encounters, tallies or new. ``was_matched``: tallies that a finding rests on.
    """

    new: Sequence[tuple[Encounter, tuple[str, ...]]] = ()
    changed: Sequence[tuple[Encounter, tuple[str, ...]]] = ()
    tallies: Sequence[tuple[Tally, tuple[str, ...], int]] = ()
    was_encounter: frozenset[str] = frozenset()
    was_tally: frozenset[str] = frozenset()
    was_matched: frozenset[str] = frozenset()


def record_states(db: Database, ids: Iterable[str]) -> dict[str, RecordState]:
    """How the records of these ids stand; those never seen are absent."""
    rows = db.read("record_states", ids=sorted(set(ids)))
    return {
        r["id"]: RecordState(
            r["is_tally"], r["digest"], r["version"], tuple(r["known"]), r["person_id"] or None, r["comparison"]
        )
        for r in rows
    }


def write_records(db: Database, records: Records, *, now: datetime) -> None:
    """Write records with their edges in one transaction; safe to repeat after a crash that left it undone.

    What was linked to a changed or removed encounter is marked to be linked again, its model judgements withdrawn and
    the findings that rest on one that was removed, or names nobody any more, withdrawn; a person whom that leaves
    without encounters is taken away; all in the same transaction.
    """
    kept = [*records.new, *records.changed]
    db.write_all(_shared_nodes([e for e, _ in kept], [t for t, _, _ in records.tallies]))
    gone = sorted(t.id for t, _, _ in records.tallies if t.id in records.was_encounter)
    # What stood as an unassessed tally with a match, and says something else now: its match was of what it said then.
    retold = sorted(records.was_matched & {*(t.id for t, _, _ in records.tallies), *(e.id for e, _ in records.new)})
    touched = sorted([*gone, *retold, *(e.id for e, _ in records.changed)])
    statements: list[Statement] = []
    attached = db.read("attachments", ids=touched) if touched else []
    persons: list[str] = []
    if touched:
        rows = [*db.read("persons_touched", ids=touched), *(db.read("persons_matched", ids=retold) if retold else ())]
        persons = sorted({r["person_id"] for r in rows})
        statements += [
            ("encounters_unlink", {"person_ids": persons}),
            ("judgements_withdraw_left", {"ids": touched, "now": now}),
            ("judgements_withdraw_right", {"ids": touched, "now": now}),
        ]
    nameless = sorted(e.id for e, _ in records.changed if not e.names_person)
    statements += _ending(gone, nameless, retold, now)
    returned = sorted(e.id for e, _ in records.new if e.id in records.was_tally)
    if returned:
        statements.append(("tallies_delete", {"ids": returned}))
    if records.tallies:
        counted = [tally_row(t, known, version) for t, known, version in records.tallies]
        statements.append(("tallies_create", {"rows": counted}))
    if records.new:
        statements.append(("encounters_create", {"rows": [encounter_row(e, known) for e, known in records.new]}))
    if records.changed:
        statements.append(("encounters_cut", {"ids": sorted(e.id for e, _ in records.changed)}))
        statements.append(("encounters_replace", {"rows": [encounter_row(e, known) for e, known in records.changed]}))
    statements += _edges([e for e, _ in kept])
    if persons:
        statements.append(("persons_delete_empty", {"ids": persons}))
    if attached:
        premises = sorted({r["premises"] for r in attached if r["premises"]})
        tokens = sorted({i.split(":", 1)[1] for r in attached for i in r["identifiers"]})
        statements += [("premises_orphans", {"ids": premises}), ("identifier_orphans", {"ids": tokens})]
    db.write_all(statements)


def _ending(gone: Sequence[str], nameless: Sequence[str], retold: Sequence[str], now: datetime) -> list[Statement]:
    """Withdraw what rests on records that are reduced, name nobody any more, or were matched as something else."""
    statements: list[Statement] = []
    for ids, query, reason, ends in (
        (retold, "findings_resting_on_tally", "an unassessed record that it rests on says something else", None),
        (gone, "findings_resting_on", "an encounter that it rests on was reduced", "encounters_delete"),
        (nameless, "findings_resting_on", "an encounter that it rests on names nobody any more", "of_delete"),
    ):
        if ids:
            statements.append((query, {"ids": ids, "now": now, "reason": reason}))
            statements += [(ends, {"ids": ids})] if ends else []
    return statements


def _shared_nodes(encounters: Sequence[Encounter], tallies: Sequence[Tally]) -> list[Statement]:
    """Nodes that many encounters share, merged first and in sorted order so that writers don't cross."""
    everything: list[Encounter | Tally] = [*encounters, *tallies]
    nodes: Mapping[str, tuple[str, dict[str, dict[str, Any]]]] = {
        "municipality": ("code", {e.municipality: {} for e in everything}),
        "source": ("id", {e.source_id: {} for e in everything}),
        "batch": ("id", {e.batch_id: {} for e in everything}),
        "premises": ("id", {e.premises_id: {"kind": e.premises_kind or ""} for e in encounters if e.premises_id}),
        "operation": ("id", {e.operation_id: {} for e in encounters if e.operation_id}),
        "identifier": ("id", {i.token: {"kind": i.kind.value} for e in encounters for i in e.identifiers}),
    }
    return [
        (f"merge_{name}", {"rows": [{key: value, "properties": found[value]} for value in sorted(found)]})
        for name, (key, found) in nodes.items()
        if found
    ]


def _edges(encounters: Sequence[Encounter]) -> list[Statement]:
    """Edges that not every encounter has; the others are written with its node."""
    edges: dict[str, list[Row]] = {
        "edge_at": [{"id": e.id, "to": e.premises_id} for e in encounters if e.premises_id],
        "edge_during": [{"id": e.id, "to": e.operation_id} for e in encounters if e.operation_id],
        "edge_carries": [{"id": e.id, "to": i.token} for e in encounters for i in e.identifiers],
    }
    return [(name, {"rows": rows}) for name, rows in edges.items() if rows]


def unlinked(db: Database) -> list[str]:
    """Ids of encounters of a person that wait to be linked, sorted."""
    return _of_all_towns(db, "encounters_unlinked")


def met_before(db: Database, day: date) -> list[str]:
    """Ids of encounters of a person whose last possible local day lies before a day, sorted."""
    return _of_all_towns(db, "encounters_met_before", day=day_number(day))


def _of_all_towns(db: Database, query: str, **parameters: Any) -> list[str]:
    """Ids that a query gives for each municipality, together: an engine lets no one list hold a country."""
    towns = [row["code"] for row in db.read("municipality_codes")]
    return sorted(i for code in towns for row in db.read(query, code=code, **parameters) for i in row["id"])


def wait_again(db: Database) -> None:
    """Let every encounter of a person wait to be linked; who belongs to whom stays until that is done."""
    for row in db.read("municipality_codes"):
        db.write("encounters_wait", code=row["code"])


def wait_for(db: Database, ids: Iterable[str]) -> None:
    """Let these encounters wait to be linked again; ids that aren't stored are left aside."""
    for some in parts(sorted(set(ids)), MOST_IDS):
        db.write("encounters_wait_for", ids=some)
