"""What the persons of a group rest on: their weakest cuts, and what a stricter threshold would leave of them.

Both are asked only for the persons of the groups that stand out, so that a million encounters cost no million cuts.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from graph.model import Judgement, Verdict, WeakestCut
from graph.persons import components
from graph.standing import standing_words
from graph.weakest_cut import weakest_cut

STRICTER_LINKS_FROM = 0.995
"""Automatic joining from here instead of 0.99: what a finding becomes then is shown with it."""


@dataclass(frozen=True, slots=True)
class PersonLinks:
    """How a person hangs together.

    ``cut`` is the weakest cut, None for somebody met once. ``apart`` holds the encounters that a threshold of
    :data:`STRICTER_LINKS_FROM` would leave outside the person's largest part (of equal parts the one with the smallest
    id stays). ``encounters`` counts all.
    """

    person_id: str
    cut: WeakestCut | None
    apart: frozenset[str] = frozenset()
    encounters: int = 0


LinksOf = Callable[[Collection[str]], Mapping[str, PersonLinks]]
"""Given person ids, how each of them hangs together; those not in the answer are taken to be certain."""


def links_known(cuts: Mapping[str, WeakestCut]) -> LinksOf:
    """Weakest cuts known beforehand, as :data:`LinksOf`."""
    known = {person: PersonLinks(person, cut) for person, cut in cuts.items()}
    return lambda persons: {p: known[p] for p in persons if p in known}


def person_links(person_id: str, encounters: frozenset[str], judgements: Iterable[Judgement]) -> PersonLinks:
    """Weakest cut and strict parts of one person, from the judgements that touch its encounters."""
    if len(encounters) < 2:
        return PersonLinks(person_id, None, encounters=len(encounters))
    within = standing_words(j for j in judgements if j.left in encounters and j.right in encounters)
    strict = [
        j for j in within if j.verdict is Verdict.SAME and (j.probability >= STRICTER_LINKS_FROM or not j.is_of_model)
    ]
    parts = sorted(components(strict, encounters), key=lambda part: (-len(part), min(part)))
    cut = weakest_cut(person_id, encounters, within)
    return PersonLinks(person_id, cut, frozenset(encounters - parts[0]), len(encounters))
