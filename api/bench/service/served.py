"""A home served as shipped, in a process of its own, for as long as it is measured."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.bench.process import waterbed
from api.home import Home
from api.jobs.demo import MARK
from graph.embedded import stop
from ingest.simulation import simulate

END_S = 30


@contextmanager
def filled_home(*, seed: int, encounters: int) -> Iterator[Path]:
    """Draw a region, ingest and analyse it; gives the home, gone afterwards.

    Parameters
    ----------
    seed, encounters
        Of the region.
    """
    with tempfile.TemporaryDirectory(prefix="waterbed-bench-") as folder:
        files, home = Path(folder) / "files", Path(folder) / "home"
        simulate(files, seed=seed, encounters=encounters)
        waterbed(home, ["keys", "new"])
        try:
            waterbed(home, ["ingest", str(files)])
            waterbed(home, ["analyse"])
            yield home
        finally:
            stop(Home(home).graph)


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home, with roles to choose as in a demo; gives the host and port.

    Raises
    ------
    RuntimeError
        When it doesn't begin to answer.
    """
    mark = home / MARK
    is_demo = mark.exists()
    mark.touch()
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli.main", "--home", str(home), "serve", "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        if not address:
            message = "the service didn't start; `waterbed serve` says why"
            raise RuntimeError(message)
        yield address.partition("://")[2]
    finally:
        process.terminate()
        process.wait(END_S)
        if not is_demo:
            mark.unlink()
