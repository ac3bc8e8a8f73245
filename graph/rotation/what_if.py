"""What becomes of a pattern when something is taken away or a threshold is another.

Without the weakest uncertain link decides the tier. The others are shown: without all uncertain links, with joining
from 0.995 on, without any one source, without any one member (m - 1), and with a window of a day less or more (epsilon
- 1, epsilon + 1), for which the data are mined again.
"""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns
from graph.model import WeakestCut, WhatIf
from graph.rotation.comovement import Groups, mine_groups, sightings_at
from graph.rotation.links import STRICTER_LINKS_FROM, PersonLinks
from graph.rotation.measure import movements, shortcomings
from graph.rotation.points import Points, Popularity
from graph.rotation.rules import RotationRules
from graph.rotation.ties import Ties

WINDOW_STEPS = (-1, 1)


@dataclass(frozen=True, slots=True)
class Question:
    """A subset of a group's points, and what it stands for."""

    kind: str
    what: str
    points: NDArray[np.int64]


def doubted_cuts(names: Sequence[str], links: Mapping[str, PersonLinks], rules: RotationRules) -> list[WeakestCut]:
    """Uncertain cuts of persons that the sources haven't confirmed, the weakest first."""
    cuts = (links[name].cut for name in names if name in links)
    doubted = [c for c in cuts if c is not None and not c.confirmed and c.probability < rules.uncertain_below]
    return sorted(doubted, key=lambda c: (c.probability, c.person_id))


def questions(
    columns: EncounterColumns,
    points: Points,
    members: NDArray[np.int64],
    links: Mapping[str, PersonLinks],
    rules: RotationRules,
) -> list[Question]:
    """Every question that a subset of the group's own sightings answers; about the weakest link first, where there is one."""
    index = np.concatenate([np.arange(points.bounds[m], points.bounds[m + 1]) for m in np.sort(members)])
    rows = points.row[index]
    names = [columns.persons[points.persons[m]] for m in members]
    doubted = doubted_cuts(names, links, rules)

    def without(encounters: frozenset[str]) -> NDArray[np.int64]:
        return index[[columns.ids[r] not in encounters for r in rows]]

    asked = []
    if doubted:
        asked.append(Question("weakest link", "without the weakest uncertain link", without(doubted[0].part)))
        every = frozenset[str]().union(*(cut.part for cut in doubted))
        asked.append(Question("uncertain links", "without all uncertain links", without(every)))
    apart = frozenset[str]().union(*(links[n].apart for n in names if n in links))
    text = f"with links from {STRICTER_LINKS_FROM:g}"
    asked.append(Question("stricter links", text, without(apart) if apart else index))
    source = columns.source[rows]
    asked += [Question("source", f"without {columns.sources[s]}", index[source != s]) for s in np.unique(source)]
    person = points.person[index]
    asked += [Question("member", "without any one member", index[person != m]) for m in np.sort(members)]
    return asked


def answers(
    points: Points,
    popularity: Popularity,
    asked: Sequence[Sequence[Question]],
    rules: RotationRules,
    *,
    least_strength: float,
) -> list[tuple[WhatIf, ...]]:
    """Answers to the questions about each group, those about single members as one."""
    measured = iter(movements(points, popularity, [q.points for own in asked for q in own], rules))
    found = []
    for own in asked:
        said: dict[str, WhatIf] = {}
        for question in own:
            missing = shortcomings(next(measured), rules, least_strength=least_strength)
            before = said.get(question.what)
            if before is None or (before.holds and missing):
                said[question.what] = WhatIf(question.kind, question.what, not missing, missing)
        found.append(tuple(said.values()))
    return found


class OtherWindows:
    """The groups that windows of a day less and a day more would give, mined when first asked for."""

    def __init__(self, points: Points, popularity: Popularity, ties: Ties, rules: RotationRules) -> None:
        self._data = points, popularity, ties, rules

    @cached_property
    def _found(self) -> list[tuple[int, dict[int, int], Groups]]:
        with ThreadPoolExecutor(len(WINDOW_STEPS)) as workers:
            return list(workers.map(self._mined, WINDOW_STEPS))

    def _mined(self, step: int) -> tuple[int, dict[int, int], Groups]:
        points, popularity, ties, rules = self._data
        other = replace(rules, window_days=rules.window_days + step)
        groups = mine_groups(sightings_at(points, points.day, popularity, other), other, ties)
        number = np.repeat(np.arange(len(groups)), np.diff(groups.offsets))
        group_of = dict(zip(groups.members.tolist(), number.tolist(), strict=True))
        return other.window_days, group_of, groups

    def answers(self, members: NDArray[np.int64], *, least_strength: float) -> tuple[WhatIf, ...]:
        """Whether most of these movers come together with each other window too, as strongly as it takes."""
        said = []
        for days, group_of, groups in self._found:
            own = [group_of[m] for m in members.tolist() if m in group_of]
            best = max(set(own), key=lambda g: (own.count(g), -g), default=-1)
            together = own.count(best) * 2 > len(members) and own.count(best) >= 2
            strong = best >= 0 and bool(groups.strength[best] >= least_strength)
            missing = () if together and strong else ("not beyond chance" if together else "not found as a group",)
            said.append(WhatIf("window", f"with a window of {days} days", not missing, missing))
        return tuple(said)
