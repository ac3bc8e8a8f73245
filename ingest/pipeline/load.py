"""One file into the graph, in parts that a crash can interrupt anywhere.

Of each part first the vault and the references are written, then the records in one transaction, then how far the
file was read. A part that was interrupted is read again and ends in the same place; one that was finished is known.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import TypeVar

import pyarrow as pa

from graph.errors import UnreadableFile
from graph.model import Control, Encounter, Intervention
from graph.store.batches import Progress, progress, record_progress
from graph.store.encounters import Records, RecordState, record_states, write_records
from graph.store.registers import Written, write_controls, write_interventions
from graph.store.rows import MATCHED, WAITING
from ingest.accounting import FileReport
from ingest.fields.dates import LOCAL_TIME
from ingest.formats import Table, open_table
from ingest.layouts import Layout
from ingest.linkage.tokens import Tokeniser
from ingest.linkage.vault import REFERENCES
from ingest.pipeline.installation import Installation
from ingest.pipeline.outcomes import Decided, Nature, Outcome, Said, Standing, decide
from ingest.pipeline.unassessed import Waiting, stale_references
from ingest.policy import Policy
from ingest.pseudonyms import content_digest, encounter_id, to_encounter, to_tally
from ingest.reader import Notes, Reader
from ingest.registers import read_controls, read_interventions
from ingest.rejections import append_rejections
from ingest.report import UNASSESSED, Reduced, Rejection, Report
from ingest.validation import read_encounters

PART_ROWS = 2_000
OnRows = Callable[[int], None]
"""Told how many rows more were read."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Load:
    """A load of files: when it runs, on which local day, and whom it tells of its progress.

    ``unassessed`` gathers the rows that are to be compared once everything is in.
    """

    installation: Installation
    tokeniser: Tokeniser
    now: datetime
    today: date
    on_rows: OnRows
    unassessed: Waiting = field(default_factory=Waiting)


def load_file(path: Path, load: Load, *, layout: Layout | None = None, kind: str | None = None) -> FileReport:
    """Store what a file says; the account of its rows. A file that can't be read as a whole is refused, in the account.

    Parameters
    ----------
    path
        The file.
    load
        What it is loaded into, and when.
    layout, kind
        As :func:`ingest.formats.open_table` takes them.
    """
    report = FileReport(path.name)
    try:
        _refuse_plain(path, load.installation.policy)
        table = open_table(path, layout, kind=kind)
        batch = batch_id(path, table, load.installation)
    except UnreadableFile as refusal:
        report.refused = str(refusal)
        return report
    report.kind = table.kind
    report.unknown_columns, report.sheets_not_read = table.unknown_columns, table.sheets_not_read
    notes = Notes()
    reader = Reader(load.installation.policy, load.installation.municipalities, load.today, table.date_format, notes)
    if table.kind == "encounters":
        _load_encounters(table, reader, batch, load, report)
    else:
        _load_registers(table, reader, batch, load, report)
    report.wrong_cells, report.remarks = notes.wrong_cells, notes.remarks
    append_rejections(load.installation.rejections, path.name, report.rejections)
    return report


def _refuse_plain(path: Path, policy: Policy) -> None:
    if not policy.plain_ingest:
        message = f"{path.name} is not sealed, and the policy allows no plain files: seal it at the sender"
        raise UnreadableFile(message)


def batch_id(path: Path, table: Table, installation: Installation) -> str:
    """Id of the load of a file: the same bytes read the same way are the same load."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return installation.keyring.token("file", f"{digest.hexdigest()} {table.kind} {table.columns} {table.date_format}")


def _load_encounters(table: Table, reader: Reader, batch: str, load: Load, report: FileReport) -> None:
    done = progress(load.installation.db, batch)
    rows = read_encounters(table.rows(), reader)
    for number, part in enumerate(parts(rows, PART_ROWS)):
        items = []
        for item in part:
            if isinstance(item, Rejection):
                report.reject(item)
            else:
                items.append(item)
        end = number * PART_ROWS + len(part)
        _load_part(items, f"{batch}-{number:07d}", load, report, batch, read_before=end <= done.rows_done)
        _advance(load, batch, "encounters", done, end)
        load.on_rows(len(part))
    if not done.completed:
        _complete(load, batch, "encounters", report.rows)


def _load_part(
    items: Sequence[Report | Reduced],
    segment: str,
    load: Load,
    report: FileReport,
    batch: str,
    *,
    read_before: bool,
) -> None:
    installation, keys = load.installation, load.installation.keyring
    said = [_said(item, installation) for item in items]
    states = record_states(installation.db, [s.id for s in said])
    standing = {i: Standing(s.is_tally, s.digest, s.version, s.known) for i, s in states.items()}
    decided = decide(said, standing, read_before=read_before)
    _account(items, decided, report)
    if installation.policy.match_unassessed is not None:
        _await_comparison(items, said, decided, states, load)
    new: list[tuple[Encounter, tuple[str, ...]]] = []
    changed: list[tuple[Encounter, tuple[str, ...]]] = []
    tallies, kept, forgotten = [], [], []
    for write in decided.writes:
        item, digest = items[write.row], said[write.row].digest
        if isinstance(item, Reduced):
            tallies.append((to_tally(item, keys, batch_id=batch), write.after.known, write.after.version))
            forgotten.append(said[write.row].id)
            continue
        observed = item.moment.seen_from.astimezone(LOCAL_TIME).date()
        encounter = to_encounter(
            item,
            keys,
            batch_id=batch,
            version=write.after.version,
            digest=digest,
            expires_on=installation.policy.expires_on(item.legal_basis, observed, names_person=item.names_person),
        )
        is_there = write.before is not None and not write.before.is_tally
        (changed if is_there else new).append((encounter, write.after.known))
        kept.append((item, encounter.id))
        if is_there and not item.names_person:
            forgotten.append(encounter.id)
    if not decided.writes:
        return
    _forget_matched(decided, said, states, load)
    _write_beside(kept, forgotten, {i for i, s in states.items() if not s.is_tally}, segment, load)
    records = Records(
        new=new,
        changed=changed,
        tallies=tallies,
        was_encounter=frozenset(i for i, s in states.items() if not s.is_tally),
        was_tally=frozenset(i for i, s in states.items() if s.is_tally),
        was_matched=frozenset(i for i, s in states.items() if s.comparison == MATCHED),
    )
    write_records(installation.db, records, now=load.now)


def _await_comparison(
    items: Sequence[Report | Reduced],
    said: Sequence[Said],
    decided: Decided,
    states: Mapping[str, RecordState],
    load: Load,
) -> None:
    """Gather the unassessed rows that are new, or stand as tallies that an earlier run didn't come to compare."""
    stands = {i: s.digest for i, s in states.items()} | {said[w.row].id: w.after.digest for w in decided.writes}
    waits = {i for i, s in states.items() if s.comparison == WAITING} | {said[w.row].id for w in decided.writes}
    found = {
        s.id: item.report
        for item, s in zip(items, said, strict=True)
        if isinstance(item, Reduced) and item.reason == UNASSESSED and s.id in waits and s.digest == stands[s.id]
    }
    load.unassessed.add(list(found.values()), list(found), load.tokeniser)


