"""From a group to a tier: what it takes, and what is missing.

``pattern``: movement of at least two persons beyond chance, closed to a circuit, with stays too short for a season.
``flagged``: a pattern and a family that isn't movement, from enough registers and contacts. Both must also hold with the
weakest uncertain link removed. Whatever fails is kept, with the reason.
"""

from dataclasses import dataclass

import numpy as np

from graph.model import Tier
from graph.rotation.families import Evidence, GroupFacts
from graph.rotation.rules import RotationRules


@dataclass(frozen=True, slots=True)
class Verdict:
    """A tier and what keeps the finding from a higher one."""

    tier: Tier
    because: tuple[str, ...]


def tier_of(
    facts: GroupFacts, evidence: tuple[Evidence, ...], shortcomings: tuple[str, ...], rules: RotationRules
) -> Verdict:
    """Tier of a group.

    Parameters
    ----------
    facts, evidence
        The group and the families that agree.
    shortcomings
        What is wrong with its movement (see :func:`graph.rotation.measure.shortcomings`); any of them denies a pattern.
    rules
        Thresholds.
    """
    if shortcomings:
        return Verdict(Tier.NONE, shortcomings)
    missing = []
    if all(e.movement for e in evidence):
        missing.append("movement alone: no shared identifier, declaration, actual status or second signal")
    sources = np.unique(facts.columns.source[facts.rows])
    if len(sources) < rules.min_sources:
        missing.append(f"rests on {len(sources)} register, not {rules.min_sources}")
    if contacts(facts) < rules.min_contacts:
        missing.append("rests on one operation")
    return Verdict(Tier.PATTERN if missing else Tier.FLAGGED, tuple(missing))


def contacts(facts: GroupFacts) -> int:
    """Number of separate occasions: an operation counts once, other encounters by register, town and day."""
    columns = facts.columns
    return len(
        {
            ("operation", int(columns.operation[r]), 0)
            if columns.operation[r] >= 0
            else (str(columns.source[r]), int(columns.municipality[r]), int(columns.first_day[r]))
            for r in facts.rows
        }
    )
