"""Families of evidence: what beside chance speaks for a rotation. One function a family; each explains itself.

Movement families (co-movement, circuit, regular stays) are different views of the same sightings and count as one
together. The others are independent of where people were: an identifier that ties the members to each other, a
declaration or an assessed status, signals from two organisations.

=====================  ========  ===================================================================================
family                 movement  says
=====================  ========  ===================================================================================
co-movement            yes       members were seen in the same towns at the same time beyond chance
circuit                yes       their way led back to a town through at least two others, at least once round
regular stays          yes       their stays are about equally long
shared identifier      no        a controller, plate, advert, phone or address seen with members and hardly with others
declaration or actual  no        a member declared, or was assessed to be an actual victim
two signals            no        two organisations signalled members independently of each other
=====================  ========  ===================================================================================
"""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import fmean, pstdev

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.model import Channel, Status
from graph.rotation.circuits import Circuit
from graph.rotation.rules import RotationRules

SIGNAL_CHANNELS = frozenset({Channel.SIGNAL.value, Channel.DECLARATION.value})
REGULAR_STAYS_BELOW = 0.5
"""Coefficient of variation of the stay lengths; lengths drawn by chance (exponential) have 1."""


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What the families look at: the encounters of a group (row numbers), its circuit and bounds of its stays."""

    columns: EncounterColumns
    rows: NDArray[np.int64]
    circuit: Circuit | None
    stay_days: tuple[float, ...]
    carriers: NDArray[np.int64]
    """Number of distinct persons ever seen with each identifier, shape (identifiers,)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One family that agrees, and why."""

    family: str
    movement: bool
    because: str


Family = Callable[[GroupFacts, RotationRules], Evidence | None]


def co_movement(_facts: GroupFacts, _rules: RotationRules) -> Evidence | None:
    """Holds for every mined group: that is what it was mined by."""
    return Evidence("co-movement", movement=True, because="seen in the same towns at the same time")


def circuit(facts: GroupFacts, rules: RotationRules) -> Evidence | None:
    """The group's way closed a circuit of enough towns."""
    if facts.circuit is None or len(facts.circuit.word) < rules.min_towns or not facts.circuit.loops:
        return None
    return Evidence(
        "circuit", movement=True, because=f"{facts.circuit.laps:.1f} laps round {len(facts.circuit.word)} towns"
    )


def regular_stays(facts: GroupFacts, _rules: RotationRules) -> Evidence | None:
    """At least four stays of about the same length."""
    lengths = facts.stay_days
    if len(lengths) < 4 or fmean(lengths) <= 0 or pstdev(lengths) / fmean(lengths) >= REGULAR_STAYS_BELOW:
        return None
    return Evidence("regular stays", movement=True, because=f"stays of about {fmean(lengths):.0f} days")


def shared_identifier(facts: GroupFacts, rules: RotationRules) -> Evidence | None:
    """An identifier of two members or more that is hardly seen with anybody else."""
    carried: dict[int, set[int]] = {}
    for row in facts.rows:
        start, stop = facts.columns.identifier_offsets[row : row + 2]
        for code in facts.columns.identifier_codes[start:stop]:
            carried.setdefault(int(code), set()).add(int(facts.columns.person[row]))
    ties = {
        code
        for code, members in carried.items()
        if len(members) >= 2 and len(members) >= rules.identifier_inside * facts.carriers[code]
    }
    if not ties:
        return None
    kinds = sorted({facts.columns.identifiers[code].split(":", 1)[0] for code in ties})
    return Evidence("shared identifier", movement=False, because=f"members share {', '.join(kinds)}")


def declaration_or_actual(facts: GroupFacts, _rules: RotationRules) -> Evidence | None:
    """A member declared, or was assessed to be an actual victim."""
    statuses = {facts.columns.statuses[c] for c in facts.columns.status[facts.rows]}
    channels = {facts.columns.channels[c] for c in facts.columns.channel[facts.rows] if c >= 0}
    if Status.ACTUAL.value not in statuses and Channel.DECLARATION.value not in channels:
        return None
    return Evidence("declaration or actual", movement=False, because="a member declared or is an actual victim")


def two_signals(facts: GroupFacts, _rules: RotationRules) -> Evidence | None:
    """Signals about members from two registers."""
    wanted = [i for i, channel in enumerate(facts.columns.channels) if channel in SIGNAL_CHANNELS]
    signalled = facts.rows[np.isin(facts.columns.channel[facts.rows], wanted)]
    sources = {facts.columns.sources[c] for c in facts.columns.source[signalled]}
    if len(sources) < 2:
        return None
    return Evidence("two signals", movement=False, because=f"signals from {len(sources)} organisations")


FAMILIES: tuple[Family, ...] = (
    co_movement, circuit, regular_stays, shared_identifier, declaration_or_actual, two_signals,
)  # fmt: skip


def evidence_of(facts: GroupFacts, rules: RotationRules) -> tuple[Evidence, ...]:
    """All families that agree, movement first."""
    found = (family(facts, rules) for family in FAMILIES)
    return tuple(e for e in found if e is not None)


def persons_by_identifier(columns: EncounterColumns) -> NDArray[np.int64]:
    """Number of distinct persons ever seen with each identifier, shape (identifiers,)."""
    row = np.repeat(np.arange(len(columns)), np.diff(columns.identifier_offsets))
    person = columns.person[row].astype(np.int64)
    known = person >= 0
    pairs = np.unique(columns.identifier_codes[known].astype(np.int64) * len(columns.persons) + person[known])
    return np.bincount(pairs // max(1, len(columns.persons)), minlength=len(columns.identifiers))
