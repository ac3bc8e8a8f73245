"""A Dutch-like set for linkage alone: invented persons written down several times, and those easily taken for them.

Nothing of where or when counts here, since linkage may not use it. About 30 % of the person cells are empty, aliases
aside; names are garbled, respelt, swapped or doubled, dates are partial, defaults or a digit off. Hard neighbours can
be planted: twins and siblings, homonyms, and crowds behind one phone.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from graph.geography import load_municipalities
from ingest.formats import RawRow
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Report
from ingest.simulation import names, noise
from ingest.simulation.people import Person, Population
from ingest.simulation.world import World
from ingest.validation import read_encounters

RECORDS_PER_PERSON = (1, 1, 1, 1, 1, 2, 2, 3, 4, 6)
"""Drawn from with equal chance: half of the persons are written down once."""

EMPTIED = 0.015
"""Chance that a cell a register of the region would have filled is empty: 30 % of all are then."""

SECOND_PHONE = 0.3
SECOND_DOCUMENT = 0.15
PERSON_CELLS = (
    "given_name", "family_name", "birth_date", "sex", "nationality", "document_number", "phones",
)  # fmt: skip

CROWD = 30
READ_ON = date(2026, 1, 1)
"""Local day on which a registry's rows are read."""

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Registry:
    """Rows in the contract's columns, the person behind each, and pairs of persons easily taken for each other."""

    rows: tuple[Row, ...]
    persons: tuple[str, ...]
    lookalikes: tuple[tuple[str, str, str], ...]
    """Kind (twin, sibling, homonym) and two persons."""

    @property
    def empty_share(self) -> float:
        """Share of the person cells, aliases aside, that are empty."""
        filled = sum(bool(row.get(c)) for row in self.rows for c in PERSON_CELLS)
        return 1 - filled / (len(PERSON_CELLS) * len(self.rows))


def registry(*, rows: int, seed: int, lookalikes: bool) -> Registry:
    """Draw a set of about so many rows.

    Parameters
    ----------
    rows
        How many rows at least.
    seed
        Same seed, same rows.
    lookalikes
        Whether twins and siblings (2 % of persons), homonyms (1 %) and crowds of thirty behind one phone (one for
        every thousand persons) are among them.
    """
    rng = random.Random(seed)
    world = World()
    population = Population(world, rng)
    counts: list[int] = []
    while sum(counts) < rows:
        person = population.person("resident")
        if rng.random() < SECOND_PHONE:
            person.phones.append(population.phone())
        counts.append(rng.choice(RECORDS_PER_PERSON))
    pairs = _lookalikes(population, rng) if lookalikes else ()
    second = {
        p.id: f"{p.nationality}K{rng.randrange(1_000_000):06d}" if rng.random() < SECOND_DOCUMENT else ""
        for p in population.persons
    }
    written: list[tuple[Row, str]] = []
    for person, n in zip(population.persons, counts, strict=True):
        for _ in range(n):
            by_police = rng.random() < 0.28
            full = noise.written(person, rng.choice((2023, 2024)), world, rng, by_police=by_police)
            row = {c: value for c, value in full.items() if c not in PERSON_CELLS or rng.random() >= EMPTIED}
            if row.get("document_number") and second[person.id] and rng.random() < 0.5:
                row["document_number"] = second[person.id]
            for value in person.shared.values():
                if rng.random() < 0.6:
                    row["phones"] = f"{row['phones']}|{value}" if row.get("phones") else value
            written.append((row, person.id))
    rng.shuffle(written)
    frame = {"source_id": "registry", "reporter_type": "municipality", "observed_on": "2024-06-01",
             "municipality": "GM0599", "status": "PossibleVictimOfTrafficking", "legal_basis": "x", "purpose": "x",
             "regime": "AVG"}  # fmt: skip
    return Registry(
        rows=tuple(frame | row | {"record_id": str(i)} for i, (row, _) in enumerate(written)),
        persons=tuple(person for _, person in written),
        lookalikes=tuple(pairs),
    )


def reports_of(drawn: Registry) -> dict[str, Report]:
    """Reports of a registry's rows by an id each, read as an ingest reads them; rows that name nobody are left out."""
    reader = Reader(Policy(), load_municipalities(), READ_ON, None, Notes())
    rows = (RawRow(i + 1, row) for i, row in enumerate(drawn.rows))
    found = {}
    for i, item in enumerate(read_encounters(rows, reader)):
        assert isinstance(item, Report), "every row of a registry is stored"
        if item.names_person:
            found[f"e{i:07d}"] = item
    return found


def _lookalikes(population: Population, rng: random.Random) -> Sequence[tuple[str, str, str]]:
    """Make some persons twins, siblings or homonyms of others; the pairs."""
    persons = population.persons
    order = rng.sample(range(len(persons)), len(persons))
    n_kin, n_namesakes = round(0.01 * len(persons)), round(0.005 * len(persons))
    pairs = []
    for i in range(n_kin):
        one, other = persons[order[2 * i]], persons[order[2 * i + 1]]
        pairs.append((_become_kin(other, one, rng), one.id, other.id))
    rest = order[2 * n_kin :]
    for i in range(n_namesakes):
        one, other = persons[rest[2 * i]], persons[rest[2 * i + 1]]
        other.given, other.family, other.prefix = one.given, one.family, one.prefix
        other.nationality, other.sex = one.nationality, one.sex
        if rng.random() < 0.1:
            other.born = (one.born[0], other.born[1], other.born[2])
        pairs.append(("homonym", one.id, other.id))
    for _ in range(len(persons) // 1_000):
        phone = population.phone()
        for i in rng.sample(range(len(persons)), CROWD):
            persons[i].shared = {"phones": phone}
    return pairs


def _become_kin(person: Person, other: Person, rng: random.Random) -> str:
    """Make a person the twin (half of them) or sibling of another: family name, country, often the phone; the kind."""
    person.family, person.prefix, person.nationality = other.family, other.prefix, other.nationality
    tongue = names.TONGUES[other.nationality]
    while person.given == other.given:
        person.given = names.given_name(tongue, rng)
    if rng.random() < 0.4:
        person.phones = list(other.phones)
    person.document = other.document[:3] + f"{rng.randrange(100_000):05d}" + other.document[-1]
    if rng.random() < 0.5:
        person.born = other.born
        return "twin"
    person.born = (other.born[0] + rng.choice((-3, -2, -1, 1, 2, 3)), rng.randint(1, 12), rng.randint(1, 28))
    return "sibling"
