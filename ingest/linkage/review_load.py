"""What review costs and wins: how many looks, and how many pairs each next hundred brings, where the truth is known."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from graph.review_order import Reason, ToReview


@dataclass(frozen=True, slots=True)
class Won:
    """After ``looks`` right verdicts in order: pairs of records newly joined, and how many of those are true pairs."""

    looks: int
    joined: int
    right: int


def won_by_looks(
    order: Sequence[ToReview], person_of: Mapping[str, str], truth: Mapping[str, Hashable], *, step: int = 100
) -> Iterator[Won]:
    """Cumulated gain of a reviewer who is always right, told after each ``step`` looks and at the end.

    A look at a pair between two persons joins them where the two records are truly one person's, with all that the
    persons hold by then, false joins of before included.

    Parameters
    ----------
    order
        What waits, as :func:`graph.review_order.review_order` sorts it.
    person_of
        Person of each record before review.
    truth
        True person of each record.
    """
    owner = {p: p for p in person_of.values()}
    held: dict[str, Counter[Hashable]] = defaultdict(Counter)
    for record, person in person_of.items():
        held[person][truth.get(record, record)] += 1
    looks = joined = right = 0

    def root(person: str) -> str:
        while owner[person] != person:
            owner[person] = owner[owner[person]]
            person = owner[person]
        return person

    pairs = [item.pair for item in order if item.reason in (Reason.BAND, Reason.CONTESTED)]
    for looks, pair in enumerate(pairs, start=1):
        one, other = root(person_of[pair.left]), root(person_of[pair.right])
        if one != other and truth.get(pair.left, pair.left) == truth.get(pair.right, pair.right):
            joined += held[one].total() * held[other].total()
            right += sum(n * held[other][who] for who, n in held[one].items())
            owner[other] = one
            held[one] += held.pop(other)
        if looks % step == 0:
            yield Won(looks, joined, right)
    if looks % step or not looks:
        yield Won(looks, joined, right)
