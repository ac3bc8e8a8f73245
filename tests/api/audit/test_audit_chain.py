"""The audit log proves itself: six kinds of attack, crashes, full disks and many writers."""

import json
import os
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.audit import Act, AuditLog, Verdict, current_actor, verify
from api.audit.checkpoint import parsed_checkpoint
from api.audit.entry import Entry, entry_line, parsed_entry, sealed_entry
from graph.errors import AuditError

KEY = bytes(range(7, 39))
OTHER_KEY = bytes(range(8, 40))
NOW = datetime(2024, 3, 17, 12, tzinfo=UTC)


def act(number: int = 0) -> Act:
    return Act("export", "links", f"case {number}", number, {"format": "csv", "with_references": False})


def append(log: AuditLog, number: int = 0) -> Entry:
    return log.append(act(number), actor="analyst", host="desk", now=NOW)


@contextmanager
def filled(lines: int) -> Iterator[AuditLog]:
    with tempfile.TemporaryDirectory() as folder:
        log = AuditLog(Path(folder) / "audit", KEY)
        for number in range(lines):
            append(log, number)
        yield log


def lines_of(log: AuditLog) -> list[bytes]:
    return log.path.read_bytes().splitlines(keepends=True)


def rewrite(log: AuditLog, lines: list[bytes]) -> None:
    log.path.write_bytes(b"".join(lines))


quick = settings(max_examples=20, deadline=None, derandomize=True)
sizes = st.integers(min_value=2, max_value=7)


@quick
@given(sizes)
def test_an_undisturbed_log_is_whole_and_counts_its_lines(size: int) -> None:
    with filled(size) as log:
        verdict = verify(log)
        assert verdict.is_whole
        assert verdict.lines == size


@quick
@given(sizes, st.data())
def test_a_changed_byte_is_named_by_its_line(size: int, data: st.DataObject) -> None:
    with filled(size) as log:
        lines = lines_of(log)
        victim = data.draw(st.integers(0, size - 1))
        at = data.draw(st.integers(0, len(lines[victim]) - 2))
        changed = bytearray(lines[victim])
        changed[at] = data.draw(st.integers(32, 126).filter(lambda b: b != changed[at]))
        lines[victim] = bytes(changed)
        rewrite(log, lines)
        assert verify(log).first_bad_line == victim + 1


@quick
@given(sizes, st.data())
def test_a_deleted_line_is_named_by_the_line_after_it(size: int, data: st.DataObject) -> None:
    with filled(size) as log:
        lines = lines_of(log)
        victim = data.draw(st.integers(0, size - 2))
        del lines[victim]
        rewrite(log, lines)
        assert verify(log).first_bad_line == victim + 1


@quick
@given(sizes, st.data())
def test_reordered_lines_are_named_by_the_first_that_moved(size: int, data: st.DataObject) -> None:
    with filled(size) as log:
        lines = lines_of(log)
        order = data.draw(st.permutations(range(size)).filter(lambda order: order != list(range(size))))
        rewrite(log, [lines[i] for i in order])
        moved = next(place for place, i in enumerate(order) if place != i)
        assert verify(log).first_bad_line == moved + 1


@quick
@given(sizes, st.data())
def test_an_inserted_line_is_named_whether_copied_or_forged(size: int, data: st.DataObject) -> None:
    with filled(size) as log:
        lines = lines_of(log)
        place = data.draw(st.integers(0, size))
        forged = sealed_entry(
            OTHER_KEY, seq=place + 1, at=NOW, actor="x", host="y", act=act(), previous=previous_of(lines, place)
        )
        copied = lines[data.draw(st.integers(0, size - 1).filter(lambda i: i != place))]
        lines.insert(place, data.draw(st.sampled_from([entry_line(forged), copied, b"{}\n", b"\n"])))
        rewrite(log, lines)
        assert verify(log).first_bad_line == place + 1


def previous_of(lines: list[bytes], place: int) -> str:
    return str(json.loads(lines[place - 1])["hash"]) if place else "0" * 64


@quick
@given(sizes, st.data())
def test_lines_cut_off_the_end_are_missed_by_the_checkpoint(size: int, data: st.DataObject) -> None:
    with filled(size) as log:
        lines = lines_of(log)
        left = data.draw(st.integers(0, size - 1))
        rest = lines[left][: data.draw(st.integers(0, len(lines[left]) - 2))]
        rewrite(log, [*lines[:left], rest])
        verdict = verify(log)
        assert verdict.first_bad_line == left + 1
        with pytest.raises(AuditError, match="tampered"):
            append(log)


@quick
@given(sizes)
def test_a_chain_rewritten_from_a_line_on_is_named_there(size: int) -> None:
    with filled(size) as log:
        lines = lines_of(log)
        said = json.loads(lines[0])
        said["count"] = 999
        rewrite(log, [json.dumps(said).encode() + b"\n", *lines[1:]])
        assert verify(log).first_bad_line == 1


def test_a_log_put_back_to_an_earlier_state_is_found_by_a_checkpoint_kept_elsewhere() -> None:
    with filled(3) as log:
        earlier = log.path.read_bytes(), log.checkpoint_path.read_bytes()
        append(log)
        kept = parsed_checkpoint(log.checkpoint_path.read_bytes(), KEY)
        assert kept is not None
        log.path.write_bytes(earlier[0])
        log.checkpoint_path.write_bytes(earlier[1])
        assert verify(log).is_whole
        assert verify(log, kept=[kept]).first_bad_line == 4
        append(log, 77)
        assert verify(log).is_whole
        assert verify(log, kept=[kept]).first_bad_line == 4


