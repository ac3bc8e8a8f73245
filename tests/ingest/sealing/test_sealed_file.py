"""What a sealed file shows to whom, and which ones a centre refuses."""

import base64
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from graph.errors import UnreadableFile
from graph.model import Control, Intervention
from ingest.key_rotation import Rotated, following
from ingest.keys import Keyring
from ingest.policy import Policy
from ingest.registers import read_controls, read_interventions
from ingest.sealing.envelope import Envelope, wrapped
from ingest.sealing.layout import HEADER, MAC, SCHEMAS, Header
from ingest.sealing.read import is_sealed, open_sealed, sealed_registers
from ingest.sealing.write import _Hashing
from ingest.stages import RegionStage
from tests.factories import KEYS
from tests.ingest.sealing.files import FILE_KEY, reader, seal_table, sealed_in, table_of, told

ROW = {
    "source_id": "register",
    "record_id": "Geheim-2024-0017",
    "reporter_type": "police",
    "observed_on": "2024-03-17",
    "municipality": "GM0599",
    "premises_address": "Schijnhaven 19",
    "operation_id": "IC-Zlatka",
    "given_name": "Zlatka",
    "family_name": "Lozhedinska",
    "alias": "Zlata",
    "birth_date": "1999-04-12",
    "document_number": "BGX84542",
    "phones": "+31600000115",
    "emails": "zl@example.org",
    "advert_ids": "KZ-702418",
    "vehicle_plates": "OU000E",
    "status": "PossibleVictimOfTrafficking",
    "controller_ref": "EXP-Lozhe",
    "legal_basis": "basis",
    "purpose": "purpose",
    "regime": "WPG",
}
PLAIN = (
    "geheim", "schijnhaven", "zlat", "lozhe", "1999", "bgx84542", "600000115", "zl@example", "702418", "ou000e",
)  # fmt: skip


def other_keys(seed: int) -> Keyring:
    return Keyring(*(hashlib.sha256(f"{seed} {i}".encode()).digest() for i in range(6)))


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    path = tmp_path / "register.sealed"
    seal_table(
        table_of([ROW, ROW | {"record_id": "Geheim-2", "status": "NotAVictimOfTrafficking"}]), path, KEYS.region_key()
    )
    return path


def test_no_plain_identifier_lies_in_it(sealed: Path) -> None:
    everything = (repr(pq.read_table(sealed).to_pylist()) + repr(pq.read_metadata(sealed).metadata)).casefold()
    raw = sealed.read_bytes().decode("latin-1").casefold()
    for plain in PLAIN:
        assert plain not in everything
        assert plain not in raw


def test_even_another_sender_can_try_no_value_against_it(sealed: Path) -> None:
    rows = repr(pq.read_table(sealed).to_pylist())
    base = RegionStage(KEYS.region).base("link-name", "lozhedinska")
    assert repr(base) not in rows
    assert repr(RegionStage(KEYS.region).base("phone", "+31600000115")) not in rows


def test_a_reduced_row_holds_where_and_when_alone(sealed: Path) -> None:
    _, row = pq.read_table(sealed).to_pylist()
    assert {name for name, value in row.items() if value is not None} == {
        "row", "record_id", "source_id", "observed_on", "municipality", "reduced_because", "in_operation",
    }  # fmt: skip


def test_the_centre_reads_the_record_number(sealed: Path) -> None:
    (part,) = sealed_in(sealed, KEYS)
    assert part.rows[0].record_id == "Geheim-2024-0017"
    assert "Geheim" not in repr(part)


def test_the_centre_s_own_policy_decides_again(sealed: Path) -> None:
    strict = Policy(bases={"other": 0}, purposes=frozenset({"purpose"}))
    (part,) = sealed_in(sealed, KEYS, strict)
    assert [(r.row, r.column) for r in part.rejections] == [(1, "legal_basis")]
    consent = replace(Policy(), consent_required=frozenset({"police"}))  # type: ignore[arg-type]
    (part,) = sealed_in(sealed, KEYS, consent)
    (reduced, _) = told([part])[0].stored
    assert part.rows[0].reduced_because == "consent needed, not given"
    assert "identifiers" not in repr(reduced)


def test_a_sealed_file_is_known_by_its_content(sealed: Path, tmp_path: Path) -> None:
    assert is_sealed(sealed)
    other = tmp_path / "x.sealed"
    for content in (b"", b"PAR1", b"PAR1" + bytes(100) + b"PAR1", b"source_id,record_id\n"):
        other.write_bytes(content)
        assert not is_sealed(other)
    pq.write_table(pq.read_table(sealed).replace_schema_metadata(), other)
    assert not is_sealed(other)
    assert not is_sealed(tmp_path / "nowhere")


