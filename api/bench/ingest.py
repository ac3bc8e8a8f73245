"""How long an ingest takes, stage by stage, and how much memory."""

from typing import Any

import psutil

from api.bench.process import waterbed
from api.bench.region import fresh_home
from api.bench.table import Table
from api.home import Home
from graph.embedded import status
from ingest.simulation import simulate


def ingest(*, seed: int, encounters: int) -> Table:
    """Table of one ingest of an invented region, end to end.

    Parameters
    ----------
    seed, encounters
        Of the region.
    """
    with fresh_home() as (folder, home):
        files = folder / "files"
        simulate(files, seed=seed, encounters=encounters)
        first = waterbed(home, ["ingest", str(files), "--json"])
        engine = status(Home(home).graph).pid
        engine_mb = psutil.Process(engine).memory_info().rss / 1e6 if engine else None
        again = waterbed(home, ["ingest", str(files), "--json"])
        analysed = waterbed(home, ["analyse"])
    said: Any = first.json()
    rows = sum(f["rows"] for f in said["files"])
    stages = said["seconds"]
    known = sum(stages.values())
    measured: list[dict[str, object]] = [
        {"what": name, "seconds": value, "share": value / first.seconds, "rows/s": rows / value if value else None}
        for name, value in stages.items()
    ]
    measured.append({"what": "start and end", "seconds": first.seconds - known, "share": 1 - known / first.seconds})
    measured.append({"what": "all", "seconds": first.seconds, "share": 1.0, "rows/s": rows / first.seconds,
                     "peak MB": first.peak_mb, "engine MB": engine_mb})  # fmt: skip
    measured.append({"what": "the same files again", "seconds": again.seconds, "peak MB": again.peak_mb})
    measured.append({"what": "analyse", "seconds": analysed.seconds, "peak MB": analysed.peak_mb})
    return Table(
        "Ingest, end to end",
        ("what", "seconds", "share", "rows/s", "peak MB", "engine MB"),
        measured,
        f"About {encounters:,} simulated encounters ({rows:,} rows with controls and measures), seed {seed}, embedded "
        f"engine, {psutil.cpu_count()} cores.",
        "Peak memory is that of the command with its helpers; the engine's own stands beside it.",
    )
