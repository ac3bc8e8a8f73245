"""How the time of an analysis grows with the number of encounters."""

import time
from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from api.bench.rotation import regions
from api.bench.table import Table
from graph.itineraries import stays
from graph.relocation import RelocationRules, find_relocations
from graph.rotation.circuits import loop_starts
from ingest.simulation import World

SLOPE_AT_MOST = 1.15
PARTS = ("itineraries s", "circuits s", "rotation s", "relocation s")


def growth(*, sizes: Sequence[int], shifts: int, seed: int) -> Table:
    """Table of processor seconds by size, and the slope of log time over log n.

    Parameters
    ----------
    sizes
        Numbers of encounters, rising.
    shifts
        Shifted data sets.
    seed
        Of the regions.
    """
    regions.rotations_of(regions.perfect(World(), seed=seed, encounters=1_000), seed=seed, shifts=1)
    rows = [_row(n, shifts, seed) for n in sizes]
    encounters = np.log([float(str(row["encounters"])) for row in rows])
    slopes: dict[str, object] = {}
    if len(rows) > 1:
        for name in (*PARTS, "all s"):
            seconds = np.log([max(1e-6, float(str(row[name]))) for row in rows])
            slopes[name] = float(np.polyfit(encounters, seconds, 1)[0])
        is_met = float(str(slopes["all s"])) <= SLOPE_AT_MOST
        slopes |= {"encounters": "slope", "target": f"<= {SLOPE_AT_MOST:g}", "met": is_met}
        rows.append(slopes)
    return Table(
        "Rotation: growth",
        (
            "encounters",
            "persons",
            "itineraries s",
            "circuits s",
            "rotation s",
            "relocation s",
            "all s",
            "target",
            "met",
        ),
        rows,
        f"Seed {seed}, {shifts} shifts, perfect linkage, processor seconds of columns in memory.",
        "The regions have the same 27 towns and two years, so that ever more people are met in each town; rotation "
        "weighs every two persons who meet again.",
    )


def _row(n: int, shifts: int, seed: int) -> dict[str, object]:
    linked = regions.perfect(World(), seed=seed, encounters=n)
    columns = linked.columns
    known = columns.person >= 0
    person, town = columns.person[known], columns.municipality[known]
    marks = [time.process_time()]

    def mark() -> None:
        marks.append(time.process_time())

    stays(columns)
    mark()
    loop_starts(person, town)
    mark()
    regions.rotations_of(linked, seed=seed, shifts=shifts)
    mark()
    find_relocations(columns, rules=RelocationRules())
    mark()
    seconds = dict(zip(PARTS, (b - a for a, b in pairwise(marks)), strict=True))
    row: dict[str, object] = {"encounters": len(columns), "persons": len(columns.persons)}
    return row | seconds | {"all s": sum(seconds.values())}
