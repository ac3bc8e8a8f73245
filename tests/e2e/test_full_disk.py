"""A disk that is full at any one write: a clear line, nothing half stored, and the next run goes on.

Every write of an ingest is enumerated: the n-th fails, for n = 1, 2, … until none is left to fail. After each the same
files are submitted again, and the graph must be the one of an undisturbed run.
"""

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from api.home import Home
from api.jobs.ingest import Watch, ingest_files
from api.jobs.opened import opened_graph
from graph.errors import GraphError, WaterbedError
from graph.store.database import Database
from graph.store.derived import wipe
from graph.store.digest import graph_digest
from ingest.rejections import read_rejections
from tests.e2e.commands import new_home
from tests.ingest.formats.rows import CELLS, HEADER_WITH_BIRTH, csv_bytes_of

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

NOW = datetime(2024, 6, 1, tzinfo=UTC)
"""Of every load."""


def people() -> list[dict[str, str]]:
    """Two towns' rows: someone met in both, one who is changed later, one reduced, one without a person, one rejected."""
    person = {"birth_date": "1990-05-06", "family_name": "Denkbeeld", "given_name": "Zlatka"}
    rows = [
        {"record_id": "R1", **person},
        {"record_id": "R2", **person, "municipality": "GM0502", "observed_on": "2024-04-02"},
        {"record_id": "R3", "given_name": "Mirela"},
        {"record_id": "R4", "status": "NotAVictimOfTrafficking"},
        {"record_id": "R5", "given_name": ""},
        {"record_id": "R6", "status": "nonsense"},
        {"record_id": "R3", "given_name": "Mirella"},
    ]
    return [CELLS | {"birth_date": "", "family_name": ""} | row for row in rows]


class Disk:
    """Counts writes, and fails the one it is told to as a full disk does."""

    def __init__(self, fails_at: int) -> None:
        self._fails_at = fails_at
        self.writes = 0

    def write(self, full: Callable[[], Exception]) -> None:
        """Count one write."""
        self.writes += 1
        if self.writes == self._fails_at:
            raise full()


def no_space() -> Exception:
    return OSError(errno.ENOSPC, "No space left on device")


def graph_is_full() -> Exception:
    return GraphError("the graph refused a write: No space left on device")


@pytest.fixture
def watched(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], Disk]]:
    """Put a disk under every seam that an ingest writes through."""
    written, writes, syncs = Database.write, Database.write_all, os.fsync

    def put(fails_at: int) -> Disk:
        disk = Disk(fails_at)

        def write(self: Database, query: str, **parameters: Any) -> Any:
            disk.write(graph_is_full)
            return written(self, query, **parameters)

        def write_all(self: Database, statements: Any) -> None:
            disk.write(graph_is_full)
            writes(self, statements)

        def fsync(descriptor: int) -> None:
            disk.write(no_space)
            syncs(descriptor)

        monkeypatch.setattr(Database, "write", write)
        monkeypatch.setattr(Database, "write_all", write_all)
        monkeypatch.setattr(os, "fsync", fsync)
        return disk

    yield put
    monkeypatch.undo()


def emptied(home: Home) -> None:
    with opened_graph(home) as db:
        wipe(db)
    for folder in (home.vault, home.references):
        shutil.rmtree(folder, ignore_errors=True)
    home.rejections.unlink(missing_ok=True)


def state(home: Home) -> tuple[str, list[Any], list[str]]:
    """What a home knows: the graph's digest, the ledger, and the files beside the graph."""
    with opened_graph(home) as db:
        known = graph_digest(db)
    beside = [str(p.relative_to(home.root)) for f in (home.vault, home.references) for p in sorted(f.rglob("*"))]
    return str(known), list(read_rejections(home.rejections)), [p for p in beside if p.endswith(".new")]


def said_by(run: Callable[[], None]) -> str | None:
    """What a run that could not go on said."""
    try:
        run()
    except WaterbedError as error:
        return str(error)
    return None


def test_whatever_write_finds_the_disk_full_the_next_run_ends_as_an_undisturbed_one(
    tmp_path: Path, watched: Callable[[int], Disk]
) -> None:
    path = tmp_path / "rows.csv"
    path.write_bytes(csv_bytes_of(HEADER_WITH_BIRTH, people()))
    with new_home(tmp_path / "home") as command:
        home = Home(command.home)

        def run() -> None:
            ingest_files(home, [path], layout=None, kind=None, now=NOW, watch=Watch())

        def fails_at(n: int) -> bool:
            """Run with the n-th write failing; whether there were so many."""
            emptied(home)
            disk = watched(n)
            told = said_by(run)
            watched(0)
            assert (told is not None) == (disk.writes >= n)
            assert told is None or ("No space left" in told and "\n" not in told)
            return told is not None

        run()
        undisturbed = state(home)
        assert len(undisturbed[1]) == 1
        for n in count(1):
            if not fails_at(n):
                break
            run()
            assert state(home) == undisturbed, f"write {n}"
        assert n > 10
