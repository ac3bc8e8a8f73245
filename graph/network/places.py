"""Where to look next: the towns and premises that hold most of what is uncertain about a network.

Whether a member of strength s belongs is as uncertain as a coin of bias s: variance s (1 - s). To meet somebody again
settles most where most of that variance is (uncertainty sampling, Lewis and Gale 1994); each person's share goes to the
places where she was met, lately more than long ago. The persons met most surely are no reason to look, nor are those
who hardly belong.
"""

import math
from collections import defaultdict
from collections.abc import Sequence

from graph.columns import EncounterColumns
from graph.network.model import PREMISES, Member, Place
from graph.network.rules import NetworkRules

TOWN = "town"


def places_of(columns: EncounterColumns, members: Sequence[Member], rules: NetworkRules) -> tuple[Place, ...]:
    """Places by how much of the uncertain rest they hold, most first.

    A person without a known premises counts for her towns only, so the towns' shares add up to 1 and those of premises
    to what is known of them.
    """
    if not len(columns):
        return ()
    now = int(columns.last_day.max())
    bounds = columns.person_bounds()
    code = {name: i for i, name in enumerate(columns.persons)}
    uncertain: dict[tuple[str, str], float] = defaultdict(float)
    persons: dict[tuple[str, str], set[str]] = defaultdict(set)
    total = 0.0
    for member in members:
        variance = member.strength * (1 - member.strength)
        if not member.node.is_person or not variance:
            continue
        total += variance
        at = code[member.node.id]
        rows = range(int(bounds[at]), int(bounds[at + 1]))
        weights = [math.exp((int(columns.last_day[r]) - now) / rules.recent_days) for r in rows]
        for row, weight in zip(rows, weights, strict=True):
            share = variance * weight / sum(weights)
            keys = [(TOWN, columns.municipalities[columns.municipality[row]])]
            if columns.premises[row] >= 0:
                keys.append((PREMISES, columns.premises_ids[columns.premises[row]]))
            for key in keys:
                uncertain[key] += share
                persons[key].add(member.node.id)
    places = [Place(*key, held, held / total, len(persons[key])) for key, held in uncertain.items()]
    return tuple(sorted(places, key=lambda p: (-p.uncertain, p.kind, p.id)))
