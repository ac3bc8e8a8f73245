"""Who moved with whom: persons seen in the same towns within some days of each other.

Being in one town at one time is something that all share who were met there then, so it weighs 1/n like anything
shared, n the number of persons met in the town on days near both. Several towns add up as independent ties do,
1 - prod(1 - 1/n), and at least two must agree. Joint controls bring strangers together and don't count.
"""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints
from graph.network.model import PERSON, Node, Tie
from graph.network.rules import NetworkRules
from graph.network.sharing import tie

MAX_INTERVAL_DAYS = 7
"""An encounter known to a longer interval says nothing about who was there with whom."""


@dataclass(frozen=True, slots=True)
class Company:
    """Sightings of persons outside joint controls, sorted by town and day.

    ``key`` is town x span + day, shape (n,), strictly usable for searching; ``by_person[p]`` are positions.
    """

    columns: EncounterColumns
    rules: NetworkRules
    key: NDArray[np.int64]
    span: int
    row: NDArray[np.int64]
    person: Ints
    by_person: dict[int, list[int]]

    def of_person(self, person: int) -> list[tuple[int, Tie]]:
        """Persons who moved with this one, by code."""
        best: dict[int, dict[int, tuple[int, int, int]]] = defaultdict(dict)
        for mine in self.by_person.get(person, ()):
            town, day = divmod(int(self.key[mine]), self.span)
            low, high = self._near(town, day, day)
            for at in range(low, high):
                other = int(self.person[at])
                if other != person:
                    their_day = int(self.key[at]) % self.span
                    there = self._persons(town, max(day, their_day), min(day, their_day))
                    meeting = (there, int(self.row[mine]), int(self.row[at]))
                    best[other][town] = min(best[other].get(town, meeting), meeting)
        return [
            (other, self._tie(person, other, towns))
            for other, towns in sorted(best.items())
            if len(towns) >= self.rules.min_towns and self._weight(towns) >= self.rules.min_weight
        ]

    def _near(self, town: int, latest: int, earliest: int) -> tuple[int, int]:
        """Positions in a town within the window of both days."""
        low = np.searchsorted(self.key, town * self.span + max(0, latest - self.rules.window_days), "left")
        last = min(self.span - 1, earliest + self.rules.window_days)
        return int(low), int(np.searchsorted(self.key, town * self.span + last, "right"))

    def _persons(self, town: int, latest: int, earliest: int) -> int:
        low, high = self._near(town, latest, earliest)
        return len(set(self.person[low:high].tolist()))

    def _weight(self, towns: dict[int, tuple[int, int, int]]) -> float:
        apart = 1.0
        for there, _, _ in towns.values():
            apart *= 1 - 1 / there
        return min(self.rules.cap, 1 - apart)

    def _tie(self, person: int, other: int, towns: dict[int, tuple[int, int, int]]) -> Tie:
        rows = {row for _, mine, theirs in towns.values() for row in (mine, theirs)}
        names = self.columns.persons
        ids = tuple(sorted(self.columns.ids[r] for r in rows))
        return tie(Node(PERSON, names[person]), Node(PERSON, names[other]), "moved with", self._weight(towns), ids)


def company(columns: EncounterColumns, rules: NetworkRules) -> Company:
    """Index the sightings by town and day."""
    dated = columns.last_day - columns.first_day < MAX_INTERVAL_DAYS
    row = np.flatnonzero((columns.person >= 0) & dated & (columns.operation < 0))
    day = ((columns.first_day + columns.last_day) // 2)[row].astype(np.int64)
    first = int(day.min()) if len(day) else 0
    span = int(day.max()) - first + 1 if len(day) else 1
    key = columns.municipality[row].astype(np.int64) * span + day - first
    order = np.lexsort((row, key))
    person = columns.person[row[order]]
    by_person: dict[int, list[int]] = defaultdict(list)
    for at, p in enumerate(person.tolist()):
        by_person[p].append(at)
    return Company(columns, rules, key[order], span, row[order], person, by_person)
