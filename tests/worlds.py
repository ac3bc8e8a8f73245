"""Small invented regions as encounter columns, with the truth beside them: who was carried round together, who wasn't.

Others than the rotated are residents, people who moved once, commuters, lone tourers, seasonal crews that move
together once or twice a year, people brought to reception and on, and whoever a raid meets. Sightings are sparse and
bunch on the days on which a town's team was out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from graph.columns import EncounterColumns, EncounterRow, columns_of, day_number, day_of

START = day_number(date(2023, 1, 1))


@dataclass(frozen=True, slots=True)
class WorldSize:
    """How large a region is and what lives in it; shares are of all persons."""

    persons: int = 4_000
    days: int = 730
    towns: int = 40
    rotated: float = 1 / 21
    commuters: float = 0.05
    tourers: float = 0.02
    seasonal: float = 0.02
    transferred: float = 0.02
    raids: int = 12
    sightings_rotated: float = 4.0
    sightings_other: float = 0.9
    shared_identifier: float = 0.5
    joint_sightings: float = 0.5
    stay_days: tuple[int, int] = (7, 16)
    carried_days: tuple[int, int] = (90, 240)


@dataclass(slots=True)
class World:
    """Columns and truth: ``groups`` are the rotated, as person names; ``decoys`` names everybody else's kind."""

    columns: EncounterColumns
    groups: list[frozenset[str]]
    circuits: list[tuple[str, ...]]
    decoys: dict[str, str] = field(default_factory=dict)


