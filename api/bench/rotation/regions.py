"""Invented regions to find rotations in: under perfect linkage, and as the product links them."""

import random
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from api.bench.linkage.accuracy import link
from api.bench.linkage.sets import bench_keyring
from graph.columns import EncounterColumns, by_first_encounter
from graph.geography import load_municipalities
from graph.model import Judgement, Rotation, Tier
from graph.rotation.find import RotationResult, find_rotations
from graph.rotation.links import LinksOf, PersonLinks, links_known, person_links
from graph.rotation.rules import RotationRules
from ingest.formats import RawRow
from ingest.linkage.model import SHIPPED
from ingest.linkage.tokens import Tokeniser
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Report
from ingest.simulation.columns import DrawnColumns, drawn_columns, encounter_id, laid_out, stored, truth_of
from ingest.simulation.meetings import draw_region
from ingest.simulation.scoring import Truth
from ingest.simulation.simulate import written_row
from ingest.simulation.world import World
from ingest.validation import read_encounters

TODAY = date(2026, 1, 1)
SHIFTS = 199


@dataclass(frozen=True, slots=True)
class Linked:
    """A region as columns under some linkage. ``links``: how persons hang together; certain under perfect linkage."""

    columns: EncounterColumns
    truth: Truth
    links: LinksOf = field(default_factory=lambda: links_known({}))


def perfect(world: World, *, seed: int, encounters: int, join_namesakes: bool = False) -> Linked:
    """Everybody is who she is, or but for namesakes."""
    drawn: DrawnColumns = drawn_columns(world, seed=seed, encounters=encounters, join_namesakes=join_namesakes)
    return Linked(by_first_encounter(drawn.columns), drawn.truth)


def own(world: World, *, seed: int, encounters: int) -> Linked:
    """Persons as the product makes them: rows read, tokenised, compared and judged as by an ingest, without a graph."""
    region = draw_region(world, seed=seed, encounters=encounters, named=True)
    meetings = stored(region)
    rng = random.Random(f"cells {seed}")
    rows = (RawRow(i + 1, written_row(m, world, rng) | {"record_id": str(i)}) for i, m in enumerate(meetings))
    reader = Reader(Policy(), load_municipalities(), TODAY, None, Notes())
    reports = {
        encounter_id(i): item
        for i, item in enumerate(read_encounters(rows, reader))
        if isinstance(item, Report) and item.names_person
    }
    ids = list(reports)
    tokens = Tokeniser(bench_keyring()).table(list(reports.values()), ids)
    found = link(tokens, ids, SHIPPED, is_person=True)
    person_of = {encounter: f"p{number:07d}" for encounter, number in found.persons.items()}
    persons = [person_of.get(encounter_id(i), "") for i in range(len(meetings))]
    columns = by_first_encounter(laid_out(meetings, persons, world))
    return Linked(columns, truth_of(region, meetings), _links_among(columns, found.judged))


def _links_among(columns: EncounterColumns, judged: Iterable[Judgement]) -> LinksOf:
    code = {person: i for i, person in enumerate(columns.persons)}
    person_of = {i: int(p) for i, p in zip(columns.ids, columns.person, strict=True) if p >= 0}
    bounds = columns.person_bounds()
    within: dict[int, list[Judgement]] = defaultdict(list)
    for j in judged:
        if person_of.get(j.left, -1) == person_of.get(j.right, -2):
            within[person_of[j.left]].append(j)

    def asked(persons: Collection[str]) -> dict[str, PersonLinks]:
        codes = {p: code[p] for p in persons}
        return {
            p: person_links(p, frozenset(columns.ids[bounds[c] : bounds[c + 1]]), within[c]) for p, c in codes.items()
        }

    return asked


def rotations_of(
    linked: Linked, *, seed: int, shifts: int = SHIFTS, rules: RotationRules | None = None
) -> RotationResult:
    """What the product finds in a region."""
    return find_rotations(linked.columns, cuts=linked.links, rules=rules or RotationRules(), seed=seed, shifts=shifts)


def of_tier(result: RotationResult, *tiers: Tier) -> list[Rotation]:
    """Findings of these tiers."""
    return [f for f in result.findings if f.tier in tiers]
