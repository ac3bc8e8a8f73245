"""Who is tied to whom by an identifier that few others are ever seen with: known before anybody is seen to move.

A tie says nothing about movement. It says where to look: of some thousand persons every one could travel with every
other, but few share a phone. So groups whose members are tied are compared with chance groups whose members are tied
too, in a stratum of their own (stratified false discovery rate: Sun and others, Genetic Epidemiology 2006).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.rotation.points import Points


@dataclass(frozen=True, slots=True)
class Ties:
    """Movers tied to each other: those tied to mover p are ``partners[first[p] : first[p + 1]]``, sorted."""

    first: NDArray[np.int64]
    partners: NDArray[np.int64]

    @property
    def pairs(self) -> NDArray[np.int64]:
        """Codes ``p * persons + q`` (p < q) of all tied pairs, sorted."""
        persons = len(self.first) - 1
        one = np.repeat(np.arange(persons), np.diff(self.first))
        return (one * persons + self.partners)[one < self.partners]


def ties_of(columns: EncounterColumns, points: Points, *, most: int) -> Ties:
    """Ties by identifiers that at most ``most`` persons, movers or not, were ever seen with."""
    persons, movers = max(1, len(columns.persons)), len(points.persons)
    row = np.repeat(np.arange(len(columns)), np.diff(columns.identifier_offsets))
    person = columns.person[row].astype(np.int64)
    known = person >= 0
    carried = np.unique(columns.identifier_codes[known].astype(np.int64) * persons + person[known])
    identifier, person = carried // persons, carried % persons
    few = np.bincount(identifier, minlength=len(columns.identifiers))[identifier] <= most
    mover = np.full(persons, -1, dtype=np.int64)
    mover[points.persons] = np.arange(movers)
    kept = few & (mover[person] >= 0)
    identifier, person = identifier[kept], mover[person[kept]]
    edges = np.unique(np.concatenate([np.zeros(0, dtype=np.int64), *_pairs(identifier, person, movers)]))
    one, other = edges // max(1, movers), edges % max(1, movers)
    return Ties(np.searchsorted(one, np.arange(movers + 1)).astype(np.int64), other)


def _pairs(identifier: NDArray[np.int64], person: NDArray[np.int64], movers: int) -> list[NDArray[np.int64]]:
    """Codes of pairs, both ways, of persons a certain number of places apart among an identifier's carriers."""
    found: list[NDArray[np.int64]] = []
    apart = 1
    while apart < len(identifier):
        same = identifier[apart:] == identifier[:-apart]
        if not same.any():
            break
        one, other = person[:-apart][same], person[apart:][same]
        found += [one * movers + other, other * movers + one]
        apart += 1
    return found
