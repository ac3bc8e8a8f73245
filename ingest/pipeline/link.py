"""From unlinked encounters to persons, reappearances and alerts.

New records are compared with each other and with those stored; the persons they touch are resolved anew from all
judgements that stand; and each person is written together with the reappearance found and the alert to both sides. An
encounter waits for this step as ``linked: false`` in the graph, so that a crash only makes it wait for the next run.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from graph.alerts import reappearance_alerts
from graph.continuity import continue_findings
from graph.model import Alert, Judgement, Reappearance, Sex
from graph.persons import assign_ids, components
from graph.store.encounters import unlinked
from graph.store.judgements import judgements_of
from graph.store.persons import (
    LinkedWrite,
    Member,
    PersonRow,
    members_by_id,
    members_of,
    person_of,
    reappearances_of,
    write_linked,
)
from graph.store.unassessed import matches_of
from graph.unassessed import Match, with_matches
from graph.weakest_cut import weakest_cut
from ingest.linkage.judge import judge
from ingest.linkage.predict import predict_pairs
from ingest.pipeline.installation import Installation

ENCOUNTERS_PER_WRITE = 1_000
OnStep = Callable[[int, int], None]
"""Told how many encounters of how many are linked."""


@dataclass(frozen=True, slots=True)
class Linked:
    """What a run of linking did."""

    encounters: int = 0
    persons: int = 0
    judgements: int = 0
    waiting_for_review: int = 0
    reappearances: int = 0
    alerts: int = 0


@dataclass(frozen=True, slots=True)
class _Affected:
    """Everything around the encounters to be linked: who belongs where before, what is judged, what matched them."""

    members: Mapping[str, Member]
    waiting: frozenset[str]
    judgements_of: Mapping[str, Sequence[Judgement]]
    new_judgements: frozenset[str]
    matches: Mapping[str, Sequence[Match]]


def link_unlinked(installation: Installation, *, now: datetime, run: str, on_step: OnStep) -> Linked:
    """Link every encounter that waits for it.

    Parameters
    ----------
    installation
        The home.
    now
        Time of the judgements, findings and alerts (UTC).
    run
        Id under which findings are written.
    on_step
        Told of the progress.
    """
    db = installation.db
    waiting = unlinked(db)
    if not waiting:
        return Linked()
    judged = _judged(installation, waiting, now)
    affected = _affected(installation, waiting, judged)
    groups = components((j for js in affected.judgements_of.values() for j in js), affected.members)
    previous = {i: m.person_id for i, m in affected.members.items() if m.person_id}
    ids = assign_ids(groups, previous)
    done, totals = 0, Counter[str]()
    for cluster in _clusters(groups, previous):
        write = _write(installation, cluster, ids, previous, affected, now=now, run=run)
        write_linked(db, write, now=now)
        done += sum(len(group & affected.waiting) for group in cluster)
        totals.update(persons=len(write.persons), reappearances=len(write.findings), alerts=len(write.alerts))
        on_step(done, len(waiting))
    return Linked(
        encounters=len(waiting),
        persons=totals["persons"],
        judgements=len(judged),
        waiting_for_review=sum(j.verdict.value == "unsure" for j in judged),
        reappearances=totals["reappearances"],
        alerts=totals["alerts"],
    )


def _judged(installation: Installation, waiting: Sequence[str], now: datetime) -> list[Judgement]:
    """Judgements of the model on pairs with at least one waiting encounter, both sides known to the graph."""
    tokens = installation.vault.read()
    is_new = pc.is_in(tokens["encounter"], value_set=pa.array(waiting, pa.string()))
    new, stored = tokens.filter(is_new), tokens.filter(pc.invert(is_new))
    judged = list(judge(predict_pairs(new, stored), at=now))
    others = {i for j in judged for i in (j.left, j.right)} - set(waiting)
    known = person_of(installation.db, others).keys() | set(waiting)
    return [j for j in judged if j.left in known and j.right in known]


def _affected(installation: Installation, waiting: Sequence[str], judged: Sequence[Judgement]) -> _Affected:
    db = installation.db
    members = {m.met.id: m for m in members_by_id(db, {*waiting, *(i for j in judged for i in (j.left, j.right))})}
    persons = {m.person_id for m in members.values() if m.person_id}
    members |= {m.met.id: m for m in members_of(db, persons)}
    everything = {j.id: j for j in judgements_of(db, members)} | {j.id: j for j in judged}
    by_left: dict[str, list[Judgement]] = defaultdict(list)
    for j in everything.values():
        by_left[j.left].append(j)
    matches = matches_of(db, everything.values(), members)
    return _Affected(members, frozenset(waiting), by_left, frozenset(j.id for j in judged), matches)


def _clusters(groups: Sequence[frozenset[str]], previous: Mapping[str, str]) -> Iterator[list[frozenset[str]]]:
    """Groups packed into writes, those that share an earlier person never apart."""
    tied: dict[int, list[frozenset[str]]] = {}
    home: dict[str, int] = {}
    for i, group in enumerate(groups):
        tied[i] = [group]
        here = i
        for person in sorted({previous[e] for e in group if e in previous}):
            other = home.setdefault(person, here)
            if other != here:
                tied[other] += tied.pop(here)
                home.update({p: other for p, at in home.items() if at == here})
                here = other
    pack: list[frozenset[str]] = []
    for cluster in tied.values():
        pack += cluster
        if sum(len(group) for group in pack) >= ENCOUNTERS_PER_WRITE:
            yield pack
            pack = []
    if pack:
        yield pack


def _write(
    installation: Installation,
    cluster: Sequence[frozenset[str]],
    ids: Mapping[str, str],
    previous: Mapping[str, str],
    affected: _Affected,
    *,
    now: datetime,
    run: str,
) -> LinkedWrite:
    inside = {e for group in cluster for e in group}
    before = {previous[e] for e in inside if e in previous}
    earlier = reappearances_of(installation.db, before) if before else []
    persons: list[PersonRow] = []
    found: list[Reappearance] = []
    for group in cluster:
        person, reappearances = _person(group, ids, affected)
        persons.append(person)
        found += reappearances
    continued = continue_findings(earlier, found, same_only=lambda f: f.municipality_now)
    alerts: list[Alert] = [a for f in continued.changed for a in reappearance_alerts(f, now=now)]
    new = [j for e in inside for j in affected.judgements_of.get(e, ()) if j.id in affected.new_judgements]
    return LinkedWrite(
        person_of={e: ids[e] for e in inside},
        persons=persons,
        emptied=sorted(before - {p.id for p in persons}),
        judgements=new,
        findings=continued.changed,
        withdrawn=[f.id for f in continued.withdrawn],
        alerts=alerts,
        run=run,
        unchanged_links=frozenset(e for e in inside - affected.waiting if previous.get(e) == ids[e]),
    )


def _person(
    group: frozenset[str], ids: Mapping[str, str], affected: _Affected
) -> tuple[PersonRow, tuple[Reappearance, ...]]:
    person_id = ids[min(group)]
    members = [affected.members[e] for e in sorted(group)]
    cut = weakest_cut(person_id, group, (j for e in sorted(group) for j in affected.judgements_of.get(e, ())))
    row = PersonRow(
        id=person_id,
        first_seen=min(m.met.first_day for m in members),
        last_seen=max(m.met.last_day for m in members),
        sex=_most_written(m.sex for m in members),
        encounters=len(members),
        weakest_cut=cut.probability if cut else None,
    )
    found = with_matches(
        person_id,
        [m.met for m in members],
        [match for e in sorted(group) for match in affected.matches.get(e, ())],
        link_probability=cut.probability if cut else 1.0,
    )
    return row, found


def _most_written(sexes: Iterable[Sex | None]) -> Sex | None:
    counted = Counter(s for s in sexes if s)
    return min(counted, key=lambda s: (-counted[s], s.value)) if counted else None
