"""Reappearances that rest on a record nobody has judged yet (``Unassessed``), marked for review.

Such a record is kept as a tally and nothing else. Where the policy names a basis for it, it was compared once with
persons who have a signal, and a *match* says which stored encounter it is probably the same person as. A match never
joins: it is no member of the person, no signal, no place where the person was before; it can only be the encounter by
which somebody newly entered a municipality. What stored encounters say by themselves always goes before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.geography import load_municipalities
from graph.model import Reappearance
from graph.reappearance import FOR_REVIEW, Met, find_reappearances


@dataclass(frozen=True, slots=True)
class Match:
    """An unassessed record that is probably the person of a stored encounter.

    ``record`` is what its tally keeps: where and on which days. ``encounter`` is the id of the stored encounter,
    ``probability`` the match probability of the two, in [0, 1].
    """

    record: Met
    encounter: str
    probability: float


def with_matches(
    person_id: str, encounters: Sequence[Met], matches: Iterable[Match], *, link_probability: float
) -> tuple[Reappearance, ...]:
    """Reappearances of a person, those marked for review among them.

    Parameters
    ----------
    person_id
        Pseudonym of the person.
    encounters
        All current encounters of the person, in any order.
    matches
        Matches with any of them, in any order.
    link_probability
        Probability of the person's weakest cut, in [0, 1]. A match makes it no larger.

    Returns
    -------
    :
        At most one for each newly entered municipality, in order of entry: what the encounters say, and where they say
        nothing the match that came first.
    """
    found = {
        r.municipality_now: r for r in find_reappearances(person_id, encounters, link_probability=link_probability)
    }
    for match in sorted(matches, key=lambda m: (m.record.seen_from, m.record.id, -m.probability, m.encounter)):
        town = load_municipalities().today(match.record.municipality)
        if town in found or not any(e.has_signal() for e in encounters):
            continue
        review = find_reappearances(
            person_id,
            [*encounters, match.record],
            link_probability=min(link_probability, match.probability),
            for_review=frozenset({match.record.id}),
        )
        found |= {r.municipality_now: r for r in review if r.state == FOR_REVIEW}
    return tuple(sorted(found.values(), key=lambda r: (r.seen_now, r.municipality_now)))
