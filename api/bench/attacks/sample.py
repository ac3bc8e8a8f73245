"""A register's rows of invented persons, as reports and as who is behind each."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.geography import load_municipalities
from ingest.formats import RawRow
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Report
from ingest.simulation import noise, surnames
from ingest.simulation.people import Person, Population
from ingest.simulation.world import World
from ingest.validation import read_encounters

ROWS_PER_PERSON = 2.0
SIBLINGS = 0.02
TODAY = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class Sample:
    """Reports in the order of their rows, with the person behind each and what is true of that person."""

    reports: tuple[Report, ...]
    persons: tuple[str, ...]
    truth: dict[str, Person]

    @property
    def encounters(self) -> tuple[str, ...]:
        """Ids of the rows."""
        return tuple(f"e{i:07d}" for i in range(len(self.reports)))


def draw(rows: int, *, seed: int, world: World | None = None) -> Sample:
    """Rows about invented persons, each met about twice, written with the noise of a world.

    Parameters
    ----------
    rows
        How many rows.
    seed
        Same seed, same rows.
    world
        How often cells are missing and wrong; the default region where None.
    """
    world, rng = world or World(), random.Random(seed)
    population = Population(world, rng)
    cells, persons = [], []
    while len(cells) < rows:
        for person in _family(population, rng):
            while True:
                year = rng.choice((2023, 2024))
                written = noise.written(person, year, world, rng, by_police=rng.random() < 0.3)
                cells.append(_row(len(cells), year, written))
                persons.append(person.id)
                if rng.random() < 1 / ROWS_PER_PERSON:
                    break
    reader = Reader(Policy(), load_municipalities(), TODAY, None, Notes())
    raw = (RawRow(i, c) for i, c in enumerate(cells[:rows], start=1))
    kept = [(r, p) for r, p in zip(read_encounters(raw, reader), persons, strict=False) if isinstance(r, Report)]
    return Sample(tuple(r for r, _ in kept), tuple(p for _, p in kept), {p.id: p for p in population.persons})


def _family(population: Population, rng: random.Random) -> Iterator[Person]:
    person = population.person("resident")
    person.family = surnames.draw(person.nationality, rng)
    yield person
    if rng.random() < SIBLINGS:
        other = population.sibling(person)
        yield other


def _row(number: int, year: int, written: noise.Cells) -> noise.Cells:
    return {
        "source_id": "sample",
        "record_id": str(number),
        "reporter_type": "police",
        "observed_on": f"{year}-06-01",
        "municipality": "GM0599",
        "status": "PossibleVictimOfTrafficking",
        "legal_basis": "basis",
        "purpose": "purpose",
        "regime": "WPG",
        **written,
    }
