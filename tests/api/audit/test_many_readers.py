"""Many readers at once: a line for each, in one chain; and a disk that is full stops all of them."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.audit import Act, AuditLog, verify
from api.audit.entry import Processing, parsed_entry
from api.audit.log import Said
from api.audit.queue import AuditQueue
from graph.errors import AuditError

KEY = bytes(range(32))
NOW = datetime(2024, 9, 1, tzinfo=UTC)
READERS, READS = 50, 10


def said(name: str) -> Said:
    processing = Processing("urn:waterbed:processing:read_person", "0" * 32, "1" * 16, "analyst", "c", "", "ok", ("d",))
    return Said(Act("read_person", name, "assess_finding", 1, {}, processing), "anna", "127.0.0.1", NOW)


def test_fifty_readers_at_once_leave_a_line_for_every_read(tmp_path: Path) -> None:
    queue = AuditQueue(AuditLog(tmp_path / "audit", KEY))

    def read(reader: int) -> None:
        for n in range(READS):
            queue.record(said(f"{reader}-{n}"))

    with ThreadPoolExecutor(READERS) as readers:
        list(readers.map(read, range(READERS)))
    lines = queue.log.path.read_bytes().splitlines(keepends=True)
    entries = [parsed_entry(line, KEY) for line in lines]
    subjects = [e.act.subject for e in entries if e]
    assert sorted(subjects) == sorted(f"{r}-{n}" for r in range(READERS) for n in range(READS))
    assert verify(queue.log).is_whole
    assert all(e and e.act.processing == said("").act.processing for e in entries)


def test_a_full_disk_stops_everybody_and_leaves_the_log_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = AuditQueue(AuditLog(tmp_path / "audit", KEY))
    queue.record(said("before"))

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr("api.audit.log._write_whole", full)

        def refused(n: int) -> bool:
            with pytest.raises(AuditError, match="nothing leaves"):
                queue.record(said(str(n)))
            return True

        with ThreadPoolExecutor(8) as readers:
            assert all(readers.map(refused, range(20)))
    assert (verify(queue.log).lines, verify(queue.log).is_whole) == (1, True)
    queue.record(said("after"))
    assert (verify(queue.log).lines, verify(queue.log).is_whole) == (2, True)


def test_an_error_nobody_foresaw_lets_nobody_go_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    queue = AuditQueue(AuditLog(tmp_path / "audit", KEY))

    def broken(_self: object, _said: object) -> None:
        message = "unforeseen"
        raise RuntimeError(message)

    monkeypatch.setattr(AuditLog, "append_all", broken)
    with pytest.raises(RuntimeError):
        queue.record(said("x"))
