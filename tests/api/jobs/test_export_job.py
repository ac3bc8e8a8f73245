"""An export: purpose first, then the audit line, then the data, or nothing at all."""

import io
import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import api.jobs.export as job
from api.audit import AuditLog, verify
from api.home import Home
from api.jobs.export import Asked, accepted_purpose, destination, export
from graph.errors import AuditError, KeyringMismatch, KeyringMissing, UsageError, WaterbedError
from graph.store.rows import to_text
from ingest.keyring import Keyring, load_keyring, new_keyring
from ingest.linkage.vault import REFERENCES, Vault
from ingest.policy import Policy
from ingest.rejections import Ledger
from ingest.report import Rejection
from tests.api.exports.findings import reappearance

NOW = datetime(2024, 3, 17, 12, tzinfo=UTC)


class Graph:
    """A graph that holds one person met twice, one met once, and one reappearance."""

    def __init__(self, fingerprint: str) -> None:
        self.answers: dict[str, list[dict[str, Any]]] = {
            "installation_read": [{"fingerprint": fingerprint}],
            "municipality_codes": [{"code": "GM0599"}, {"code": "GM0502"}],
            "persons_cuts": [{"id": "p", "weakest_cut": 0.9995}],
            "judgements_of_reviewers": [],
            "encounters_unlinked": [{"id": []}],
            "findings_read": [{"content": to_text(reappearance())}],
        }
        self.towns = {
            "GM0599": {"id": ["1-a", "1-c"], "person": ["p", "q"]},
            "GM0502": {"id": ["1-b"], "person": ["p"]},
        }

    def read(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        return [self.towns[parameters["code"]]] if query == "links_of_municipality" else self.answers[query]


@pytest.fixture
def home(tmp_path: Path) -> Home:
    made = Home(tmp_path / "home")
    new_keyring(made.keys)
    return made


@pytest.fixture
def keys(home: Home) -> Keyring:
    return load_keyring(home.keys)


@pytest.fixture
def graph(keys: Keyring, monkeypatch: pytest.MonkeyPatch) -> Graph:
    graph = Graph(keys.fingerprint())

    @contextmanager
    def opened(_home: Home) -> Iterator[Graph]:
        yield graph

    monkeypatch.setattr(job, "opened_graph", opened)
    return graph


def exported(home: Home, **asked: Any) -> str:
    out = io.BytesIO()
    export(home, Asked(**{"kind": "links", "purpose": "case 7"} | asked), out, now=NOW)
    return out.getvalue().decode()


def audit_lines(home: Home) -> list[dict[str, Any]]:
    path = home.audit / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


@pytest.mark.usefixtures("graph")
def test_links_hold_every_encounter_and_the_log_says_who_what_and_why(home: Home) -> None:
    assert exported(home).splitlines() == [
        "encounter_ref,person_id,link_probability,judged_by",
        "1-a,p,0.9995,model",
        "1-b,p,0.9995,model",
        "1-c,q,,",
    ]
    (line,) = audit_lines(home)
    assert (line["action"], line["subject"], line["purpose"], line["count"]) == ("export", "links", "case 7", 3)
    assert line["parameters"] == {"format": "csv", "with_references": False}
    assert "1-a" not in json.dumps(line)


@pytest.mark.usefixtures("graph")
def test_the_line_is_in_the_log_before_the_first_byte_leaves(home: Home) -> None:
    class Watched(io.BytesIO):
        def write(self, data: Any) -> int:
            assert len(audit_lines(home)) == 1
            return super().write(data)

    out = Watched()
    export(home, Asked("links", purpose="case 7"), out, now=NOW)
    assert out.getvalue()


@pytest.mark.usefixtures("graph")
def test_without_a_log_nothing_leaves(home: Home) -> None:
    home.audit.write_text("a file where the folder of the log should be")
    out = io.BytesIO()
    with pytest.raises(AuditError, match="nothing leaves"):
        export(home, Asked("links", purpose="case 7"), out, now=NOW)
    assert out.getvalue() == b""


@pytest.mark.usefixtures("graph")
def test_as_many_reads_as_lines(home: Home, keys: Keyring) -> None:
    for kind in ("links", "reappearances", "links", "alerts"):
        if kind != "alerts":
            exported(home, kind=kind)
    assert verify(AuditLog(home.audit, keys.audit)).lines == 3


@pytest.mark.usefixtures("graph")
def test_references_name_source_and_record_and_are_logged_as_such(home: Home, keys: Keyring) -> None:
    rows = [{"encounter": f"1-{x}", "source_id": "police", "record_id": f"P/{x}"} for x in "ab"]
    Vault(home.references, keys.references, REFERENCES).append("one", pa.Table.from_pylist(rows, schema=REFERENCES))
    lines = exported(home, with_references=True).splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == ["police/P/a", "police/P/b", "1-c"]
    assert audit_lines(home)[0]["parameters"]["with_references"] is True
    assert "police/P/a|police/P/b" in exported(home, kind="reappearances", with_references=True)


@pytest.mark.usefixtures("graph")
@pytest.mark.parametrize("purpose", [None, "", "  \t", "x" * 501])
def test_a_read_of_persons_without_a_purpose_is_refused_and_leaves_no_line(home: Home, purpose: str | None) -> None:
    with pytest.raises(UsageError, match="purpose"):
        exported(home, purpose=purpose)
    assert audit_lines(home) == []


def test_a_policy_decides_which_purposes_there_are() -> None:
    assert accepted_purpose(Policy(), " anything ") == "anything"
    listed = Policy(bases={"b": 0}, purposes=frozenset({"signal"}), export_purposes=frozenset({"analysis"}))
    assert accepted_purpose(listed, "analysis") == "analysis"
    with pytest.raises(UsageError, match="analysis"):
        accepted_purpose(listed, "signal")
    without = Policy(bases={"b": 0}, purposes=frozenset({"signal"}))
    assert accepted_purpose(without, "signal") == "signal"
    with pytest.raises(UsageError):
        accepted_purpose(without, "analysis")


def test_what_does_not_speak_of_persons_needs_neither_purpose_nor_keys_nor_graph(tmp_path: Path) -> None:
    home = Home(tmp_path / "bare")
    assert exported(home, kind="rejections", purpose=None) == "file,row,column,reason\r\n"
    Ledger(home.rejections, "=a.csv").add([Rejection(3, "status", "missing")])
    everything = {"with_references": True, "changes": True, "all_methods": True, "purpose": "case"}
    assert exported(home, kind="rejections", **everything).splitlines()[1] == "'=a.csv,3,status,missing"
    assert not (home.root / "keys.json").exists()
    assert audit_lines(home) == []


def test_a_home_without_keys_says_so_before_anything_is_started(tmp_path: Path) -> None:
    with pytest.raises(KeyringMissing):
        exported(Home(tmp_path / "bare"))


def test_a_graph_made_with_other_keys_is_refused(home: Home, graph: Graph) -> None:
    graph.answers["installation_read"] = [{"fingerprint": "1-other"}]
    with pytest.raises(KeyringMismatch):
        exported(home)
    assert audit_lines(home) == []


def test_encounters_that_wait_to_be_linked_are_told_of(home: Home, graph: Graph) -> None:
    graph.answers["encounters_unlinked"] = [{"id": ["1-x"]}]
    assert export(home, Asked("links", purpose="case"), io.BytesIO(), now=NOW).waiting == 2


def test_an_unknown_format_is_wrong_usage(home: Home) -> None:
    with pytest.raises(UsageError, match="csv, json, parquet"):
        exported(home, file_format="xlsx")


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    target = tmp_path / "out.csv"
    target.write_text("old")

    def fail_halfway() -> None:
        with destination(target) as out:
            out.write(b"new")
            raise AuditError

    with pytest.raises(AuditError):
        fail_halfway()
    assert target.read_text() == "old"
    with destination(target) as out:
        out.write(b"new")
        assert target.read_text() == "old"
    assert target.read_text() == "new"
    assert target.stat().st_mode & 0o077 == 0
    assert list(tmp_path.iterdir()) == [target]


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "real.csv")
    with destination(tmp_path / "link.csv") as out:
        out.write(b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real.csv").read_text() == "new"


def test_a_pipe_is_written_to_and_not_replaced(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    read: list[str] = []
    reader = threading.Thread(target=lambda: read.append(pipe.read_text()))
    reader.start()
    with destination(pipe) as out:
        out.write(b"new")
    reader.join()
    assert read == ["new"]
    assert pipe.is_fifo()


@pytest.mark.parametrize("name", [".", "missing/out.csv"])
def test_a_place_that_cannot_be_written_is_said_in_a_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(WaterbedError, match="choose another place"), destination(tmp_path / name):
        pytest.fail("nothing is made for a place that can't be written")
