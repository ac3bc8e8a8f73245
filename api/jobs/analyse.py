"""One analysis of a home: itineraries, rotation, relocation and displacement, written as findings that go on."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from api.home import Home
from api.jobs.opened import only_writer, opened_graph
from graph.columns import EncounterColumns, by_first_encounter, day_of
from graph.continuity import continue_findings
from graph.displacement import Rules as DisplacementRules
from graph.displacement import evaluate_all
from graph.geography import load_municipalities
from graph.itineraries import stays
from graph.model import Displacement, Judgement, Relocation, Rotation, Tier, WeakestCut
from graph.relocation import RelocationRules, find_relocations
from graph.rotation.find import find_rotations
from graph.rotation.rules import RotationRules
from graph.standing import standing_words
from graph.store.columns import read_columns, read_events
from graph.store.database import Database, Row
from graph.store.derived import write_run, write_stays
from graph.store.findings import F, read_findings, write_findings
from graph.store.judgements import read_judgements
from graph.store.registers import read_controls, read_interventions
from graph.weakest_cut import PLAUSIBLE_ENCOUNTERS, weakest_cut

UNCERTAIN_BELOW = 0.999
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


def analyse(home: Home, *, now: datetime, seed: int, shifts: int = SHIFTS, on_step: OnStep) -> Analysed:
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
    """
    with only_writer(home), opened_graph(home) as db:
        run = f"analyse-{now:%Y%m%dT%H%M%S}"
        on_step("reading", 0.0)
        columns = by_first_encounter(read_columns(db))
        judged = judgements_by_person(columns, standing_words(read_judgements(db)))
        cuts = uncertain_cuts(columns, judged)
        on_step("itineraries", 0.0)
        stay_rows = list(_stay_rows(columns))
        rotations = find_rotations(
            columns,
            cuts=cuts,
            rules=RotationRules(),
            seed=seed,
            shifts=shifts,
            progress=lambda share: on_step("rotation", share),
        )
        on_step("relocation", 0.0)
        relocations = find_relocations(columns, rules=RelocationRules(), seed=seed)
        interventions = read_interventions(db)
        on_step("displacement", 0.0)
        displacements = evaluate_all(
            interventions, read_events(db), read_controls(db), load_municipalities(), rules=DisplacementRules()
        )
        on_step("writing", 0.0)
        write_run(db, run, seed=seed, encounters=len(columns), now=now)
        write_stays(db, stay_rows, run=run)
        weighed = tuple(_with_weakest_link(rotations.findings, columns, judged))
        kept = tuple(r for r in relocations if r.tier is not Tier.NONE)
        return Analysed(
            encounters=len(columns),
            persons=len(columns.persons),
            stays=len(stay_rows),
            rotations=_written(db, "rotation", Rotation, weighed, run, now),
            rotations_tested=rotations.tested,
            rotations_expected=rotations.expected,
            relocations=_written(db, "relocation", Relocation, kept, run, now),
            displacements=_written(db, "displacement", Displacement, displacements, run, now),
        )


def judgements_by_person(columns: EncounterColumns, judgements: Iterable[Judgement]) -> dict[int, list[Judgement]]:
    """Judgements within each person, by person code."""
    by_person: dict[int, list[Judgement]] = {}
    person_of = {i: int(p) for i, p in zip(columns.ids, columns.person, strict=True) if p >= 0}
    for j in judgements:
        p = person_of.get(j.left, -1)
        if p >= 0 and person_of.get(j.right, -2) == p:
            by_person.setdefault(p, []).append(j)
    return by_person


def uncertain_cuts(columns: EncounterColumns, judged: Mapping[int, list[Judgement]]) -> dict[str, WeakestCut]:
    """Weakest cut of every person whose cut is below 0.999, by person id."""
    found = {}
    for p, own in sorted(judged.items()):
        if _is_surely_certain(_encounters_of(columns, p), own):
            continue
        cut = weakest_cut(columns.persons[p], _encounters_of(columns, p), own)
        if cut is not None and cut.probability < UNCERTAIN_BELOW:
            found[columns.persons[p]] = cut
    return found


def _encounters_of(columns: EncounterColumns, person: int) -> frozenset[str]:
    start, stop = np.searchsorted(
        np.where(columns.person < 0, len(columns.persons), columns.person), [person, person + 1]
    )
    return frozenset(columns.ids[start:stop])


def _with_weakest_link(
    rotations: Iterable[Rotation], columns: EncounterColumns, judged: Mapping[int, list[Judgement]]
) -> Iterator[Rotation]:
    """Rotations with the probability of the weakest cut among their members; None where all were met once.

    What else it could be says so where a link is weak, or a member has more encounters than is plausible.
    """
    code = {person: i for i, person in enumerate(columns.persons)}
    for rotation in rotations:
        cuts = [
            weakest_cut(person, _encounters_of(columns, code[person]), judged.get(code[person], []))
            for person in rotation.person_ids
        ]
        known = [cut.probability for cut in cuts if cut is not None]
        large = any(len(_encounters_of(columns, code[p])) > PLAUSIBLE_ENCOUNTERS for p in rotation.person_ids)
        doubts = [
            text
            for text, holds in (
                (f"a member joined by a link below {UNCERTAIN_BELOW}", min(known, default=1.0) < UNCERTAIN_BELOW),
                ("a member who is two people: one has more encounters than is plausible", large),
            )
            if holds
        ]
        reading = "; or ".join([rotation.benign_reading, *doubts])
        yield replace(rotation, weakest_link_probability=min(known, default=None), benign_reading=reading)


def _is_surely_certain(encounters: frozenset[str], judgements: Iterable[Judgement]) -> bool:
    """Whether judgements of 0.999 and better alone connect the person: then no cut is below it."""
    joined: dict[str, str] = {e: e for e in encounters}

    def root(e: str) -> str:
        while joined[e] != e:
            joined[e] = joined[joined[e]]
            e = joined[e]
        return e

    for j in judgements:
        if j.verdict.value == "same" and j.probability >= UNCERTAIN_BELOW:
            joined[root(j.left)] = root(j.right)
    return len({root(e) for e in encounters}) == 1


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