@pytest.mark.parametrize(
    "damage",
    [None, b"", b"{}", b'{"seq": 1, "hash": "x", "seal": "y"}', b'{"seq": 1, "hash": "x", "signature": "00"}', b"\xff"],
)
def test_a_checkpoint_gone_or_forged_stops_the_log(damage: bytes | None) -> None:
    with filled(2) as log:
        if damage is None:
            log.checkpoint_path.unlink()
        else:
            log.checkpoint_path.write_bytes(damage)
        verdict = verify(log)
        assert not verdict.is_whole
        assert verdict.first_bad_line is None
        with pytest.raises(AuditError, match="checkpoint"):
            append(log)


@quick
@given(sizes, st.data())
def test_a_torn_last_line_is_told_of_and_the_chain_goes_on(size: int, data: st.DataObject) -> None:
    with filled(size) as log:
        unwritten = entry_line(
            sealed_entry(
                KEY,
                seq=size + 1,
                at=NOW,
                actor="a",
                host="h",
                act=act(),
                previous=previous_of(lines_of(log), size),
            )
        )
        torn = unwritten[: data.draw(st.integers(1, len(unwritten) - 2))]
        with log.path.open("ab") as stream:
            stream.write(torn)
        assert verify(log).is_whole
        assert verify(log).torn_bytes == len(torn)
        append(log)
        verdict = verify(log)
        assert (verdict.is_whole, verdict.lines, verdict.recovered, verdict.torn_bytes) == (True, size + 2, 1, 0)


def test_a_line_that_lacks_only_its_end_counts() -> None:
    with filled(2) as log:
        whole = log.path.read_bytes()
        log.path.write_bytes(whole[:-1])
        assert verify(log) == Verdict(2)
        append(log)
        assert log.path.read_bytes().startswith(whole)
        assert verify(log).lines == 3


def test_a_crash_before_the_checkpoint_hinders_nothing() -> None:
    with filled(2) as log:
        before = log.checkpoint_path.read_bytes()
        append(log)
        log.checkpoint_path.write_bytes(before)
        assert verify(log).is_whole
        append(log)
        assert verify(log).lines == 4


@pytest.mark.parametrize("failing", ["write", "fsync"])
def test_a_full_disk_stops_the_caller_and_leaves_the_log_whole(failing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with filled(3) as log:

        def full(*_: object) -> int:
            raise OSError(28, "No space left on device")

        with monkeypatch.context() as patch:
            patch.setattr(os, failing, full)
            with pytest.raises(AuditError, match="nothing leaves"):
                append(log)
        assert verify(log).lines == 3
        append(log)
        assert verify(log).lines == 4


def test_a_half_written_line_is_taken_back(monkeypatch: pytest.MonkeyPatch) -> None:
    real_write = os.write
    with filled(1) as log:
        calls = []

        def half(descriptor: int, data: bytes) -> int:
            calls.append(data)
            if len(calls) > 1:
                raise OSError(28, "No space left on device")
            return real_write(descriptor, data[:10])

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", half)
            with pytest.raises(AuditError):
                append(log)
        assert verify(log).lines == 1
        assert verify(log).torn_bytes == 0


def test_an_unwritable_folder_stops_the_caller(tmp_path: Path) -> None:
    (tmp_path / "audit").write_text("a file stands where the folder should")
    with pytest.raises(AuditError, match="nothing leaves"):
        append(AuditLog(tmp_path / "audit", KEY))


def test_many_writers_at_once_leave_one_line_each() -> None:
    with filled(0) as log:
        with ThreadPoolExecutor(16) as pool:
            seqs = list(pool.map(lambda n: append(log, n).seq, range(60)))
        assert sorted(seqs) == list(range(1, 61))
        assert verify(log).lines == 60


def test_lines_longer_than_a_block_are_found_again() -> None:
    with filled(0) as log:
        long = Act("export", "links", "x" * 20_000, 1, {})
        for _ in range(3):
            log.append(long, actor="a", host="h", now=NOW)
        assert verify(log).lines == 3


def test_a_line_says_who_what_when_and_why_and_only_its_owner_reads_it() -> None:
    with filled(1) as log:
        entry = parsed_entry(lines_of(log)[0], KEY)
        assert entry is not None
        assert (entry.actor, entry.host, entry.at, entry.act) == ("analyst", "desk", NOW, act())
        assert log.path.stat().st_mode & 0o077 == 0
        assert log.directory.stat().st_mode & 0o077 == 0
        assert parsed_entry(lines_of(log)[0], OTHER_KEY) is None


def test_the_actor_is_the_account_and_not_what_the_environment_claims(monkeypatch: pytest.MonkeyPatch) -> None:
    told = current_actor()
    monkeypatch.setenv("USER", "somebody_else")
    monkeypatch.setenv("LOGNAME", "somebody_else")
    assert current_actor() == told


def test_an_empty_home_has_a_whole_log_of_no_lines(tmp_path: Path) -> None:
    assert verify(AuditLog(tmp_path / "audit", KEY)).lines == 0
    assert verify(AuditLog(tmp_path / "audit", KEY)).is_whole
