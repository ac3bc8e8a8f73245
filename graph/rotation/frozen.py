"""Chance as a full run measured it, frozen: what later runs on grown data are weighed by until the next full run.

Chance needs hundreds of minings and knows no locality: one more encounter changes the popularity of its town, and with
it every strength a little. Frozen are the popularity of towns over time, how much company a mover can choose from, and what shifted data gave. Under the same
frozen chance the findings are a function of the data alone, in whatever parts the data came.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.rotation.chance import Calibration, Chance
from graph.rotation.points import Popularity
from graph.rotation.rules import RotationRules

GROWTH_ALLOWED = 0.1
"""Share by which a home may have grown since chance was measured; beyond it a full run is due."""


@dataclass(frozen=True, slots=True)
class FrozenChance:
    """What a full run measured: ``encounters`` it read, by which rule version; popularity by town code; candidates
    per mover; chance.

    ``popularity`` has a row for each of ``towns`` and ends with one for towns not met then, at their lowest.
    """

    rule_version: str
    encounters: int
    towns: tuple[str, ...]
    first_day: int
    popularity: NDArray[np.float64]
    candidates: float
    calibration: Calibration

    def popularity_in(self, municipalities: Sequence[str]) -> Popularity:
        """Popularity for the towns of other columns, in their order."""
        at = {town: i for i, town in enumerate(self.towns)}
        rows = [at.get(town, len(self.towns)) for town in municipalities]
        return Popularity(self.popularity[rows], self.first_day)

    def why_not(self, encounters: int, rules: RotationRules) -> str | None:
        """Why data of so many encounters can't be weighed by it; None where they can."""
        if rules.version != self.rule_version:
            return f"the rule was {self.rule_version} then and is {rules.version} now"
        if abs(encounters - self.encounters) > GROWTH_ALLOWED * self.encounters:
            return f"there were {self.encounters:,} encounters then and are {encounters:,} now"
        return None


def frozen(
    columns: EncounterColumns,
    popularity: Popularity,
    candidates: float,
    calibration: Calibration,
    rules: RotationRules,
) -> FrozenChance:
    """Freeze what a full run measured."""
    share = np.vstack([popularity.share, popularity.share.min(axis=0)])
    towns = columns.municipalities
    return FrozenChance(rules.version, len(columns), towns, popularity.first_day, share, candidates, calibration)


def frozen_to_text(chance: FrozenChance) -> str:
    """As JSON, exact."""
    return json.dumps(
        {
            "rule_version": chance.rule_version,
            "encounters": chance.encounters,
            "towns": chance.towns,
            "first_day": chance.first_day,
            "popularity": chance.popularity.tolist(),
            "candidates": chance.candidates,
            "everybody": [_listed(c) for c in chance.calibration.everybody],
            "rest": [_listed(c) for c in chance.calibration.rest],
        }
    )


def frozen_from_text(text: str) -> FrozenChance:
    """Inverse of :func:`frozen_to_text`."""
    said = json.loads(text)
    return FrozenChance(
        said["rule_version"],
        said["encounters"],
        tuple(said["towns"]),
        said["first_day"],
        np.array(said["popularity"], dtype=np.float64),
        float(said.get("candidates", 1.0)),  # not measured before rotation-4, whose chance fits no later rule
        Calibration(_pair(said["everybody"]), _pair(said["rest"])),
    )


def _listed(chance: Chance) -> dict[str, object]:
    return {"strengths": chance.strengths.tolist(), "rarest": chance.rarest.tolist(), "mined": chance.mined}


def _pair(said: Sequence[Mapping[str, Any]]) -> tuple[Chance, Chance]:
    apart, tied = (
        Chance(np.array(c["strengths"], dtype=np.float64), np.array(c["rarest"], dtype=np.int64), float(c["mined"]))
        for c in said
    )
    return apart, tied
