"""Killed anywhere, an ingest that is submitted again ends where an undisturbed one does."""

import contextlib
import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.home import Home
from graph.embedded import status
from ingest.simulation import simulate
from tests.e2e.commands import Command, new_home

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

ENCOUNTERS = 1_500


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    simulate(folder, seed=5, encounters=ENCOUNTERS)
    return folder


@pytest.fixture(scope="module")
def undisturbed(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, bytes]]:
    """Digest of an undisturbed run, and the keys it was made with."""
    with new_home(tmp_path_factory.mktemp("undisturbed") / "home") as waterbed:
        waterbed("ingest", files)
        yield waterbed.digest(), Home(waterbed.home).keys.read_bytes()


@contextlib.contextmanager
def same_keys(folder: Path, keys: bytes) -> Iterator[Command]:
    with new_home(folder) as waterbed:
        path = Home(folder).keys
        path.unlink()
        path.write_bytes(keys)
        path.chmod(0o600)
        yield waterbed


def killed_after(waterbed: Command, files: Path, seconds: float, *, server: bool) -> None:
    """Start an ingest and kill it, or the engine under it, after so long."""
    process = subprocess.Popen(
        waterbed.line("ingest", files),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=waterbed.env(),
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(seconds)
    if server:
        running = status(Home(waterbed.home).graph)
        if running.pid:
            os.kill(running.pid, signal.SIGKILL)
        process.wait(120)
    else:
        process.kill()
        process.wait()


@pytest.mark.parametrize("seconds", [1.5, 3.0, 4.5, 6.5])
def test_a_killed_ingest_goes_on(seconds: float, files: Path, undisturbed: tuple[str, bytes], tmp_path: Path) -> None:
    digest, keys = undisturbed
    with same_keys(tmp_path / "home", keys) as waterbed:
        killed_after(waterbed, files, seconds, server=False)
        waterbed("ingest", files)
        assert waterbed.digest() == digest


@pytest.mark.parametrize("seconds", [4.0, 6.0])
def test_a_killed_engine_loses_nothing(
    seconds: float, files: Path, undisturbed: tuple[str, bytes], tmp_path: Path
) -> None:
    digest, keys = undisturbed
    with same_keys(tmp_path / "home", keys) as waterbed:
        killed_after(waterbed, files, seconds, server=True)
        waterbed("ingest", files)
        assert waterbed.digest() == digest
