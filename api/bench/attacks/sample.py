"""A register's rows of invented persons, as reports and as who is behind each."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from graph.geography import load_municipalities
from ingest.formats import RawRow
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Report
from ingest.simulation import names, noise, surnames
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


def draw(rows: int, *, seed: int, kind: surnames.Kind = surnames.Kind.LONG) -> Sample:
    """Rows about invented persons, each met about twice, written with the noise of the invented region.

    Parameters
    ----------
    rows
        How many rows.
    seed
        Same seed, same rows.
    kind
        Kind of family names.
    """
    world, rng = World(), random.Random(seed)
    population = Population(world, rng)
    cells: list[noise.Cells] = []
    persons: list[str] = []
    while len(cells) < rows:
        for person in _family(population, rng, kind):
            while True:
                year = rng.choice((2023, 2024))
                written = noise.written(person, year, world, rng, by_police=rng.random() < 0.3)
                cells.append(_row(len(cells), year, written))
                persons.append(person.id)
                if rng.random() < 1 / ROWS_PER_PERSON:
                    break
    return _read(cells[:rows], persons[:rows], {p.id: p for p in population.persons})


def known(rows: int, *, seed: int, kind: surnames.Kind = surnames.Kind.LONG) -> Sample:
    """What an attacker knows: other rows of the same distribution, and every family name that is in no row of them."""
    drawn = draw(rows, seed=seed, kind=kind)
    seen = {person.family for person in drawn.truth.values()}
    cells: list[noise.Cells] = []
    listed: dict[str, Person] = {}
    for code in names.TONGUES:
        for name in surnames.pool(code, kind).names:
            if name not in seen:
                seen.add(name)
                person = replace(next(iter(drawn.truth.values())), id=f"n{len(listed)}", family=name, given="")
                listed[person.id] = person
                cells.append(_row(len(cells), 2024, {"family_name": name, "nationality": code}))
    directory = _read(cells, list(listed), listed)
    return Sample(drawn.reports + directory.reports, drawn.persons + directory.persons, drawn.truth | listed)


def _read(cells: Sequence[noise.Cells], persons: Sequence[str], truth: dict[str, Person]) -> Sample:
    reader = Reader(Policy(), load_municipalities(), TODAY, None, Notes())
    raw = (RawRow(i, c) for i, c in enumerate(cells, start=1))
    kept = [(r, p) for r, p in zip(read_encounters(raw, reader), persons, strict=True) if isinstance(r, Report)]
    return Sample(tuple(r for r, _ in kept), tuple(p for _, p in kept), truth)


def _family(population: Population, rng: random.Random, kind: surnames.Kind) -> Iterator[Person]:
    person = population.person("resident")
    person.family = surnames.draw(person.nationality, rng, kind)
    yield person
    if rng.random() < SIBLINGS:
        yield population.sibling(person)


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
