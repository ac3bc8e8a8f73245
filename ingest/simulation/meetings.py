"""Who is met where, when, by whom: everything of an encounter but how a person is written down."""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ingest.simulation import registers
from ingest.simulation.people import NOTHING, Person, Population, Stay, advert
from ingest.simulation.planting import populate
from ingest.simulation.registers import FORTNIGHT
from ingest.simulation.world import REGION, World

BY_POLICE, IN_CARE = 0.28, 0.03
PHONE_ASKED, SHARED_SEEN, ADDRESS_WRITTEN = 0.5, 0.55, 0.35
SIGNAL_OF_KNOWN = 0.25
STREETS = ("Fictieplein", "Denkbeeldige Kade", "Schijnhaven", "Bedachte Steeg", "Loze Dijk", "Verzonnen Weg")
DAY_ONLY, MONTH_ONLY = -1, -2
NOT_A_VICTIM, UNASSESSED = "NotAVictimOfTrafficking", "Unassessed"


class Meeting(NamedTuple):
    """One row to come. ``person`` is None for a signal about premises, whose role then is ``role``.

    ``minute`` is the minute of the day of a timed encounter, :data:`DAY_ONLY` where only the date is known,
    :data:`MONTH_ONLY` where only the month.
    ``shared`` are identifiers of a controller that were seen; ``phone`` is the person's own, as asked for.
    """

    person: Person | None
    role: str
    town: str
    day: int
    source: str
    channel: str
    status: str
    kind: str
    minute: int
    operation: str
    phone: str
    shared: Mapping[str, str]
    address: str
    consent: str

    @property
    def is_stored(self) -> bool:
        """Whether the contract stores the row with its person: it may, and there is a signal."""
        return self.status not in (NOT_A_VICTIM, UNASSESSED) and self.consent != "refused"


@dataclass(frozen=True, slots=True)
class Region:
    """An invented region before anything is written down."""

    world: World
    persons: Sequence[Person]
    planted: Mapping[str, object]
    visits: Sequence[registers.Visits]
    meetings: Iterator[Meeting]


