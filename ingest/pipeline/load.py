"""One file into the graph, in parts that a crash can interrupt anywhere.

Of each part first the vault and the references are written, then the records in one transaction, then how far the
file was read. A part that was interrupted is read again and ends in the same place; one that was finished is known.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph.errors import LayoutError, UnreadableFile
from graph.model import Control, Intervention
from graph.parts import parts
from graph.store.batches import Progress, progress, record_progress
from graph.store.registers import Written, write_controls, write_interventions
from ingest.accounting import FileReport
from ingest.directory import choose_layout
from ingest.formats import Table, open_table
from ingest.layouts import Layout
from ingest.pipeline.ahead import ahead
from ingest.pipeline.incoming import PART_ROWS, Part, plain_parts
from ingest.pipeline.installation import Installation
from ingest.pipeline.part import Load, OnRejected, OnRows, Undertaken, store_part, undertake
from ingest.pipeline.tombstones import without_erased
from ingest.pseudonyms import Tokens
from ingest.reader import Notes, Reader
from ingest.registers import read_controls, read_interventions
from ingest.rejections import Ledger
from ingest.report import Rejection
from ingest.sealing.read import is_sealed, open_sealed, sealed_parts, sealed_registers
from ingest.validation import read_encounters

__all__ = ["Load", "OnRejected", "OnRows", "batch_id", "load_file"]


@dataclass(frozen=True, slots=True)
class _Rejected:
    """Where rejected rows go: the file's account, the ledger, and who asked to be told."""

    report: FileReport
    ledger: Ledger
    tell: Callable[[Sequence[Rejection]], None] = lambda _rejections: None

    def take(self, rejections: Sequence[Rejection]) -> None:
        """Count them, keep them in the ledger, tell of them."""
        for rejection in rejections:
            self.report.reject(rejection)
        if rejections:
            self.ledger.add(rejections)
            self.tell(rejections)


def load_file(path: Path, load: Load, *, layout: Layout | None = None, kind: str | None = None) -> FileReport:
    """Store what a file says; the account of its rows. A file that can't be read as a whole is refused, in the account.

    Parameters
    ----------
    path
        The file.
    load
        What it is loaded into, and when.
    layout
        How to read it; None: as its columns say, or with the layout that is there for it (:mod:`ingest.directory`).
    kind
        As :func:`ingest.formats.open_table` takes it.
    """
    report = FileReport(path.name)
    try:
        if is_sealed(path):
            store = _sealed(path, load, report, asked_kind=kind)
        else:
            store = _plain(path, load, report, layout, kind)
        notes = store()
        report.wrong_cells, report.remarks = notes.wrong_cells, notes.remarks
    except (UnreadableFile, LayoutError) as refusal:
        report.refused = str(refusal)
    return report


def _plain(path: Path, load: Load, report: FileReport, layout: Layout | None, kind: str | None) -> Callable[[], Notes]:
    """Open a plain file; what stores it."""
    installation, keys = load.installation, load.installation.keyring
    _refuse_plain(path, installation)
    chosen = layout or choose_layout(path, load.layouts)
    table = open_table(path, chosen, kind=kind)
    batch = batch_id(path, table, keys)
    report.kind, report.layout = table.kind, chosen.name if chosen else None
    report.unknown_columns, report.sheets_not_read = table.unknown_columns, table.sheets_not_read
    reader = Reader(
        installation.policy, installation.municipalities, load.today, table.date_format, Notes(), load.erased
    )
    rejected = _Rejected(report, Ledger(installation.rejections, path.name), lambda r: load.on_rejected(table, r))

    def store() -> Notes:
        if table.kind == "encounters":
            items = without_erased(read_encounters(table.rows(), reader), load.erased, keys)
            _load_encounters(plain_parts(items, keys, load.tokens, batch_id=batch), batch, load, rejected, rows=None)
        else:
            read = read_controls if table.kind == "controls" else read_interventions
            _load_registers(read(table.rows(), reader, keys, batch_id=batch), table.kind, batch, load, rejected)
        return reader.notes

    return store


