"""Graph engines that tests run on: each started once, and empty for each test."""

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from graph.embedded import Address, ensure_running, stop
from graph.store.database import Database, open_database
from graph.store.derived import wipe
from graph.store.schema import ensure_schema
from tests.neo4j.server import running_neo4j, why_not

ENGINES = (
    pytest.param("embedded", marks=pytest.mark.embedded),
    pytest.param("neo4j", marks=pytest.mark.neo4j),
)


class Engines:
    """Starts an engine when a test first asks for it, and ends all of them by their own process ids."""

    def __init__(self, folders: pytest.TempPathFactory, ending: ExitStack) -> None:
        self._folders = folders
        self._ending = ending
        self._databases: dict[str, Database] = {}

    def empty(self, name: str) -> Database:
        """Return an engine's database, emptied."""
        if name not in self._databases:
            self._databases[name] = self._ending.enter_context(open_database(self._address(name)))
            ensure_schema(self._databases[name])
        wipe(self._databases[name])
        return self._databases[name]

    def _address(self, name: str) -> Address:
        folder = self._folders.mktemp(name)
        if name == "embedded":
            self._ending.callback(stop, folder)
            return ensure_running(folder)
        named = os.environ.get("WATERBED_TEST_NEO4J_URI")
        if named:
            user, password = (os.environ.get(f"WATERBED_TEST_NEO4J_{part}", "") for part in ("USER", "PASSWORD"))
            return Address(named, user, password, None)
        reason = why_not()
        if reason:
            pytest.skip(f"NOT TESTED ON A REAL NEO4J: {reason}")
        return self._ending.enter_context(running_neo4j(folder))


@pytest.fixture(scope="session", autouse=True)
def no_engine_is_left(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """End every engine of these tests that a test forgot, and fail for it: one left takes a gigabyte for half an hour."""
    yield
    below = str(tmp_path_factory.getbasetemp())
    left = [c for c in map(command_of, psutil.process_iter()) if "graph.embedded.server" in c and below in " ".join(c)]
    folders = [next(part for part in command if part.startswith(below)) for command in left]
    for folder in folders:
        stop(Path(folder))
    assert not folders, "tests left engines running"


def command_of(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


@pytest.fixture(scope="session")
def engines(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engines]:
    with ExitStack() as ending:
        yield Engines(tmp_path_factory, ending)


@pytest.fixture(params=ENGINES)
def db(request: pytest.FixtureRequest, engines: Engines) -> Database:
    """An empty database on each engine in turn."""
    return engines.empty(request.param)
