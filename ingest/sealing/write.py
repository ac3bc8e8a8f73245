"""Sealing at the sender: a file is validated, its identifying columns become base tokens, and the rest stays as it is."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from graph.model import Control, Encounter, Intervention, Moment, Precision
from graph.parts import parts
from ingest.accounting import FileReport
from ingest.fields.dates import LOCAL_TIME
from ingest.formats import Table
from ingest.keys import RegionKey
from ingest.linkage.tokens import Tokeniser
from ingest.pipeline.incoming import PART_ROWS
from ingest.pseudonyms import content_digest, encounter_id, to_encounter
from ingest.reader import Reader
from ingest.registers import read_controls, read_interventions
from ingest.report import Reduced, Rejection, Report
from ingest.sealing.columns import enciphered
from ingest.sealing.envelope import Envelope, wrapped
from ingest.sealing.layout import FILE_KEY, GROUP_PARTS, HEADER, LINK, MAC, SCHEMAS, SHARED, Header, token_cell
from ingest.stages import RegionStage, base_bytes
from ingest.validation import read_encounters

Row = dict[str, Any]
OnRows = Callable[[int], None]
"""Told how many rows more were read."""


def seal(
    table: Table,
    out: BinaryIO,
    key: RegionKey,
    reader: Reader,
    *,
    batch: str,
    file_key: bytes,
    on_rows: OnRows,
    on_rejected: Callable[[Sequence[Rejection]], None] = lambda _rejections: None,
) -> FileReport:
    """Seal a file; the account of its rows, where a row that may be kept counts as ``sealed``.

    Parameters
    ----------
    table
        The plain file, opened.
    out
        Where the sealed file is written.
    key
        The region's key.
    reader
        What the rows are validated by: the sender's own policy.
    batch
        Base token of the file.
    file_key
        32 random bytes, for this file alone.
    on_rows
        Told of the progress.
    on_rejected
        Told which rows were rejected; they stay with the sender.
    """
    stage, envelope = RegionStage(key.base), Envelope(file_key, key.layers)
    report = FileReport(table.path.name, table.kind, unknown_columns=table.unknown_columns)
    report.sheets_not_read = table.sheets_not_read
    sink = _Hashing(out)
    schema = SCHEMAS[table.kind]
    with pq.ParquetWriter(sink, schema, compression="zstd", write_page_checksum=True) as writer:
        for group in parts(_numbered(table, reader, stage), PART_ROWS * GROUP_PARTS):
            rows = _sealed(group, table, stage, envelope, report)
            if rows:
                writer.write_table(enciphered(rows, envelope.close))
            rejected = [item for _, item in group if isinstance(item, Rejection)]
            if rejected:
                on_rejected(rejected)
            on_rows(len(group))
        wrapped_key = wrapped(file_key, key.box, FILE_KEY)
        closed = envelope.close(base_bytes(batch))
        header = Header(table.kind, report.rows, key.mark(), key.version, wrapped_key, closed).text()
        mac = envelope.mac(header, sink.digest())
        writer.add_key_value_metadata({HEADER: header, MAC: mac})
    report.wrong_cells, report.remarks = reader.notes.wrong_cells, reader.notes.remarks
    return report


class _Hashing:
    """A file that is written to, and the digest of what was."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._digest = hashlib.sha256()
        self.closed = False

    def write(self, data: Any) -> int:
        self._digest.update(data)
        return self._out.write(data)

    def flush(self) -> None:
        self._out.flush()

    def digest(self) -> bytes:
        return self._digest.digest()

    def close(self) -> None:
        self.closed = True


Found = Report | Reduced | Control | Intervention | Rejection


def _numbered(table: Table, reader: Reader, stage: RegionStage) -> Iterator[tuple[int, Found]]:
    found: Iterable[Found]
    if table.kind == "encounters":
        found = read_encounters(table.rows(), reader)
    elif table.kind == "controls":
        found = read_controls(table.rows(), reader, stage, batch_id="")
    else:
        found = read_interventions(table.rows(), reader, stage, batch_id="")
    return enumerate(found, start=1)


def _sealed(
    group: Sequence[tuple[int, Found]], table: Table, stage: RegionStage, envelope: Envelope, report: FileReport
) -> pa.Table:
    rows: list[Row] = []
    reports: list[tuple[int, Report]] = []
    for number, item in group:
        match item:
            case Rejection():
                report.reject(item)
                continue
            case Reduced():
                report.count("reduced")
                report.reduced_by_reason[item.reason] += 1
                report.by_source[item.report.source_id] += 1
                rows.append(_reduced(item, stage))
            case Report():
                report.count("sealed")
                report.by_source[item.source_id] += 1
                rows.append(_encounter(item, stage, envelope, number))
                if item.names_person:
                    reports.append((len(rows) - 1, item))
            case Control():
                report.count("sealed")
                report.by_source[item.source_id] += 1
                rows.append(_control(item))
            case Intervention():
                report.count("sealed")
                rows.append(_intervention(item))
        rows[-1]["row"] = number
    schema = SCHEMAS[table.kind]
    if table.kind != "encounters":
        return pa.Table.from_pylist(rows, schema=schema)
    return _with_linkage(rows, reports, stage)


