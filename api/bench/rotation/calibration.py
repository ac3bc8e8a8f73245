"""Is a p-value what it says? On data without rotation P(p <= a) must be at most a; beside it, the power."""

from collections.abc import Sequence
from dataclasses import replace

from api.bench.rotation import regions
from api.bench.table import Table
from graph.model import Tier
from graph.rotation.rules import RotationRules
from ingest.simulation import WORLDS

LEVELS = (0.01, 0.05)
SMALL_LEVELS = (0.001, 0.01, 0.05)
STANDARD_ERRORS = 2.0
WORLDS_WEIGHED = ("quiet", "calm", "no-decoys", "region")


def calibration(*, sets: int, encounters: int, small_sets: int, small_encounters: int) -> Table:
    """Table of the share of data sets whose p-value is at most a.

    The p-value of a data set is that of its strongest group that passes for a rotation; 1 where none does.

    Parameters
    ----------
    sets, encounters
        How many data sets of each world, and how large.
    small_sets, small_encounters
        The same for the small sets, which have shifts enough for a = 0.001.
    """
    rows = []
    for world in WORLDS_WEIGHED:
        rows += _rows(world, _p_values(world, sets, encounters, shifts=199), encounters, LEVELS)
    for world in ("quiet", "region"):
        rows += _rows(
            world, _p_values(world, small_sets, small_encounters, shifts=1_999), small_encounters, SMALL_LEVELS
        )
    return Table(
        "Rotation: are p-values what they say?",
        ("world", "encounters", "data sets", "a", "P(p <= a)", "standard error", "is", "met"),
        rows,
        f"{sets} data sets a world with 199 shifts, {small_sets} small ones with 1,999; perfect linkage, seeds from 1.",
        "Without rotation (`quiet`, `calm`) the share must be at most a, within two standard errors of it. `calm` has "
        "decoys that truly go about together, such as crews and colleagues: beyond chance, and not rotation. With "
        "rotation (`no-decoys`, `region`) the share is the power.",
    )


def _p_values(world: str, sets: int, encounters: int, *, shifts: int) -> Sequence[float]:
    # At a false discovery rate of 1 every group that passes is told with its p-value.
    rules = replace(RotationRules(), q_pattern=1.0)
    found = []
    for seed in range(1, sets + 1):
        linked = regions.perfect(WORLDS[world], seed=seed, encounters=encounters)
        result = regions.rotations_of(linked, seed=seed, shifts=shifts, rules=rules)
        shown = regions.of_tier(result, Tier.PATTERN, Tier.FLAGGED)
        found.append(min((f.p_value for f in shown), default=1.0))
    return found


def _rows(world: str, p_values: Sequence[float], encounters: int, levels: Sequence[float]) -> list[dict[str, object]]:
    is_null = WORLDS[world].rotated == 0
    rows: list[dict[str, object]] = []
    for level in levels:
        share = sum(p <= level for p in p_values) / len(p_values)
        error = (level * (1 - level) / len(p_values)) ** 0.5
        rows.append(
            {
                "world": world,
                "encounters": encounters,
                "data sets": len(p_values),
                "a": level,
                "P(p <= a)": share,
                "standard error": error if is_null else (share * (1 - share) / len(p_values)) ** 0.5,
                "is": "false alarm" if is_null else "power",
                "met": share <= level + STANDARD_ERRORS * error if is_null else None,
            }
        )
    return rows
