"""An invented region in a home of its own, for as long as it is measured."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from api.bench.process import waterbed
from api.home import Home
from graph.embedded import stop
from ingest.simulation import WORLDS, simulate


@contextmanager
def ingested_region(*, seed: int, encounters: int, world: str) -> Iterator[tuple[Path, Path]]:
    """Draw a region and ingest its files; gives the folder of the files and that of the home, gone afterwards.

    Parameters
    ----------
    seed, encounters
        Of the region.
    world
        Name of the world it is drawn from.
    """
    with tempfile.TemporaryDirectory(prefix="waterbed-bench-") as folder:
        files, home = Path(folder) / "files", Path(folder) / "home"
        simulate(files, seed=seed, encounters=encounters, world=WORLDS[world])
        waterbed(home, ["keys", "new"])
        try:
            waterbed(home, ["ingest", str(files)])
            yield files, home
        finally:
            stop(Home(home).graph)
