"""A home of its own, empty or with an invented region in it, for as long as it is measured."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.bench.process import waterbed
from api.home import Home
from graph.embedded import stop
from ingest.simulation import WORLDS, simulate


@contextmanager
def fresh_home() -> Iterator[tuple[Path, Path]]:
    """A folder to work in and a home with keys in it; gone afterwards, its engine stopped."""
    with tempfile.TemporaryDirectory(prefix="waterbed-bench-") as name:
        folder = Path(name)
        home = folder / "home"
        waterbed(home, ["keys", "new"])
        try:
            yield folder, home
        finally:
            stop(Home(home).graph)


@contextmanager
def ingested_region(*, seed: int, encounters: int, world: str = "region") -> Iterator[tuple[Path, Path]]:
    """Draw a region and ingest its files; gives the folder of the files and that of the home, gone afterwards.

    Parameters
    ----------
    seed, encounters
        Of the region.
    world
        Name of the world it is drawn from.
    """
    with fresh_home() as (folder, home):
        files = folder / "files"
        simulate(files, seed=seed, encounters=encounters, world=WORLDS[world])
        waterbed(home, ["ingest", str(files)])
        yield files, home
