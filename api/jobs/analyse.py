"""One analysis of a home: itineraries, rotation, relocation and displacement, written as findings that go on."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from api.delivery.plan_file import load_plan
from api.home import Home
from api.jobs.opened import only_writer, opened_graph
from api.jobs.since import Since, chance_since, run_since
from graph.alert_routes import Routes
from graph.alerts import alerts_of
from graph.columns import EncounterColumns, by_first_encounter, day_of
from graph.continuity import continue_findings
from graph.displacement import Rules as DisplacementRules
from graph.displacement import evaluate_all
from graph.displacement.lag import reporting_lag_days
from graph.geography import load_municipalities
from graph.itineraries import stays
from graph.model import Alert, Displacement, Finding, Judgement, Relocation, Rotation, Tier
from graph.relocation import RelocationRules, find_relocations
from graph.rotation.find import find_rotations
from graph.rotation.frozen import frozen_to_text
from graph.rotation.links import LinksOf, PersonLinks, person_links
from graph.rotation.rules import RotationRules
from graph.store.arrivals import read_arrivals
from graph.store.borders import read_borders
from graph.store.columns import read_columns_and_events
from graph.store.database import Database, Row
from graph.store.derived import write_run, write_stays
from graph.store.findings import F, outdated_findings, read_findings, write_findings
from graph.store.judgements import judgements_from
from graph.store.outbox import told
from graph.store.registers import read_controls, read_interventions
from graph.store.trust import read_low_trust
from graph.trust import may_be_told, without_low_trust

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
    since: Since


def analyse(
    home: Home,
    *,
    now: datetime,
    seed: int,
    shifts: int = SHIFTS,
    since: str | None = None,
    lag_days: int | None = None,
    on_step: OnStep,
) -> Analysed:
    """Analyse everything stored in a home and write what is found; arguments as for :func:`analyse_graph`."""
    routes = load_plan(home.alert_plan).routes
    with only_writer(home), opened_graph(home) as db:
        return analyse_graph(
            db, now=now, seed=seed, shifts=shifts, since=since, lag_days=lag_days, routes=routes, on_step=on_step
        )


def analyse_graph(
    db: Database,
    *,
    now: datetime,
    seed: int,
    shifts: int = SHIFTS,
    since: str | None = None,
    lag_days: int | None = None,
    routes: Routes | None = None,
    on_step: OnStep,
) -> Analysed:
    """Analyse everything stored and write what is found.

    With ``since`` chance isn't measured anew: the findings are those that a full run would give with the chance of the
    run named. Where that no longer fits what is stored, a full run follows.

    Parameters
    ----------
    db
        The graph; nobody else writes to it.
    now
        Time of the run (UTC).
    seed
        Seed of the shifted data sets that chance is measured with.
    shifts
        Most shifted data sets of a round.
    since
        A run, a date (the last full run until then), or ``last``; None: a full run.
    lag_days
        Days at the end of the data that displacement leaves out; None: as late as registers were so far.
    routes
        Who is told of what is found; the municipalities where None.
    on_step
        Told of the progress.

    Raises
    ------
    UsageError
        When ``since`` names no full run.
    """
    run = f"analyse-{now:%Y%m%dT%H%M%S}"
    before = run_since(db, since) if since else None
    on_step("reading", 0.0)
    columns, events = read_columns_and_events(db)
    columns = by_first_encounter(columns)
    taken = chance_since(db, before, len(columns), RotationRules())
    on_step("itineraries", 0.0)
    stay_rows = list(_stay_rows(columns))
    rotations = find_rotations(
        columns,
        cuts=links_of(db, columns),
        rules=RotationRules(),
        seed=seed,
        shifts=shifts,
        known=taken.chance,
        progress=lambda share: on_step("rotation", share),
    )
    on_step("relocation", 0.0)
    low = read_low_trust(db)
    relocations = find_relocations(without_low_trust(columns, low), rules=RelocationRules(), seed=seed)
    interventions = read_interventions(db)
    on_step("displacement", 0.0)
    table = load_municipalities().with_borders(read_borders(db))
    lag = reporting_lag_days(read_arrivals(db)) if lag_days is None else lag_days
    displacements = evaluate_all(interventions, events, read_controls(db), table, rules=DisplacementRules(lag_days=lag))
    on_step("writing", 0.0)
    measured = frozen_to_text(rotations.chance) if rotations.chance and not taken.chance else ""
    chance_of = taken.run if taken.chance else ""
    write_run(db, run, seed=seed, encounters=len(columns), now=now, chance=measured, chance_of=chance_of)
    write_stays(db, stay_rows, run=run)
    telling = _Telling(routes or Routes(), columns, now, low)
    kept = tuple(r for r in relocations if r.tier is not Tier.NONE)
    return Analysed(
        encounters=len(columns),
        persons=len(columns.persons),
        stays=len(stay_rows),
        rotations=_written(db, "rotation", Rotation, rotations.findings, run, telling),
        rotations_tested=rotations.tested,
        rotations_expected=rotations.expected,
        relocations=_written(db, "relocation", Relocation, kept, run, telling),
        displacements=_written(db, "displacement", Displacement, displacements, run, telling),
        since=taken,
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
    first, last = found.first_seen.tolist(), found.last_seen.tolist()
    written = {day: day_of(day).isoformat() for day in {*first, *last}}
    counts = found.encounters.tolist()
    for p, t, f, u, n in zip(found.person.tolist(), found.municipality.tolist(), first, last, counts, strict=True):
        yield {
            "person_id": columns.persons[p],
            "municipality": columns.municipalities[t],
            "first_seen": written[f],
            "last_seen": written[u],
            "encounters": n,
        }


def _written(
    db: Database, name: str, kind: type[F], found: tuple[F, ...], run: str, telling: "_Telling"
) -> tuple[F, ...]:
    """Write what a run found of one kind, and the alerts it gives; findings that go on keep their ids."""
    same = (lambda f: f.intervention_id) if kind is Displacement else (lambda _f: None)
    earlier, outdated = read_findings(db, kind), outdated_findings(db, kind)
    continued = continue_findings(earlier, found, same_only=same)
    changed = {f.id for f in continued.changed}
    stored = set(telling.columns.ids) if continued.withdrawn else set()
    write_findings(
        db,
        name,
        changed=continued.changed,
        withdrawn={f.id: _why_gone(f, outdated, stored, run) for f in continued.withdrawn},
        run=run,
        now=telling.now,
        kept=[f for f in continued.current if f.id not in changed],
        alerts=telling.alerts(db, continued.current),
    )
    return continued.current


def _why_gone(finding: Finding, outdated: frozenset[str], stored: set[str], run: str) -> str:
    """Why a finding is withdrawn, as far as the run knows."""
    if not stored.issuperset(finding.encounters):
        why = "some of its encounters are stored no more"
    elif finding.id in outdated:
        why = "its encounters are linked otherwise"
    elif isinstance(finding, Rotation):
        why = "its persons no longer stand out as one group"
    else:
        why = "what is stored now no longer shows it"
    return f"not found any more by run {run}: {why}"


@dataclass(frozen=True, slots=True)
class _Telling:
    """Who is told of what a run finds, and when it ran; ``low`` are the encounters of low trust."""

    routes: Routes
    columns: EncounterColumns
    now: datetime
    low: frozenset[str] = frozenset()

    def alerts(self, db: Database, current: Sequence[Finding]) -> dict[str, list[Alert]]:
        """Alerts of a run's findings of one kind, by finding: to those in whose municipality an encounter of it lies."""
        some = [f for f in current if self.routes.recipients(f)]
        wanted = {e for f in some if not isinstance(f, Displacement) for e in f.encounters}
        rows = zip(self.columns.ids, self.columns.municipality, strict=True)
        town_of = {i: self.columns.municipalities[t] for i, t in rows if i in wanted} if wanted else {}
        some = [f for f in some if may_be_told(f, self.low, town_of)]
        towns = {f.id: sorted({town_of[e] for e in f.encounters if e in town_of}) for f in some}
        found: dict[str, list[Alert]] = defaultdict(list)
        for alert in alerts_of(some, told(db, some), routes=self.routes, now=self.now, towns=towns):
            found[alert.finding_id].append(alert)
        return found
