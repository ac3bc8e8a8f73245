"""Tokens that other processes make are those that are made here, and no process outlives who asked for it."""

import os
import signal
import subprocess
import sys
from multiprocessing import active_children
from pathlib import Path

import psutil
import pytest

from ingest.linkage.makers import TokenMakers
from ingest.linkage.tokens import Tokeniser
from ingest.report import Report
from ingest.simulation.registry import registry, reports_of
from tests.factories import KEYS

pytestmark = pytest.mark.slow

ASKING = """
import sys
from multiprocessing import active_children
from ingest.linkage.makers import TokenMakers
from tests.factories import KEYS
from tests.ingest.linkage.test_makers import some_reports

if __name__ == "__main__":
    with TokenMakers(KEYS, processes=1, here_rows=0) as makers:
        reports = some_reports()
        makers.begin(list(reports.values()), list(reports))()
        print(active_children()[0].pid, flush=True)
        sys.stdin.read()
"""


def some_reports() -> dict[str, Report]:
    return reports_of(registry(rows=300, seed=3, lookalikes=True))


def test_tables_are_the_same_whoever_makes_them() -> None:
    reports = some_reports()
    ids, some = list(reports), list(reports.values())
    here = Tokeniser(KEYS)
    with TokenMakers(KEYS, processes=2, here_rows=100) as makers:
        coming = [makers.begin(some[i : i + 50], ids[i : i + 50]) for i in range(0, len(ids), 50)]
        assert len(active_children()) in (1, 2)
        for i, table in enumerate(coming):
            assert table().equals(here.table(some[i * 50 : i * 50 + 50], ids[i * 50 : i * 50 + 50]))
    assert active_children() == []


def test_a_small_load_starts_no_process() -> None:
    reports = some_reports()
    with TokenMakers(KEYS, processes=2) as makers:
        assert len(makers.begin(list(reports.values()), list(reports))()) == len(reports)
        assert active_children() == []


def test_what_a_process_was_making_when_it_was_ended_is_made_here() -> None:
    reports = some_reports()
    ids, some = list(reports), list(reports.values())
    with TokenMakers(KEYS, processes=1, here_rows=0) as makers:
        makers.begin(some[:1], ids[:1])()
        maker = active_children()[0]
        assert maker.pid is not None
        os.kill(maker.pid, signal.SIGKILL)
        coming = [makers.begin(some, ids) for _ in range(2)]
        assert all(table().equals(Tokeniser(KEYS).table(some, ids)) for table in coming)


def test_a_maker_ends_when_who_asked_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "asking.py"
    script.write_text(ASKING, encoding="utf-8")
    environment = os.environ | {"PYTHONPATH": str(Path.cwd())}
    with subprocess.Popen(
        [sys.executable, script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as asking:
        assert asking.stdout is not None
        maker = psutil.Process(int(asking.stdout.readline()))
        asking.kill()
    psutil.wait_procs([maker], timeout=30)
    assert not maker.is_running() or maker.status() == psutil.STATUS_ZOMBIE
