import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from graph.embedded import ensure_running, status, stop
from graph.errors import GraphStartFailed
from graph.store.database import open_database

pytestmark = pytest.mark.embedded


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "graph"
    stop(tmp_path / "graph")


@pytest.mark.slow
def test_many_that_need_it_start_one_engine_and_it_ends_when_told(folder: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        addresses = {a.uri for a in pool.map(ensure_running, [folder] * 4)}
    assert len(addresses) == 1
    found = status(folder)
    assert found.pid is not None
    listening = {c.laddr.ip for c in psutil.Process(found.pid).net_connections("tcp") if c.status == psutil.CONN_LISTEN}
    assert listening <= {"127.0.0.1", "::ffff:127.0.0.1"}
    assert (folder / "password").stat().st_mode & 0o777 == 0o600
    assert (folder / "password").read_text() not in " ".join(psutil.Process(found.pid).cmdline())
    assert stop(folder)
    assert not status(folder).running
    assert not stop(folder)


@pytest.mark.slow
def test_a_killed_engine_does_not_hinder_the_next_start(folder: Path) -> None:
    with open_database(ensure_running(folder)) as db:
        db.write("installation_claim", fingerprint="kept")
    pid = status(folder).pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([p for p in psutil.process_iter() if p.pid == pid], timeout=20)
    assert not status(folder).running
    with open_database(ensure_running(folder)) as db:
        assert db.read("installation_read") == [{"fingerprint": "kept"}]


@pytest.mark.slow
def test_who_started_it_may_end_and_reads_no_pipe_of_its(folder: Path) -> None:
    code = f"from pathlib import Path; from graph.embedded import ensure_running; ensure_running(Path({str(folder)!r}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, timeout=120, check=True)
    assert done.stdout == b""
    assert status(folder).running


def test_a_process_that_only_has_the_same_number_is_left_alone(tmp_path: Path) -> None:
    state = {"pid": os.getpid(), "created": 1.0, "uri": "bolt://127.0.0.1:1"}
    (tmp_path / "state.json").write_text(json.dumps(state))
    assert not status(tmp_path).running
    assert not stop(tmp_path)


def test_a_folder_that_cannot_be_made_is_said_in_a_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(GraphStartFailed, match="can't start"):
        ensure_running(tmp_path / "file" / "graph")