def _with_linkage(rows: list[Row], reports: Sequence[tuple[int, Report]], stage: RegionStage) -> pa.Table:
    schema = SCHEMAS["encounters"]
    plain = pa.schema([f for f in schema if not f.name.startswith(LINK)])
    linkage = Tokeniser(stage).table([r for _, r in reports], [""] * len(reports))
    where: list[int | None] = [None] * len(rows)
    for i, (row, _) in enumerate(reports):
        where[row] = i
    spread = linkage.take(pa.array(where, pa.int64()))
    found = pa.Table.from_pylist(rows, schema=plain)
    columns = [spread[f.name.removeprefix(LINK)] if f.name.startswith(LINK) else found[f.name] for f in schema]
    return pa.table([c.combine_chunks() for c in columns], schema=schema)


def _encounter(report: Report, stage: RegionStage, envelope: Envelope, number: int) -> Row:
    digest = content_digest(report, stage)
    met = to_encounter(report, stage, batch_id="", version=0, digest=digest, expires_on=None)
    base = base_bytes(met.id)
    person = report.person
    named = person.given_name or person.family_name or person.document_number or person.birth_date
    return {
        **_where_and_when(met),
        "record_id": base,
        "record_number": envelope.close_number(number, base, report.record_id),
        "reporter_type": met.reporter_type.value,
        "sex": met.sex,
        "status": met.status.value,
        "exploitation_form": met.form,
        "reliability": met.reliability,
        "legal_basis": met.legal_basis,
        "purpose": met.purpose,
        "regime": met.regime.value,
        "consent_status": met.consent,
        "minor_at_encounter": met.minor.value,
        "names_person": met.names_person,
        "names_somebody": bool(named),
        "in_operation": met.operation_id is not None,
        "content": base_bytes(digest),
        "premises_address": token_cell(met.premises_id),
        "operation_id": token_cell(met.operation_id),
        **{
            column: [base_bytes(i.token) for i in met.identifiers if i.kind.value == kind] or None
            for kind, column in SHARED.items()
        },
    }


def _reduced(reduced: Reduced, stage: RegionStage) -> Row:
    report = reduced.report
    return {
        **_where_and_when(report),
        "record_id": base_bytes(encounter_id(stage, report.source_id, report.record_id)),
        "reduced_because": reduced.reason,
        "in_operation": report.operation_id is not None,
    }


def _where_and_when(met: Report | Encounter) -> Row:
    return {
        "source_id": met.source_id,
        "channel": met.channel,
        "observed_on": moment_text(met.moment),
        "municipality": met.municipality,
        "premises_kind": met.premises_kind,
    }


def moment_text(moment: Moment) -> str:
    """ISO text that is read as this moment."""
    if moment.precision is Precision.MINUTE:
        return moment.seen_from.isoformat(timespec="minutes")
    day = moment.seen_from.astimezone(LOCAL_TIME).date().isoformat()
    return {Precision.DAY: day, Precision.MONTH: day[:7], Precision.YEAR: day[:4]}[moment.precision]


def _control(control: Control) -> Row:
    return {
        "record_id": base_bytes(control.id),
        "operation_id": token_cell(control.operation_id),
        "content": base_bytes(control.content_digest),
        "source_id": control.source_id,
        "municipality": control.municipality,
        "from_date": control.from_date.isoformat(),
        "until_date": control.until_date.isoformat(),
        "controls": str(control.controls),
        "hours": None if control.hours is None else repr(control.hours),
        "premises_kind": control.premises_kind,
        "persons_met": None if control.persons_met is None else str(control.persons_met),
    }


def _intervention(intervention: Intervention) -> Row:
    first, *others = intervention.municipalities
    return {
        "intervention_id": intervention.id,
        "municipality": first,
        "effective_on": intervention.effective_on.isoformat(),
        "kind": intervention.kind.value,
        "until_date": intervention.until_date.isoformat() if intervention.until_date else None,
        "premises_kind": intervention.premises_kind,
        "target_municipalities": "|".join(others) or None,
    }


def place(path: Path) -> Path:
    """Where a sealed file lies unless told otherwise: beside the plain one."""
    return path.with_name(f"{path.name}.sealed")
