"""Find premises that moved, by the identifiers that moved with them.

An address closes and its phone number opens next door. A business is known by identifiers that several people carry
(:mod:`graph.relocation.businesses`); a relocation is a business met in one town and then in another, more clearly apart
than chance would have it (:mod:`graph.relocation.chance`), at a rate of false moves that counts every business met in
two towns (:mod:`graph.relocation.false_moves`). Chains of salons, open in two towns at once, fail it; so do numbers that
groups take round a circuit, as they come back and stay nowhere long. A business that moved twice has two relocations
(:mod:`graph.relocation.chains`).
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, day_of
from graph.model import IdentifierKind, PremisesKind, Relocation, Tier
from graph.reappearance import finding_id
from graph.relocation.businesses import Business, businesses
from graph.relocation.chance import Looking, chance_of_moves, looking, parting
from graph.relocation.false_moves import Weighed, false_discovery_rates
from graph.relocation.rules import RelocationRules

SEED = 1
"""Seed of the shifted data sets where the caller names none."""


@dataclass(frozen=True, slots=True)
class Move:
    """A business at two places one after the other, and whether it moved.

    ``places`` is the number of towns where the business was. ``before`` and ``after`` are rows of the encounter columns.
    ``left`` and ``arrived`` are local day numbers.
    """

    business: Business
    places: int
    here: int
    there: int
    before: NDArray[np.int64]
    after: NDArray[np.int64]
    left: int
    arrived: int
    tested: Weighed

    @property
    def family(self) -> tuple[bool, bool]:
        """Tests it is counted with: known by several identifiers or one, and met in two towns or more."""
        return len(self.business.identifiers) >= 2, self.places > 2

    @property
    def has_moved(self) -> bool:
        """Whether the sightings look like a move at all, whatever chance says."""
        return self.tested.p_value < 1


def find_relocations(columns: EncounterColumns, *, rules: RelocationRules, seed: int = SEED) -> tuple[Relocation, ...]:
    """Find every relocation of a business, whatever its tier.

    Parameters
    ----------
    columns
        Current encounters, premises signals included.
    rules
        Thresholds.
    seed
        Seed of the shifted data sets.

    Returns
    -------
    :
        Relocations by day of arrival; those below tier ``pattern`` are kept with tier ``none``.
    """
    moves = list(_moves(columns, rules, seed))
    families: dict[tuple[bool, bool], list[int]] = defaultdict(list)
    for i, move in enumerate(moves):
        families[move.family].append(i)
    rates: dict[int, float] = {}
    for family in families.values():
        found = false_discovery_rates([moves[i].tested for i in family], level=rules.q_pattern)
        rates.update(zip(family, found, strict=True))
    relocations = (_relocation(columns, m, rates[i], rules) for i, m in enumerate(moves) if m.has_moved)
    return tuple(sorted(relocations, key=lambda r: (r.arrived_before, r.id)))


def _moves(columns: EncounterColumns, rules: RelocationRules, seed: int) -> Iterator[Move]:
    """Each business at every two places that follow each other in time."""
    looked = looking(columns)
    for business in businesses(columns, rules):
        places = _places(business, rules)
        # Chance of its own for each business, by where and when it was met: what else is stored changes none of it, nor
        # does the key under which somebody is a pseudonym.
        met = (f"{columns.municipalities[t]} {d}" for t, d in zip(business.town, business.day, strict=True))
        own = int(hashlib.sha256("\n".join(sorted(met)).encode()).hexdigest()[:16], 16)
        random = np.random.default_rng([seed, own])
        for here, there in pairwise(places):
            yield _move(business, len(places), here, there, looked, rules, random)


def _places(business: Business, rules: RelocationRules) -> list[int]:
    """Towns where the business was, and not only somebody on a visit, by their mean day."""
    found = []
    for town in np.unique(business.town).tolist():
        at = business.at(town)
        units = len(np.unique(business.unit[at]))
        if units >= rules.min_units_at_place or len(at) >= rules.min_sightings_at_place:
            found.append((float(business.day[at].mean()), town))
    return [town for _, town in sorted(found)]


def _move(
    business: Business,
    places: int,
    here: int,
    there: int,
    looked: Looking,
    rules: RelocationRules,
    random: np.random.Generator,
) -> Move:
    at = np.flatnonzero((business.town == here) | (business.town == there))
    town, day, is_there = business.town[at], business.day[at], business.town[at] == there
    most_wrong = int(rules.max_wrong_share * min(is_there.sum(), (~is_there).sum()))
    parted = parting(day[None, :].astype(np.float64), is_there)
    clarity = float(parted.clarity(rules, most_wrong=most_wrong)[0])
    has_moved = bool(np.isfinite(clarity))
    draws = rules.draws if has_moved else rules.draws_idle
    by_chance = chance_of_moves(
        town, day, business.unit[at], is_there, looked, rules, most_wrong=most_wrong, draws=draws, random=random
    )
    # The observed data set counts as one of those drawn, so that no p-value is 0.
    attainable = tuple(
        float(has_moved + np.count_nonzero(by_chance <= level)) / (draws + has_moved)
        for level in range((most_wrong + 1) * len(rules.silence_days))
    )
    tested = Weighed(attainable[int(clarity)] if has_moved else 1.0, attainable)
    left, arrived = (int(parted.left[0]), int(parted.arrived[0])) if has_moved else (0, 0)
    before, after = business.row[at[~is_there]], business.row[at[is_there]]
    return Move(business, places, here, there, before, after, left, arrived, tested)


def _relocation(columns: EncounterColumns, move: Move, q: float, rules: RelocationRules) -> Relocation:
    rows = sorted([*move.before.tolist(), *move.after.tolist()])
    encounters = tuple(sorted(columns.ids[row] for row in rows))
    sources = tuple(sorted({columns.sources[columns.source[row]] for row in rows}))
    identifiers = move.business.identifiers
    is_pattern = q <= rules.q_pattern
    is_flagged = is_pattern and (len(identifiers) >= 2 or len(sources) >= 2)
    return Relocation(
        id=finding_id("relocation", encounters),
        tier=Tier.FLAGGED if is_flagged else Tier.PATTERN if is_pattern else Tier.NONE,
        identifier_kinds=tuple(sorted({IdentifierKind(columns.identifiers[i].split(":", 1)[0]) for i in identifiers})),
        from_municipality=columns.municipalities[move.here],
        to_municipality=columns.municipalities[move.there],
        from_premises_kind=_kind(columns, move.before),
        to_premises_kind=_kind(columns, move.after),
        left_after=day_of(move.left),
        arrived_before=day_of(move.arrived),
        n_identifiers=len(identifiers),
        p_value=move.tested.p_value,
        q_value=q,
        sources=sources,
        rule_version=rules.version,
        encounters=encounters,
    )


def _kind(columns: EncounterColumns, rows: NDArray[np.int64]) -> PremisesKind | None:
    codes = columns.premises_kind[rows]
    counted = Counter(codes[codes >= 0].tolist())
    if not counted:
        return None
    return PremisesKind(columns.premises_kinds[min(counted, key=lambda c: (-counted[c], c))])
