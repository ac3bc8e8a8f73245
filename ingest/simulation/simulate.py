"""Draw an invented region and write its files."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from ingest.simulation import noise, registers
from ingest.simulation.people import Person, Population, Stay, advert
from ingest.simulation.planting import populate
from ingest.simulation.registers import FORTNIGHT
from ingest.simulation.world import REGION, World
from ingest.simulation.write import write_files

Row = dict[str, str]
STREETS = ("Fictieplein", "Denkbeeldige Kade", "Schijnhaven", "Bedachte Steeg", "Loze Dijk", "Verzonnen Weg")


@dataclass
class Drawn:
    """Everything drawn: rows with the person and role behind each (None: a premises signal), and what was planted."""

    rows: list[tuple[Row, str | None, str]] = field(default_factory=list)
    planted: dict[str, object] = field(default_factory=dict)


def simulate(
    out: Path, *, seed: int, encounters: int, world: World | None = None, on_rows: Callable[[int], None] | None = None
) -> dict[str, int]:
    """Write the contract files of an invented region into a folder, and the truth into its folder ``truth``.

    Parameters
    ----------
    out
        Folder to write to; made when missing.
    seed
        Same seed, same bytes.
    encounters
        About how many rows of encounters.
    world
        Rates; the default region where None.
    on_rows
        Told how many rows more were drawn.

    Returns
    -------
    :
        Rows written, by file.
    """
    base = world or World()
    rng = random.Random(seed)
    visits = registers.effort(base, rng)
    population = Population(base, rng)
    planted = populate(population, encounters)
    drawn = _Draw(base, rng, population, registers.relative_effort(visits, base), on_rows or (lambda _n: None))
    for person in population.persons:
        drawn.person(person)
    drawn.raids()
    drawn.premises_signals()
    drawn.result.planted = planted | drawn.premises_truth
    return write_files(out, drawn.result.rows, drawn.result.planted, visits, base)


class _Draw:
    """Draws encounters of persons from where they stay and how hard is looked there."""

    def __init__(
        self,
        world: World,
        rng: random.Random,
        population: Population,
        effort: dict[str, list[float]],
        on_rows: Callable[[int], None],
    ) -> None:
        self.world = world
        self.rng = rng
        self.population = population
        self.effort = effort
        self.result = Drawn()
        self.premises_truth: dict[str, object] = {}
        self._on_rows = on_rows
        self._numbers: dict[str, int] = {}

    def person(self, person: Person) -> None:
        """Draw all encounters of a person."""
        before = len(self.result.rows)
        for stay in person.stays:
            length = stay.last_day - stay.first_day + 1
            for _ in range(self._poisson(stay.rate * length * 1.25)):
                day = self.rng.randint(stay.first_day, stay.last_day)
                looked = self.effort[stay.town][min(day // FORTNIGHT, len(self.effort[stay.town]) - 1)]
                # Thinned by effort: 1.25 times as many are drawn as are met at mean effort.
                if self.rng.random() < min(1.0, looked / 1.25):
                    self.encounter(person, stay.town, day)
        self._on_rows(len(self.result.rows) - before)

    def encounter(self, person: Person, town: str, day: int, operation: str = "") -> None:
        """Draw one row about a person."""
        rng, world = self.rng, self.world
        chance = rng.random()
        by_police = chance < 0.28
        in_care = not by_police and chance > 0.97 and town in REGION
        source = registers.police(town) if by_police else registers.CARE if in_care else registers.team(town)
        when = registers.day_of(world, day)
        row = self._frame(source, town, when.isoformat())
        row |= noise.written(person, when.year, world, rng, by_police=by_police)
        if in_care:
            row["consent_status"] = "given" if rng.random() < 0.6 else "refused"
        row["channel"] = "intake" if in_care else "declaration" if by_police and rng.random() < 0.02 else "control"
        row["status"] = self._status(person)
        row["premises_kind"], row["operation_id"] = person.kind, operation
        row["exploitation_form"] = "labour" if person.kind == "work_site" else "sexual"
        if by_police and rng.random() < 0.3:
            row["observed_on"] += f"T{rng.randint(9, 23):02d}:{rng.randrange(0, 60, 5):02d}"
        elif rng.random() < 0.004 * world.garbled:
            row["observed_on"] = when.isoformat()[:7]
        for column, value in person.shared.items():
            if rng.random() < 0.55:
                row[column] = f"{row[column]}|{value}" if row.get(column) else value
        if rng.random() < 0.35 and person.kind != "street":
            place = person.group or person.id[:4]
            row["premises_address"] = f"{STREETS[hash_of(place, town) % 6]} {hash_of(town, place) % 90 + 1}"
        self.result.rows.append((row, person.id, person.role))

    def raids(self) -> None:
        """Draw raid days: many strangers met together in one town, on one operation."""
        by_town: dict[str, list[tuple[Person, Stay]]] = {}
        for person in self.population.persons:
            for stay in person.stays:
                by_town.setdefault(stay.town, []).append((person, stay))
        for i in range(self.world.raids):
            town, day = self.population.town(), self.rng.randrange(self.world.days)
            there = [p for p, s in by_town.get(town, []) if s.first_day <= day <= s.last_day]
            for person in self.rng.sample(there, min(self.world.raid_size, len(there))):
                self.encounter(person, town, day, operation=f"IC-{i:03d}")

    def premises_signals(self) -> None:
        """Draw signals about premises, without a person; some name the numbers of a relocated or rotated business."""
        rng, world = self.rng, self.world
        known = [p for p in self.population.persons if p.shared and p.stays]
        for _ in range(round(len(self.result.rows) * world.signals)):
            source = known and rng.random() < 0.25
            if source:
                person = rng.choice(known)
                stay = rng.choice(person.stays)
                town, day = stay.town, rng.randint(stay.first_day, stay.last_day)
                shared, kind, role = dict(person.shared), person.kind, person.role
            else:
                town, day = self.population.town(), rng.randrange(world.days)
                shared, kind, role = {}, rng.choice(("private_home", "massage", "hotel", "")), "signal"
                if rng.random() < 0.5:
                    shared = {"advert_ids": advert(rng)}
            shared.pop("controller_ref", None)
            row = self._frame(registers.HOTLINE, town, registers.day_of(world, day).isoformat())
            row |= shared
            row |= {"channel": "signal", "status": "PossibleVictimOfTrafficking", "premises_kind": kind}
            self.result.rows.append((row, None, role))

    def _frame(self, source: str, town: str, observed: str) -> Row:
        number = self._numbers[source] = self._numbers.get(source, 0) + 1
        is_police, is_care = source.startswith("politie"), source == registers.CARE
        reporter = "police" if is_police else "care" if is_care else "municipality"
        return {
            "source_id": source,
            "record_id": str(number),
            "reporter_type": "hotline" if source == registers.HOTLINE else reporter,
            "observed_on": observed,
            "municipality": town,
            "legal_basis": "WPG art. 8" if is_police else "AVG art. 6 lid 1 sub a" if is_care else "WGS art. 2.24",
            "purpose": "signalering_mensenhandel",
            "regime": "WPG" if is_police else "AVG",
            "reliability": self.rng.choice(("A2", "B2", "B3", "C3", "")),
        }

    def _status(self, person: Person) -> str:
        chance = self.rng.random()
        not_victim = 0.5 if person.role == "tourer" and hash_of(person.id, "t") % 2 else self.world.not_a_victim
        if chance < not_victim:
            return "NotAVictimOfTrafficking"
        if chance < not_victim + self.world.unassessed:
            return "Unassessed"
        if chance < not_victim + self.world.unassessed + self.world.actual:
            return "ActualVictimOfTrafficking"
        return person.status

    def _poisson(self, mean: float) -> int:
        n, total = 0, self.rng.expovariate(1.0)
        while total < mean:
            n, total = n + 1, total + self.rng.expovariate(1.0)
        return n


def hash_of(*parts: str) -> int:
    """Return a number that follows from texts alone, the same on every machine."""
    return int.from_bytes(random.Random("\x1f".join(parts)).randbytes(4), "big")
