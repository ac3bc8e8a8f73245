"""A report leaves after its line in the log, each source's list apart, with no pseudonym in it."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from api.home import Home
from api.jobs import report as job
from api.jobs.report import export_report
from graph.errors import AuditError, UsageError
from graph.store.database import Row
from ingest.keyring import new_keyring
from tests.api.jobs.stub_home import lines

NOW = datetime(2025, 1, 5, tzinfo=UTC)


class Graph:
    """Twelve persons met by the police in March, one of care's without consent."""

    def read(self, query: str, *, first: int, end: int) -> list[Row]:
        assert query == "encounters_reportable"
        assert end - first == 366
        day = first + 70
        row = {
            "source_id": "police", "reporter": "police", "regime": "WPG", "consent": "", "municipality": "GM0599",
            "status": "PossibleVictimOfTrafficking", "first_day": day, "last_day": day,
        }  # fmt: skip
        care = {**row, "id": "e-c", "person_id": "person-0", "source_id": "care", "reporter": "care", "regime": "AVG"}
        return [{**row, "id": f"e-{n}", "person_id": f"person-{n}"} for n in range(12)] + [care]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    made = Home(tmp_path / "home")
    new_keyring(made.keys)

    @contextmanager
    def opened(_home: Home) -> Iterator[Graph]:
        yield Graph()

    monkeypatch.setattr(job, "opened_graph", opened)
    monkeypatch.setattr(job, "claim", lambda _db, _fingerprint: None)
    monkeypatch.setattr(job, "references", lambda _home, _keys: lambda e: f"{'care' if e == 'e-c' else 'police'}/R {e}")
    return made


def report(home: Home, out: Path | None, **changes: Any) -> job.Reported:
    asked = {"register": "comensha", "period": "2024", "file_format": "csv", "purpose": "registration", **changes}
    return export_report(home, out=out, now=NOW, **asked)


def test_each_source_gets_a_file_of_its_own_and_counts_are_safe(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "lists"
    out.mkdir()
    done = report(home, out)
    assert (done.allowed, done.refused) == (12, 1)
    assert [(q, str(n)) for q, n in done.by_quarter] == [("2024Q1", "about 10")]
    assert sorted(p.name for p in out.iterdir()) == ["comensha-2024-care.csv", "comensha-2024-police.csv"]
    (refused,) = csv.DictReader((out / "comensha-2024-care.csv").read_text(encoding="utf-8").splitlines())
    assert (refused["record_ids"], refused["may_be_reported"]) == ("R e-c", "false")
    assert "must agree" in refused["refused_because"]
    police = (out / "comensha-2024-police.csv").read_text(encoding="utf-8")
    assert "person-" not in police
    assert police.count("R e-") == 12


def test_a_line_is_in_the_log_before_anything_leaves(
    home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    report(home, tmp_path / "all.csv")
    (line,) = lines(home)
    assert (line["subject"], line["purpose"], line["count"]) == ("report", "registration", 13)

    def fails(*_args: object, **_more: object) -> None:
        message = "full"
        raise AuditError(message)

    monkeypatch.setattr("api.jobs.report.AuditLog.append", fails)
    with pytest.raises(AuditError):
        report(home, tmp_path / "none.csv")
    assert not (tmp_path / "none.csv").exists()


@pytest.mark.parametrize(
    "changes", [{"purpose": None}, {"register": "x"}, {"period": "spring"}, {"file_format": "doc"}]
)
def test_what_is_not_asked_rightly_leaves_no_line(home: Home, tmp_path: Path, changes: dict[str, Any]) -> None:
    with pytest.raises(UsageError):
        report(home, tmp_path / "x.csv", **changes)
    assert lines(home) == []
