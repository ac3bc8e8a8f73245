"""Checkpoints are signed, and kept where who can write to the home can't: then even a log put back as a whole is found."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.audit import Act, AuditLog, verify
from api.audit.checkpoint import parsed_checkpoint, proven_checkpoint, public_key, signed_checkpoint
from api.audit.elsewhere import COPIES, copies
from api.audit.keeping import keep_elsewhere
from graph.errors import AuditError, UsageError

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
NOW = datetime(2024, 9, 1, tzinfo=UTC)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


@pytest.fixture
def log(tmp_path: Path) -> AuditLog:
    return AuditLog(tmp_path / "home" / "audit", KEY)


def append(log: AuditLog, times: int = 1, what: str = "links") -> None:
    for number in range(times):
        log.append(Act("export", what, "case", number, {}), actor="a", host="h", now=NOW)


def keep(log: AuditLog, folder: Path | None) -> None:
    keep_elsewhere(log, folder, actor="a", host="h", now=NOW)


@given(st.integers(0, 2**40), st.text("0123456789abcdef", min_size=64, max_size=64), st.data())
@settings(max_examples=50, deadline=None, derandomize=True)
def test_the_public_key_alone_proves_a_checkpoint_and_no_other(seq: int, last: str, data: st.DataObject) -> None:
    checkpoint = signed_checkpoint(KEY, seq, last)
    said = {"seq": seq, "hash": last, "signature": checkpoint.signature}
    assert proven_checkpoint(said, public_key(KEY)) == checkpoint
    assert proven_checkpoint(said, public_key(OTHER_KEY)) is None
    changes: list[dict[str, object]] = [
        {"seq": seq + 1},
        {"hash": "f" * 63 + "g"},
        {"signature": "0" * 128},
        {"signature": "x"},
    ]
    changed = data.draw(st.sampled_from(changes))
    assert proven_checkpoint({**said, **changed}, public_key(KEY)) is None
    assert proven_checkpoint({}, public_key(KEY)) is None


def test_every_checkpoint_is_copied_before_the_caller_goes_on(log: AuditLog, place: Path) -> None:
    append(log)
    keep(log, place)
    append(log, 3)
    found = copies(place, KEY)
    assert [c.seq for c in found.checkpoints] == [2, 3, 4, 5]
    verdict = verify(log)
    assert (verdict.is_whole, verdict.lines, verdict.copies) == (True, 5, 4)


def test_log_and_checkpoint_put_back_together_are_found_by_the_second_place(log: AuditLog, place: Path) -> None:
    keep(log, place)
    append(log, 2)
    earlier = {p: p.read_bytes() for p in (log.path, log.checkpoint_path)}
    append(log, 2)
    for path, content in earlier.items():
        path.write_bytes(content)
    assert verify(log).first_bad_line == 4
    append(log, 5, "itineraries")
    assert verify(log).first_bad_line == 4


def test_a_second_place_taken_out_of_the_setting_is_missed_by_the_log_itself(log: AuditLog, place: Path) -> None:
    keep(log, place)
    append(log)
    (log.directory / "elsewhere.json").unlink()
    append(log)
    assert "by the log's own lines" in str(verify(log).problem)
    keep(log, place)
    assert verify(log).is_whole


def test_it_can_be_given_up_with_a_line(log: AuditLog, place: Path) -> None:
    keep(log, place)
    keep(log, None)
    append(log)
    assert verify(log).is_whole
    assert len(copies(place, KEY).checkpoints) == 2


@pytest.mark.parametrize("damage", ["gone", "forged", "foreign", "changed"])
def test_what_is_wrong_with_the_copies_is_told(log: AuditLog, place: Path, damage: str) -> None:
    keep(log, place)
    append(log)
    path = place / COPIES
    lines = path.read_text().splitlines()
    foreign = signed_checkpoint(OTHER_KEY, 1, "0" * 64)
    other = signed_checkpoint(KEY, 1, "1" * 64)
    match damage:
        case "gone":
            path.unlink()
        case "forged":
            path.write_text(lines[0] + "\n{}\n")
        case "foreign":
            path.write_text(json.dumps({"seq": 1, "hash": foreign.hash, "signature": foreign.signature}) + "\n")
        case _:
            path.write_text(json.dumps({"seq": 1, "hash": other.hash, "signature": other.signature}) + "\n")
    verdict = verify(log)
    assert not verdict.is_whole
    assert (verdict.first_bad_line == 1) == (damage == "changed")


def test_nothing_leaves_while_the_second_place_is_gone(log: AuditLog, place: Path) -> None:
    keep(log, place)
    (place / COPIES).unlink()
    place.rmdir()
    with pytest.raises(AuditError, match="nothing leaves"):
        append(log)
    place.mkdir()
    append(log)
    assert verify(log).is_whole


def test_a_torn_copy_is_ended_and_the_next_stands_by_itself(log: AuditLog, place: Path) -> None:
    keep(log, place)
    with (place / COPIES).open("ab") as stream:
        stream.write(b'{"seq": 2, "ha')
    append(log)
    assert [c.seq for c in copies(place, KEY).checkpoints] == [1, 2]
    assert verify(log).is_whole


def test_a_place_in_the_home_or_none_at_all_is_refused(log: AuditLog, tmp_path: Path) -> None:
    append(log)
    for folder in (log.directory, tmp_path / "home", tmp_path / "nothing"):
        with pytest.raises(UsageError, match="outside the home"):
            keep(log, folder)
    assert verify(log).lines == 1


def test_a_setting_that_can_not_be_read_stops_the_log(log: AuditLog, place: Path) -> None:
    keep(log, place)
    (log.directory / "elsewhere.json").write_text("{")
    with pytest.raises(AuditError, match="audit keep"):
        append(log)
    assert not verify(log).is_whole
    keep(log, place)
    assert verify(log).is_whole


def test_a_checkpoint_of_before_signatures_counts_until_the_next_line(log: AuditLog) -> None:
    import hmac  # noqa: PLC0415

    append(log)
    said = json.loads(log.checkpoint_path.read_text())
    told = {"seq": said["seq"], "hash": said["hash"]}
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    seal = hmac.digest(KEY, b"audit checkpoint\x1f" + canonical, "sha256").hex()
    log.checkpoint_path.write_text(json.dumps({**told, "seal": seal}))
    assert verify(log).is_whole
    append(log)
    assert parsed_checkpoint(log.checkpoint_path.read_bytes(), KEY)
    assert "signature" in json.loads(log.checkpoint_path.read_text())
