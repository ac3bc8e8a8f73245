"""Moves that could have been foretold: groups and premises as known on a day, and where they went after it.

Groups are searched anew in the encounters before each of some days, and followed until the next of those days. So
nobody is foretold whom only the future showed to be a group, and no move counts that the search itself used.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np

from graph.columns import EncounterColumns, day_number
from graph.model import Relocation, Rotation, Tier
from graph.next_town.mixture import Outcome
from graph.next_town.skill import Backtest
from graph.next_town.voices import Surroundings, surroundings
from graph.next_town.ways import way_of
from graph.relocation.chains import chains_by_id, towns_of

ROUNDS = 8
FIRST_DAYS = 180
"""Days of encounters before the first round: about what it takes to have seen a few circuits."""
GONE_DAYS = 60
"""A group not met for so long isn't waited for any more; nor is a move counted after a longer silence."""

Search = Callable[[EncounterColumns], Sequence[Rotation]]
"""Finds rotations of tier pattern and up in encounters."""


def backtest_of_groups(
    columns: EncounterColumns, search: Search, *, progress: Callable[[float], None] = lambda _share: None
) -> Backtest:
    """Moves of groups after the day on which each was known; one round for each of up to 8 days, evenly spaced."""
    if not len(columns):
        return Backtest(())
    first, last = int(columns.first_day.min()) + FIRST_DAYS, int(columns.last_day.max())
    days = np.linspace(first, last, ROUNDS + 1).astype(int).tolist() if last > first else []
    rounds = []
    for i, (day, until) in enumerate(pairwise(days)):
        known = encounters_before(columns, day)
        groups = [f for f in search(known) if f.tier is not Tier.NONE]
        around = surroundings(columns, until_day=day)
        outcomes = [o for f in groups for o in _outcomes(columns, f, around, day, until)]
        rounds.append(tuple(sorted(outcomes, key=lambda o: (o.group, len(o.way)))))
        progress((i + 1) / ROUNDS)
    return Backtest(tuple(rounds))


def backtest_of_premises(columns: EncounterColumns, relocations: Sequence[Relocation]) -> Backtest:
    """Where premises went that left a town: each relocation (pattern and up) a round of its own, by day of arrival.

    Moves of one business in a row are one group, and its way is known up to each.
    """
    moved = sorted((r for r in relocations if r.tier is not Tier.NONE), key=lambda r: (r.arrived_before, r.id))
    chains = chains_by_id(moved)
    rounds = []
    for r in moved:
        chain = chains.get(r.id, (r,))
        way = towns_of(chain[: chain.index(r) + 1])
        around = surroundings(columns, until_day=day_number(r.left_after) + 1)
        rounds.append((Outcome(chain[0].id, way[:-1], around, way[-1]),))
    return Backtest(tuple(rounds))


def encounters_before(columns: EncounterColumns, day: int) -> EncounterColumns:
    """Encounters that were over before a day, under the same codes."""
    keep = np.flatnonzero(columns.last_day < day)
    length = np.diff(columns.identifier_offsets)[keep]
    offsets = np.concatenate(([0], np.cumsum(length))).astype(np.int64)
    taken = np.repeat(columns.identifier_offsets[:-1][keep] - offsets[:-1], length) + np.arange(offsets[-1])
    cut = {
        name: getattr(columns, name)[keep]
        for name in (
            "person", "municipality", "first_day", "last_day", "minute", "source", "operation", "premises",
            "premises_kind", "channel", "status",
        )
    }  # fmt: skip
    ids = np.array(columns.ids, dtype=object)[keep]
    return replace(
        columns, ids=tuple(ids), identifier_offsets=offsets, identifier_codes=columns.identifier_codes[taken], **cut
    )


def _outcomes(
    columns: EncounterColumns, finding: Rotation, around: Surroundings, day: int, until: int
) -> list[Outcome]:
    """Moves of a group in [day, until), each foretold from the group's own way until then."""
    way = way_of(columns, finding.person_ids)
    group = "|".join(finding.person_ids)
    found = []
    for i, (before, leg) in enumerate(pairwise(way), start=1):
        is_waited_for = before.last_day >= day - GONE_DAYS and leg.first_day - before.last_day <= GONE_DAYS
        if day <= leg.first_day < until and is_waited_for:
            found.append(Outcome(group, tuple(w.town for w in way[:i]), around, leg.town))
    return found
