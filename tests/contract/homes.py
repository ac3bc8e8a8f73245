"""A home on a database that a test was given: files of an invented region in, digests and dumps out."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from graph.geography import load_municipalities
from graph.store.database import Database
from graph.store.erasing import tombstones
from ingest.accounting import FileReport
from ingest.linkage.tokens import Tokeniser
from ingest.pipeline.installation import Installation, open_installation
from ingest.pipeline.link import link_unlinked
from ingest.pipeline.load import Load, load_file
from ingest.policy import Policy
from ingest.sealing.columns import CentreColumns
from tests.factories import KEYS

NOW = datetime(2025, 1, 10, 12, tzinfo=UTC)
COLUMNS = (
    "source_id", "record_id", "reporter_type", "channel", "observed_on", "municipality", "premises_address",
    "operation_id", "given_name", "family_name", "birth_date", "sex", "phones", "status", "legal_basis", "purpose",
    "regime",
)  # fmt: skip
Cells = Mapping[str, str]


def row(record: str, day: str, town: str, who: str, **cells: str) -> dict[str, str]:
    """A row of a register; ``who`` is ``given family birth`` of somebody invented, or empty."""
    given, family, born = who.split() if who else ("", "", "")
    said = {
        "source_id": "team", "record_id": record, "reporter_type": "municipality", "channel": "signal",
        "observed_on": day, "municipality": town, "given_name": given, "family_name": family, "birth_date": born,
        "sex": "V" if who else "", "status": "PossibleVictimOfTrafficking", "legal_basis": "WGS art. 2.24",
        "purpose": "signalering", "regime": "AVG",
    }  # fmt: skip
    return said | cells


def home(db: Database, folder: Path, policy: Policy | None = None) -> Installation:
    """Installation on a database, under the tests' keys."""
    return open_installation(
        db,
        KEYS,
        policy or Policy(),
        load_municipalities(),
        vault=folder / "vault",
        references=folder / "references",
        rejections=folder / "rejections.jsonl",
    )


def under(installation: Installation, policy: Policy) -> Installation:
    """The same home under another policy."""
    return replace(installation, policy=policy)


def take_in(installation: Installation, folder: Path, *files: Sequence[Cells]) -> list[FileReport]:
    """Load each list of rows as a file of its own, and link."""
    load = Load(
        installation, Tokeniser(KEYS), CentreColumns(KEYS.centre_stage), NOW, date(2025, 1, 10), lambda _rows: None,
        erased=tombstones(installation.db),
    )  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    reports = []
    for number, rows in enumerate(files):
        path = folder / f"file{number}.csv"
        write(path, rows)
        reports.append(load_file(path, load))
    link_unlinked(installation, now=NOW, run="ingest", on_step=lambda _done, _all: None)
    return reports


def write(path: Path, rows: Iterable[Cells]) -> None:
    """Write rows as a CSV file."""
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
