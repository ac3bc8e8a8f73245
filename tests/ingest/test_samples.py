"""The sample files end with exactly the counts that are known to be in them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.geography import load_municipalities
from ingest.accounting import FileReport
from ingest.formats import open_table
from ingest.layouts import load_layout
from ingest.pipeline.outcomes import Nature, Said, Standing, decide
from ingest.policy import Policy
from ingest.pseudonyms import content_digest, encounter_id, to_tally
from ingest.reader import Notes, Reader
from ingest.registers import read_controls, read_interventions
from ingest.report import Reduced, Rejection, Report
from ingest.validation import read_encounters
from tests.factories import KEYS
from tests.shared import SHARED, needs_shared

SAMPLES = SHARED / "samples"
FILES = [
    "controles_2023_2024.csv",
    "maatregelen_2024.csv",
    "regio_historie_2023.csv",
    "rotterdam_controleteam_2024.csv",
    "capelle_toezicht_2024.xlsx",
    "politie_regio_rotterdam_2024.csv",
    "zorg_coordinator_rotterdam_2024.jsonl",
    "meldpunt_signalen_2024.csv",
    "dordrecht_barendrecht_schiedam_2024.csv",
    "vergelijkingsgemeenten_2024.csv",
]


def expected() -> Any:
    return json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))


def said(item: Report | Reduced) -> Said:
    if isinstance(item, Reduced):
        tally = to_tally(item, KEYS, batch_id="b")
        return Said(tally.id, tally.content_digest, Nature.TALLY)
    nature = Nature.ENCOUNTER if item.names_person else Nature.PREMISES_SIGNAL
    return Said(encounter_id(KEYS, item.source_id, item.record_id), content_digest(item, KEYS), nature)


def account(path: Path) -> FileReport:
    layout_file = SAMPLES / "layouts" / f"{path.stem}.toml"
    table = open_table(path, load_layout(layout_file) if layout_file.exists() else None)
    reader = Reader(Policy(), load_municipalities(), date(2026, 11, 24), table.date_format, Notes())
    report = FileReport(path.name, table.kind, unknown_columns=table.unknown_columns)
    report.sheets_not_read = table.sheets_not_read
    if table.kind != "encounters":
        read = read_controls if table.kind == "controls" else read_interventions
        for item in read(table.rows(), reader, KEYS, batch_id="b"):
            report.reject(item) if isinstance(item, Rejection) else report.count("stored")
        return report
    standing: dict[str, Standing] = {}
    for row in read_encounters(table.rows(), reader):
        if isinstance(row, Rejection):
            report.reject(row)
            continue
        decided = decide([said(row)], standing, read_before=False)
        report.count(decided.outcomes[0])
        for write in decided.writes:
            standing[said(row).id] = write.after
        source = row.report.source_id if isinstance(row, Reduced) else row.source_id
        report.by_source[source] += 1
        if isinstance(row, Report) and decided.outcomes[0] in ("stored", "new_version"):
            person = row.person
            named = person.given_name or person.family_name or person.document_number or person.birth_date
            report.stored_nobody_named += row.names_person and not named
    return report


@needs_shared
@pytest.mark.parametrize("name", FILES)
def test_a_sample_ends_with_the_counts_that_are_in_it(name: str) -> None:
    known = expected()["files"][name]
    report = account(SAMPLES / name)
    assert report.adds_up()
    summary = report.summary()
    for outcome in ("rows", "stored", "premises_signal", "unchanged", "new_version", "reduced", "rejected"):
        assert summary[outcome] == known.get(outcome, 0), outcome
    assert sorted(report.unknown_columns) == sorted(known.get("unknown_columns", []))
    assert sorted(report.sheets_not_read) == sorted(known.get("sheets_not_read", []))
    reasons = {**known.get("reduced_by_reason", {})}
    assert dict(report.reduced_by_reason) in ({}, reasons)


@needs_shared
def test_every_bad_row_is_named_with_its_column() -> None:
    rows = expected()["stories"]["6_bad_rows"]["rows"]
    wanted = {(r["file"], r["data_row"], r["column"]) for r in rows if r["outcome"] == "rejected"}
    found = {(name, r.row, r.column) for name in FILES for r in account(SAMPLES / name).rejections}
    assert found == wanted
