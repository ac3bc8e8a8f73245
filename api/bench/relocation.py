"""How right relocations of premises are on invented regions, beside the plain method on the same data.

The plain method knows no chance: a number or advert of two persons or more, met three times or more in one town and
then three times or more in another, none of them out of order, within 120 days; moves of several identifiers between
the same towns within a month are one.
"""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from api.bench.process import waterbed
from api.bench.table import Table
from api.home import Home
from api.jobs.opened import opened_graph
from graph.columns import EncounterColumns, day_of
from graph.embedded import stop
from graph.store.columns import read_columns
from ingest.simulation import WORLDS, scoring, simulate

Rows = list[dict[str, str]]
PLAIN_SIGHTINGS, PLAIN_SILENCE_DAYS, PLAIN_SAME_DAYS = 3, 120, 31


def relocation(*, seeds: Sequence[int], encounters: int, world: str = "region") -> Table:
    """Table of relocations found, of tier pattern and up, a row a seed and their sum.

    Parameters
    ----------
    seeds
        Seeds of the regions.
    encounters
        About how many encounters each.
    world
        Name of the world they are drawn from.
    """
    rows: list[Mapping[str, object]] = []
    sums: dict[str, list[scoring.Found]] = {"ours": [], "plain": []}
    for seed in seeds:
        ours, plain = _measured(seed, encounters, world)
        sums["ours"].append(ours)
        sums["plain"].append(plain)
        rows.append({"seed": seed, **_cells("", ours), **_cells("plain ", plain)})
    rows.append({"seed": "all", **_cells("", _sum(sums["ours"])), **_cells("plain ", _sum(sums["plain"]))})
    return Table(
        "Relocations of premises",
        (
            "seed", "planted", "found", "precision", "recall",
            "plain found", "plain precision", "plain recall",
        ),
        rows,
        f"World `{world}`, about {encounters:,} encounters, seeds {', '.join(map(str, seeds))}; own linkage.",
        "Found: tier `pattern` and up. Right: between the towns of a planted one, within 60 days of its day. Plain: "
        "identifiers of two persons or more, three sightings here and then three there, without a test against chance.",
    )  # fmt: skip


def plain_relocations(columns: EncounterColumns) -> Rows:
    """Relocations by the plain method, in the columns of the export that scoring reads."""
    moves = sorted(_plain_moves(columns))
    kept: list[tuple[int, int, int]] = []
    for here, there, arrived in moves:
        if not any((here, there) == k[:2] and abs(arrived - k[2]) <= PLAIN_SAME_DAYS for k in kept):
            kept.append((here, there, arrived))
    return [
        {
            "from_municipality": columns.municipalities[here],
            "to_municipality": columns.municipalities[there],
            "arrived_before": day_of(arrived).isoformat(),
        }
        for here, there, arrived in kept
    ]


def _plain_moves(columns: EncounterColumns) -> Iterator[tuple[int, int, int]]:
    row = np.repeat(np.arange(len(columns)), np.diff(columns.identifier_offsets))
    order = np.argsort(columns.identifier_codes, kind="stable")
    bounds = np.searchsorted(columns.identifier_codes[order], np.arange(len(columns.identifiers) + 1))
    for low, high in pairwise(bounds):
        rows = row[order[low:high]]
        towns = np.unique(columns.municipality[rows])
        if len(towns) != 2 or len(np.unique(columns.person[rows][columns.person[rows] >= 0])) < 2:
            continue
        by_town = [rows[columns.municipality[rows] == t] for t in towns]
        for here, there, before, after in (
            (towns[0], towns[1], by_town[0], by_town[1]),
            (towns[1], towns[0], by_town[1], by_town[0]),
        ):
            left, arrived = int(columns.last_day[before].max()), int(columns.first_day[after].min())
            if min(len(before), len(after)) >= PLAIN_SIGHTINGS and 0 < arrived - left <= PLAIN_SILENCE_DAYS:
                yield int(here), int(there), arrived


def _measured(seed: int, encounters: int, world: str) -> tuple[scoring.Found, scoring.Found]:
    with tempfile.TemporaryDirectory(prefix="waterbed-bench-") as folder:
        files, home = Path(folder) / "files", Path(folder) / "home"
        simulate(files, seed=seed, encounters=encounters, world=WORLDS[world])
        waterbed(home, ["keys", "new"])
        try:
            waterbed(home, ["ingest", str(files)])
            waterbed(home, ["analyse", "--shifts", "19"])
            ran = waterbed(home, ["export", "relocations", "--purpose", "bench"])
            with opened_graph(Home(home)) as db:
                columns = read_columns(db)
        finally:
            stop(Home(home).graph)
        truth = scoring.read_truth(files)
        shown = [r for r in csv.DictReader(io.StringIO(ran.stdout)) if r["tier"] != "none"]
        ours = scoring.relocations(shown, truth, WORLDS[world])
        return ours, scoring.relocations(plain_relocations(columns), truth, WORLDS[world])


def _cells(name: str, found: scoring.Found) -> dict[str, object]:
    counts = {} if name else {"planted": found.planted}
    return {
        **counts,
        f"{name}found": found.made,
        f"{name}precision": found.precision,
        f"{name}recall": found.recall,
    }


def _sum(found: Sequence[scoring.Found]) -> scoring.Found:
    return scoring.Found(
        sum(f.made for f in found),
        sum(f.right for f in found),
        sum(f.planted for f in found),
        sum(f.found for f in found),
        {},
    )
