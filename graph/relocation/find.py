"""Find premises that moved, by the identifiers that moved with them.

An address closes and its phone number opens next door. An identifier (phone, advert, e-mail, plate, controller) of a
business is met with several people, or on reports about premises; one met with a single person is that person's own,
and its move is hers. A relocation is an identifier seen in one town only, then in another only.

Chance. If nothing had moved, the order of an identifier's sightings in two towns would be arbitrary: of the
C(a + b, a) orders of a sightings here and b there, one has all here before all there. That is the p-value (exact
permutation test; Fisher 1935). Identifiers that live in two towns at once (a chain of salons) fail it, those that go
round three towns are no relocation, and a number given out again comes after a long silence. Every identifier of
several carriers met in two towns or more is in the list over which the false discovery rate is controlled.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from graph.columns import EncounterColumns, day_of
from graph.false_discovery import q_values
from graph.model import IdentifierKind, PremisesKind, Relocation, Tier
from graph.reappearance import finding_id


@dataclass(frozen=True, slots=True)
class RelocationRules:
    """Thresholds, and the rule's id, version and text."""

    max_silence_days: int = 120
    max_span_days: int = 31
    q_pattern: float = 0.05
    version: str = "relocation/1"
    text: str = (
        "Pattern: identifiers of several carriers met in one town only, then in another only, within 120 days, at a "
        "false discovery rate of at most 0.05. Flagged: a pattern of two identifiers or of two independent sources."
    )


@dataclass(frozen=True, slots=True)
class _Sighting:
    """An identifier met: the row, where, when (local day numbers, both included), and with whom."""

    row: int
    town: int
    first_day: int
    last_day: int
    person: int


@dataclass(frozen=True, slots=True)
class _Move:
    """An identifier, or several, seen here only and then there only."""

    identifiers: tuple[int, ...]
    here: int
    there: int
    before: tuple[_Sighting, ...]
    after: tuple[_Sighting, ...]

    @property
    def left_after(self) -> int:
        return max(s.last_day for s in self.before)

    @property
    def arrived_before(self) -> int:
        return min(s.first_day for s in self.after)

    @property
    def p_value(self) -> float:
        """Share of orders of the sightings that are as clear: one in C(a + b, a)."""
        return 1 / math.comb(len(self.before) + len(self.after), len(self.before))


def find_relocations(columns: EncounterColumns, *, rules: RelocationRules) -> tuple[Relocation, ...]:
    """Find every relocation of at least one identifier, whatever its tier.

    Parameters
    ----------
    columns
        Current encounters, premises signals included.
    rules
        Thresholds.

    Returns
    -------
    :
        Relocations by day of arrival; those below tier ``pattern`` are kept with tier ``none``.
    """
    tested = 0
    moves = []
    for identifier, sightings in _of_several_carriers(columns, rules):
        if len({s.town for s in sightings}) < 2:
            continue
        tested += 1
        move = _move(identifier, sightings, rules)
        if move is not None:
            moves.append(move)
    joined = _joined(moves)
    idle = [1.0] * max(0, tested - len(moves))
    adjusted = q_values([m.p_value for m in joined] + idle)
    found = [_relocation(columns, m, q, rules) for m, q in zip(joined, adjusted, strict=False)]
    return tuple(sorted(found, key=lambda r: (r.arrived_before, r.id)))


def _of_several_carriers(columns: EncounterColumns, rules: RelocationRules) -> Iterator[tuple[int, list[_Sighting]]]:
    """Identifiers met with two persons or more, or with one and on a report about premises, or on several of those."""
    rows_of: dict[int, list[int]] = defaultdict(list)
    row_of_code = np.repeat(np.arange(len(columns)), np.diff(columns.identifier_offsets))
    for code, row in zip(columns.identifier_codes.tolist(), row_of_code.tolist(), strict=True):
        rows_of[code].append(row)
    for code in sorted(rows_of):
        rows = rows_of[code]
        if len(rows) < 2:
            continue
        sightings = [
            _Sighting(
                row,
                int(columns.municipality[row]),
                int(columns.first_day[row]),
                int(columns.last_day[row]),
                int(columns.person[row]),
            )
            for row in rows
            if columns.last_day[row] - columns.first_day[row] < rules.max_span_days
        ]
        carriers = Counter(s.person for s in sightings)
        if len(carriers) >= 2 or carriers.get(-1, 0) >= 2:
            yield code, sightings


