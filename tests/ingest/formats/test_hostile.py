"""What can't be read as a whole is refused with one clear line, within bounds, before its first row is used."""

import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from api.bench.hostile_files import HOSTILE, sheet, text_row, write_workbook
from graph.errors import UnreadableFile
from ingest.formats import open_table, sandbox
from ingest.formats.sandboxed import HEADROOM_BYTES

READ = """
import re, resource, sys
from pathlib import Path
from graph.errors import UnreadableFile
from ingest.formats import open_table
def peak():
    # Not ru_maxrss of its own: that begins with what the process had that started it.
    own = int(re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())[1])
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) // 1000
try:
    open_table(Path(sys.argv[1]))
    print("read")
except UnreadableFile as error:
    print(error)
print(peak())
"""
BOUND_MB = 300
"""Of the larger of the two processes, all that Python and Arrow themselves take included."""


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_file_is_refused_in_a_line_and_in_little_memory(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    made = os.fork()
    if not made:
        HOSTILE[name](path)
        os._exit(0)
    assert os.waitpid(made, 0)[1] == 0
    ran = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        cwd=Path(__file__).parents[3],
    )
    said, peak = ran.stdout.splitlines()
    assert said.startswith(f"{name} ")
    assert ran.stderr == ""
    assert int(peak) < BOUND_MB


def test_the_readers_process_is_bounded_below_what_may_be_taken() -> None:
    assert HEADROOM_BYTES < 200_000_000


def test_a_reader_that_computes_without_end_ends_itself() -> None:
    endless = "from ingest.formats import sandboxed as s\ns.STALL_CPU_S = 0.2\ns._gets_on()\nwhile True: pass"
    ran = subprocess.run([sys.executable, "-c", endless], check=False, cwd=Path(__file__).parents[3])
    assert ran.returncode == -signal.SIGPROF


def test_a_reader_of_which_nothing_is_heard_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "file.xlsx"
    write_workbook(path, sheet(text_row(1)))
    monkeypatch.setattr(sandbox, "STALL_S", 0.0)
    with pytest.raises(UnreadableFile, match="too long"):
        open_table(path)
    assert _children() == []


def test_no_reader_is_left_when_its_rows_are_not_wanted_any_more(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    write_workbook(path, sheet("".join(text_row(i) for i in range(1, 4_000))))
    rows = open_table(path).rows()
    next(rows)
    assert len(_children()) == 1
    rows.close()  # type: ignore[attr-defined]
    assert _children() == []


def test_a_file_that_goes_away_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "file.xlsx"
    write_workbook(path, sheet(text_row(1)))
    table = open_table(path)
    path.unlink()
    with pytest.raises(UnreadableFile, match="went away"):
        list(table.rows())


def test_what_a_reader_says_is_data_or_nothing(tmp_path: Path) -> None:
    for said in ([1], {"a": "b"}, "text", None):
        with pytest.raises(UnreadableFile):
            sandbox._texts(tmp_path, said)


def _children() -> list[int]:
    return [p.pid for p in psutil.Process().children() if "ingest.formats.sandboxed" in " ".join(p.cmdline())]


def test_rows_of_a_large_workbook_take_no_more_memory_than_of_a_small_one(tmp_path: Path) -> None:
    path = tmp_path / "large.xlsx"
    write_workbook(path, sheet("".join(text_row(i) for i in range(1, 20_000))))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    assert sum(1 for _ in open_table(path).rows()) == 19_999
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 20_000
