"""Which records are over their term today, by the terms that the policy sets now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from graph.columns import day_of
from graph.errors import PolicyError
from graph.store.holding import Termed
from ingest.policy import Policy


@dataclass(frozen=True, slots=True)
class Due:
    """What is over its term, what a legal hold keeps of that, and whose stored last day isn't that of the policy."""

    expired: frozenset[str]
    held: frozenset[str]
    restated: tuple[tuple[str, str], ...]


def due(terms: Iterable[Termed], policy: Policy, *, held: frozenset[str], today: date) -> Due:
    """Weigh every encounter's term.

    Parameters
    ----------
    terms
        Encounters.
    policy
        Sets the terms.
    held
        Encounters that a legal hold keeps.
    today
        Local day; a record goes on the day after the last one of its term.

    Raises
    ------
    PolicyError
        When a basis that is in use has no term: nothing may go by half a policy.
    """
    every: Sequence[Termed] = list(terms)
    _refuse_without_terms(every, policy)
    over, restated = set(), []
    for t in every:
        ends = policy.expires_on(t.basis, day_of(t.first_day), names_person=t.names_person)
        assert ends is not None, "bases without a term were refused"
        if ends.isoformat() != t.expires_on:
            restated.append((t.id, ends.isoformat()))
        if ends < today:
            over.add(t.id)
    return Due(frozenset(over - held), frozenset(over & held), tuple(sorted(restated)))


def _refuse_without_terms(terms: Sequence[Termed], policy: Policy) -> None:
    if policy.is_open:
        message = "there is no policy file, so nothing has a term: write policy.toml (`waterbed policy show --demo`)"
        raise PolicyError(message)
    without = Counter(
        t.basis for t in terms if policy.expires_on(t.basis, date(2000, 1, 1), names_person=t.names_person) is None
    )
    if not without:
        return
    listed = sorted(basis for basis in without if basis in (policy.bases or {}))
    unlisted = sum(n for basis, n in without.items() if basis not in (policy.bases or {}))
    parts = [f'"{basis}" has no term ({without[basis]:,} records)' for basis in listed]
    if unlisted:
        parts.append(f"{unlisted:,} records rest on a basis that the policy doesn't list")
    message = f"retention can't run: {'; '.join(parts)}: write the days under [bases], or under [terms]"
    raise PolicyError(message)
