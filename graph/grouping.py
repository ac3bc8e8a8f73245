"""How persons divide the encounters that a finding rests on: while that stays, what was found of them holds.

A finding of the last analysis says something of persons as they were linked then. A reviewer's verdict, an undo or a
new record may link its encounters otherwise; then the finding is *outdated* until the next analysis. Encounters that
come to its persons from elsewhere don't outdate it, nor does a person's id; and what is undone stands again.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping


def grouping(encounters: Iterable[str], person_of: Mapping[str, str]) -> str:
    """Digest of the encounters as sets by person; those without a person are one set of their own.

    Examples
    --------
    >>> grouping("ab", {"a": "p", "b": "p"}) == grouping("ba", {"a": "q", "b": "q"})
    True
    >>> grouping("ab", {"a": "p", "b": "p"}) == grouping("ab", {"a": "p", "b": "q"})
    False
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for encounter in sorted(set(encounters)):
        groups[person_of.get(encounter, "")].append(encounter)
    lines = sorted(f"{'nobody' if not person else 'one'} {' '.join(some)}" for person, some in groups.items())
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()
