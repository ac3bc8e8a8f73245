"""How right relocations of premises are on invented regions, beside the plain method on the same data.

The plain method knows no chance: a number or advert of two persons or more, met three times or more in one town and
then three times or more in another, none of them out of order, within 120 days; moves of several identifiers between
the same towns within a month are one.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from api.bench.process import waterbed
from api.bench.region import ingested_region
from api.bench.table import Table
from api.home import Home
from api.jobs.opened import opened_graph
from graph.columns import EncounterColumns, day_of
from graph.store.columns import read_columns
from ingest.simulation import WORLDS, scoring

Rows = list[dict[str, str]]
PLAIN_SIGHTINGS, PLAIN_SILENCE_DAYS, PLAIN_SAME_DAYS = 3, 120, 31


@dataclass(frozen=True, slots=True)
class _Counts:
    """How many were made, how many of them are right, how many were planted, and how many of those were found."""

    made: int
    right: int
    planted: int
    found: int

    def cells(self, name: str) -> dict[str, object]:
        return {
            f"{name}found": self.made,
            f"{name}precision": self.right / self.made if self.made else None,
            f"{name}recall": self.found / self.planted if self.planted else None,
        }


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
    measured = [_measured(seed, encounters, world) for seed in seeds]
    rows = [_row(seed, ours, plain) for seed, (ours, plain) in zip(seeds, measured, strict=True)]
    rows.append(_row("all", _sum([ours for ours, _ in measured]), _sum([plain for _, plain in measured])))
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


def _measured(seed: int, encounters: int, world: str) -> tuple[_Counts, _Counts]:
    with ingested_region(seed=seed, encounters=encounters, world=world) as (files, home):
        waterbed(home, ["analyse", "--shifts", "19"])
        ran = waterbed(home, ["export", "relocations", "--purpose", "bench"])
        with opened_graph(Home(home)) as db:
            columns = read_columns(db)
        truth = scoring.read_truth(files)
    shown = [r for r in csv.DictReader(io.StringIO(ran.stdout)) if r["tier"] != "none"]
    ours = scoring.relocations(shown, truth, WORLDS[world])
    return _counts(ours), _counts(scoring.relocations(plain_relocations(columns), truth, WORLDS[world]))


def _counts(scored: scoring.Found) -> _Counts:
    return _Counts(scored.made, scored.right, scored.planted, round((scored.recall or 0.0) * scored.planted))


def _row(seed: object, ours: _Counts, plain: _Counts) -> dict[str, object]:
    return {"seed": seed, "planted": ours.planted, **ours.cells(""), **plain.cells("plain ")}


def _sum(counts: Sequence[_Counts]) -> _Counts:
    return _Counts(*(sum(getattr(c, f) for c in counts) for f in ("made", "right", "planted", "found")))
