"""Invented persons: who they are, and where they stay when."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from types import MappingProxyType

from ingest.simulation import names
from ingest.simulation.world import ELSEWHERE, REGION, TREATED, World

KINDS = ("window", "club", "hotel", "massage", "private_home", "street", "work_site")
KIND_WEIGHTS = (24, 8, 16, 16, 24, 6, 6)
TOWNS = {**REGION, **ELSEWHERE}
NOTHING: Mapping[str, str] = MappingProxyType({})
PHONES = 1_000_000
PHONES_AT_FIRST = 400_000

_TOWNS = tuple(TOWNS)
_TOWN_WEIGHTS = tuple(accumulate(TOWNS.values()))
_CODES = tuple(names.TONGUES)
_CODE_WEIGHTS = tuple(accumulate(t.weight for t in names.TONGUES.values()))


@dataclass(frozen=True, slots=True)
class Stay:
    """A person in a town from day to day (both included; day 0 is the world's first), met ``rate`` times a day.

    ``kind`` is the kind of premises where it isn't the person's own.
    """

    town: str
    first_day: int
    last_day: int
    rate: float
    kind: str = ""


@dataclass(slots=True)
class Person:
    """An invented person. ``role`` says what the truth knows of them; ``shared`` are identifiers of a controller.

    ``group`` is that of the planted group, crew, chain or pair the person belongs to.
    """

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
    shared: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    status: str = "PossibleVictimOfTrafficking"


class Population:
    """Makes persons one after another.

    Parameters
    ----------
    world
        Rates.
    rng
        Source of chance of where persons stay.
    who
        Source of chance of who they are; ``rng`` where None.
    named
        Whether they get names, documents and real-looking phone numbers. Without, the same persons stay in the same
        towns on the same days, and making them takes a fifth of the time.
    """

    def __init__(
        self, world: World, rng: random.Random, who: random.Random | None = None, *, named: bool = True
    ) -> None:
        self.world = world
        self.rng = rng
        self.who = who or rng
        self.persons: list[Person] = []
        self._named = named
        self._at_first = tuple(self.who.sample(range(PHONES), PHONES_AT_FIRST)) if named else ()
        self._phones = list(self._at_first)
        self._given_out = 0

    def phone(self) -> str:
        """Return a number of a range that is not issued (+31 6 00…), never twice.

        Raises
        ------
        IndexError
            After a million numbers.
        """
        self._given_out += 1
        if not self._named:
            return f"phone {self._given_out}"
        if not self._phones and self._given_out == PHONES_AT_FIRST + 1:
            self._phones = sorted(set(range(PHONES)).difference(self._at_first))
            self.who.shuffle(self._phones)
        return f"+31600{self._phones.pop():06d}"

    def town(self) -> str:
        """Return a town of the region or elsewhere, by its share."""
        return self.rng.choices(_TOWNS, cum_weights=_TOWN_WEIGHTS)[0]

    def town_of_any_size(self) -> str:
        """Return a town, each as likely."""
        return self.rng.choice(_TOWNS)

    def towns(self, n: int) -> list[str]:
        """Return so many different towns, each as likely."""
        return self.rng.sample(_TOWNS, n)

    def person(self, role: str, *, kind: str | None = None) -> Person:
        """Return a new person who stays nowhere yet."""
        person = self._known(role, kind) if self._named else self._unnamed(role, kind)
        self.persons.append(person)
        return person

    def _unnamed(self, role: str, kind: str | None) -> Person:
        kind = kind or self.rng.choices(KINDS, KIND_WEIGHTS)[0]
        number = len(self.persons)
        return Person(f"t{number:06d}", role, "", "", "", (0, 0, 0), "", "", "", [self.phone()], kind)

    def _known(self, role: str, kind: str | None) -> Person:
        who = self.who
        code = who.choices(_CODES, cum_weights=_CODE_WEIGHTS)[0]
        tongue = names.TONGUES[code]
        is_man = who.random() < 0.12
        return Person(
            id=f"t{len(self.persons):06d}",
            role=role,
            given=names.given_name(tongue, who),
            prefix=who.choice(names.PREFIXES) if code == "NL" and who.random() < 0.4 else "",
            family=names.family_name(tongue, who),
            born=(int(who.triangular(1968, 2006, 1997)), who.randint(1, 12), who.randint(1, 28)),
            nationality=code,
            sex="M" if is_man else "V",
            document=f"{code}X{who.randrange(100_000):05d}{who.choice('ABCDEFGHKLMNPRSTUVWXYZ')}",
            phones=[self.phone()],
            kind=kind or self.rng.choices(KINDS, KIND_WEIGHTS)[0],
        )

    def sibling(self, other: Person) -> Person:
        """Return a twin (half of them) or sibling: the same family name, home and often phone."""
        person = self.person("sibling", kind=other.kind)
        self.name_as_sibling(person, other)
        person.stays = list(other.stays)
        return person

    def name_as_sibling(self, person: Person, other: Person) -> None:
        """Let a person be the twin (half of them) or sibling of another, often with one phone."""
        if not self._named:
            return
        who = self.who
        person.family, person.prefix, person.nationality = other.family, other.prefix, other.nationality
        tongue = names.TONGUES[other.nationality]
        while person.given == other.given:
            person.given = names.given_name(tongue, who)
        if who.random() < 0.5:
            person.born = other.born
        else:
            person.born = (other.born[0] + who.choice((-3, -2, -1, 1, 2, 3)), who.randint(1, 12), who.randint(1, 28))
        if who.random() < 0.4:
            person.phones = list(other.phones)
        person.document = other.document[:3] + f"{who.randrange(100_000):05d}" + other.document[-1]

    def name_as_namesake(self, person: Person, other: Person) -> None:
        """Give a person the name, birth date and country of another; document and phone stay her own."""
        person.given, person.prefix, person.family = other.given, other.prefix, other.family
        person.born, person.nationality, person.sex = other.born, other.nationality, other.sex

    def resident(
        self, role: str, *, met: float | None = None, kind: str | None = None, town: str | None = None
    ) -> Person:
        """Return somebody who stays in one town for some months; ``met`` encounters, by the world's rates where None."""
        rng, world = self.rng, self.world
        person = self.person(role, kind=kind)
        here = town or self.town()
        if here == TREATED and kind is None and rng.random() < 0.5:
            person.kind = "window"
        expected = world.met_per_person * rng.choice((0.5, 0.7, 1, 1, 1, 2.5)) if met is None else met
        length = max(20, int(rng.expovariate(1 / 160)))
        first = rng.randint(-length // 2, world.days - 1)
        last = first + length
        rate = expected / max(20, min(last, world.days) - max(first, 0))
        person.stays = list(cut([Stay(here, first, last, rate)], world))
        return person

    def wanderer(self, role: str, towns: list[str], stay_days: tuple[int, int], *, met: float) -> Person:
        """Return somebody who goes through towns in the order given, from a random day on."""
        person = self.person(role)
        person.stays = self.tour(towns, stay_days, met)
        return person

    def tour(self, towns: list[str], stay_days: tuple[int, int], met: float, first: int | None = None) -> list[Stay]:
        """Return stays in towns one after another, with ``met`` encounters in all."""
        rng = self.rng
        lengths = [rng.randint(*stay_days) for _ in towns]
        day = rng.randint(0, max(1, self.world.days - sum(lengths))) if first is None else first
        stays = []
        for town, length in zip(towns, lengths, strict=True):
            stays.append(Stay(town, day, day + length - 1, met / sum(lengths)))
            day += length
        return list(cut(stays, self.world))


def advert(rng: random.Random) -> str:
    """Return an invented advert number."""
    return f"KZ-{rng.randrange(1_000_000):06d}"


def met(stays: list[Stay], encounters: float) -> list[Stay]:
    """Return the stays, met evenly so often in all."""
    days = sum(s.last_day - s.first_day + 1 for s in stays) or 1
    return [Stay(s.town, s.first_day, s.last_day, encounters / days, s.kind) for s in stays]


def cut(stays: list[Stay], world: World) -> Iterator[Stay]:
    """Stays within the world's days."""
    for s in stays:
        if s.last_day >= 0 and s.first_day < world.days:
            yield Stay(s.town, max(0, s.first_day), min(world.days - 1, s.last_day), s.rate, s.kind)