class Draw:
    """Draws meetings from where persons stay and how hard is looked there.

    Parameters
    ----------
    world
        Rates.
    rng
        Source of chance.
    population
        Persons with their stays.
    effort
        By town and fortnight, as :func:`ingest.simulation.registers.relative_effort` gives it.
    """

    def __init__(
        self, world: World, rng: random.Random, population: Population, effort: Mapping[str, Sequence[float]]
    ) -> None:
        self.world = world
        self.rng = rng
        self.population = population
        self.effort = effort
        self._most = {town: max(row) for town, row in effort.items()}
        self._addresses: dict[tuple[str, str], str] = {}

    def all(self) -> Iterator[Meeting]:
        """Yield meetings person by person, then those of raids, then signals about premises."""
        n = 0
        for person in self.population.persons:
            for meeting in self.of(person):
                yield meeting
                n += 1
        for meeting in self.raids():
            yield meeting
            n += 1
        yield from self.signals(round(n * self.world.signals))

    def of(self, person: Person) -> Iterator[Meeting]:
        """Yield all meetings of a person but for those of raids."""
        random, randint = self.rng.random, self.rng.randint
        for stay in person.stays:
            looked, most = self.effort[stay.town], self._most[stay.town]
            # As many as at the greatest effort, thinned by what there is.
            for _ in range(self._poisson(stay.rate * (stay.last_day - stay.first_day + 1) * most)):
                day = randint(stay.first_day, stay.last_day)
                if random() * most < looked[min(day // FORTNIGHT, len(looked) - 1)]:
                    yield self.meeting(person, stay, day)

    def meeting(self, person: Person, stay: Stay, day: int, operation: str = "") -> Meeting:
        """Return one meeting with a person."""
        chance, town = self.rng.random(), stay.town
        by_police = chance < BY_POLICE
        in_care = not by_police and chance > 1 - IN_CARE and town in REGION
        kind = stay.kind or person.kind
        random = self.rng.random
        minute = DAY_ONLY
        if by_police and random() < 0.3:
            minute = self.rng.randint(9, 23) * 60 + self.rng.randrange(0, 60, 5)
        elif random() < 0.004 * self.world.garbled:
            minute = MONTH_ONLY
        shared = {c: v for c, v in person.shared.items() if random() < SHARED_SEEN} if person.shared else NOTHING
        return Meeting(
            person=person,
            role=person.role,
            town=town,
            day=day,
            source=registers.police(town) if by_police else registers.CARE if in_care else registers.team(town),
            channel="intake" if in_care else "declaration" if by_police and random() < 0.02 else "control",
            status=self._status(person),
            kind=kind,
            minute=minute,
            operation=operation,
            phone=self.rng.choice(person.phones) if random() < self.phone_asked else "",
            shared=shared,
            address=self._address(person, town) if random() < ADDRESS_WRITTEN and kind != "street" else "",
            consent=("given" if random() < 0.6 else "refused") if in_care else "",
        )

    @property
    def phone_asked(self) -> float:
        """Chance that a register writes down the person's own number."""
        return 1 - (1 - PHONE_ASKED) * self.world.missing

    def raids(self) -> Iterator[Meeting]:
        """Yield raid days: many strangers met together in one town, on one operation."""
        rng, world = self.rng, self.world
        n = round(len(self.population.persons) * world.raids_per_1000 / 1000)
        places = [(self.population.town(), rng.randrange(world.days)) for _ in range(n)]
        wanted: dict[str, list[int]] = {}
        for town, day in places:
            wanted.setdefault(town, []).append(day)
        there: dict[tuple[str, int], list[tuple[Person, Stay]]] = {place: [] for place in places}
        for person in self.population.persons:
            for stay in person.stays:
                for day in wanted.get(stay.town, ()):
                    if stay.first_day <= day <= stay.last_day:
                        there[stay.town, day].append((person, stay))
        for i, (town, day) in enumerate(places):
            met = there[town, day]
            for person, stay in rng.sample(met, min(world.raid_size, len(met))):
                yield self.meeting(person, stay, day, operation=f"IC-{i:03d}")

    def signals(self, n: int) -> Iterator[Meeting]:
        """Yield signals about premises, without a person; some name the numbers of a relocated or rotated business."""
        rng = self.rng
        known = [p for p in self.population.persons if p.shared and p.stays]
        for _ in range(n):
            if known and rng.random() < SIGNAL_OF_KNOWN:
                person = rng.choice(known)
                stay = rng.choice(person.stays)
                town, day = stay.town, rng.randint(stay.first_day, stay.last_day)
                shared = {c: v for c, v in person.shared.items() if c != "controller_ref"}
                kind, role = person.kind, person.role
            else:
                town, day = self.population.town(), rng.randrange(self.world.days)
                kind, role = rng.choice(("private_home", "massage", "hotel", "")), "signal"
                shared = {"advert_ids": advert(rng)} if rng.random() < 0.5 else {}
            yield Meeting(
                None, role, town, day, registers.HOTLINE, "signal", "PossibleVictimOfTrafficking", kind, DAY_ONLY, "", "",
                shared, "", "",
            )  # fmt: skip

    def _status(self, person: Person) -> str:
        chance, world = self.rng.random(), self.world
        # Every second tourer is known to be nobody's victim, and said so in half of her rows.
        not_victim = 0.5 if person.role == "tourer" and int(person.id[1:]) % 2 else world.not_a_victim
        if chance < not_victim:
            return NOT_A_VICTIM
        if chance < not_victim + world.unassessed:
            return UNASSESSED
        if chance < not_victim + world.unassessed + world.actual:
            return "ActualVictimOfTrafficking"
        return person.status

    def _address(self, person: Person, town: str) -> str:
        place = person.group or person.id[:4]
        if (place, town) not in self._addresses:
            number = random.Random(f"{place} {town}").randrange(len(STREETS) * 90)
            self._addresses[place, town] = f"{STREETS[number // 90]} {number % 90 + 1}"
        return self._addresses[place, town]

    def _poisson(self, mean: float) -> int:
        draw = self.rng.expovariate
        n, total = 0, draw(1.0)
        while total < mean:
            n, total = n + 1, total + draw(1.0)
        return n


def draw_region(world: World, *, seed: int, encounters: int, named: bool) -> Region:
    """Draw persons, what is planted among them, and the meetings to come.

    Parameters
    ----------
    world
        Rates.
    seed
        Same seed, same region, with names and without.
    encounters
        About how many meetings.
    named
        Whether persons get names and numbers as they are written (see :class:`ingest.simulation.people.Population`).
    """
    rng = random.Random(seed)
    visits = registers.effort(world, rng)
    population = Population(world, rng, random.Random(f"who {seed}"), named=named)
    planted = populate(population, encounters)
    draw = Draw(world, rng, population, registers.relative_effort(visits, world))
    return Region(world, population.persons, planted, visits, draw.all())
