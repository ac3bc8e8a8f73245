"""Store one part of a file: first the vault and the references, then the graph in one transaction."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pyarrow as pa

from graph.model import Encounter
from graph.store.encounters import Records, RecordState, record_states, write_records
from graph.store.rows import MATCHED, WAITING
from ingest.accounting import FileReport
from ingest.formats import Table
from ingest.linkage.makers import Coming, TokenMakers
from ingest.linkage.tokens import Tokeniser
from ingest.linkage.vault import REFERENCES
from ingest.pipeline.incoming import Incoming, Part
from ingest.pipeline.installation import Installation
from ingest.pipeline.outcomes import Decided, Nature, Outcome, Standing, decide
from ingest.pipeline.unassessed import Waiting, stale_references
from ingest.report import UNASSESSED, Rejection
from ingest.sealing.columns import CentreColumns

OnRows = Callable[[int], None]
"""Told how many rows more were read."""
OnRejected = Callable[[Table, Sequence[Rejection]], None]
"""Told which rows of a file were rejected."""


@dataclass(frozen=True, slots=True)
class Load:
    """A load of files: when it runs, on which local day, and whom it tells of its progress.

    ``tokens`` makes linkage tokens of plain rows, ``columns`` those of sealed ones; both remember what they made.
    ``layouts`` are the folders of layouts to choose from, beside those beside a file. ``unassessed`` gathers the rows
    that are to be compared once everything is in; ``erased`` holds the keyed ids of records that may not come back.
    """

    installation: Installation
    tokens: Tokeniser | TokenMakers
    columns: CentreColumns
    now: datetime
    today: date
    on_rows: OnRows
    on_rejected: OnRejected = lambda _table, _rejections: None
    layouts: tuple[Path, ...] = ()
    unassessed: Waiting = field(default_factory=Waiting)
    erased: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Undertaken:
    """What is to become of a part: how its records stood, the outcome of each row, and the tokens that are being made.

    ``named`` are rows of which tokens are kept.
    """

    part: Part
    states: Mapping[str, RecordState]
    decided: Decided
    named: Sequence[int]
    tokens: Coming


def undertake(part: Part, load: Load, *, read_before: bool) -> Undertaken:
    """Decide on the rows of a part, and begin to make their tokens; nothing is stored yet.

    Parameters
    ----------
    part
        Consecutive rows of a file, none of a record that is being written.
    load
        What it is to be loaded into.
    read_before
        Whether this part of this very file was wholly read before.
    """
    said = [row.said for row in part.rows]
    states = record_states(load.installation.db, [s.id for s in said])
    standing = {i: Standing(s.is_tally, s.digest, s.version, s.known) for i, s in states.items()}
    decided = decide(said, standing, read_before=read_before)
    named = [w.row for w in decided.writes if part.rows[w.row].said.nature is Nature.ENCOUNTER]
    tokens = part.tokens(named, [part.rows[row].said.id for row in named])
    return Undertaken(part, states, decided, named, tokens)


def store_part(undertaken: Undertaken, segment: str, load: Load, report: FileReport) -> None:
    """Store what is to be kept of the rows of a part, and count what became of each.

    Parameters
    ----------
    undertaken
        The part, decided on.
    segment
        Name of what is stored of it beside the graph.
    load
        What it is loaded into, and when.
    report
        Account of the file.
    """
    installation = load.installation
    part, states, decided = undertaken.part, undertaken.states, undertaken.decided
    _account(part.rows, decided, report)
    if installation.policy.match_unassessed is not None:
        _await_comparison(part, decided, states, load)
    new: list[tuple[Encounter, tuple[str, ...]]] = []
    changed: list[tuple[Encounter, tuple[str, ...]]] = []
    tallies, kept, forgotten = [], [], []
    for write in decided.writes:
        row = part.rows[write.row]
        if row.tally:
            tallies.append((row.tally, write.after.known, write.after.version))
            forgotten.append(row.said.id)
            continue
        expires_on = installation.policy.expires_on(
            row.legal_basis, row.observed, names_person=row.said.nature is Nature.ENCOUNTER
        )
        encounter = row.encounter(write.after.version, expires_on)
        is_there = write.before is not None and not write.before.is_tally
        (changed if is_there else new).append((encounter, write.after.known))
        kept.append(write.row)
        if is_there and not encounter.names_person:
            forgotten.append(encounter.id)
    if not decided.writes:
        return
    _forget_matched(decided, part, states, load)
    _forget_beside(forgotten, {i for i, s in states.items() if not s.is_tally}, load)
    if undertaken.named:
        installation.vault.append(segment, undertaken.tokens())
    if kept:
        _write_references([part.rows[row] for row in kept], segment, load)
    records = Records(
        new=new,
        changed=changed,
        tallies=tallies,
        was_encounter=frozenset(i for i, s in states.items() if not s.is_tally),
        was_tally=frozenset(i for i, s in states.items() if s.is_tally),
        was_matched=frozenset(i for i, s in states.items() if s.comparison == MATCHED),
    )
    write_records(installation.db, records, now=load.now)


def _await_comparison(part: Part, decided: Decided, states: Mapping[str, RecordState], load: Load) -> None:
    """Gather the unassessed rows that are new, or stand as tallies that an earlier run didn't come to compare.

    Only plain rows have tokens left to compare: a sender seals an unassessed row as the tally it is.
    """
    written = {part.rows[w.row].said.id: w.after.digest for w in decided.writes}
    stands = {i: s.digest for i, s in states.items()} | written
    waits = {i for i, s in states.items() if s.comparison == WAITING} | written.keys()
    found = {
        row.said.id: i
        for i, row in enumerate(part.rows)
        if row.tally is not None
        and row.reduced_because == UNASSESSED
        and row.record_id
        and row.said.id in waits
        and row.said.digest == stands[row.said.id]
    }
    if found:
        numbers = {i: (part.rows[row].source_id, part.rows[row].record_id) for i, row in found.items()}
        load.unassessed.add(part.tokens(list(found.values()), list(found))(), numbers)


def _forget_matched(decided: Decided, part: Part, states: Mapping[str, RecordState], load: Load) -> None:
    """Forget the record numbers of unassessed rows whose match ends with this write."""
    changing = {part.rows[w.row].said.id for w in decided.writes if w.before is not None}
    retold = {i for i in changing if states[i].comparison == MATCHED and states[i].is_tally}
    gone = retold | stale_references(load.installation.db, changing - retold)
    if gone:
        load.installation.references.drop(gone)


def _forget_beside(forgotten: Sequence[str], stored: set[str], load: Load) -> None:
    """Forget in vault and references first what the graph is about to forget."""
    installation = load.installation
    gone = [i for i in forgotten if i in stored]
    if gone:
        installation.vault.drop(gone)
        installation.references.drop(gone)


def _write_references(rows: Sequence[Incoming], segment: str, load: Load) -> None:
    columns = [[r.said.id for r in rows], [r.source_id for r in rows], [r.record_id for r in rows]]
    load.installation.references.append(segment, pa.table(columns, schema=REFERENCES))


def _account(rows: Sequence[Incoming], decided: Decided, report: FileReport) -> None:
    for row, outcome in zip(rows, decided.outcomes, strict=True):
        report.count(outcome)
        report.by_source[row.source_id] += 1
        if row.tally and outcome is Outcome.REDUCED:
            report.reduced_by_reason[row.reduced_because] += 1
        if outcome in (Outcome.STORED, Outcome.NEW_VERSION) and row.said.nature is Nature.ENCOUNTER:
            report.stored_nobody_named += not row.names_somebody