class _Builder:
    def __init__(self, size: WorldSize, seed: int) -> None:
        self.size = size
        self.random = np.random.default_rng(seed)
        weights = 1.0 / np.arange(1, size.towns + 1)
        self.weights = weights / weights.sum()
        self.rows: list[EncounterRow] = []
        self.out = [np.sort(self.random.choice(size.days, size=size.days // 9, replace=False)) for _ in weights]
        self.present: dict[tuple[int, int], list[str]] = {}

    def town(self, but: tuple[int, ...] = ()) -> int:
        while True:
            town = int(self.random.choice(self.size.towns, p=self.weights))
            if town not in but:
                return town

    def towns(self, count: int) -> tuple[int, ...]:
        chosen: tuple[int, ...] = ()
        for _ in range(count):
            chosen = (*chosen, self.town(chosen))
        return chosen

    def out_day(self, town: int, low: int, high: int) -> int | None:
        """A day in ``[low, high)`` on which somebody looked: mostly the town's team, else the police, any day."""
        high = min(high, self.size.days)
        if low >= high:
            return None
        days = self.out[town]
        days = days[(days >= low) & (days < high)]
        if len(days) and self.random.random() < 0.7:
            return int(self.random.choice(days))
        return int(self.random.integers(low, high))

    def see(self, person: str | None, town: int, day: int, **more: object) -> None:
        team = day in self.out[town] and self.random.random() < 0.8
        channel = str(self.random.choice(["control", "control", "control", "intake", "signal"]))
        self.rows.append(
            EncounterRow(
                id=f"e{len(self.rows):07d}",
                person=person,
                municipality=f"GM{town:04d}",
                first_day=day_of(START + day),
                last_day=day_of(START + day),
                **{
                    "source": f"team-{town:04d}" if team else "police",
                    "channel": channel,
                    "premises_kind": "hotel",
                    **more,
                },  # type: ignore[arg-type]
            )
        )

    def count(self, mean: float) -> int:
        return 1 + int(self.random.geometric(1 / (1 + mean)) - 1)

    def resident(self, person: str) -> None:
        home = self.town()
        for _ in range(self.count(self.size.sightings_other)):
            town = home if self.random.random() < 0.93 else self.town()
            day = self.out_day(town, 0, self.size.days)
            if day is not None:
                self.see(person, town, day)

    def commuter(self, person: str) -> None:
        pair = self.towns(2)
        for _ in range(self.count(2.0)):
            town = pair[int(self.random.random() < 0.5)]
            day = self.out_day(town, 0, self.size.days)
            if day is not None:
                self.see(person, town, day)

    def tourer(self, person: str) -> None:
        self.carry([person], self.towns(int(self.random.integers(3, 6))), 5.0, joint=0.0)

    def carry(
        self, persons: list[str], circuit: tuple[int, ...], mean: float, *, joint: float, identifier: str | None = None
    ) -> None:
        length = int(self.random.integers(*self.size.carried_days))
        day = int(self.random.integers(0, self.size.days - length + 1))
        spans, until, at = [], day + length, int(self.random.integers(len(circuit)))
        while day < until:
            stay = int(self.random.integers(*self.size.stay_days))
            spans.append((circuit[at % len(circuit)], day, day + stay))
            day, at = day + stay, at + 1
        chance = min(0.9, mean / len(spans))
        for town, low, high in spans:
            together = self.out_day(town, low, high)
            visited = self.random.random() < min(1.0, chance * 1.7)
            for person in persons:
                if together is not None and self.random.random() < joint:
                    seen = visited and self.random.random() < min(1.0, 1 / 1.7)
                    at_day: int | None = together
                else:
                    seen = self.random.random() < chance
                    at_day = self.out_day(town, low, high)
                if seen and at_day is not None:
                    has = identifier is not None and self.random.random() < 0.5
                    self.see(person, town, at_day, identifiers=(identifier,) if has else ())

    def crew(self, persons: list[str]) -> None:
        towns = self.towns(int(self.random.integers(2, 4)))
        day = int(self.random.integers(0, 120))
        at = 0
        while day < self.size.days:
            stay = int(self.random.integers(60, 120))
            town = towns[at % len(towns)]
            for person in persons:
                for _ in range(int(self.random.poisson(0.8))):
                    seen = self.out_day(town, day, day + stay)
                    if seen is not None:
                        self.see(person, town, seen, premises_kind="work_site")
            day, at = day + stay, at + 1

    def transfer(self, persons: list[str]) -> None:
        day = int(self.random.integers(30, self.size.days - 90))
        reception, shelter = self.towns(2)
        for person in persons:
            self.see(person, self.town(), max(0, day - int(self.random.integers(1, 40))))
            self.see(person, reception, day, premises_kind="reception_centre", channel="intake")
            self.see(person, shelter, day + 30 + int(self.random.integers(0, 3)), premises_kind="shelter")

    @staticmethod
    def may_be_here(row: EncounterRow, day: int) -> bool:
        settled = str(row.person).startswith(("other", "commuter"))
        return settled or abs(day_number(row.first_day) - START - day) <= 3

    def raid(self, number: int) -> None:
        town, day = self.town(), int(self.random.integers(0, self.size.days))
        near = [r for r in self.rows if r.municipality == f"GM{town:04d}" and r.person is not None]
        people = sorted({str(r.person) for r in near if self.may_be_here(r, day)})
        for person in self.random.permutation(people)[: int(self.random.integers(15, 50))]:
            self.see(str(person), town, day, operation=f"raid-{number}", source=f"team-{town:04d}")


def _sizes(random: np.random.Generator, total: int, low: int, high: int) -> Iterator[int]:
    while total > 0:
        size = int(random.integers(low, high + 1))
        yield size
        total -= size


def world(seed: int, size: WorldSize | None = None) -> World:
    """An invented region."""
    size = size or WorldSize()
    build = _Builder(size, seed)
    groups, circuits, decoys = [], [], {}
    for number, members in enumerate(_sizes(build.random, round(size.persons * size.rotated), 2, 6)):
        persons = [f"r{number:05d}-{i}" for i in range(members)]
        circuit = build.towns(int(build.random.integers(3, 6)))
        shared = f"advert:rot{number}" if build.random.random() < size.shared_identifier else None
        build.carry(persons, circuit, size.sightings_rotated, joint=size.joint_sightings, identifier=shared)
        groups.append(frozenset(persons))
        circuits.append(tuple(f"GM{t:04d}" for t in circuit))
    number = 0

    def newcomers(kind: str, count: int) -> list[str]:
        nonlocal number
        made = [f"{kind}{number + i:06d}" for i in range(count)]
        number += count
        decoys.update(dict.fromkeys(made, kind))
        return made

    for person in newcomers("commuter", round(size.persons * size.commuters)):
        build.commuter(person)
    for person in newcomers("tourer", round(size.persons * size.tourers)):
        build.tourer(person)
    for members in _sizes(build.random, round(size.persons * size.seasonal), 4, 20):
        build.crew(newcomers("seasonal", members))
    for members in _sizes(build.random, round(size.persons * size.transferred), 3, 8):
        build.transfer(newcomers("transfer", members))
    special = size.rotated + size.commuters + size.tourers + size.seasonal + size.transferred
    for person in newcomers("other", round(size.persons * (1 - special))):
        build.resident(person)
    for raid in range(size.raids):
        build.raid(raid)
    return World(columns_of(build.rows), groups, circuits, decoys)
