"""Which towns are compared: the treated, those next door, those that shared persons with it, and matched controls.

All chosen from what was known before the measure, and shown with the reason. Next door is ring 1 by shared borders;
controls lie outside ring 2. Without boundaries both are by distance between the municipalities' points, which every
result says.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from graph.columns import EventColumns
from graph.displacement.matching import History, distances_sd, history_of, matched
from graph.geography import MunicipalityTable, Neighbourhood
from graph.geography.neighbourhood import RING_1_M

__all__ = ["RING_M", "Areas", "Choice", "History", "Role", "choose_areas", "history_of", "shared_persons"]

RING_M = RING_1_M
"""Without boundaries, towns whose points lie within this distance, in metres, are next door."""

FUNCTIONAL_NEIGHBOURS = 3
MIN_SHARED_PERSONS = 5


class Role(StrEnum):
    """What a town is in an evaluation."""

    TREATED = "treated"
    RING_1 = "ring 1"
    RING_2 = "ring 2"
    FUNCTIONAL = "functional neighbour"
    CONTROL = "matched control"
    UNMATCHED = "unlike"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Choice:
    """What a town was chosen for, and why. ``match_sd``: how unlike a control is, in standard deviations."""

    town: str
    role: Role
    because: str
    shared_persons: int = 0
    match_sd: float | None = None


@dataclass(frozen=True, slots=True)
class Areas:
    """Towns of an evaluation, by code.

    ``ring`` are the towns next door and the functional neighbours; ``functional`` those that are in it for shared
    persons alone; ``second_ring`` those behind the ring, which are neither ring nor control. ``choices`` say why, of
    every town that was watched; ``caveats`` what has to be said of the choice.
    """

    treated: tuple[str, ...]
    ring: tuple[str, ...]
    functional: tuple[str, ...]
    controls: tuple[str, ...]
    second_ring: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    caveats: tuple[str, ...] = ()


def choose_areas(
    treated: Iterable[str],
    watched: Iterable[str],
    table: MunicipalityTable,
    *,
    shared_persons: Counter[str],
    left_out: frozenset[str],
    history: History | None = None,
) -> Areas:
    """Choose rings, functional neighbours and controls of a measure.

    Parameters
    ----------
    treated
        Towns of the measure, of today's division.
    watched
        Towns that had events before the measure.
    table
        All municipalities, with their borders where boundaries were imported.
    shared_persons
        Persons that each town shared with the treated ones before the measure.
    left_out
        Towns that another measure changed within the time compared.
    history
        Events and visits before the measure, which controls are matched by; without, every town outside ring 2 is one.
    """
    targets = tuple(dict.fromkeys(treated))
    others = sorted(set(watched) - set(targets) - left_out)
    round_them = Neighbourhood(table)
    rings = round_them.rings(targets)
    near = [c for c in others if c in set(rings.first)]
    most = sorted(shared_persons.items(), key=lambda item: (-item[1], item[0]))
    ranked = [c for c, n in most if n >= MIN_SHARED_PERSONS and c in others and c not in near]
    functional = tuple(sorted(ranked[:FUNCTIONAL_NEIGHBOURS]))
    ring = tuple(sorted({*near, *functional}))
    second = tuple(c for c in others if c in set(rings.second) and c not in ring)
    far = [c for c in others if c not in {*ring, *second}]
    unlike = {} if history is None else distances_sd(far, [*targets, *near], history, table)
    controls = tuple(far) if history is None else matched(unlike)
    caveat = round_them.caveat([*targets, *near])
    roles = {
        **dict.fromkeys(targets, Role.TREATED),
        **dict.fromkeys(near, Role.RING_1),
        **dict.fromkeys(second, Role.RING_2),
        **dict.fromkeys(functional, Role.FUNCTIONAL),
        **dict.fromkeys(far, Role.UNMATCHED),
        **dict.fromkeys(controls, Role.CONTROL),
        **dict.fromkeys(sorted(set(watched) & left_out - set(targets)), Role.LEFT_OUT),
    }
    return Areas(
        targets,
        ring,
        functional,
        controls,
        second,
        tuple(_choice(t, role, targets, round_them, shared_persons, unlike) for t, role in roles.items()),
        (caveat,) if caveat else (),
    )


def _choice(
    town: str,
    role: Role,
    targets: Sequence[str],
    round_them: Neighbourhood,
    shared: Mapping[str, int],
    unlike: Mapping[str, float],
) -> Choice:
    because = {
        Role.TREATED: "the measure was taken there",
        Role.FUNCTIONAL: f"shared {shared.get(town, 0)} persons with the treated before the measure",
        Role.LEFT_OUT: "another measure changed it within the time compared",
    }.get(role)
    if because is None:
        because = round_them.why(town, targets)
    return Choice(town, role, because, shared.get(town, 0), unlike.get(town))


def shared_persons(events: EventColumns, treated: Iterable[str], *, first_day: int, end_day: int) -> Counter[str]:
    """Persons met both in a treated town and elsewhere within ``[first_day, end_day)``, by the other town."""
    codes = [events.municipalities.index(t) for t in treated if t in events.municipalities]
    inside = (events.day >= first_day) & (events.day + events.span <= end_day) & (events.person >= 0)
    here = np.unique(events.person[inside & np.isin(events.municipality, codes)])
    there = inside & np.isin(events.person, here) & ~np.isin(events.municipality, codes)
    pairs = np.unique(np.stack([events.municipality[there], events.person[there]], axis=1), axis=0)
    return Counter(
        {events.municipalities[m]: int(n) for m, n in zip(*np.unique(pairs[:, 0], return_counts=True), strict=True)}
    )
