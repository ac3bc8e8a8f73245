"""A network leaves with a purpose, after its line in the audit log, or not at all."""

import io
from datetime import UTC, datetime
from pathlib import Path

import networkx as nx
import pytest

import api.jobs.network as job
from api.audit import AuditLog
from api.home import Home
from api.jobs.network import Asked, export_network, network_around
from graph.errors import AuditError, UsageError
from tests.api.exports.findings import reappearance
from tests.api.jobs.stub_home import lines, stub_home
from tests.graph.network.worlds import A, B, met, world

NOW = datetime(2024, 3, 17, 12, tzinfo=UTC)
COLUMNS = world(met(p, "phone:hush", town=t, day=d, name=f"{p}-{t}") for p in "pq" for t, d in ((A, 0), (B, 30)))
FOUND = reappearance("rea-1", person_id="p", encounters=(f"p-{A}", f"p-{B}"))


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    return stub_home(tmp_path, monkeypatch, job, COLUMNS, {"reappearance": [FOUND]})


def around(home: Home, wanted: str = "p", file_format: str = "text", purpose: str | None = "case 7") -> str:
    out = io.BytesIO()
    network_around(home, Asked(wanted, 1, file_format, purpose), out, now=NOW)
    return out.getvalue().decode()


@pytest.mark.parametrize("file_format", ["text", "json", "graphml", "html"])
def test_the_log_says_how_many_persons_left_and_what_for_and_names_nobody(home: Home, file_format: str) -> None:
    assert around(home, "phone:hush", file_format)
    (line,) = lines(home)
    assert (line["action"], line["subject"], line["purpose"], line["count"]) == ("read", "network", "case 7", 2)
    assert line["parameters"] == {"from": "phone", "depth": 1, "format": file_format, "with_references": False}


def test_only_text_and_json_have_the_id_of_a_phone(home: Home) -> None:
    assert {f: "hush" in around(home, file_format=f) for f in job.FORMATS} == {
        "text": True,
        "json": True,
        "graphml": False,
        "html": False,
    }


def test_the_line_comes_before_the_data_and_without_it_nothing_leaves(home: Home) -> None:
    class Watched(io.BytesIO):
        def write(self, data: object) -> int:
            assert len(lines(home)) == 1
            return super().write(data)  # type: ignore[arg-type]

    network_around(home, Asked("p", 1, "text", "case 7"), Watched(), now=NOW)


def test_without_a_log_nothing_leaves(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object, **_named: object) -> None:
        message = "nothing leaves"
        raise AuditError(message)

    monkeypatch.setattr(AuditLog, "append", broken)
    out = io.BytesIO()
    with pytest.raises(AuditError):
        network_around(home, Asked("p", 1, "text", "case 7"), out, now=NOW)
    assert out.getvalue() == b""


@pytest.mark.parametrize("purpose", [None, " "])
def test_without_a_purpose_nothing_is_even_read(home: Home, purpose: str | None) -> None:
    with pytest.raises(UsageError, match="--purpose"):
        around(home, purpose=purpose)
    with pytest.raises(UsageError, match="--purpose"):
        exported(home, purpose=purpose)
    assert lines(home) == []


def exported(home: Home, finding: str = "rea-1", *, is_page: bool = False, purpose: str | None = "case 7") -> bytes:
    out = io.BytesIO()
    export_network(home, finding, out, is_page=is_page, purpose=purpose, with_references=False, now=NOW)
    return out.getvalue()


def test_a_finding_s_network_is_graphml_of_what_it_rests_on(home: Home) -> None:
    graph = nx.read_graphml(io.BytesIO(exported(home)))
    assert set(graph) == {"p", A, B}
    (line,) = lines(home)
    assert (line["action"], line["subject"], line["count"]) == ("export", "network", 1)
    assert exported(home, is_page=True).startswith(b"<!doctype html>")


def test_an_unknown_finding_is_told(home: Home) -> None:
    with pytest.raises(UsageError, match="no current finding"):
        exported(home, "rot-9")
    assert lines(home) == []
