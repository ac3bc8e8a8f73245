"""Planted rotations: groups carried round a circuit of towns."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.simulation.people import NOTHING, Person, Population, Stay, advert, met
from ingest.simulation.world import ELSEWHERE, REGION

CARRIED_IN_REGION = 0.7
IS_ACTUAL = 0.15
CARRIED_IN = ("hotel", "private_home", "window")


@dataclass
class Group:
    """A planted rotation: members carried round a circuit of towns.

    ``shared`` names the columns of what members have in common, nothing where empty. ``late`` came halfway; of
    ``swapped`` the first left halfway and the second took her place.
    """

    id: str
    members: list[str]
    circuit: tuple[str, ...]
    laps: float
    shared: tuple[str, ...]
    late: tuple[str, ...] = ()
    swapped: tuple[str, ...] = ()


def plant(population: Population, number: int) -> Group:
    """Add the members of a group to a population; the group."""
    rng, world = population.rng, population.world
    size, k = rng.choice(world.group_sizes), rng.choice(world.group_towns)
    circuit = _circuit(population, k)
    laps = rng.uniform(*world.laps)
    route = population.tour([circuit[i % k] for i in range(round(laps * k) + 1)], world.stay_days, 1.0)
    shared = _shared(population, number)
    group = Group(f"g{number:04d}", [], circuit, laps, tuple(shared))
    chance = rng.random() if size > 2 else 1.0
    for _ in range(size):
        _member(population, group, route, shared)
    half = len(route) // 2
    if chance < world.late_members:
        late = population.persons[-1]
        late.stays = late.stays[half:]
        group.late = (late.id,)
    elif chance < world.late_members + world.swapped_members:
        leaving = population.persons[-1]
        joining = _member(population, group, route, shared)
        leaving.stays, joining.stays = leaving.stays[:half], joining.stays[half:]
        group.swapped = (leaving.id, joining.id)
    return group


def _circuit(population: Population, k: int) -> tuple[str, ...]:
    rng = population.rng
    pool = dict(REGION) if rng.random() < CARRIED_IN_REGION else dict(ELSEWHERE)
    circuit: list[str] = []
    for _ in range(k):
        town = rng.choices(list(pool), [w**0.5 for w in pool.values()])[0]
        circuit.append(town)
        del pool[town]
    return tuple(circuit)


def _shared(population: Population, number: int) -> Mapping[str, str]:
    rng = population.rng
    if rng.random() >= population.world.shared_identifier:
        return NOTHING
    shared = {"phones": population.phone()} if rng.random() < 0.5 else {"advert_ids": advert(rng)}
    if rng.random() < 0.4:
        shared["controller_ref"] = f"EXP-{number:03d}"
    return shared


def _member(population: Population, group: Group, route: list[Stay], shared: Mapping[str, str]) -> Person:
    rng = population.rng
    person = population.person("rotated", kind=rng.choice(CARRIED_IN))
    person.stays = met(route, rng.uniform(*population.world.met_per_rotated))
    person.group, person.shared = group.id, shared
    if rng.random() < IS_ACTUAL:
        person.status = "ActualVictimOfTrafficking"
    group.members.append(person.id)
    return person
