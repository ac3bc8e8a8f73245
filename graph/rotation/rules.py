"""What counts as a rotation: one frozen rule with an id, a version, its text, and every threshold with its reason."""

import math
from dataclasses import dataclass, replace
from typing import Self


@dataclass(frozen=True, slots=True)
class RotationRules:
    """Thresholds of the search for rotations.

    Attributes
    ----------
    min_persons : m
        Fewest persons of a group. Two: the smallest that can move together (Zhang et al., VLDB 2023, use m >= 2).
    min_shared_towns : k of a pair
        Towns in which two persons must have been together before anything is made of it; one is a chance meeting.
    min_towns : k of a group
        Towns of the circuit. Three: between two towns commuting reads the same.
    window_days : epsilon
        Two sightings in one town this many days apart or closer may be one stay together; about one stay of the
        circuits that police files describe (one to two weeks).
    memory_days
        Time constant with which a sighting tells where its person still is: exp(-days / memory).
    max_interval_days
        A sighting known to a longer interval than this says nothing about who was there with whom.
    own_weight
        Weight of place popularity against a person's own earlier towns (the concentration of a Polya urn).
    pair_strength
        Log-likelihood ratio at which two persons are tried as the seed of a group; and the least of a group that isn't
        tied.
    join_strength
        Log-likelihood ratio a further member must bring: the log of the number of candidates a group has, and at least
        this (:meth:`among`).
    join_strength_tied
        The same for somebody tied to a member by an identifier: the candidates are then the few who carry it. Also the
        least of a group whose members are tied.
    max_group_size
        Larger sets are crowds (a raid, an event, a crew), and no group.
    apart_days
        A sighting between two of other members in one other town, each at most so many days away, is left out.
    short_stay_days
        A rotation has stays proven shorter than this: seen elsewhere before and after within so many days. Seasonal
        work keeps people for months.
    min_short_stays
        How many such stays there must be.
    q_pattern
        Empirical false discovery rate up to which movement counts as beyond chance.
    uncertain_below
        A weakest cut below this probability is uncertain, unless both sources confirmed it.
    min_sources, min_contacts
        What ``flagged`` rests on: independent registers, and operations or separate days.
    identifier_inside
        Share of all persons ever seen with an identifier that must be members, for it to tie the group together.
    """

    id: str = "rotation"
    version: str = "rotation-4"
    min_persons: int = 2
    min_shared_towns: int = 2
    min_towns: int = 3
    window_days: int = 7
    memory_days: float = 10.0
    max_interval_days: int = 3
    own_weight: float = 2.0
    pair_strength: float = 3.0
    join_strength: float = 4.0
    join_strength_tied: float = 0.0
    max_group_size: int = 12
    apart_days: int = 7
    short_stay_days: int = 45
    min_short_stays: int = 1
    q_pattern: float = 0.05
    uncertain_below: float = 0.999
    min_sources: int = 2
    min_contacts: int = 2
    identifier_inside: float = 0.5

    def among(self, candidates: float) -> Self:
        """Rules where a mover has so many others to choose company from (see ``candidates_per_mover``).

        Of many candidates the best looks good by chance alone: a log-likelihood ratio says something only above the log
        of their number. ``join_strength`` rises to it, and ``pair_strength`` by as much.
        """
        join = max(self.join_strength, math.log(max(1.0, candidates)))
        return replace(self, join_strength=join, pair_strength=self.pair_strength + join - self.join_strength)

    @property
    def text(self) -> str:
        """The rule in words, for whoever has to answer for a finding."""
        return (
            f"Pattern: at least {self.min_persons} persons seen within {self.window_days} days of each other in the same "
            f"towns, on a way that returns over at least {self.min_towns} towns, more strongly than in data whose persons were "
            f"shifted in time (empirical false discovery rate at most {self.q_pattern:g}, among groups tied by an "
            "identifier and among others apart), also without the weakest uncertain link. Flagged: a pattern, and "
            f"evidence that isn't movement, from at least {self.min_sources} registers and more than one operation. "
            "A lead, not evidence."
        )
