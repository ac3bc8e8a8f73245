"""A home served as shipped, in a process of its own, for as long as it is measured."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.bench.process import waterbed
from api.bench.region import ingested_region
from api.home import Home
from api.jobs.demo import MARK
from graph.embedded import stop

END_S = 120


@contextmanager
def filled_home(*, seed: int, encounters: int) -> Iterator[Path]:
    """Draw a region, ingest and analyse it; gives the home, gone afterwards.

    Parameters
    ----------
    seed, encounters
        Of the region.
    """
    with ingested_region(seed=seed, encounters=encounters) as (_, home):
        waterbed(home, ["analyse"])
        yield home


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home, with roles to choose as in a demo; gives the host and port. Its engine ends with it.

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
        try:
            process.wait(END_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if not is_demo:
            mark.unlink()
        stop(Home(home).graph)
