"""Sealed files at the centre: opened, checked to be whole and ours, and read as rows that come in.

What stands plain in them is validated again, by the centre's own policy: a sender's software is not the centre's.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from graph.errors import UnreadableFile
from graph.model import (
    Channel,
    Control,
    Encounter,
    Identifier,
    IdentifierKind,
    Intervention,
    PremisesKind,
    Tally,
    YesNoUnknown,
)
from ingest.formats import RawRow
from ingest.keys import Keyring
from ingest.linkage.tokens import SCHEMA
from ingest.pipeline.incoming import PART_ROWS, Incoming, Part, incoming, nature, reduced
from ingest.pipeline.outcomes import Said
from ingest.pseudonyms import to_encounter, to_tally, with_digest
from ingest.reader import Reader, Refused
from ingest.registers import read_controls, read_interventions
from ingest.report import ERASED, UNASSESSED, Reduced, Rejection
from ingest.sealing.columns import CentreColumns, enciphered
from ingest.sealing.envelope import Envelope, Unopened, unwrapped
from ingest.sealing.layout import FILE_KEY, GROUP_PARTS, HEADER, LINK, MAC, PLAIN, SCHEMAS, SHARED, read_header
from ingest.stages import CentreStage, unkeyed
from ingest.validation import REDUCED_BECAUSE, kept_or_reduced, local_days, read_report

_MAGIC = b"PAR1"


@dataclass(frozen=True, slots=True)
class SealedFile:
    """An opened sealed file. ``rows`` counts those of the plain file; ``batch_id`` is the id of its load."""

    path: Path
    kind: str
    rows: int
    batch_id: str
    stage: CentreStage
    envelope: Envelope = field(repr=False)


def is_sealed(path: Path) -> bool:
    """Whether a file is a sealed one, by its content."""
    try:
        with path.open("rb") as stream:
            if stream.read(4) != _MAGIC:
                return False
        return HEADER in (pq.read_metadata(path).metadata or {})
    except (OSError, pa.ArrowException):
        return False


def open_sealed(path: Path, keyring: Keyring) -> SealedFile:
    """Open a sealed file, and see that it is whole.

    Raises
    ------
    UnreadableFile
        When it was sealed with another region's key, or one too old or too new, for another centre, by another version
        of the product, or was changed on its way.
    """
    try:
        parquet = pq.ParquetFile(path)
        metadata = pq.read_metadata(path).metadata
        header = read_header(metadata[HEADER])
        is_ours = parquet.schema_arrow.equals(SCHEMAS[header.kind])
    except (ValueError, KeyError, pa.ArrowException, OSError):
        is_ours = False
    if not is_ours:
        raise _refused(path, "was sealed by another version of waterbed, or is damaged: seal it again")
    if header.region != keyring.mark:
        raise _refused(path, "was sealed with the key of another region: its tokens can't be compared with ours")
    if not keyring.oldest_region <= header.region_version <= keyring.region_version:
        told = f"was sealed with version {header.region_version} of the region key, and this home takes versions"
        raise _refused(path, f"{told} {keyring.oldest_region} to {keyring.region_version}: seal it with the newest")
    try:
        key = unwrapped(header.key, keyring.box, FILE_KEY)
    except Unopened:
        raise _refused(path, "was sealed for another centre: this home can't open it") from None
    envelope = Envelope(key, keyring.region_layers[: header.region_version - 1])
    if metadata.get(MAC, b"").decode() != envelope.mac(metadata[HEADER], _body_digest(path)):
        raise _refused(path, "was changed after it was sealed: send it again")
    if not _is_ordered(parquet, header.rows):
        raise _refused(path, "has its rows out of order: seal it again")
    batch = keyring.centre_stage.token(envelope.open(header.batch))
    suffix = "" if header.kind == "encounters" else "-sealed"
    return SealedFile(path, header.kind, header.rows, f"{batch}{suffix}", keyring.centre_stage, envelope)


def _refused(path: Path, why: str) -> UnreadableFile:
    return UnreadableFile(f"{path.name} {why}")


def _body_digest(path: Path) -> bytes:
    """SHA-256 digest of all that stands before the footer."""
    left = path.stat().st_size - 8
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        stream.seek(left)
        left -= int.from_bytes(stream.read(4), "little")
        stream.seek(0)
        while left > 0 and (block := stream.read(min(left, 1 << 20))):
            digest.update(block)
            left -= len(block)
    return digest.digest()


def _is_ordered(parquet: pq.ParquetFile, most: int) -> bool:
    """Whether row numbers rise from 1 to ``most``, and no part of the file lies in two row groups."""
    last = 0
    for group in range(parquet.num_row_groups):
        if parquet.metadata.row_group(group).num_rows > PART_ROWS * GROUP_PARTS:
            return False
        column = parquet.read_row_group(group, columns=["row"])["row"]
        if not len(column):
            continue
        rows = column.to_numpy()
        begins = (rows[0] - 1) // PART_ROWS * PART_ROWS
        if column.null_count or rows[0] < 1 or begins < last or (rows[1:] <= rows[:-1]).any() or rows[-1] > most:
            return False
        last = int(rows[-1])
    return True


def _groups(sealed: SealedFile) -> Iterator[pa.Table]:
    parquet = pq.ParquetFile(sealed.path)
    for group in range(parquet.num_row_groups):
        yield enciphered(parquet.read_row_group(group).combine_chunks(), sealed.envelope.open)


def sealed_parts(sealed: SealedFile, reader: Reader, columns: CentreColumns) -> Iterator[Part]:
    """Parts of a sealed encounters file, cut where those of the plain file would be."""
    for table in _groups(sealed):
        numbers = table["row"].to_numpy()
        part_of = (numbers - 1) // PART_ROWS
        for number in dict.fromkeys(part_of.tolist()):
            inside = (part_of == number).nonzero()[0]
            here = table.slice(int(inside[0]), len(inside))
            yield _part(here, int(number), sealed, reader, columns)


def _part(table: pa.Table, number: int, sealed: SealedFile, reader: Reader, columns: CentreColumns) -> Part:
    kept: list[Incoming] = []
    where: list[int] = []
    rejections: list[Rejection] = []
    said = table.select([name for name in table.column_names if not name.startswith(LINK)])
    for i, row in enumerate(said.to_pylist()):
        try:
            kept.append(_incoming(row, sealed, reader))
            where.append(i)
        except Refused as refused:
            rejections.append(Rejection(row["row"], refused.column, refused.reason))
    linkage = table.select([name for name in table.column_names if name.startswith(LINK)])
    linkage = linkage.rename_columns([name.removeprefix(LINK) for name in linkage.column_names])
    end = min((number + 1) * PART_ROWS, sealed.rows)
    return Part(number, end, kept, rejections, partial(_linkage_table, linkage, where, columns))


def _linkage_table(
    linkage: pa.Table, where: Sequence[int], columns: CentreColumns, rows: Sequence[int], encounters: Sequence[str]
) -> Callable[[], pa.Table]:
    chosen = linkage.take(pa.array([where[row] for row in rows], pa.int64()))
    return partial(columns.table, chosen.append_column("encounter", pa.array(encounters, pa.string())), SCHEMA)


def _incoming(row: dict[str, Any], sealed: SealedFile, reader: Reader) -> Incoming:
    stage = sealed.stage
    if row["record_id"] is None:
        raise Refused("record_id", "needed cell empty")
    record = stage.token(row["record_id"])
    if record in reader.erased:
        raise Refused("record_id", ERASED)
    cells = {name: row[name] for name in PLAIN if row[name]}
    if any("\x00" in cell for cell in cells.values()):
        raise Refused("", "a NUL character")
    if row["reduced_because"]:
        return reduced(_tally(cells, row, record, sealed, reader))
    if row["content"] is None or row["record_number"] is None:
        raise Refused("record_id", "needed cell empty")
    try:
        number = sealed.envelope.open_number(row["row"], row["record_id"], row["record_number"])
    except Unopened:
        raise Refused("record_id", "its number can't be opened") from None
    minor = reader.one_of({"minor_at_encounter": row["minor_at_encounter"] or ""}, "minor_at_encounter", YesNoUnknown)
    report = read_report(RawRow(row["row"], cells | {"record_id": number}), reader)
    report = replace(report, names_person=bool(row["names_person"]))
    item = kept_or_reduced(report, reader.policy)
    at_centre = _AtCentre(stage)
    if isinstance(item, Reduced):
        tally = to_tally(item, at_centre, batch_id=sealed.batch_id)
        return reduced(replace(tally, id=record, in_operation=bool(row["in_operation"])))
    content = stage.token(row["content"])
    identifiers = tuple(
        sorted(
            Identifier(IdentifierKind(kind), stage.token(base))
            for kind, column in SHARED.items()
            for base in row[column] or ()
        )
    )
    premises, operation = (
        stage.token(base) if base else None for base in (row["premises_address"], row["operation_id"])
    )

    def encounter(version: int, expires_on: date | None) -> Encounter:
        blank = to_encounter(
            report, at_centre, batch_id=sealed.batch_id, version=version, digest=content, expires_on=expires_on
        )
        return replace(
            blank, id=record, premises_id=premises, operation_id=operation, identifiers=identifiers, minor=minor
        )

    said = Said(record, content, nature(report))
    return replace(incoming(report, said, encounter), names_somebody=bool(row["names_somebody"]))


def _tally(cells: dict[str, str], row: dict[str, Any], record: str, sealed: SealedFile, reader: Reader) -> Tally:
    source = reader.source(cells)
    moment = reader.moment(cells, "observed_on")
    reason = row["reduced_because"]
    if reason not in REDUCED_BECAUSE:
        raise Refused("reduced_because", "not a reason to reduce a row")
    tally = Tally(
        id=record,
        source_id=source,
        municipality=reader.town(reader.needed(cells, "municipality"), "municipality", *local_days(moment)),
        premises_kind=reader.optional(cells, "premises_kind", PremisesKind),
        channel=reader.optional(cells, "channel", Channel),
        moment=moment,
        in_operation=bool(row["in_operation"]),
        reason=reason,
        content_digest="",
        batch_id=sealed.batch_id,
        is_unassessed=reason == UNASSESSED,
    )
    return with_digest(tally, _AtCentre(sealed.stage))


def sealed_registers(sealed: SealedFile, reader: Reader) -> Iterator[Control | Intervention | Rejection]:
    """Rows of a sealed controls or interventions file."""
    for table in _groups(sealed):
        for row in table.to_pylist():
            cells = {name: value for name, value in row.items() if isinstance(value, str) and value}
            if sealed.kind == "controls":
                yield from _control(row, cells, sealed, reader)
            else:
                raw = [RawRow(row["row"], cells)]
                yield from read_interventions(raw, reader, _AtCentre(sealed.stage), batch_id=sealed.batch_id)


def _control(
    row: dict[str, Any], cells: dict[str, str], sealed: SealedFile, reader: Reader
) -> Iterator[Control | Rejection]:
    stage = sealed.stage
    record, content, operation = row["record_id"], row["content"], row["operation_id"]
    if record is None or content is None:
        yield Rejection(row["row"], "record_id", "needed cell empty")
        return
    raw = [RawRow(row["row"], cells | {"record_id": "sealed"})]
    for found in read_controls(raw, reader, _AtCentre(stage), batch_id=sealed.batch_id):
        if isinstance(found, Control):
            yield replace(
                found,
                id=stage.token(record),
                operation_id=stage.token(operation) if operation else None,
                content_digest=stage.token(content),
            )
        else:
            yield found


class _AtCentre:
    """Makes what needs no key of the region; the other tokens of a sealed row are there."""

    def __init__(self, stage: CentreStage) -> None:
        self._stage = stage

    def token(self, _domain: str, _value: str) -> str:
        return ""

    def unkeyed(self, domain: str, value: str) -> str:
        return self._stage.raised(unkeyed(domain, value))
