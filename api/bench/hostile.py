"""What hostile files cost: each is refused in a line, in little time and memory, with nothing of it stored."""

import tempfile
from multiprocessing import get_context
from pathlib import Path

from api.bench.hostile_files import HEADER, HOSTILE, ROW, Make, far_cell
from api.bench.process import waterbed
from api.bench.table import Table
from api.home import Home
from graph.embedded import stop


def hostile() -> Table:
    """Table of hostile files, each ingested alone into one home beside a good file of one row."""
    rows: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="waterbed-bench-") as folder:
        home, good = Path(folder) / "home", Path(folder) / "good.csv"
        good.write_text(",".join(HEADER) + "\n" + ",".join(ROW).format(n="R0") + "\n", encoding="utf-8")
        waterbed(home, ["keys", "new"])
        try:
            waterbed(home, ["ingest", str(good)])
            before = waterbed(home, ["graph", "digest"]).stdout
            calm = [waterbed(home, ["ingest", str(good)]) for _ in range(3)]
            seconds, peak = sorted(r.seconds for r in calm)[1], max(r.peak_mb for r in calm)
            for name, make in {**HOSTILE, "far-cell.xlsx": far_cell}.items():
                path = Path(folder) / name
                made_apart(make, path)
                ran = waterbed(home, ["ingest", str(path)], check=False)
                said = [line for line in ran.stderr.splitlines() if line.startswith("waterbed: ")]
                after = waterbed(home, ["graph", "digest"]).stdout
                rows.append(
                    {
                        "file": name,
                        "MB": path.stat().st_size / 1e6,
                        "refused": ran.exit_code == 3 and len(said) == 1,
                        "stored": after != before,
                        "seconds": ran.seconds,
                        "above baseline": ran.seconds - seconds,
                        "peak MB above": ran.peak_mb - peak,
                    }
                )
                path.unlink()
        finally:
            stop(Home(home).graph)
    return Table(
        "Hostile files",
        ("file", "MB", "refused", "stored", "seconds", "above baseline", "peak MB above"),
        rows,
        f"Whole commands, their start included; the baseline is an ingest of one row, {seconds:.1f} s and {peak:.0f} MB.",
        "`far-cell.xlsx` only looks hostile and is stored. Peak memory is that of the command with its readers.",
    )


def made_apart(make: Make, path: Path) -> None:
    """Make a file in a process of its own, so that what that takes isn't measured here."""
    process = get_context("spawn").Process(target=make, args=(path,))
    process.start()
    process.join()
