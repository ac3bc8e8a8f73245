"""Fill an invented region: residents, planted stories, and decoys that look like them."""

import random
from collections.abc import Sequence
from statistics import fmean

from ingest.simulation import groups, neighbours
from ingest.simulation.decoys import DECOYS
from ingest.simulation.people import Person, Population, Stay, advert
from ingest.simulation.world import RECEIVING, REGION, TREATED, World

MET_PER_DECOY = {"movers": 3.0, "commuters": 6.0, "tourers": 6.0, "seasonal": 3.0, "care_transfers": 3.0}
SETTLED = frozenset({"resident", "sibling", "namesake", "reissued phone", "crowded phone"})
SEVEN_TIMES_FROM = 2_000
"""Encounters from which on a region is large enough for one who is met again and again in one place."""


def persons_for(world: World, encounters: int) -> int:
    """Number of persons who are expected to be met about so often in all, premises signals included."""
    share: dict[str, float] = {"rotated": world.rotated} | {name: getattr(world, name) for name in DECOYS}
    often = {"rotated": fmean(world.met_per_rotated)} | MET_PER_DECOY
    others = 1 - sum(share.values()) + world.siblings
    # Stays are cut at the world's end, and a raid meets some more.
    met = sum(share[k] * often[k] for k in share) * 0.95 + others * world.met_per_person * 1.06
    met += world.raids_per_1000 * world.raid_size / 1000
    return round(encounters / (1 + world.signals) / met)


def populate(population: Population, encounters: int) -> dict[str, object]:
    """Make persons until about so many encounters are expected; what was planted."""
    world, rng = population.world, population.rng
    n = persons_for(world, encounters)
    settled = 1 - world.rotated - sum(getattr(world, name) for name in DECOYS)
    residents = [population.resident("resident") for _ in range(round(n * settled))]
    neighbours.siblings(population, round(n * world.siblings))
    carried = n * world.rotated / fmean(world.group_sizes)
    planted = [groups.plant(population, i) for i in range(_some(carried, rng))]
    for name, add in DECOYS.items():
        add(population, round(n * getattr(world, name)))
    relocations = [_relocation(population, i) for i in range(_some(n * world.relocations_per_1000 / 1000, rng))]
    neighbours.chains(population, _some(n * world.salon_chains_per_1000 / 1000, rng))
    _phones(population, residents, n)
    namesakes = neighbours.namesakes(population, _some(n * world.namesakes_per_1000 / 1000, rng))
    flows = displace(population) if world.closure else {}
    if encounters >= SEVEN_TIMES_FROM and world.rotated:
        _seven_times(population)
    return {
        "rotations": [{name: list(v) if isinstance(v, tuple) else v for name, v in vars(g).items()} for g in planted],
        "relocations": relocations,
        "displacements": [{"intervention_id": "S-CLOSURE", "receiving": list(RECEIVING), "flows": flows}] * bool(flows),
        "namesakes": namesakes,
    }


def _some(expected: float, rng: random.Random) -> int:
    return int(expected) + (rng.random() < expected % 1)


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


def _phones(population: Population, residents: Sequence[Person], n: int) -> None:
    world, rng = population.world, population.rng
    neighbours.phones(
        population,
        residents,
        reissued=_some(n * world.reissued_phones_per_1000 / 1000, rng),
        crowded=_some(n * world.crowded_phones_per_1000 / 1000, rng),
    )


def displace(population: Population) -> dict[str, int]:
    """Let a closure of windows move those who work behind them in the treated town; how many went where."""
    rng, world, flows = population.rng, population.world, dict.fromkeys((*RECEIVING, "gone"), 0)
    for person in population.persons:
        if person.kind != "window" or not person.stays or person.role not in SETTLED:
            continue
        stays = []
        for stay in person.stays:
            if stay.town != TREATED or stay.last_day < world.closure_day:
                stays.append(stay)
                continue
            if stay.first_day < world.closure_day:
                stays.append(Stay(TREATED, stay.first_day, world.closure_day - 1, stay.rate))
            chance = rng.random()
            begin = max(stay.first_day, world.closure_day + rng.randint(0, 20))
            if chance < world.displaced and begin <= stay.last_day:
                town = rng.choice(RECEIVING)
                stays.append(Stay(town, begin, stay.last_day, stay.rate))
                flows[town] += 1
            elif chance < world.displaced + world.gone:
                flows["gone"] += 1
            else:
                stays.append(Stay(TREATED, max(stay.first_day, world.closure_day), stay.last_day, stay.rate))
        person.stays = stays
        if any(s.town in RECEIVING for s in stays) and rng.random() < 0.8:
            person.kind = rng.choice(("private_home", "hotel", "massage"))
    return flows


def _seven_times(population: Population) -> None:
    """Somebody met again and again in Rotterdam, and later once in Capelle aan den IJssel."""
    person = population.person("seven times", kind="street")
    person.stays = [Stay(TREATED, 400, 530, 7.5 / 131), Stay("GM0502", 560, 620, 1.6 / 61)]
    person.status = "PossibleVictimOfTrafficking"
