"""One analysis of a home: itineraries, rotation, relocation and displacement, written as findings that go on."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime

from api.home import Home
from api.jobs.opened import only_writer, opened_graph
from graph.columns import EncounterColumns, by_first_encounter, day_of
from graph.continuity import continue_findings
from graph.displacement import Rules as DisplacementRules
from graph.displacement import evaluate_all
from graph.geography import load_municipalities
from graph.itineraries import stays
from graph.model import Displacement, Judgement, Relocation, Rotation, Tier
from graph.relocation import RelocationRules, find_relocations
from graph.rotation.find import find_rotations
from graph.rotation.links import LinksOf, PersonLinks, person_links
from graph.rotation.rules import RotationRules
from graph.store.borders import read_borders
from graph.store.columns import read_columns, read_events
from graph.store.database import Database, Row
from graph.store.derived import write_run, write_stays
from graph.store.findings import F, read_findings, write_findings
from graph.store.judgements import judgements_from
from graph.store.registers import read_controls, read_interventions

ENCOUNTERS_PER_READ = 20_000
SHIFTS = 199
OnStep = Callable[[str, float], None]
"""Told the name of a step and the share of it that is done, in [0, 1]."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """What a run found. ``rotations_tested`` groups were weighed, of which chance gives ``rotations_expected``."""

    encounters: int
    persons: int
    stays: int
    rotations: tuple[Rotation, ...]
    rotations_tested: int
    rotations_expected: float
    relocations: tuple[Relocation, ...]
    displacements: tuple[Displacement, ...]


def analyse(
    home: Home, *, now: datetime, seed: int, shifts: int = SHIFTS, on_step: OnStep, is_locked: bool = False
) -> Analysed:
    """Analyse everything stored and write what is found.

    Parameters
    ----------
    home
        The installation.
    now
        Time of the run (UTC).
    seed
        Seed of the shifted data sets that chance is measured with.
    shifts
        Number of shifted data sets.
    on_step
        Told of the progress.
    is_locked
        Whether the caller is the home's writer already.
    """
    with nullcontext() if is_locked else only_writer(home), opened_graph(home) as db:
        run = f"analyse-{now:%Y%m%dT%H%M%S}"
        on_step("reading", 0.0)
        columns = by_first_encounter(read_columns(db))
        on_step("itineraries", 0.0)
        stay_rows = list(_stay_rows(columns))
        rotations = find_rotations(
            columns,
            cuts=links_of(db, columns),
            rules=RotationRules(),
            seed=seed,
            shifts=shifts,
            progress=lambda share: on_step("rotation", share),
        )
        on_step("relocation", 0.0)
        relocations = find_relocations(columns, rules=RelocationRules())
        interventions = read_interventions(db)
        on_step("displacement", 0.0)
        table = load_municipalities().with_borders(read_borders(db))
        displacements = evaluate_all(
            interventions, read_events(db), read_controls(db), table, rules=DisplacementRules()
        )
        on_step("writing", 0.0)
        write_run(db, run, seed=seed, encounters=len(columns), now=now)
        write_stays(db, stay_rows, run=run)
        kept = tuple(r for r in relocations if r.tier is not Tier.NONE)
        return Analysed(
            encounters=len(columns),
            persons=len(columns.persons),
            stays=len(stay_rows),
            rotations=_written(db, "rotation", Rotation, rotations.findings, run, now),
            rotations_tested=rotations.tested,
            rotations_expected=rotations.expected,
            relocations=_written(db, "relocation", Relocation, kept, run, now),
            displacements=_written(db, "displacement", Displacement, displacements, run, now),
        )


def links_of(db: Database, columns: EncounterColumns) -> LinksOf:
    """How persons hang together, read from the log of judgements for those asked about alone."""
    code = {person: i for i, person in enumerate(columns.persons)}
    bounds = columns.person_bounds()

    def asked(persons: Collection[str]) -> dict[str, PersonLinks]:
        members = {p: frozenset(columns.ids[bounds[code[p]] : bounds[code[p] + 1]]) for p in persons}
        several = {p: own for p, own in members.items() if len(own) > 1}
        person_of = {i: p for p, own in several.items() for i in own}
        within: dict[str, list[Judgement]] = defaultdict(list)
        ids = sorted(person_of)
        for start in range(0, len(ids), ENCOUNTERS_PER_READ):
            for j in judgements_from(db, ids[start : start + ENCOUNTERS_PER_READ]):
                p = person_of[j.left]
                if person_of.get(j.right) == p:
                    within[p].append(j)
        return {p: person_links(p, own, within[p]) for p, own in members.items()}

    return asked


def _stay_rows(columns: EncounterColumns) -> Iterator[Row]:
    found = stays(columns)
    for i in range(len(found)):
        yield {
            "person_id": columns.persons[found.person[i]],
            "municipality": columns.municipalities[found.municipality[i]],
            "first_seen": day_of(found.first_seen[i]).isoformat(),
            "last_seen": day_of(found.last_seen[i]).isoformat(),
            "encounters": int(found.encounters[i]),
        }


def _written(db: Database, name: str, kind: type[F], found: tuple[F, ...], run: str, now: datetime) -> tuple[F, ...]:
    """Write what a run found of one kind; findings that go on keep their ids."""
    same = (lambda f: f.intervention_id) if kind is Displacement else (lambda _f: None)
    earlier = read_findings(db, kind)
    continued = continue_findings(earlier, found, same_only=same)
    changed = {f.id for f in continued.changed}
    write_findings(
        db,
        name,
        changed=continued.changed,
        withdrawn=[f.id for f in continued.withdrawn],
        run=run,
        now=now,
        kept=[f for f in continued.current if f.id not in changed],
    )
    return continued.current
