"""Killed at random points, an ingest submitted again ends where an undisturbed one does."""

import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from api.bench.process import waterbed
from api.bench.table import Table
from api.home import Home
from graph.embedded import status, stop
from ingest.simulation import simulate


def crash(*, seed: int, encounters: int, of_ingest: int, of_engine: int) -> Table:
    """Table of kills and whether the digest came out the same.

    Parameters
    ----------
    seed, encounters
        Of the region; the seed also draws the moments.
    of_ingest, of_engine
        How often the ingest, and the engine under it, is killed.
    """
    rng = random.Random(seed)
    with tempfile.TemporaryDirectory(prefix="waterbed-bench-") as folder:
        files, calm = Path(folder) / "files", Path(folder) / "calm"
        simulate(files, seed=seed, encounters=encounters)
        waterbed(calm, ["keys", "new"])
        try:
            took = waterbed(calm, ["ingest", str(files)]).seconds
            known = waterbed(calm, ["graph", "digest"]).stdout
        finally:
            stop(Home(calm).graph)
        rows: list[dict[str, object]] = []
        for what, times in (("ingest", of_ingest), ("engine", of_engine)):
            same = 0
            moments = sorted(rng.uniform(0.5, took) for _ in range(times))
            for i, moment in enumerate(moments):
                home = Path(folder) / f"{what}-{i}"
                home.mkdir()
                shutil.copy(Home(calm).keys, Home(home).keys)
                same += _survives(home, files, moment, known, engine=what == "engine")
                shutil.rmtree(home)
            rows.append({"killed": what, "times": times, "same digest": same, "first at s": moments[0],
                         "last at s": moments[-1]})  # fmt: skip
    return Table(
        "Killed and submitted again",
        ("killed", "times", "same digest", "first at s", "last at s"),
        rows,
        f"About {encounters:,} simulated encounters, seed {seed}; SIGKILL at random moments of an ingest of {took:.1f} s.",
    )


def _survives(home: Path, files: Path, moment: float, known: str, *, engine: bool) -> bool:
    process = subprocess.Popen(
        [sys.executable, "-m", "api.cli.main", "--home", str(home), "ingest", str(files)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(moment)
        running = status(Home(home).graph)
        if engine and running.pid:
            os.kill(running.pid, signal.SIGKILL)
        else:
            process.kill()
        process.wait(300)
        waterbed(home, ["ingest", str(files)])
        return waterbed(home, ["graph", "digest"]).stdout == known
    finally:
        stop(Home(home).graph)