def test_each_byte_that_is_changed_is_seen(sealed: Path) -> None:
    whole = sealed.read_bytes()
    body = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    for at in range(4, body, max(1, body // 40)):
        changed = bytearray(whole)
        changed[at] ^= 1
        sealed.write_bytes(changed)
        with pytest.raises(UnreadableFile, match="changed after it was sealed"):
            open_sealed(sealed, KEYS)


def test_a_header_that_is_changed_is_seen(sealed: Path, tmp_path: Path) -> None:
    table, metadata = pq.read_table(sealed), pq.read_metadata(sealed).metadata
    header = json.loads(metadata[HEADER])
    for change in ({"rows": 9}, {"batch": base64.b64encode(bytes(16)).decode()}):
        forged = {HEADER: json.dumps(header | change, sort_keys=True).encode(), MAC: metadata[MAC]}
        with pq.ParquetWriter(tmp_path / "forged", table.schema.remove_metadata()) as writer:
            writer.write_table(table)
            writer.add_key_value_metadata(forged)
        with pytest.raises(UnreadableFile):
            open_sealed(tmp_path / "forged", KEYS)


@pytest.mark.parametrize(
    ("keys", "why"),
    [
        (other_keys(1), "another region"),
        (replace(KEYS, box=other_keys(1).box), "another centre"),
        (replace(other_keys(1), region=KEYS.region), "another centre"),
        (replace(KEYS, oldest_region=2, region_layers=(bytes(range(32)),)), "version 1"),
    ],
)
def test_a_file_that_isn_t_for_these_keys_is_refused(sealed: Path, keys: Keyring, why: str) -> None:
    with pytest.raises(UnreadableFile, match=why):
        open_sealed(sealed, keys)


def test_a_file_of_a_newer_version_of_the_region_key_is_refused(tmp_path: Path) -> None:
    newer = following(KEYS, Rotated.REGION)
    seal_table(table_of([ROW]), tmp_path / "x", newer.region_key())
    with pytest.raises(UnreadableFile, match="version 2"):
        open_sealed(tmp_path / "x", KEYS)


def test_an_older_file_says_after_a_rotation_what_a_newer_one_says(sealed: Path, tmp_path: Path) -> None:
    newer = following(KEYS, Rotated.REGION)
    rows = [ROW, ROW | {"record_id": "Geheim-2", "status": "NotAVictimOfTrafficking"}]
    seal_table(table_of(rows), tmp_path / "new", newer.region_key())
    assert told(sealed_in(sealed, newer)) == told(sealed_in(tmp_path / "new", newer))
    assert told(sealed_in(sealed, newer)) != told(sealed_in(sealed, KEYS))


def test_a_centre_without_the_region_key_reads_it_all_the_same(sealed: Path) -> None:
    away = replace(KEYS, region=b"")
    assert told(sealed_in(sealed, away)) == told(sealed_in(sealed, KEYS))


def test_registers_come_in_alike(tmp_path: Path) -> None:
    controls = [
        {"source_id": "a", "record_id": "C-1", "municipality": "GM0599", "from_date": "2024-01-01", "until_date": "2024-01-31",
         "controls": "4", "hours": "10,5", "operation_id": "IC-Zlatka", "persons_met": "12", "premises_kind": "window"},
        {"source_id": "a", "record_id": "C-2", "municipality": "GM0599", "from_date": "2024-02-30", "until_date": "2024-03-01",
         "controls": "4"},
    ]  # fmt: skip
    measures = [
        {"intervention_id": "M-1", "municipality": "Rotterdam", "effective_on": "2024-02-01", "kind": "closure",
         "target_municipalities": "GM0502|Schiedam", "description": "over Zlatka"},
    ]  # fmt: skip
    for kind, rows in (("controls", controls), ("interventions", measures)):
        table, path = table_of(rows, kind), tmp_path / kind
        seal_table(table, path, KEYS.region_key())
        assert b"Zlatka" not in path.read_bytes()
        assert b"C-1" not in path.read_bytes()
        sealed = open_sealed(path, KEYS)
        read = read_controls if kind == "controls" else read_interventions
        plain: list[Control | Intervention] = [
            found
            for found in read(table.rows(), reader(), KEYS, batch_id=sealed.batch_id)
            if isinstance(found, (Control, Intervention))
        ]
        assert list(sealed_registers(sealed, reader())) == plain


@pytest.mark.parametrize(
    "header",
    [b"", b"[]", b"{}", b'{"format": 2}', b'{"format": 1, "kind": "encounters"}',
     b'{"format": 1, "kind": "encounters", "rows": "x", "region": "", "region_version": 1, "key": "", "batch": ""}'],
)  # fmt: skip
def test_a_header_that_is_none_is_refused_in_one_line(sealed: Path, tmp_path: Path, header: bytes) -> None:
    table = pq.read_table(sealed)
    with pq.ParquetWriter(tmp_path / "forged", table.schema.remove_metadata()) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata({HEADER: header, MAC: b"00"})
    with pytest.raises(UnreadableFile, match="or is damaged"):
        open_sealed(tmp_path / "forged", KEYS)


@pytest.mark.parametrize("rows", [[0], [-1], [2, 1], [1, 1], [None], [9]])
def test_rows_that_a_sender_numbered_wrongly_are_refused(tmp_path: Path, rows: list[int | None]) -> None:
    """A sender's own software may write what ours doesn't; the MAC is right then."""
    path = tmp_path / "forged"
    key = KEYS.region_key()
    schema = SCHEMAS["interventions"]
    envelope = Envelope(FILE_KEY, ())
    with path.open("wb") as out:
        sink = _Hashing(out)
        with pq.ParquetWriter(sink, schema) as writer:
            writer.write_table(pa.Table.from_pylist([{"row": row} for row in rows], schema=schema))
            wrapped_key = wrapped(FILE_KEY, key.box, b"waterbed sealed file 1")
            header = Header("interventions", 2, key.mark(), 1, wrapped_key, bytes(16)).text()
            writer.add_key_value_metadata({HEADER: header, MAC: envelope.mac(header, sink.digest())})
    with pytest.raises(UnreadableFile, match="out of order"):
        open_sealed(path, KEYS)
