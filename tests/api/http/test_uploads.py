"""Sending files: own registers alone, every row accounted for, nothing left on disk, nobody else's job in sight."""

import csv
import io
import json
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from api.access.roles import Role
from api.http.bodies import MOST_FILE_BYTES
from graph.errors import UnreadableFile
from graph.geography import load_municipalities
from ingest.accounting import FileReport
from ingest.policy import Policy
from ingest.reader import Notes, Reader, Refused
from ingest.report import Rejection
from tests.api.http.small_world import World

pytestmark = pytest.mark.embedded
COLUMNS = (
    "source_id", "record_id", "reporter_type", "observed_on", "municipality", "given_name", "family_name", "birth_date",
    "status", "legal_basis", "purpose", "regime",
)  # fmt: skip


def file(source: str, *records: str) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for r in records:
        writer.writerow(
            [source, r, "municipality", "2024-05-01", "GM0599", "Ilse", f"Verzonnen{r}", "1990-01-01",
             "PossibleVictimOfTrafficking", "basis", "purpose", "AVG"]
        )  # fmt: skip
    return out.getvalue().encode()


def send(browser: Any, content: bytes, name: str = "f.csv", media_type: str = "text/csv") -> Any:
    headers = {**browser.headers, "Content-Type": media_type}
    return browser.http.post("/v1/uploads", params={"fileName": name}, content=content, headers=headers)


@pytest.mark.parametrize(
    "name",
    [
        "../f.csv",
        "/etc/passwd",
        "a/b.csv",
        "..",
        ".hidden",
        "f\x00.csv",
        "a\\b.csv",
        "",
        "x" * 101,
        "f\n.csv",
        "..f..csv",
    ],
)
def test_a_name_that_would_lead_elsewhere_is_refused(small: World, name: str) -> None:
    assert send(small.browser(Role.DATA_OFFICER), b"x", name).status_code == 400


def test_only_kinds_of_file_that_can_be_read_come_in_and_only_so_large(small: World) -> None:
    officer = small.browser(Role.DATA_OFFICER)
    assert send(officer, b"x", media_type="application/zip").status_code == 415
    assert send(officer, b"x", media_type="").status_code == 415
    headers = {**officer.headers, "Content-Type": "text/csv", "Content-Length": str(MOST_FILE_BYTES + 1)}
    answer = officer.http.post("/v1/uploads", params={"fileName": "f.csv"}, content=iter([b"x"]), headers=headers)
    assert answer.status_code == 413
    long = {"purpose": "assess_finding", "unit": "x" * 70_000}
    assert small.browser(Role.ANALYST).post("/v1/cases", long).status_code == 413


def test_a_job_is_its_owners_alone(small: World) -> None:
    anna, bert = small.browser(Role.DATA_OFFICER), small.browser(Role.DATA_OFFICER, name="bert")
    job = small.service.jobs.add("upload", "demo-data_officer-anna", lambda _home, _tell: {})
    assert anna.get(f"/v1/jobs/{job.id}").status_code == 200
    assert bert.get(f"/v1/jobs/{job.id}").status_code == 404
    assert bert.get(f"/v1/jobs/{job.id}/events", headers={"Accept": "text/event-stream"}).status_code == 404
    events = anna.get(f"/v1/jobs/{job.id}/events", headers={"Accept": "text/event-stream"})
    assert events.headers["content-type"].startswith("text/event-stream")
    assert '"state": "done"' in events.text


