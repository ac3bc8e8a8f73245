"""What hostile files cost: each is refused in a line, in little time and memory, with nothing of it stored."""

from multiprocessing import get_context
from pathlib import Path
from typing import Any

from api.bench.hostile_files import HEADER, HOSTILE, ROW, Make, far_cell
from api.bench.process import Ran, waterbed
from api.bench.region import fresh_home
from api.bench.table import Table


def hostile() -> Table:
    """Table of hostile files, each ingested alone into one home beside a good file of one row."""
    rows: list[dict[str, object]] = []
    with fresh_home() as (folder, home):
        good = folder / "good.csv"
        good.write_text(",".join(HEADER) + "\n" + ",".join(ROW).format(n="R0") + "\n", encoding="utf-8")
        waterbed(home, ["ingest", str(good)])
        before = waterbed(home, ["graph", "digest"]).stdout
        peak = waterbed(home, ["ingest", str(good)]).peak_mb
        for name, make in {**HOSTILE, "far-cell.xlsx": far_cell}.items():
            path = folder / name
            made_apart(make, path)
            ran = waterbed(home, ["ingest", str(path), "--json"], check=False)
            said = [line for line in ran.stderr.splitlines() if line.startswith("waterbed: ")]
            after = waterbed(home, ["graph", "digest"]).stdout
            rows.append(
                {
                    "file": name,
                    "MB": path.stat().st_size / 1e6,
                    "refused": ran.exit_code == 3 and len(said) == 1,
                    "stored": after != before,
                    "seconds": read_in(ran),
                    "peak MB above": ran.peak_mb - peak,
                }
            )
            path.unlink()
    return Table(
        "Hostile files",
        ("file", "MB", "refused", "stored", "seconds", "peak MB above"),
        rows,
        f"Seconds from opening the file to its refusal; memory above that of an ingest of one row, {peak:.0f} MB.",
        "`far-cell.xlsx` only looks hostile and is stored. Peak memory is that of the command with its readers; a reader "
        "that is just being started counts with all of the command's.",
    )


def read_in(ran: Ran) -> float:
    """Seconds that a command says it read for."""
    said: Any = ran.json()
    return float(said["seconds"]["load"])


def made_apart(make: Make, path: Path) -> None:
    """Make a file in a process of its own, so that what that takes isn't measured here."""
    process = get_context("spawn").Process(target=make, args=(path,))
    process.start()
    process.join()
