"""What else it could be: benign readings, each tested against the data.

A finding is a lead, and most people who move do so on their own account. Each reading is one function that looks at the
group and says how much of what is seen it would explain, in [0, 1], and why; None where the data don't look like it.
The most likely comes first in the finding. Only what the data show counts: what isn't seen excuses nobody.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.geography import MunicipalityTable
from graph.model import Channel
from graph.rotation.links import PersonLinks
from graph.rotation.points import BROUGHT_TO
from graph.rotation.rules import RotationRules
from graph.weakest_cut import PLAUSIBLE_ENCOUNTERS

LONG_STAY_DAYS = 30.0
"""A stay of a month or more is a lease or a season, longer than circuits that police files describe."""

COMMUTING_KM = 25.0
"""Points of two municipalities closer than this can be travelled between daily."""

CROWD = 8
"""Persons whom one register met in one town on one day, from which on it is a raid day or an event."""

DEFAULT = "people who tour or work together on their own account (the data don't tell this apart)"


@dataclass(frozen=True, slots=True)
class Setting:
    """What a reading looks at.

    ``rows`` are the encounters that the finding rests on, by day; ``own_rows`` all encounters of its members, those at
    shelters included; ``crowds`` the number of persons met on the day by the register in the town of each of ``rows``;
    ``stay_days`` the lengths of inner stays; ``links`` how the members hang together, where that is in doubt.
    """

    columns: EncounterColumns
    rows: NDArray[np.int64]
    own_rows: NDArray[np.int64]
    crowds: NDArray[np.int64]
    stay_days: tuple[float, ...]
    links: Mapping[str, PersonLinks]
    municipalities: MunicipalityTable
    rules: RotationRules


@dataclass(frozen=True, slots=True)
class Likeness:
    """A benign reading that the data look like: the share of what is seen that it explains, and why."""

    reading: str
    share: float
    because: str


Reading = Callable[[Setting], Likeness | None]


def false_join(s: Setting) -> Likeness | None:
    """Two residents made one person: an uncertain link that joins towns which neither part shares with the other."""
    town_of = {s.columns.ids[r]: int(s.columns.municipality[r]) for r in s.own_rows}
    doubted = 0
    for links in s.links.values():
        cut = links.cut
        if cut is None or cut.confirmed or cut.probability >= s.rules.uncertain_below:
            continue
        own = [i for i in town_of if i in cut.part]
        part = {town_of[i] for i in own}
        person = {int(s.columns.person[r]) for r in s.own_rows if s.columns.ids[r] in cut.part}
        rest = {
            int(s.columns.municipality[r])
            for r in s.own_rows
            if int(s.columns.person[r]) in person and s.columns.ids[r] not in cut.part
        }
        doubted += bool(part and rest and not part & rest)
    large = any(links.encounters > PLAUSIBLE_ENCOUNTERS for links in s.links.values())
    if not doubted and not large:
        return None
    members = len(np.unique(s.columns.person[s.own_rows]))
    why = "a member has more encounters than is plausible" if large else "a weak link joins towns seen apart"
    return Likeness("two residents taken for one person", max(doubted, int(large)) / members, why)


def care_transfer(s: Setting) -> Likeness | None:
    """Moved by those who help: members were met in shelters, at reception or at an intake."""
    columns = s.columns
    kinds = [i for i, kind in enumerate(columns.premises_kinds) if kind in BROUGHT_TO]
    intake = [i for i, channel in enumerate(columns.channels) if channel == Channel.INTAKE.value]
    at = np.isin(columns.premises_kind[s.own_rows], kinds) | np.isin(columns.channel[s.own_rows], intake)
    share = float(np.mean(at)) if len(at) else 0.0
    helped = len(np.unique(columns.person[s.own_rows[at]])) / len(np.unique(columns.person[s.own_rows]))
    if helped < 0.5 or share < 0.25:
        return None
    return Likeness("moved by care or reception", share, f"{share:.0%} of encounters at shelters, reception or intake")


def raid_days(s: Setting) -> Likeness | None:
    """Met together because everybody was: operations, and days on which a register met many in one town."""
    share = float(np.mean((s.columns.operation[s.rows] >= 0) | (s.crowds >= CROWD))) if len(s.rows) else 0.0
    if share < 0.5:
        return None
    return Likeness(
        "met on raid days and at events", share, f"{share:.0%} of encounters in operations or on crowded days"
    )


def seasonal_work(s: Setting) -> Likeness | None:
    """Stays as long as a season's work or a lease."""
    if not s.stay_days:
        return None
    share = float(np.mean(np.array(s.stay_days) >= LONG_STAY_DAYS))
    if share < 0.5:
        return None
    return Likeness("seasonal work", share, f"{share:.0%} of stays of about {LONG_STAY_DAYS:.0f} days or longer")


def commuting(s: Setting) -> Likeness | None:
    """To and fro between two towns near each other."""
    towns = s.columns.municipality[s.rows]
    hops = [(int(a), int(b)) for a, b in pairwise(towns) if a != b]
    if not hops:
        return None
    pairs, counts = np.unique([tuple(sorted(hop)) for hop in hops], axis=0, return_counts=True)
    a, b = (s.columns.municipalities[t] for t in pairs[int(counts.argmax())])
    share = float(counts.max()) / len(hops)
    known = a in s.municipalities and b in s.municipalities
    if share < 0.5 or not known or s.municipalities.distance_m(a, b) > COMMUTING_KM * 1000:
        return None
    return Likeness("commuting", share, f"{share:.0%} of hops between {a} and {b}, near each other")


def independent_touring(s: Setting) -> Likeness | None:
    """Each on her own account: few sightings of a member have another member near, in time and town."""
    columns = s.columns
    person, town = columns.person[s.rows], columns.municipality[s.rows]
    day = columns.first_day[s.rows]
    near = (person[:, None] != person) & (town[:, None] == town) & (np.abs(day[:, None] - day) <= s.rules.window_days)
    alone = 1.0 - float(np.mean(near.any(axis=1))) if len(s.rows) else 0.0
    if alone < 0.5:
        return None
    return Likeness("each touring on her own account", alone, f"{alone:.0%} of sightings with no other member near")


READINGS: tuple[Reading, ...] = (
    false_join, care_transfer, raid_days, seasonal_work, commuting, independent_touring,
)  # fmt: skip


def benign_reading(setting: Setting) -> str:
    """Readings that the data look like, the most likely first; where none, that the data don't tell."""
    found = [f for f in (reading(setting) for reading in READINGS) if f is not None]
    found.sort(key=lambda f: -f.share)
    return "; or ".join(f"{f.reading} ({f.because})" for f in found) or DEFAULT


def crowds_of(columns: EncounterColumns) -> NDArray[np.int64]:
    """Number of distinct persons that the same register met in the same town on the same day, shape (n,)."""
    n = len(columns)
    if not n:
        return np.zeros(0, dtype=np.int64)
    order = np.lexsort((columns.person, columns.first_day, columns.municipality, columns.source))
    keys = [c[order] for c in (columns.source, columns.municipality, columns.first_day)]
    new_day, new_person = np.ones(n, dtype=bool), np.ones(n, dtype=bool)
    new_day[1:] = np.any([k[1:] != k[:-1] for k in keys], axis=0)
    new_person[1:] = new_day[1:] | (columns.person[order][1:] != columns.person[order][:-1])
    group = np.cumsum(new_day) - 1
    counts = np.bincount(group, weights=new_person & (columns.person[order] >= 0))
    crowd = np.empty(n, dtype=np.int64)
    crowd[order] = counts[group].astype(np.int64)
    return crowd
