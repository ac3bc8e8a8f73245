"""What waits for clerical review, sorted by what a verdict would change.

A reviewer's time is short and a wrong join the worst error, so what comes first is where a verdict is expected to
change most: the probability that it changes anything, times what it would change. *What it would change* is counted in
pairs of encounters that come to be, or cease to be, one person's; a reappearance that comes or goes with them counts as
:data:`REAPPEARANCE_WORTH` pairs, for two municipalities are told of it.

Three things wait. *Two persons* with pairs in the clerical band between them, of which the most probable is shown. The
probability that they are one is taken to be the mean over all pairs of an encounter of the one and an encounter of the
other, pairs that the model finds improbable counting as 0: of one person's many records some would agree well enough
to be joined without review, so one doubtful pair among sixty speaks against rather than for. A *person* who was
joined automatically and whose weakest cut is below :data:`DOUBTFUL_BELOW`: a verdict splits with the cut's
improbability. And a person *larger than plausible* (:data:`graph.weakest_cut.PLAUSIBLE_ENCOUNTERS`), whose cuts look stronger than they are,
so the doubt counted is never less than :data:`LEAST_DOUBT`. Pairs on which people differ (*contested*) wait too, by words on
the pair itself or by a ``different`` elsewhere that cuts through somebody's ``same``. And two encounters of one person
that nobody can both have had (:mod:`graph.conflicts`): the furthest apart of each person, until somebody has said of
that pair.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from graph.conflicts import conflicts_of
from graph.model import Judgement, Verdict
from graph.persons import components
from graph.reappearance import WEAK_LINK_BELOW, Met, find_reappearances
from graph.standing import contested_pairs, standing_words
from graph.weakest_cut import PLAUSIBLE_ENCOUNTERS, weakest_cut

REAPPEARANCE_WORTH = 3
"""Pairs of encounters that one reappearance counts for."""

DOUBTFUL_BELOW = WEAK_LINK_BELOW
"""A person joined automatically whose weakest cut is below this is listed for review."""

LEAST_DOUBT = 0.01
"""What the threshold of automatic joining leaves: 1 - 0.99."""


CONFLICT_DOUBT = 0.5
"""Probability that a conflict is a wrong link, rather than a wrong time or place: a choice, between the two."""


class Reason(StrEnum):
    """Why something waits for review."""

    BAND = "below automatic joining"
    WEAK = "weak cut"
    LARGE = "larger than plausible"
    CONTESTED = "contested"
    CONFLICT = "conflict"


@dataclass(frozen=True, slots=True)
class ToReview:
    """One thing to judge: the pair to be looked at, why it waits, and what a verdict is expected to change.

    ``chance`` is the probability that a verdict changes who is whose; ``pairs`` and ``reappearances`` are what then
    changes. ``persons`` are the one or two persons concerned, ``sizes`` how many encounters each side has, ``others``
    the number of other pairs that the same verdict settles. ``because`` says more of the reason, where there is more.
    The ``pair`` of a conflict may be one on which there is no judgement: it then has no id.
    """

    pair: Judgement
    reason: Reason
    persons: tuple[str, ...]
    sizes: tuple[int, int]
    chance: float
    pairs: int
    reappearances: int
    others: int = 0
    because: str = ""

    @property
    def expected(self) -> float:
        """Expected change: ``chance`` times pairs, a reappearance counting for several."""
        return self.chance * (self.pairs + REAPPEARANCE_WORTH * self.reappearances)


def review_order(
    judgements: Iterable[Judgement],
    person_of: Mapping[str, str],
    *,
    met: Mapping[str, Sequence[Met]] | None = None,
    doubtful: Iterable[str] = (),
) -> list[ToReview]:
    """Everything that waits for review, what a verdict would change most first.

    Pure, so that it can be evaluated on simulated data: the pairs of the first n items, judged rightly, are what n
    looks win.

    Parameters
    ----------
    judgements
        Judgements on record; those of a pair together.
    person_of
        Person of each encounter now.
    met
        Encounters of each person, for what a verdict does to reappearances; without it only pairs count.
    doubtful
        Persons whose weakest cut may be below :data:`DOUBTFUL_BELOW`, who may be larger than plausible, or have conflicts.
    """
    known = [j for j in judgements if j.left in person_of and j.right in person_of]
    words = standing_words(known)
    sizes = Counter(person_of.values())
    facts = _Facts(person_of, sizes, met or {})
    contested = contested_pairs(known)
    items = [*_in_band(words, facts), *_contested(words, facts, contested)]
    items += _doubtful(words, facts, set(doubtful))
    items += _conflicts(words, facts, set(doubtful))
    return sorted(items, key=lambda i: (-i.expected, -i.chance, i.pair.pair))


@dataclass(frozen=True, slots=True)
class _Facts:
    person_of: Mapping[str, str]
    sizes: Mapping[str, int]
    met: Mapping[str, Sequence[Met]]

    def reappearances(self, one: Sequence[Met], other: Sequence[Met]) -> int:
        """How many reappearances one person has that two don't have between them; where all were in one town, none."""
        if len({m.municipality for m in (*one, *other)}) < 2:
            return 0
        joined, left, right = (
            len(find_reappearances("", some, link_probability=1.0)) for some in ([*one, *other], one, other)
        )
        return max(0, joined - left - right)


