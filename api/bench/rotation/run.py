"""All tables on rotation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from api.bench.accuracy import accuracy
from api.bench.rotation.calibration import calibration
from api.bench.rotation.calm import calm
from api.bench.rotation.found import found
from api.bench.rotation.growth import growth
from api.bench.rotation.speed import circuits
from api.bench.rotation.whole import whole
from api.bench.table import Table

GROWTH_SHIFTS = 99
NX_ROWS = 100_000
SMALL_ENCOUNTERS = 500
CALIBRATED_ENCOUNTERS = 3_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How much is measured: seeds of regions (true persons, own linkage, the whole product), sizes, and data sets."""

    seeds: Sequence[int] = (1, 2, 3, 4, 5, 6)
    own_seeds: Sequence[int] = (1, 2)
    encounters: int = 20_000
    calm_seeds: Sequence[int] = tuple(range(1, 21))
    stories: Sequence[int] = ()
    sets: int = 100
    small_sets: int = 100
    million: int = 1_000_000
    in_graph: int = 100_000
    sizes: Sequence[int] = (10_000, 30_000, 100_000, 300_000, 1_000_000)


PARTS: dict[str, Callable[[Settings], Sequence[Table]]] = {
    "found": lambda s: found(seeds=s.seeds, own_seeds=s.own_seeds, encounters=s.encounters),
    "calm": lambda s: (calm(seeds=s.calm_seeds, own_seeds=s.own_seeds, encounters=s.encounters),),
    "calibration": lambda s: (
        calibration(
            sets=s.sets,
            encounters=CALIBRATED_ENCOUNTERS,
            small_sets=s.small_sets,
            small_encounters=SMALL_ENCOUNTERS,
        ),
    ),
    "circuits": lambda s: (circuits(encounters=s.million, nx_encounters=NX_ROWS, seed=1),),
    "graph": lambda s: (whole(encounters=s.in_graph, seed=1),),
    "growth": lambda s: (growth(sizes=s.sizes, shifts=GROWTH_SHIFTS, seed=1),),
    "stories": lambda s: accuracy(seeds=s.stories, encounters=s.encounters) if s.stories else (),
}
"""Parts by name, in order."""


def rotation(settings: Settings, parts: Sequence[str] = ()) -> list[Table]:
    """Tables of these parts; of all where none is named."""
    return [table for name, part in PARTS.items() if not parts or name in parts for table in part(settings)]
