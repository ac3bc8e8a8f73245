"""What persons share: who carries which identifier, who was at which premises, and which identifiers were met where.

A tie to something shared weighs sqrt(min(cap, 1 / d)), d the number of persons that share it, so that the way from one
person over it to another weighs 1/d, capped: what everybody has says nothing of anybody. An identifier and a premises
that were met together weigh min(cap, 1 / d), d the larger number of partners of that kind that either has.
"""

import math
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from graph.columns import EncounterColumns
from graph.network.model import PERSON, PREMISES, Node, Tie
from graph.network.rules import NetworkRules

Rows = dict[int, dict[int, list[int]]]


@dataclass(frozen=True, slots=True)
class Sharing:
    """Index of what is shared. Things are coded: identifiers by their code, premises by number of identifiers + code.

    ``by_person`` and ``by_thing`` hold the rows of each pair of person and thing; ``beside`` those of each pair of
    identifier and premises, both ways.
    """

    columns: EncounterColumns
    rules: NetworkRules
    by_person: Rows
    by_thing: Rows
    beside: Rows

    def node(self, thing: int) -> Node:
        """Node of a thing."""
        known = len(self.columns.identifiers)
        if thing >= known:
            return Node(PREMISES, self.columns.premises_ids[thing - known])
        identifier = self.columns.identifiers[thing]
        return Node(identifier.split(":", 1)[0], identifier)

    def person(self, person: int) -> Node:
        """Node of a person."""
        return Node(PERSON, self.columns.persons[person])

    def is_crowded(self, thing: int) -> bool:
        """Whether too many persons share it for it to say anything."""
        return len(self.by_thing.get(thing, ())) > self.rules.max_degree

    def of_person(self, person: int) -> Iterator[tuple[int, Tie]]:
        """Things of a person, crowded ones left out."""
        for thing, rows in self.by_person.get(person, {}).items():
            if not self.is_crowded(thing):
                yield thing, self._shares(person, thing, rows)

    def carriers(self, thing: int) -> Iterator[tuple[int, Tie]]:
        """Persons of a thing; none where it is crowded."""
        if not self.is_crowded(thing):
            for person, rows in self.by_thing.get(thing, {}).items():
                yield person, self._shares(person, thing, rows)

    def neighbours(self, thing: int) -> Iterator[tuple[int, Tie]]:
        """Things met together with this one: premises of an identifier, identifiers of a premises."""
        mine = self.beside.get(thing, {})
        if self.is_crowded(thing) or len(mine) > self.rules.max_degree:
            return
        for other, rows in mine.items():
            partners = max(len(mine), len(self.beside[other]))
            if not self.is_crowded(other) and partners <= self.rules.max_degree:
                weight = min(self.rules.cap, 1 / partners)
                yield other, tie(self.node(thing), self.node(other), "seen at", weight, self._ids(rows))

    def _shares(self, person: int, thing: int, rows: list[int]) -> Tie:
        weight = math.sqrt(min(self.rules.cap, 1 / len(self.by_thing[thing])))
        kind = "was at" if thing >= len(self.columns.identifiers) else "carries"
        return tie(self.person(person), self.node(thing), kind, weight, self._ids(rows))

    def _ids(self, rows: list[int]) -> tuple[str, ...]:
        return tuple(sorted(self.columns.ids[r] for r in rows))


def tie(a: Node, b: Node, kind: str, weight: float, encounters: tuple[str, ...]) -> Tie:
    """Tie with its ends in order."""
    one, other = sorted((a, b))
    return Tie(one, other, kind, weight, encounters)


def sharing(columns: EncounterColumns, rules: NetworkRules) -> Sharing:
    """Index what the persons of these encounters share."""
    by_person: Rows = defaultdict(lambda: defaultdict(list))
    by_thing: Rows = defaultdict(lambda: defaultdict(list))
    beside: Rows = defaultdict(lambda: defaultdict(list))
    first_premises = len(columns.identifiers)
    row_of_code = np.repeat(np.arange(len(columns)), np.diff(columns.identifier_offsets))
    with_premises = np.flatnonzero(columns.premises >= 0)
    pairs = [
        *zip(row_of_code.tolist(), columns.identifier_codes.tolist(), strict=True),
        *zip(with_premises.tolist(), (columns.premises[with_premises] + first_premises).tolist(), strict=True),
    ]
    person, premises = columns.person.tolist(), columns.premises.tolist()
    for row, thing in pairs:
        if person[row] >= 0:
            by_person[person[row]][thing].append(row)
            by_thing[thing][person[row]].append(row)
        if thing < first_premises and premises[row] >= 0:
            at = premises[row] + first_premises
            beside[thing][at].append(row)
            beside[at][thing].append(row)
    return Sharing(columns, rules, by_person, by_thing, beside)
