"""Fill an invented region: residents, planted stories, and decoys that look like them."""

import random

from ingest.simulation.people import Population, Stay, advert
from ingest.simulation.world import ELSEWHERE, RECEIVING, REGION, TREATED


def populate(population: Population, encounters: int) -> dict[str, object]:
    """Make persons until about so many encounters are expected; what was planted."""
    world, rng = population.world, population.rng
    # Expected rows per resident, from the rates: those who are moved about are met more often.
    heavy = world.rotated * 5.5 + world.movers * 3 + world.commuters * 6 + world.tourers * 6 + world.seasonal * 3
    others = world.rotated + world.movers + world.commuters + world.tourers + world.seasonal
    n = round(encounters * (1 - world.signals) / (world.met_per_person * (1 - others) * 1.06 + heavy * 1.15))
    counts = {
        "rotations": round(n * world.rotated / 3.9),
        "movers": round(n * world.movers),
        "commuters": round(n * world.commuters),
        "tourers": round(n * world.tourers),
        "crews": round(n * world.seasonal / 4),
        "care": round(n * world.care_transfers),
        "siblings": round(n * world.siblings),
    }
    for _ in range(round(n * (1 - others))):
        population.resident("resident", met=world.met_per_person * rng.choice((0.5, 0.7, 1, 1, 1, 2.5)))
    for person in rng.sample(population.persons, min(counts["siblings"], len(population.persons))):
        population.sibling(person)
    for _ in range(counts["rotations"]):
        population.rotation()
    towns = {**REGION, **ELSEWHERE}
    for _ in range(counts["movers"]):
        route = rng.sample(list(towns), 2)
        population.wanderer("mover", route, (60, 200), met=3)
    for _ in range(counts["care"]):
        person = population.wanderer("care", [population.town(), rng.choice(list(towns))], (40, 120), met=3)
        person.kind = "shelter"
    for _ in range(counts["commuters"]):
        a, b = rng.sample(list(towns), 2)
        population.wanderer("commuter", [a, b] * rng.randint(3, 6), (3, 12), met=6)
    for _ in range(counts["tourers"]):
        population.wanderer("tourer", rng.choices(list(towns), k=rng.randint(5, 10)), (7, 21), met=6)
    for _ in range(counts["crews"]):
        _crew(population)
    relocations = [_relocation(population, i) for i in range(_some(n * world.relocations_per_1000 / 1000, rng))]
    _chains(population, n)
    _phones(population, n)
    flows = population.displace() if world.closure else {}
    if encounters >= 2_000 and world.rotated:
        _seven_times(population)
    return {
        "rotations": [vars(g) | {"circuit": list(g.circuit), "shared": list(g.shared)} for g in population.groups],
        "relocations": relocations,
        "displacements": [{"intervention_id": "S-CLOSURE", "receiving": list(RECEIVING), "flows": flows}] * bool(flows),
    }


def _some(expected: float, rng: random.Random) -> int:
    return int(expected) + (rng.random() < expected % 1)


def _crew(population: Population) -> None:
    """Seasonal workers: a crew that goes through two or three towns once, spring to autumn."""
    rng = population.rng
    towns = rng.sample([*REGION, *ELSEWHERE], rng.randint(2, 3))
    first = rng.choice((70, 435)) + rng.randint(0, 40)
    route = population.tour(towns, (30, 60), 1.0, first)
    for _ in range(rng.randint(3, 6)):
        person = population.person("seasonal", kind="work_site")
        length = sum(s.last_day - s.first_day + 1 for s in route) or 1
        person.stays = [Stay(s.town, s.first_day, s.last_day, 3 / length) for s in route]


def _relocation(population: Population, i: int) -> dict[str, object]:
    """A massage parlour that closes in one town and opens, with its phone and advert, in another."""
    rng, world = population.rng, population.world
    here, there = rng.sample(list(REGION), 2)
    day = rng.randint(150, world.days - 150)
    shared = {"phones": population.phone(), "advert_ids": advert(rng)}
    members = []
    for j in range(rng.randint(4, 6)):
        person = population.person("relocated", kind="massage")
        first, last = day - rng.randint(60, 140), day + rng.randint(60, 140)
        gap = rng.randint(5, 25)
        before = Stay(here, max(0, first), day, 2.5 / max(1, day - first))
        after = Stay(there, day + gap, min(last, world.days - 1), 2.5 / max(1, last - day))
        person.stays = [before, after] if j < 3 else [before] if j % 2 else [after]
        person.shared, person.group = shared, f"r{i:03d}"
        members.append(person.id)
    return {"id": f"r{i:03d}", "from": here, "to": there, "day": day, "members": members} | {"shared": shared}


def _chains(population: Population, n: int) -> None:
    """Salon chains: one phone and advert at two towns at once, with different people."""
    world, rng = population.world, population.rng
    for _ in range(_some(n * world.salon_chains_per_1000 / 1000, rng)):
        shared = {"phones": population.phone(), "advert_ids": advert(rng)}
        for town in rng.sample(list(REGION), 2):
            for _ in range(3):
                person = population.resident("chain", met=3, kind="massage", town=town)
                person.shared = shared


def _phones(population: Population, n: int) -> None:
    """Numbers that were given out again, and numbers of a controller that thirty people give."""
    world, rng = population.world, population.rng
    residents = [p for p in population.persons if p.role == "resident"]
    for _ in range(_some(n * world.reissued_phones_per_1000 / 1000, rng)):
        one, other = rng.sample(residents, 2)
        other.phones = list(one.phones)
    for _ in range(_some(n * world.crowded_phones_per_1000 / 1000, rng)):
        number = population.phone()
        for person in rng.sample(residents, min(30, len(residents))):
            person.phones = [number]


def _seven_times(population: Population) -> None:
    """Somebody met again and again in Rotterdam, and later once in Capelle aan den IJssel."""
    person = population.person("seven times", kind="street")
    person.stays = [Stay(TREATED, 400, 530, 7.5 / 131), Stay("GM0502", 560, 620, 1.6 / 61)]
    person.status = "PossibleVictimOfTrafficking"