def _sealed(path: Path, load: Load, report: FileReport, *, asked_kind: str | None) -> Callable[[], Notes]:
    """Open a sealed file; what stores it."""
    installation = load.installation
    sealed = open_sealed(path, installation.keyring)
    if asked_kind not in (None, sealed.kind):
        message = f"{path.name} holds sealed {sealed.kind}: leave --kind away"
        raise UnreadableFile(message)
    report.kind = sealed.kind
    reader = Reader(installation.policy, installation.municipalities, load.today, None, Notes(), load.erased)
    rejected = _Rejected(report, Ledger(installation.rejections, path.name))

    def store() -> Notes:
        if sealed.kind == "encounters":
            found = sealed_parts(sealed, reader, load.columns)
            _load_encounters(found, sealed.batch_id, load, rejected, rows=sealed.rows)
        else:
            _load_registers(sealed_registers(sealed, reader), sealed.kind, sealed.batch_id, load, rejected)
        return reader.notes

    return store


def _refuse_plain(path: Path, installation: Installation) -> None:
    if not installation.policy.plain_ingest:
        message = f"{path.name} is not sealed, and the policy allows no plain files: seal it at the sender"
        raise UnreadableFile(message)
    if not installation.keyring.region:
        message = f"{path.name} is not sealed, and this home has given its region key away: seal it at the sender"
        raise UnreadableFile(message)


def batch_id(path: Path, table: Table, tokens: Tokens) -> str:
    """Id of the load of a file: the same bytes read the same way are the same load."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return tokens.token("file", f"{digest.hexdigest()} {table.kind} {table.columns} {table.date_format}")


def _load_encounters(found: Iterable[Part], batch: str, load: Load, rejected: _Rejected, *, rows: int | None) -> None:
    done, report = progress(load.installation.db, batch), rejected.report

    def store(undertaken: Undertaken) -> None:
        store_part(undertaken, f"{batch}-{undertaken.part.number:07d}", load, report)
        _advance(load, batch, "encounters", done, undertaken.part.end)

    writing: tuple[Part, Future[None]] | None = None

    def written() -> None:
        if writing:
            part, storing = writing
            storing.result()
            load.on_rows(len(part.rows) + len(part.rejections))

    # One part is read, the next decided on, and the third written, at a time; what one writes the next must not be
    # decided on, so where a record is in both the next waits.
    with ThreadPoolExecutor(1, "storing") as storer, closing(ahead(found, most=1)) as coming:
        for part in coming:
            if writing and not _own(part).isdisjoint(_own(writing[0])):
                writing[1].result()
            undertaken = undertake(part, load, read_before=part.end <= done.rows_done)
            written()
            rejected.take(part.rejections)
            writing = part, storer.submit(store, undertaken)
        written()
    if not done.completed:
        _complete(load, batch, "encounters", report.rows if rows is None else rows)


def _own(part: Part) -> set[str]:
    return {row.said.id for row in part.rows}


def _load_registers(
    found: Iterable[Control | Intervention | Rejection], kind: str, batch: str, load: Load, rejected: _Rejected
) -> None:
    db, report = load.installation.db, rejected.report
    done = progress(db, batch)
    for number, part in enumerate(parts(found, PART_ROWS)):
        rejected.take([item for item in part if isinstance(item, Rejection)])
        controls = [item for item in part if isinstance(item, Control)]
        interventions = [item for item in part if isinstance(item, Intervention)]
        end = number * PART_ROWS + len(part)
        if end <= done.rows_done:
            written = Written(("unchanged",) * (len(controls) + len(interventions)))
        else:
            written = write_controls(db, controls) if controls else write_interventions(db, interventions)
        for outcome in written.outcomes:
            report.count(outcome)
        for control in controls:
            report.by_source[control.source_id] += 1
        _advance(load, batch, kind, done, end)
        load.on_rows(len(part))
    if not done.completed:
        _complete(load, batch, kind, report.rows)


def _advance(load: Load, batch: str, kind: str, done: Progress, end: int) -> None:
    if end > done.rows_done:
        record_progress(load.installation.db, batch, kind=kind, rows_done=end, completed=False, now=load.now)


def _complete(load: Load, batch: str, kind: str, rows: int) -> None:
    record_progress(load.installation.db, batch, kind=kind, rows_done=rows, completed=True, now=load.now)
