"""Invented persons: who they are, and where they stay when."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from ingest.simulation import names
from ingest.simulation.world import ELSEWHERE, RECEIVING, REGION, TREATED, World

KINDS = ("window", "club", "hotel", "massage", "private_home", "street", "work_site")


@dataclass(frozen=True, slots=True)
class Stay:
    """A person in a town from day to day (both included; day 0 is the world's first), met ``rate`` times a day."""

    town: str
    first_day: int
    last_day: int
    rate: float


@dataclass
class Person:
    """An invented person. ``role`` says what the truth knows of them; ``shared`` are identifiers of a controller."""

    id: str
    role: str
    given: str
    prefix: str
    family: str
    born: tuple[int, int, int]
    nationality: str
    sex: str
    document: str
    phones: list[str]
    kind: str
    stays: list[Stay] = field(default_factory=list)
    group: str | None = None
    shared: dict[str, str] = field(default_factory=dict)
    address: str | None = None
    status: str = "PossibleVictimOfTrafficking"


@dataclass
class Group:
    """A planted rotation: members carried round a circuit of towns."""

    id: str
    members: list[str]
    circuit: tuple[str, ...]
    laps: float
    shared: tuple[str, ...]


class Population:
    """Makes persons one after another, from one source of chance."""

    def __init__(self, world: World, rng: random.Random) -> None:
        self.world = world
        self.rng = rng
        self.persons: list[Person] = []
        self.groups: list[Group] = []
        self._phones = rng.sample(range(1_000_000), 400_000)

    def phone(self) -> str:
        """Return a number of a range that is not issued (+31 6 00…), never twice."""
        return f"+31600{self._phones.pop():06d}"

    def town(self) -> str:
        """Return a town of the region or elsewhere, by its share."""
        towns = {**REGION, **ELSEWHERE}
        return self.rng.choices(list(towns), list(towns.values()))[0]

    def person(self, role: str, *, kind: str | None = None) -> Person:
        """Return a new person who stays nowhere yet."""
        rng = self.rng
        code = rng.choices(list(names.TONGUES), [t.weight for t in names.TONGUES.values()])[0]
        tongue = names.TONGUES[code]
        is_man = rng.random() < 0.12
        person = Person(
            id=f"t{len(self.persons):06d}",
            role=role,
            given=names.given_name(tongue, rng),
            prefix=rng.choice(names.PREFIXES) if code == "NL" and rng.random() < 0.4 else "",
            family=names.family_name(tongue, rng),
            born=(int(rng.triangular(1968, 2006, 1997)), rng.randint(1, 12), rng.randint(1, 28)),
            nationality=code,
            sex="M" if is_man else "V",
            document=f"{code}X{rng.randrange(100_000):05d}{rng.choice('ABCDEFGHKLMNPRSTUVWXYZ')}",
            phones=[self.phone()],
            kind=kind or rng.choices(KINDS, (24, 8, 16, 16, 24, 6, 6))[0],
        )
        self.persons.append(person)
        return person

    def sibling(self, other: Person) -> Person:
        """Return a twin (half of them) or sibling: the same family name, home and often phone."""
        rng = self.rng
        person = self.person("sibling", kind=other.kind)
        person.family, person.prefix, person.nationality = other.family, other.prefix, other.nationality
        tongue = names.TONGUES[other.nationality]
        while person.given == other.given:
            person.given = names.given_name(tongue, rng)
        if rng.random() < 0.5:
            person.born = other.born
        else:
            person.born = (other.born[0] + rng.choice((-3, -2, -1, 1, 2, 3)), rng.randint(1, 12), rng.randint(1, 28))
        if rng.random() < 0.4:
            person.phones = list(other.phones)
        person.document = other.document[:3] + f"{rng.randrange(100_000):05d}" + other.document[-1]
        person.stays = list(other.stays)
        return person

    def resident(self, role: str, *, met: float, kind: str | None = None, town: str | None = None) -> Person:
        """Return somebody who stays in one town for some months."""
        rng, world = self.rng, self.world
        person = self.person(role, kind=kind)
        here = town or self.town()
        if here == TREATED and kind is None and rng.random() < 0.5:
            person.kind = "window"
        length = max(20, int(rng.expovariate(1 / 160)))
        first = rng.randint(-length // 2, world.days - 1)
        last = first + length
        person.stays = list(
            _cut([Stay(here, first, last, met / max(20, min(last, world.days) - max(first, 0)))], world)
        )
        return person

    def wanderer(self, role: str, towns: list[str], stay_days: tuple[int, int], *, met: float) -> Person:
        """Return somebody who goes through towns in the order given, from a random day on."""
        person = self.person(role)
        person.stays = self.tour(towns, stay_days, met)
        return person

    def tour(self, towns: list[str], stay_days: tuple[int, int], met: float, first: int | None = None) -> list[Stay]:
        """Return stays in towns one after another."""
        rng = self.rng
        lengths = [rng.randint(*stay_days) for _ in towns]
        day = rng.randint(0, max(1, self.world.days - sum(lengths))) if first is None else first
        stays = []
        for town, length in zip(towns, lengths, strict=True):
            stays.append(Stay(town, day, day + length - 1, met / sum(lengths)))
            day += length
        return list(_cut(stays, self.world))

    def rotation(self) -> Group:
        """Return a group carried round a circuit of towns, and add its members."""
        rng, world = self.rng, self.world
        size, k = rng.choice(world.group_sizes), rng.choice(world.group_towns)
        pool = dict(REGION) if rng.random() < 0.7 else dict(ELSEWHERE)
        circuit: list[str] = []
        for _ in range(k):
            town = rng.choices(list(pool), [w**0.5 for w in pool.values()])[0]
            circuit.append(town)
            del pool[town]
        laps = rng.uniform(*world.laps)
        route = [circuit[i % k] for i in range(round(laps * k) + 1)]
        base = self.tour(route, world.stay_days, 1.0)
        group = Group(f"g{len(self.groups):04d}", [], tuple(circuit), laps, ())
        shared = {}
        if rng.random() < world.shared_identifier:
            shared = {"phones": self.phone()} if rng.random() < 0.5 else {"advert_ids": advert(rng)}
            if rng.random() < 0.4:
                shared["controller_ref"] = f"EXP-{len(self.groups):03d}"
        group.shared = tuple(shared)
        swapped = size > 2 and rng.random() < 0.2
        for i in range(size):
            person = self.person("rotated", kind=rng.choice(("hotel", "private_home", "window")))
            met = rng.uniform(*world.met_per_rotated) / sum(s.last_day - s.first_day + 1 for s in base)
            mine = base[len(base) // 2 :] if swapped and i == size - 1 else base
            person.stays = [Stay(s.town, s.first_day, s.last_day, met) for s in mine]
            person.group, person.shared = group.id, dict(shared)
            if rng.random() < 0.15:
                person.status = "ActualVictimOfTrafficking"
            group.members.append(person.id)
        self.groups.append(group)
        return group

    def displace(self) -> dict[str, int]:
        """Let a closure of windows move those who work behind them in the treated town; how many went where."""
        rng, world, flows = self.rng, self.world, dict.fromkeys((*RECEIVING, "gone"), 0)
        for person in self.persons:
            if person.kind != "window" or not person.stays or person.role not in ("resident", "sibling"):
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


def advert(rng: random.Random) -> str:
    """Return an invented advert number."""
    return f"KZ-{rng.randrange(1_000_000):06d}"


def _cut(stays: list[Stay], world: World) -> Iterator[Stay]:
    """Stays within the world's days."""
    for s in stays:
        if s.last_day >= 0 and s.first_day < world.days:
            yield Stay(s.town, max(0, s.first_day), min(world.days - 1, s.last_day), s.rate)