def test_only_rows_of_ones_own_registers_are_asked_for_and_nothing_of_a_file_stays(
    small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: dict[str, Any] = {}

    def ingest(_home: object, paths: list[Path], **given: Any) -> object:
        asked["policy"] = given["narrowed"](Policy())
        asked["content"] = paths[0].read_bytes()
        message = "the job is cut short here"
        raise UnreadableFile(message)

    monkeypatch.setattr("api.http.routes.uploads.ingest_files", ingest)
    officer = small.browser(Role.DATA_OFFICER)
    job = send(officer, file("rotterdam", "n1")).json()
    told = list(small.service.jobs.follow(job["jobId"], "demo-data_officer-anna"))[-1]
    assert (told.state, asked["content"]) == ("failed", file("rotterdam", "n1"))
    assert (asked["policy"].sources, asked["policy"].towns) == ({"rotterdam"}, {"GM0599"})
    assert list((small.service.home.cache / "uploads").iterdir()) == []


def test_a_row_of_another_register_is_rejected_as_that() -> None:
    reader = Reader(Policy(sources=frozenset({"rotterdam"})), load_municipalities(), date(2024, 9, 1), None, Notes())
    assert reader.source({"source_id": "rotterdam"}) == "rotterdam"
    with pytest.raises(Refused, match="may not send rows of that register"):
        reader.source({"source_id": "capelle"})


def test_progress_of_uploads_is_listed_newest_first(small: World) -> None:
    officer = small.browser(Role.DATA_OFFICER, name="carla")
    for _ in range(3):
        small.service.jobs.add("upload", "demo-data_officer-carla", lambda _home, _tell: {})
    first = officer.get("/v1/uploads", params={"limit": 2}).json()
    second = officer.get("/v1/uploads", params={"limit": 2, "cursor": first["next"]}).json()
    ids = [j["jobId"] for j in (*first["items"], *second["items"])]
    assert len(set(ids)) == 3
    assert second["next"] is None
    assert officer.get("/v1/jobs", params={"cursor": first["next"]}).status_code == 400
    other = small.browser(Role.DATA_OFFICER, name="dirk")
    assert other.get("/v1/uploads", params={"limit": 2, "cursor": first["next"]}).status_code == 400


def test_encounters_as_json_go_the_way_of_a_file(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {}

    def ingest(_home: object, paths: list[Path], **given: Any) -> object:
        asked.update(rows=[json.loads(line) for line in paths[0].read_text().splitlines()], kind=given["kind"])
        asked["policy"] = given["narrowed"](Policy())
        message = "the job is cut short here"
        raise UnreadableFile(message)

    monkeypatch.setattr("api.http.routes.uploads.ingest_files", ingest)
    officer = small.browser(Role.DATA_OFFICER, name="erik")
    rows = [{"source_id": "rotterdam", "record_id": "n1", "alias": "=1+1\nx"}, {"source_id": "capelle", "odd": None}]
    answer = officer.post("/v1/encounters", {"rows": rows})
    assert (answer.status_code, answer.json()["about"]) == (202, {"fileName": "posted.jsonl"})
    list(small.service.jobs.follow(answer.json()["jobId"], "demo-data_officer-erik"))
    assert (asked["rows"], asked["kind"]) == (rows, "encounters")
    assert asked["policy"].sources == {"rotterdam"}
    assert list((small.service.home.cache / "uploads").iterdir()) == []


@pytest.mark.parametrize("rows", [[], [{"alias": ["a"]}], [{"alias": "x" * 5000}], [{}] * 201, [1], "x"])
def test_what_is_no_table_of_encounters_is_not_understood(small: World, rows: Any) -> None:
    assert small.browser(Role.DATA_OFFICER).post("/v1/encounters", {"rows": rows}).status_code == 400


def test_a_report_keeps_reasons_columns_and_registers_as_they_are_written(
    small: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = FileReport("f.csv", "encounters")
    report.reject(Rejection(1, "observed_on", "not a date", "zorg_noord"))
    monkeypatch.setattr("api.http.routes.uploads.ingest_files", lambda *_a, **_k: SimpleNamespace(files=[report]))
    job = send(small.browser(Role.DATA_OFFICER), b"x").json()
    told = list(small.service.jobs.follow(job["jobId"], "demo-data_officer-anna"))[-1]
    assert told.result is not None
    assert told.result["report"]["rejectedByReason"] == {"observed_on: not a date": 1}
    assert told.result["report"]["bySource"] == {"zorg_noord": 1}
