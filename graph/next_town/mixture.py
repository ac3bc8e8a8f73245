"""How much each voice is believed: a mixture whose shares are learnt from what came true.

Shares are estimated by expectation maximisation (Dempster, Laird and Rubin 1977) with the pseudo-counts below, apart
for groups that left their present town before and for those that didn't. They are learnt only from moves that were
foretold out of time, never from the moves by which a group was found: those close a circuit by the rule that found them.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.next_town.voices import VOICES, Shares, Surroundings, knows_the_round, voices

PRIOR: Mapping[str, float] = {"round": 4.0, "own towns": 3.0, "flow": 2.0, "popularity": 1.0}
"""Pseudo-counts before anything came true."""
EM_ROUNDS = 50


@dataclass(frozen=True, slots=True)
class Outcome:
    """A move that was waited for: the way until then (towns), what everybody did until then, and where it went."""

    group: str
    way: tuple[str, ...]
    around: Surroundings
    went: str


@dataclass(frozen=True, slots=True)
class Mixture:
    """Share of each voice, in :data:`VOICES` order: where the group's round is known, and where it isn't."""

    known: tuple[float, ...]
    unknown: tuple[float, ...]

    def shares(self, way: Sequence[str], around: Surroundings) -> dict[str, float]:
        """Probability of each town being the next; sums to 1."""
        heard = voices(way, around)
        trust = self.known if knows_the_round(way) else self.unknown
        total: dict[str, float] = {}
        for voice, share in zip(VOICES, trust, strict=True):
            for town, p in heard[voice].items():
                total[town] = total.get(town, 0.0) + share * p
        return total


def learnt(outcomes: Iterable[Outcome]) -> Mixture:
    """Mixture by what came true; the prior's where nothing did."""
    told = list(outcomes)
    return Mixture(
        _fitted([o for o in told if knows_the_round(o.way)]), _fitted([o for o in told if not knows_the_round(o.way)])
    )


def _fitted(outcomes: Sequence[Outcome]) -> tuple[float, ...]:
    said = [[voices(o.way, o.around)[v].get(o.went, 0.0) for v in VOICES] for o in outcomes]
    prior = [PRIOR[v] for v in VOICES]
    trust = [p / sum(prior) for p in prior]
    for _ in range(EM_ROUNDS if said else 0):
        counts = list(prior)
        for heard in said:
            parts = [t * p for t, p in zip(trust, heard, strict=True)]
            total = sum(parts)
            if total > 0:
                counts = [c + part / total for c, part in zip(counts, parts, strict=True)]
        trust = [c / sum(counts) for c in counts]
    return tuple(trust)


def ranked(shares: Shares) -> list[tuple[str, float]]:
    """Towns by probability, the most likely first; ties by code."""
    return sorted(shares.items(), key=lambda s: (-s[1], s[0]))


def log_score(shares: Shares, went: str) -> float:
    """Logarithmic score of a forecast (Good 1952): ln of the probability given to what came true, higher is better."""
    return math.log(max(shares.get(went, 0.0), 1e-6))