def _in_band(words: Iterable[Judgement], facts: _Facts) -> Iterable[ToReview]:
    """Pairs in the clerical band between two persons that nobody holds apart, the most probable of each two persons."""
    between: dict[tuple[str, str], list[Judgement]] = defaultdict(list)
    held_apart: set[tuple[str, str]] = set()
    for j in words:
        persons = _persons(j, facts)
        if persons[0] == persons[1]:
            continue
        if j.verdict is Verdict.DIFFERENT:
            held_apart.add(persons)
        elif j.is_of_model and j.verdict is Verdict.UNSURE:
            between[persons].append(j)
    for persons, pairs in between.items():
        if persons not in held_apart:
            best = max(pairs, key=lambda j: (j.probability, j.pair))
            yield _between(best, Reason.BAND, facts, pairs)


def _contested(
    words: Iterable[Judgement], facts: _Facts, contested: Mapping[tuple[str, str], object]
) -> Iterable[ToReview]:
    for j in words:
        persons = _persons(j, facts)
        is_cut = not j.is_of_model and j.verdict is Verdict.SAME and persons[0] != persons[1]
        if j.pair in contested or is_cut:
            yield _between(j, Reason.CONTESTED, facts, [j])


def _between(j: Judgement, reason: Reason, facts: _Facts, waiting: Sequence[Judgement]) -> ToReview:
    """A pair of two persons; or one of a single person, whom the other verdict would take apart."""
    one, other = _persons(j, facts)
    if one == other:
        size = facts.sizes[one]
        return ToReview(j, reason, (one,), (1, size - 1), 1 - j.probability, size - 1, 0)
    sizes = (facts.sizes[one], facts.sizes[other])
    pairs = sizes[0] * sizes[1]
    chance = math.fsum(w.probability for w in waiting) / pairs
    changed = facts.reappearances(facts.met.get(one, ()), facts.met.get(other, ()))
    return ToReview(j, reason, (one, other), sizes, chance, pairs, changed, len(waiting) - 1)


def _conflicts(words: Iterable[Judgement], facts: _Facts, doubtful: set[str]) -> Iterable[ToReview]:
    word_on = {j.pair: j for j in words}
    within: dict[str, list[Judgement]] = defaultdict(list)
    for j in words:
        one, other = _persons(j, facts)
        if one == other and one in doubtful and j.verdict is Verdict.SAME:
            within[one].append(j)
    for person in sorted(doubtful):
        met = facts.met.get(person, ())
        for conflict in conflicts_of(met):
            pair = (conflict.left, conflict.right)
            said = word_on.get(pair)
            if said is not None and not said.is_of_model:
                continue
            part = _side_of(pair, frozenset(m.id for m in met), within[person])
            here, there = ([m for m in met if (m.id in part) is inside] for inside in (True, False))
            yield ToReview(
                pair=said or _unsaid(pair, Verdict.SAME),
                reason=Reason.CONFLICT,
                persons=(person,),
                sizes=(len(here), len(there)),
                chance=CONFLICT_DOUBT,
                pairs=len(here) * len(there),
                reappearances=facts.reappearances(here, there),
                because=conflict.because,
            )
            break


def _side_of(pair: tuple[str, str], members: frozenset[str], within: Sequence[Judgement]) -> frozenset[str]:
    """The part of a person that ``different`` on a pair would leave with its left encounter."""
    parts = components([*within, _unsaid(pair, Verdict.DIFFERENT)], members)
    return next(part for part in parts if pair[0] in part)


def _unsaid(pair: tuple[str, str], verdict: Verdict) -> Judgement:
    """A word that nobody has said yet, without an id; it beats the model's."""
    return Judgement("", *pair, verdict, 1.0, 0.0, "", datetime.max.replace(tzinfo=UTC), "")


def _doubtful(words: Iterable[Judgement], facts: _Facts, doubtful: set[str]) -> Iterable[ToReview]:
    members: dict[str, set[str]] = defaultdict(set)
    for encounter, person in facts.person_of.items():
        if person in doubtful:
            members[person].add(encounter)
    within: dict[str, list[Judgement]] = defaultdict(list)
    for j in words:
        one, other = facts.person_of[j.left], facts.person_of[j.right]
        if one == other and one in doubtful and j.verdict is Verdict.SAME:
            within[one].append(j)
    for person in sorted(members):
        item = _doubtful_person(person, frozenset(members[person]), within[person], facts)
        if item is not None:
            yield item


def _doubtful_person(
    person: str, members: frozenset[str], within: Sequence[Judgement], facts: _Facts
) -> ToReview | None:
    cut = weakest_cut(person, members, within) if len(members) > 1 else None
    if cut is None:
        return None
    crossing = [j for j in within if (j.left in cut.part) != (j.right in cut.part)]
    is_large = len(members) > PLAUSIBLE_ENCOUNTERS
    is_weak = cut.probability < DOUBTFUL_BELOW and not cut.confirmed
    if all(not j.is_of_model for j in crossing) or not (is_large or is_weak):
        return None  # people have judged this very cut, or nothing is wrong with it
    doubt = 1 - cut.probability
    part, rest = ([m for m in facts.met.get(person, ()) if (m.id in cut.part) is inside] for inside in (True, False))
    sizes = (len(cut.part), len(members) - len(cut.part))
    return ToReview(
        pair=max(crossing, key=lambda j: (j.probability, j.pair)),
        reason=Reason.LARGE if is_large else Reason.WEAK,
        persons=(person,),
        sizes=sizes,
        chance=max(doubt, LEAST_DOUBT) if is_large else doubt,
        pairs=sizes[0] * sizes[1],
        reappearances=facts.reappearances(part, rest),
        others=len(crossing) - 1,
    )


def _persons(j: Judgement, facts: _Facts) -> tuple[str, str]:
    one, other = sorted((facts.person_of[j.left], facts.person_of[j.right]))
    return one, other