def _forget_matched(decided: Decided, said: Sequence[Said], states: Mapping[str, RecordState], load: Load) -> None:
    """Forget the record numbers of unassessed rows whose match ends with this write."""
    changing = {said[w.row].id for w in decided.writes if w.before is not None}
    retold = {i for i in changing if states[i].comparison == MATCHED and states[i].is_tally}
    gone = retold | stale_references(load.installation.db, changing - retold)
    if gone:
        load.installation.references.drop(gone)


def _said(item: Report | Reduced, installation: Installation) -> Said:
    keys = installation.keyring
    if isinstance(item, Reduced):
        tally = to_tally(item, keys, batch_id="")
        return Said(tally.id, tally.content_digest, Nature.TALLY)
    nature = Nature.ENCOUNTER if item.names_person else Nature.PREMISES_SIGNAL
    return Said(encounter_id(keys, item.source_id, item.record_id), content_digest(item, keys), nature)


def _write_beside(
    kept: Sequence[tuple[Report, str]], forgotten: Sequence[str], stored: set[str], segment: str, load: Load
) -> None:
    """Write vault and references before the graph, and forget there first what the graph is about to forget."""
    installation = load.installation
    gone = [i for i in forgotten if i in stored]
    if gone:
        installation.vault.drop(gone)
        installation.references.drop(gone)
    if not kept:
        return
    named = [(report, encounter) for report, encounter in kept if report.names_person]
    if named:
        installation.vault.append(segment, load.tokeniser.table([r for r, _ in named], [e for _, e in named]))
    rows = [{"encounter": e, "source_id": r.source_id, "record_id": r.record_id} for r, e in kept]
    installation.references.append(segment, pa.Table.from_pylist(rows, schema=REFERENCES))


def _account(items: Sequence[Report | Reduced], decided: Decided, report: FileReport) -> None:
    for item, outcome in zip(items, decided.outcomes, strict=True):
        report.count(outcome)
        said = item.report if isinstance(item, Reduced) else item
        report.by_source[said.source_id] += 1
        if isinstance(item, Reduced) and outcome is Outcome.REDUCED:
            report.reduced_by_reason[item.reason] += 1
        if isinstance(item, Report) and outcome in (Outcome.STORED, Outcome.NEW_VERSION):
            person = item.person
            named = person.given_name or person.family_name or person.document_number or person.birth_date
            report.stored_nobody_named += bool(item.names_person and not named)


def _load_registers(table: Table, reader: Reader, batch: str, load: Load, report: FileReport) -> None:
    db, keys = load.installation.db, load.installation.keyring
    done = progress(db, batch)
    found: Iterator[Control | Intervention | Rejection]
    if table.kind == "controls":
        found = read_controls(table.rows(), reader, keys, batch_id=batch)
    else:
        found = read_interventions(table.rows(), reader, keys, batch_id=batch)
    for number, part in enumerate(parts(found, PART_ROWS)):
        controls = [item for item in part if isinstance(item, Control)]
        interventions = [item for item in part if isinstance(item, Intervention)]
        for item in part:
            if isinstance(item, Rejection):
                report.reject(item)
        end = number * PART_ROWS + len(part)
        if end <= done.rows_done:
            written = Written(("unchanged",) * (len(controls) + len(interventions)))
        else:
            written = write_controls(db, controls) if controls else write_interventions(db, interventions)
        for outcome in written.outcomes:
            report.count(outcome)
        for control in controls:
            report.by_source[control.source_id] += 1
        _advance(load, batch, table.kind, done, end)
        load.on_rows(len(part))
    if not done.completed:
        _complete(load, batch, table.kind, report.rows)


def _advance(load: Load, batch: str, kind: str, done: Progress, end: int) -> None:
    if end > done.rows_done:
        record_progress(load.installation.db, batch, kind=kind, rows_done=end, completed=False, now=load.now)


def _complete(load: Load, batch: str, kind: str, rows: int) -> None:
    record_progress(load.installation.db, batch, kind=kind, rows_done=rows, completed=True, now=load.now)


def parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Consecutive lists of at most ``size`` items."""
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part
