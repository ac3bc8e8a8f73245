"""Sealed files for tests, and what plain and sealed ones come in as."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa

from graph.geography import load_municipalities
from graph.model import Encounter, Tally
from ingest.accounting import FileReport
from ingest.formats import RawRow, Table, open_table
from ingest.keys import Keyring, RegionKey
from ingest.layouts import Layout
from ingest.linkage.tokens import Tokeniser
from ingest.pipeline.incoming import Part, plain_parts
from ingest.pipeline.load import batch_id
from ingest.pipeline.outcomes import Nature
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.sealing.columns import CentreColumns
from ingest.sealing.read import open_sealed, sealed_parts
from ingest.sealing.write import seal
from ingest.stages import RegionStage
from ingest.validation import read_encounters

TODAY = date(2026, 11, 24)
FILE_KEY = bytes((i * 11 + 3) % 256 for i in range(32))
BATCH = RegionStage(bytes(32)).token("file", "any")


def reader(policy: Policy | None = None, date_format: str | None = None) -> Reader:
    return Reader(policy or Policy(), load_municipalities(), TODAY, date_format, Notes())


def seal_table(
    table: Table, out: Path, key: RegionKey, *, batch: str = BATCH, policy: Policy | None = None
) -> FileReport:
    with out.open("wb") as stream:
        return seal(
            table,
            stream,
            key,
            reader(policy, table.date_format),
            batch=batch,
            file_key=FILE_KEY,
            on_rows=lambda _n: None,
        )


def seal_path(path: Path, out: Path, keys: Keyring, layout: Layout | None = None) -> FileReport:
    table = open_table(path, layout)
    return seal_table(table, out, keys.region_key(), batch=batch_id(path, table, keys.region_stage))


def table_of(rows: Iterable[dict[str, str]], kind: str = "encounters") -> Table:
    numbered = [RawRow(i, cells) for i, cells in enumerate(rows, start=1)]
    return Table(Path("rows.csv"), kind, (), (), None, lambda: iter(numbered))


def sealed_in(path: Path, keys: Keyring, policy: Policy | None = None) -> list[Part]:
    sealed = open_sealed(path, keys)
    return list(sealed_parts(sealed, reader(policy), CentreColumns(keys.centre_stage)))


def plain_in(table: Table, keys: Keyring, *, batch: str, policy: Policy | None = None) -> list[Part]:
    items = read_encounters(table.rows(), reader(policy, table.date_format))
    return list(plain_parts(items, keys, Tokeniser(keys), batch_id=batch))


@dataclass(frozen=True)
class Told:
    """All that a part says: what is stored of it, and what lies in the vault and the references."""

    end: int
    stored: list[tuple[Encounter | Tally, str, bool]]
    linkage: list[dict[str, Any]]


def told(parts: Iterable[Part]) -> list[Told]:
    return [_told(part) for part in parts]


def _told(part: Part) -> Told:
    stored: list[tuple[Encounter | Tally, str, bool]] = []
    for row in part.rows:
        kept = row.tally or row.encounter(3, date(2030, 1, 1))
        assert row.said.id == kept.id
        assert row.said.digest == kept.content_digest
        stored.append((replace(kept, batch_id=""), row.record_id if not row.tally else "", row.names_somebody))
    named = [i for i, row in enumerate(part.rows) if row.said.nature is Nature.ENCOUNTER]
    linkage: pa.Table = part.tokens(named, [part.rows[i].said.id for i in named])()
    return Told(part.end, stored, linkage.to_pylist())
