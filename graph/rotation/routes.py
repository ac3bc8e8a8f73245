"""Routes passed together, exactly by definition: co-movement patterns (m, k, epsilon) with gaps d.

At least m persons visit the same k towns in the same order; at each of them all are there within epsilon days of each
other, and between two towns of the route each makes at most d other visits (d = 0: consecutive; Zhang et al., VLDB
2023; gaps after MaxGrowth, 2024). Only maximal ones are given: no pattern whose persons are all in another with the
same or a longer route around it.

The search extends prefixes by what the persons themselves visited next, so it works on what is there. It is meant for
the members of one group, or for small data; :mod:`graph.rotation.comovement` finds groups in large and sparse data.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

Visit = tuple[str, int]
"""Town and day number."""


@dataclass(frozen=True, slots=True, order=True)
class SharedRoute:
    """Persons and the towns that they passed together, in order."""

    persons: tuple[str, ...]
    towns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RouteRules:
    """m, k, epsilon (days) and d (visits) of the definition."""

    min_persons: int
    min_towns: int
    window_days: int
    gaps: int = 0


def shared_routes(visits: Mapping[str, Sequence[Visit]], rules: RouteRules) -> tuple[SharedRoute, ...]:
    """All maximal routes passed together.

    Parameters
    ----------
    visits
        Visits of each person in order of time, repeated sightings in one stay made one.
    rules
        The definition's m, k, epsilon and d.
    """
    starts = [(person, at) for person, own in visits.items() for at in range(len(own))]
    found: set[SharedRoute] = set()
    for places in _together(starts, visits, rules):
        found.update(_extended((visits[places[0][0]][places[0][1]][0],), places, visits, rules))
    return tuple(sorted(r for r in found if not any(_inside(r, other) for other in found)))


def _extended(
    route: tuple[str, ...], places: Sequence[tuple[str, int]], visits: Mapping[str, Sequence[Visit]], rules: RouteRules
) -> Iterator[SharedRoute]:
    onward = [
        (person, later)
        for person, at in places
        for later in range(at + 1, min(at + 2 + rules.gaps, len(visits[person])))
        if visits[person][later][0] != route[-1]
    ]
    for following in _together(onward, visits, rules):
        person, at = following[0]
        yield from _extended((*route, visits[person][at][0]), following, visits, rules)
    if len(route) >= rules.min_towns:
        yield SharedRoute(tuple(sorted({person for person, _ in places})), route)


def _together(
    places: Sequence[tuple[str, int]], visits: Mapping[str, Sequence[Visit]], rules: RouteRules
) -> Iterator[list[tuple[str, int]]]:
    """Sets of visits to one town within epsilon days, of m persons or more, one visit a person, maximal windows."""
    by_town: dict[str, list[tuple[int, str, int]]] = defaultdict(list)
    for person, at in places:
        town, day = visits[person][at]
        by_town[town].append((day, person, at))
    for here in by_town.values():
        here.sort()
        reached = 0
        for first, (day, _, _) in enumerate(here):
            stop = first
            while stop < len(here) and here[stop][0] - day <= rules.window_days:
                stop += 1
            if stop <= reached:
                continue
            reached = stop
            chosen = {person: at for _, person, at in reversed(here[first:stop])}
            if len(chosen) >= rules.min_persons:
                yield sorted(chosen.items())


def _inside(one: SharedRoute, other: SharedRoute) -> bool:
    if one == other or not set(one.persons) <= set(other.persons):
        return False
    rest = iter(other.towns)
    return all(town in rest for town in one.towns)
