"""What became of persons when encounters were linked anew: joined, split, or both; from which ids to which, and why.

A new encounter of a person changes nobody; neither does an id that goes on. Persons change where encounters that had
one person now have another: all that exchange encounters are told as one change, so that each can be read by itself.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from graph.model import Judgement, PersonChange, Verdict
from graph.standing import standing_words


@dataclass(frozen=True, slots=True)
class Because:
    """Why persons were resolved anew: what was said or withdrawn (ids of judgements), by whom, and in words.

    Without ``judgements`` those that join the persons are named.
    """

    reason: str
    by: tuple[str, ...] = ()
    judgements: tuple[str, ...] = ()


def person_changes(
    before: Mapping[str, str],
    after: Mapping[str, str],
    judgements: Iterable[Judgement],
    because: Because,
    *,
    run: str,
    now: datetime,
) -> tuple[PersonChange, ...]:
    """Changes of persons, by id.

    Parameters
    ----------
    before, after
        Person id of each encounter; encounters that had none before are left aside.
    judgements
        Judgements around these encounters.
    because
        Why they were resolved anew.
    run, now
        Id of the run and time (UTC) of the change.
    """
    met = sorted(before.keys() & after.keys())
    tied: dict[str, set[tuple[str, str]]] = {}
    for pair in sorted({(before[e], after[e]) for e in met}):
        groups = [tied.setdefault(side, set()) for side in (f"from {pair[0]}", f"to {pair[1]}")]
        joined = groups[0] | groups[1] | {pair}
        for old, new in joined:
            tied[f"from {old}"] = tied[f"to {new}"] = joined
    words = standing_words(j for j in judgements if j.left in after and j.right in after)
    changes = []
    for exchange in {frozenset(group) for group in tied.values() if len(group) > 1}:
        inside = [e for e in met if (before[e], after[e]) in exchange]
        said = _said(inside, before, after, words) if not because.judgements else []
        changes.append(_change(exchange, inside, before, after, said, because, run, now))
    return tuple(sorted(changes, key=lambda c: c.id))


def _said(
    inside: Iterable[str], before: Mapping[str, str], after: Mapping[str, str], words: Iterable[Judgement]
) -> list[Judgement]:
    """Judgements that join what were two persons, or hold apart what was one."""
    touched = {after[e] for e in inside}

    def is_reason(j: Judgement) -> bool:
        is_one = after[j.left] == after[j.right]
        was_one = j.left in before and before.get(j.left) == before.get(j.right)
        if j.verdict is Verdict.SAME:
            return is_one and not was_one
        return j.verdict is Verdict.DIFFERENT and was_one and not is_one

    return [j for j in words if touched & {after[j.left], after[j.right]} and is_reason(j)]


def _change(
    exchange: frozenset[tuple[str, str]],
    inside: Iterable[str],
    before: Mapping[str, str],
    after: Mapping[str, str],
    said: Iterable[Judgement],
    because: Because,
    run: str,
    now: datetime,
) -> PersonChange:
    moved = tuple(e for e in inside if before[e] != after[e])
    sides: tuple[dict[str, set[str]], dict[str, set[str]]] = (defaultdict(set), defaultdict(set))
    for old, new in exchange:
        sides[0][old].add(new)
        sides[1][new].add(old)
    is_split, is_joined = (any(len(others) > 1 for others in side.values()) for side in sides)
    text = "\n".join([run, *moved, *sorted(f"{old} {new}" for old, new in exchange)])
    return PersonChange(
        id=f"c-{hashlib.sha256(text.encode()).hexdigest()[:24]}",
        kind="moved" if is_split and is_joined else "split" if is_split else "joined",
        from_persons=tuple(sorted(sides[0])),
        to_persons=tuple(sorted(sides[1])),
        encounters=moved,
        judgements=because.judgements or tuple(sorted(j.id for j in said)),
        by=because.by or tuple(sorted({j.by for j in said})),
        at=now,
        reason=because.reason,
    )
