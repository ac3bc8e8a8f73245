"""The sample files end with exactly the counts that are known to be in them."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from graph.geography import load_municipalities
from ingest.accounting import FileReport
from ingest.directory import choose_layout, files_of
from ingest.formats import open_table
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


def account(path: Path, rejected: list[Rejection]) -> FileReport:
    """Account of a file read with the layout that lies with it; the rejected rows are added to a list."""
    table = open_table(path, choose_layout(path, ()))
    reader = Reader(Policy(), load_municipalities(), date(2026, 11, 24), table.date_format, Notes())
    report = FileReport(path.name, table.kind, unknown_columns=table.unknown_columns)
    report.sheets_not_read = table.sheets_not_read
    if table.kind != "encounters":
        read = read_controls if table.kind == "controls" else read_interventions
        for item in read(table.rows(), reader, KEYS, batch_id="b"):
            if isinstance(item, Rejection):
                report.reject(item)
                rejected.append(item)
            else:
                report.count("stored")
        return report
    standing: dict[str, Standing] = {}
    for row in read_encounters(table.rows(), reader):
        if isinstance(row, Rejection):
            report.reject(row)
            rejected.append(row)
            continue
        decided = decide([said(row)], standing, read_before=False)
        report.count(decided.outcomes[0])
        for write in decided.writes:
            standing[said(row).id] = write.after
        source = row.report.source_id if isinstance(row, Reduced) else row.source_id
        if isinstance(row, Reduced) and decided.outcomes[0] == "reduced":
            report.reduced_by_reason[row.reason] += 1
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
    report = account(SAMPLES / name, [])
    assert report.adds_up()
    holds_what_is_known(report.summary(), known)


def holds_what_is_known(summary: Any, known: Any) -> None:
    """Counts of an account are those that are in the file; reasons may be worded otherwise, in the same numbers."""
    assert summary["kind"] == known["kind"]
    for outcome in ("rows", "stored", "premises_signal", "unchanged", "new_version", "reduced", "rejected"):
        assert summary[outcome] == known.get(outcome, 0), outcome
    assert sorted(summary["unknown_columns"]) == sorted(known.get("unknown_columns", []))
    assert sorted(summary["sheets_not_read"]) == sorted(known.get("sheets_not_read", []))
    for reasons in ("reduced_by_reason", "rejected_by_reason"):
        assert sorted(summary[reasons].values()) == sorted(known.get(reasons, {}).values())
    if known["kind"] == "encounters":
        assert summary["by_source"] == known["by_source"]
        assert summary["stored_nobody_named"] == known["stored_nobody_named"]


@needs_shared
def test_the_folder_of_samples_stands_for_its_files_of_rows() -> None:
    found = files_of([SAMPLES])
    assert sorted(path.name for path in found.read) == sorted(FILES)
    assert found.passed_over == ("EXPECTED.json", "README.md")


@needs_shared
def test_every_bad_row_is_named_with_its_column() -> None:
    rows = expected()["stories"]["6_bad_rows"]["rows"]
    wanted = {(r["file"], r["data_row"], r["column"]) for r in rows if r["outcome"] == "rejected"}
    found = set()
    for name in FILES:
        rejected: list[Rejection] = []
        account(SAMPLES / name, rejected)
        found |= {(name, r.row, r.column) for r in rejected}
    assert found == wanted