def _move(identifier: int, sightings: Sequence[_Sighting], rules: RelocationRules) -> _Move | None:
    towns = {s.town for s in sightings}
    if len(towns) != 2:
        return None
    first = min(sightings, key=lambda s: (s.first_day, s.last_day, s.row)).town
    before = tuple(s for s in sightings if s.town == first)
    after = tuple(s for s in sightings if s.town != first)
    move = _Move((identifier,), first, after[0].town, before, after)
    silence = move.arrived_before - move.left_after
    # One person's own number, on all sightings but a report, would only follow her.
    carriers_before, carriers_after = {s.person for s in before}, {s.person for s in after}
    is_one_person = carriers_before == carriers_after and len(carriers_before) == 1 and -1 not in carriers_before
    return move if 0 < silence <= rules.max_silence_days and not is_one_person else None


def _joined(moves: Sequence[_Move]) -> list[_Move]:
    """Moves of identifiers that were met together, between the same towns: one premises with several identifiers."""
    joined: list[_Move] = []
    for move in sorted(moves, key=lambda m: (m.here, m.there, m.arrived_before, m.identifiers)):
        for i, other in enumerate(joined):
            if _belong_together(move, other):
                joined[i] = _Move(
                    tuple(sorted({*other.identifiers, *move.identifiers})),
                    move.here,
                    move.there,
                    tuple(sorted({*other.before, *move.before}, key=lambda s: s.row)),
                    tuple(sorted({*other.after, *move.after}, key=lambda s: s.row)),
                )
                break
        else:
            joined.append(move)
    return joined


def _belong_together(one: _Move, other: _Move) -> bool:
    if (one.here, one.there) != (other.here, other.there):
        return False
    rows = {s.row for s in (*one.before, *one.after)} & {s.row for s in (*other.before, *other.after)}
    persons = {s.person for s in (*one.before, *one.after)} & {s.person for s in (*other.before, *other.after)} - {-1}
    apart = max(one.left_after, other.left_after) < min(one.arrived_before, other.arrived_before)
    return apart and bool(rows or persons)


def _relocation(columns: EncounterColumns, move: _Move, q: float, rules: RelocationRules) -> Relocation:
    rows = sorted({s.row for s in (*move.before, *move.after)})
    encounters = tuple(sorted(columns.ids[row] for row in rows))
    sources = tuple(sorted({columns.sources[columns.source[row]] for row in rows}))
    kinds = tuple(sorted({IdentifierKind(columns.identifiers[i].split(":", 1)[0]) for i in move.identifiers}))
    is_pattern = q <= rules.q_pattern
    is_flagged = is_pattern and (len(move.identifiers) >= 2 or len(sources) >= 2)
    return Relocation(
        id=finding_id("relocation", encounters),
        tier=Tier.FLAGGED if is_flagged else Tier.PATTERN if is_pattern else Tier.NONE,
        identifier_kinds=kinds,
        from_municipality=columns.municipalities[move.here],
        to_municipality=columns.municipalities[move.there],
        from_premises_kind=_kind(columns, move.before),
        to_premises_kind=_kind(columns, move.after),
        left_after=day_of(move.left_after),
        arrived_before=day_of(move.arrived_before),
        n_identifiers=len(move.identifiers),
        p_value=move.p_value,
        q_value=q,
        sources=sources,
        rule_version=rules.version,
        encounters=encounters,
    )


def _kind(columns: EncounterColumns, sightings: Sequence[_Sighting]) -> PremisesKind | None:
    codes = [int(columns.premises_kind[s.row]) for s in sightings if columns.premises_kind[s.row] >= 0]
    if not codes:
        return None
    counted = Counter(codes)
    return PremisesKind(columns.premises_kinds[min(counted, key=lambda c: (-counted[c], c))])
