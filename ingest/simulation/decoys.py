"""Decoys that move: people whose way looks like a rotation and isn't.

Everybody here goes where she goes on her own account, for work, or is brought by those who help.
"""

from collections.abc import Callable, Mapping

from ingest.simulation.people import Population, Stay, cut, met

KNOWN_ROUNDS = 3
"""Tours that many make, each at a time of her own."""

SEASON_BEGINS = (70, 435)
"""Days on which the season begins, in the first and the second year."""

YEAR = 365


def movers(population: Population, n: int) -> None:
    """People who move house once."""
    for _ in range(n):
        population.wanderer("mover", population.towns(2), (60, 200), met=3)


def commuters(population: Population, n: int) -> None:
    """People who go to and fro between two towns, some with a colleague who goes most of the ways with them."""
    rng, made = population.rng, 0
    while made < n:
        first = population.wanderer("commuter", population.towns(2) * rng.randint(3, 6), (3, 12), met=6)
        made += 1
        if made < n and rng.random() < population.world.commuting_together / (2 - population.world.commuting_together):
            colleague = population.person("commuter", kind=first.kind)
            colleague.stays = list(first.stays)
            first.group = colleague.group = f"c{first.id[1:]}"
            made += 1


def tourers(population: Population, n: int) -> None:
    """People who tour by themselves: most where it pleases them, some along rounds that many make."""
    rng = population.rng
    rounds = [population.towns(rng.randint(3, 5)) for _ in range(KNOWN_ROUNDS)]
    for _ in range(n):
        stops = rng.randint(5, 10)
        if rng.random() < population.world.touring_known_rounds:
            towns, begin = rng.choice(rounds), rng.randrange(5)
            route = [towns[(begin + i) % len(towns)] for i in range(stops)]
        else:
            route = [population.town_of_any_size() for _ in range(stops)]
        population.wanderer("tourer", route, (7, 21), met=6)


def crews(population: Population, n: int) -> None:
    """Seasonal workers: crews that go through two or three towns, spring to autumn; some end where they began."""
    rng, made, number = population.rng, 0, 0
    while made < n:
        towns = population.towns(rng.randint(2, 3))
        first = rng.choice(SEASON_BEGINS) + rng.randint(0, 40)
        returning = rng.random() < population.world.crews_returning
        again = returning and rng.random() < 0.5
        if again:
            first = SEASON_BEGINS[0] + rng.randint(0, 40)
        route = population.tour(towns + towns[:1] * (returning and not again), (30, 60), 1.0, first)
        if again:
            later = (Stay(s.town, s.first_day + YEAR, s.last_day + YEAR, s.rate) for s in route)
            route += cut(list(later), population.world)
        for _ in range(rng.randint(3, 6)):
            person = population.person("seasonal", kind="work_site")
            person.stays, person.group = met(route, 3.0), f"s{number:04d}"
            made += 1
        number += 1


def transferred(population: Population, n: int) -> None:
    """People whom care brings to a shelter elsewhere and, of those brought together, on to reception and back."""
    rng, made, number = population.rng, 0, 0
    while made < n:
        together = rng.random() < population.world.transferred_together / 2.5
        size = rng.randint(2, 5) if together else 1
        here, there = population.town(), population.town_of_any_size()
        stops = [(here, ""), (there, "shelter")]
        if together:
            onward = population.town_of_any_size()
            stops += [(onward, "reception_centre"), (here, "")][: rng.randint(0, 2)]
        route = population.tour([town for town, _ in stops], (20, 90), 1.0)
        route = [
            Stay(s.town, s.first_day, s.last_day, s.rate, kind) for s, (_, kind) in zip(route, stops, strict=False)
        ]
        for _ in range(size):
            person = population.person("care")
            person.stays = met(route, 3.0)
            person.group = f"t{number:04d}" if together else None
            made += 1
        number += 1


DECOYS: Mapping[str, Callable[[Population, int], None]] = {
    "movers": movers,
    "commuters": commuters,
    "tourers": tourers,
    "seasonal": crews,
    "care_transfers": transferred,
}
"""By the share in the world that says how many persons they are."""
