"""Findings that go on: a finding that shares most of its encounters with an earlier one continues it.

Runs come and go; an analyst's decision, an alert and a case hang on a finding's id. So a finding of a new run takes
the id of the earlier one it continues, with the next version when anything in it changed, and what isn't found any
more is withdrawn rather than forgotten.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Generic, TypeVar

from graph.model import Displacement, Reappearance, Relocation, Rotation

F = TypeVar("F", Reappearance, Rotation, Relocation, Displacement)


@dataclass(frozen=True, slots=True)
class Continued(Generic[F]):
    """What a run makes of the findings before it.

    ``current`` holds every finding of the run, under its lasting id; ``changed`` those among them that are new or say
    something else than before; ``withdrawn`` the earlier ones that nothing continues.
    """

    current: tuple[F, ...]
    changed: tuple[F, ...]
    withdrawn: tuple[F, ...]


def continue_findings(
    earlier: Sequence[F],
    found: Sequence[F],
    *,
    same_only: Callable[[F], Hashable] = lambda _finding: None,
    taken: Collection[str] = (),
) -> Continued[F]:
    """Match findings of a run to earlier ones by the encounters they rest on.

    Pairs are taken greedily by the share of common encounters (Jaccard index), the most alike first, ties by id; a
    pair counts when it shares at least half of the smaller set, or has the same id already. Each finding continues at
    most one other.

    Parameters
    ----------
    earlier, found
        Current findings before the run, and those of the run.
    same_only
        Key that must be equal on both sides (for a reappearance the town newly entered).
    taken
        Ids of other current findings. An id goes on with most of a finding's encounters, so the one that a new finding
        would have may be another's by now; then it gets the next.
    """
    taken_by: dict[int, int] = {}
    used: set[int] = set()
    for i, j in _most_alike_first(earlier, found, same_only):
        if i not in used and j not in taken_by:
            taken_by[j] = i
            used.add(i)
    current, changed = [], []
    held = {*taken, *(earlier[i].id for i in used)}
    for j, finding in enumerate(found):
        if j not in taken_by:
            free = replace(finding, id=_free_id(finding.id, held))
            held.add(free.id)
            current.append(free)
            changed.append(free)
            continue
        before = earlier[taken_by[j]]
        same = replace(finding, id=before.id, version=before.version)
        if same != before:
            same = replace(same, version=before.version + 1)
            changed.append(same)
        current.append(same)
    withdrawn = tuple(f for i, f in enumerate(earlier) if i not in used)
    return Continued(tuple(current), tuple(changed), withdrawn)


def _free_id(name: str, held: Collection[str]) -> str:
    kind, _, _ = name.partition("-")
    while name in held:
        name = f"{kind}-{hashlib.sha256(name.encode()).hexdigest()[:24]}"
    return name


def _most_alike_first(
    earlier: Sequence[F], found: Sequence[F], same_only: Callable[[F], Hashable]
) -> Iterator[tuple[int, int]]:
    by_encounter: dict[tuple[Hashable, str], list[int]] = defaultdict(list)
    for i, finding in enumerate(earlier):
        for encounter in finding.encounters:
            by_encounter[same_only(finding), encounter].append(i)
    by_id = {finding.id: i for i, finding in enumerate(earlier)}
    candidates: list[tuple[float, str, str, int, int]] = []
    for j, finding in enumerate(found):
        shared: dict[int, int] = defaultdict(int)
        for encounter in finding.encounters:
            for i in by_encounter.get((same_only(finding), encounter), ()):
                shared[i] += 1
        if finding.id in by_id:
            candidates.append((-1.0, finding.id, finding.id, by_id[finding.id], j))
        for i, common in shared.items():
            sizes = len(earlier[i].encounters), len(finding.encounters)
            if 2 * common >= min(sizes):
                jaccard = common / (sum(sizes) - common)
                candidates.append((-jaccard, earlier[i].id, finding.id, i, j))
    for *_, i, j in sorted(candidates):
        yield i, j
