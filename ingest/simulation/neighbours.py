"""Decoys that stay: people who are easily taken for somebody else, and numbers that say less than they seem to."""

from collections.abc import Sequence

from ingest.simulation.people import Person, Population, Stay, advert
from ingest.simulation.world import REGION

CROWD = 30


def siblings(population: Population, n: int) -> None:
    """Twins (half of them) and siblings of residents: the same family name, home and often phone."""
    for other in population.rng.sample(population.persons, min(n, len(population.persons))):
        population.sibling(other)


def namesakes(population: Population, pairs: int) -> list[list[str]]:
    """Residents of two towns with one name and birth date; ids of each pair."""
    found: list[list[str]] = []
    for _ in range(pairs):
        one, other = (population.resident("namesake", met=4, town=town) for town in population.towns(2))
        one.group = other.group = f"n{len(found):04d}"
        population.name_as_namesake(other, one)
        found.append([one.id, other.id])
    return found


def chains(population: Population, n: int) -> None:
    """Salon chains: one phone and advert in two to four towns at once, with a staff each, of whom some change once."""
    world, rng = population.world, population.rng
    for number in range(n):
        shared = {"phones": population.phone(), "advert_ids": advert(rng)}
        towns = rng.sample(list(REGION), rng.randint(2, 4))
        for town in towns:
            for _ in range(3):
                person = population.resident("chain", met=3, kind="massage", town=town)
                person.shared, person.group = shared, f"k{number:04d}"
                if rng.random() < world.branch_changes:
                    other = rng.choice([t for t in towns if t != town])
                    person.stays = [part for stay in person.stays for part in _changed(stay, other, rng.random())]


def _changed(stay: Stay, town: str, share: float) -> list[Stay]:
    change = stay.first_day + round(share * (stay.last_day - stay.first_day))
    before = Stay(stay.town, stay.first_day, change, stay.rate)
    return [before, Stay(town, change + 1, stay.last_day, stay.rate)] if change < stay.last_day else [before]


def phones(population: Population, residents: Sequence[Person], *, reissued: int, crowded: int) -> None:
    """Numbers that were given out again, and numbers that thirty people give."""
    rng = population.rng
    for _ in range(reissued):
        one, other = rng.sample(residents, 2)
        other.phones = list(one.phones)
        one.role = other.role = "reissued phone"
    for _ in range(crowded):
        number = population.phone()
        for person in rng.sample(residents, min(CROWD, len(residents))):
            person.phones, person.role = [number], "crowded phone"
