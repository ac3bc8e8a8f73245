"""The demo: an invented region from files to findings, told from the data alone."""

import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from api.home import Home
from api.jobs.analyse import OnStep, analyse
from api.jobs.demo_home import furnish
from api.jobs.ingest import Watch, ingest_files
from api.jobs.opened import opened_graph
from graph.embedded import stop
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.model import Displacement, Reappearance, Relocation, Rotation
from graph.store.columns import read_columns
from graph.store.derived import counts, wipe
from graph.store.findings import read_findings
from graph.store.outbox import read_alerts
from ingest.keyring import new_keyring
from ingest.simulation import simulate
from viz.story import Found

MARK = "demo"


def fresh_home(home: Home) -> None:
    """Empty a home that an earlier demo made; refuse any other that isn't empty.

    Raises
    ------
    UsageError
        When the folder holds something that no demo made.
    """
    mark = home.root / MARK
    if home.root.exists() and any(home.root.iterdir()):
        if not mark.exists():
            message = f"{home.root} is not empty and no demo made it: choose another folder with --home"
            raise UsageError(message)
        stop(home.graph)
        shutil.rmtree(home.root)
    home.folder(home.root)
    mark.touch()


def run_demo(
    home: Home,
    *,
    seed: int,
    encounters: int,
    now: datetime,
    watch: Watch,
    on_drawn: Callable[[int], None],
    on_step: OnStep,
) -> Path:
    """Simulate, ingest under the demo's own policy, and analyse; the folder with the simulated files.

    Parameters
    ----------
    home
        A fresh home.
    seed, encounters
        Of the simulated region.
    now
        Time of ingest and analysis (UTC).
    watch, on_drawn, on_step
        Told of the progress.
    """  # fmt: skip
    files = home.root / "files"
    with watch.stage("simulate"):
        simulate(files, seed=seed, encounters=encounters, on_rows=on_drawn)
    new_keyring(home.keys)
    furnish(home, now=now)
    with opened_graph(home) as db:
        if counts(db).get("Encounter"):
            wipe(db)
    ingest_files(home, [files], layout=None, kind=None, now=now, watch=watch)
    with watch.stage("analyse"):
        analyse(home, now=now, seed=seed, on_step=on_step)
    return files


def found_in(home: Home) -> Found:
    """Read everything that was found in a home, from its graph alone."""
    with opened_graph(home) as db:
        columns = read_columns(db)
        return Found(
            encounters=len(columns),
            persons=len(columns.persons),
            sources=len(columns.sources),
            municipalities=len(columns.municipalities),
            reappearances=read_findings(db, Reappearance),
            rotations=read_findings(db, Rotation),
            relocations=read_findings(db, Relocation),
            displacements=read_findings(db, Displacement),
            alerts=read_alerts(db),
        )


def name_of(code: str) -> str:
    """Official name of a municipality."""
    return load_municipalities().name(code)
