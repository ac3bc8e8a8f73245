"""Persons around some encounters, resolved anew from all judgements that stand, with what is found of them.

Linking and review both end here: whatever was said or taken back, the persons it touches follow from the log, and each
is written in one transaction with its judgements, its reappearances, the alerts of those, and the record of which
persons were joined or split. A crash leaves a group of persons as it was, or as it will be.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime

from graph.alert_routes import Routes
from graph.alerts import reappearance_alerts
from graph.conflicts import conflicts_of
from graph.continuity import continue_findings
from graph.model import Alert, Judgement, Reappearance, Sex, Verdict, Withdrawal
from graph.person_changes import Because, person_changes
from graph.persons import assign_ids, components
from graph.standing import standing_words
from graph.store.database import Database
from graph.store.findings import standing_findings
from graph.store.judgements import judgements_of, withdraw_statement
from graph.store.persons import (
    LinkedWrite,
    Member,
    PersonRow,
    known_persons,
    members_by_id,
    members_of,
    reappearances_of,
    write_linked,
)
from graph.store.unassessed import matches_of
from graph.unassessed import Match, with_matches
from graph.weakest_cut import weakest_cut
from ingest.pipeline.ahead import ahead

ENCOUNTERS_PER_WRITE = 1_000


TakenBack = tuple[Judgement, Withdrawal]
Doubt = Callable[[Sequence[Judgement]], Iterable[TakenBack]]
"""Given judgements on record, those among them that hold no longer."""


def no_doubt(_on_record: Sequence[Judgement]) -> Iterable[TakenBack]:
    """Everything on record holds."""
    return ()


@dataclass(frozen=True, slots=True)
class Said:
    """What is new: encounters that wait to be linked, judgements to append, and judgements to take back.

    ``doubt`` is asked of every judgement on record around them whether it still holds.
    """

    waiting: frozenset[str] = frozenset()
    judgements: Sequence[Judgement] = ()
    taken_back: Sequence[TakenBack] = ()
    doubt: Doubt = no_doubt

    def touched(self) -> set[str]:
        """Every encounter that something is new of."""
        pairs = [j.pair for j in self.judgements] + [j.pair for j, _ in self.taken_back]
        return {*self.waiting, *(i for pair in pairs for i in pair)}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What resolving did: counts, and the persons joined or split."""

    persons: int = 0
    reappearances: int = 0
    withdrawn: int = 0
    alerts: int = 0
    joined: int = 0
    split: int = 0


@dataclass(frozen=True, slots=True)
class _Affected:
    """Everything around what is new: who belongs where before, and the word that stands on each pair, by its left."""

    members: Mapping[str, Member]
    words: Mapping[str, Sequence[Judgement]]
    waiting: frozenset[str]
    matches: Mapping[str, Sequence[Match]]
    appended: Mapping[str, Sequence[Judgement]]
    taken_back: Mapping[str, Sequence[Withdrawal]]


def resolve(
    db: Database,
    said: Said,
    *,
    because: Because,
    now: datetime,
    run: str,
    routes: Routes | None = None,
    on_step: Callable[[int], None] = lambda _encounters: None,
) -> Resolved:
    """Resolve the persons that what is new touches, and write them.

    Parameters
    ----------
    db
        The graph.
    said
        What is new.
    because
        Why, for the record of persons joined or split.
    now
        Time of the findings, alerts and changes (UTC).
    run
        Id under which findings are written.
    routes
        Who is told of a reappearance; the municipalities where None.
    on_step
        Told how many waiting encounters were linked by a write.
    """
    affected = _affected(db, said)
    groups = components((j for js in affected.words.values() for j in js), affected.members)
    previous = {i: m.person_id for i, m in affected.members.items() if m.person_id}
    ids = _free_ids(db, groups, previous)
    totals = Counter[str]()

    def writes() -> Generator[tuple[int, LinkedWrite], None, None]:
        for cluster in _clusters(groups, previous):
            write = _write(db, cluster, ids, previous, affected, because=because, now=now, run=run, routes=routes)
            yield sum(len(group & said.waiting) for group in cluster), write

    # Where nobody was known before, a write depends on none before it, and the next is made while one is written.
    with closing(writes() if previous else ahead(writes(), most=1)) as coming:
        for linked, write in coming:
            write_linked(db, write, now=now)
            totals.update(persons=len(write.persons), reappearances=len(write.findings), alerts=len(write.alerts))
            totals.update(withdrawn=len(write.withdrawn))
            totals.update(c.kind for c in write.changes)
            on_step(linked)
    _write_rest(db, affected, now)
    return Resolved(
        persons=totals["persons"],
        reappearances=totals["reappearances"],
        withdrawn=totals["withdrawn"],
        alerts=totals["alerts"],
        joined=totals["joined"] + totals["moved"],
        split=totals["split"] + totals["moved"],
    )


def _affected(db: Database, said: Said) -> _Affected:
    """Persons touched, and those tied to them by a ``same`` that a cut overrules: the cut may fall elsewhere now."""
    members = {m.met.id: m for m in members_by_id(db, said.touched())}
    new = {j.id for j in said.judgements}
    taken_back = {j.id: (j, w) for j, w in said.taken_back}
    on_record: dict[str, Judgement] = {j.id: j for j in said.judgements}
    reach = {m.person_id for m in members.values() if m.person_id}
    read: set[str] = set()
    while reach or members.keys() - read:
        members |= {m.met.id: m for m in members_of(db, reach)}
        fresh = members.keys() - read
        read |= fresh
        found = [j for j in judgements_of(db, fresh) if j.id not in new]
        taken_back |= {j.id: (j, w) for j, w in said.doubt(found)}
        found = [j for j in found if j.id not in taken_back]
        on_record |= {j.id: j for j in found}
        tied = {i for j in found if j.verdict is Verdict.SAME for i in j.pair} - members.keys()
        reach = {m.person_id for m in members_by_id(db, tied) if m.person_id} if tied else set()
    words: dict[str, list[Judgement]] = defaultdict(list)
    for j in standing_words(on_record.values()):
        words[j.left].append(j)
    appended: dict[str, list[Judgement]] = defaultdict(list)
    for j in said.judgements:
        appended[_side_of(j, members)].append(j)
    withdrawn: dict[str, list[Withdrawal]] = defaultdict(list)
    for j, withdrawal in taken_back.values():
        withdrawn[_side_of(j, members)].append(withdrawal)
    matches = matches_of(db, on_record.values(), members)
    return _Affected(members, words, said.waiting, matches, appended, withdrawn)


def _side_of(judgement: Judgement, members: Mapping[str, Member]) -> str:
    """Encounter of a judgement with whose person it is written."""
    return judgement.left if judgement.left in members else judgement.right


def _free_ids(db: Database, groups: Sequence[frozenset[str]], previous: Mapping[str, str]) -> dict[str, str]:
    """Person id of every encounter, none of them another person's."""
    own, taken = set(previous.values()), set[str]()
    while True:
        ids = assign_ids(groups, previous, taken)
        others = known_persons(db, {*ids.values()} - own)
        if not others:
            return ids
        taken |= others


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
    db: Database,
    cluster: Sequence[frozenset[str]],
    ids: Mapping[str, str],
    previous: Mapping[str, str],
    affected: _Affected,
    *,
    because: Because,
    now: datetime,
    run: str,
    routes: Routes | None,
) -> LinkedWrite:
    inside = {e for group in cluster for e in group}
    before = {e: previous[e] for e in inside if e in previous}
    after = {e: ids[e] for e in inside}
    earlier = reappearances_of(db, before.values()) if before else []
    persons: list[PersonRow] = []
    found: list[Reappearance] = []
    for group in cluster:
        person, reappearances = _person(group, ids, affected)
        persons.append(person)
        found += reappearances
    elsewhere = standing_findings(db, (f.id for f in found)) - {f.id for f in earlier}
    continued = continue_findings(earlier, found, same_only=lambda f: f.municipality_now, taken=elsewhere)
    alerts: list[Alert] = [a for f in continued.changed for a in reappearance_alerts(f, now=now, routes=routes)]
    words = [j for e in inside for j in affected.words.get(e, ())]
    return LinkedWrite(
        person_of=after,
        persons=persons,
        emptied=sorted(set(before.values()) - {p.id for p in persons}),
        judgements=[j for e in inside for j in affected.appended.get(e, ())],
        findings=continued.changed,
        withdrawn=[f.id for f in continued.withdrawn],
        alerts=alerts,
        run=run,
        unchanged_links=frozenset(e for e in inside - affected.waiting if before.get(e) == after[e]),
        taken_back=[w for e in inside for w in affected.taken_back.get(e, ())],
        changes=person_changes(before, after, words, because, run=run, now=now) if before else (),
    )


def _write_rest(db: Database, affected: _Affected, now: datetime) -> None:
    """Take back what was said of encounters that aren't stored any more: no person follows from it."""
    rest = [w for e, some in affected.taken_back.items() if e not in affected.members for w in some]
    if rest:
        db.write_all([withdraw_statement(rest, now=now)])


def _person(
    group: frozenset[str], ids: Mapping[str, str], affected: _Affected
) -> tuple[PersonRow, tuple[Reappearance, ...]]:
    person_id = ids[min(group)]
    members = [affected.members[e] for e in sorted(group)]
    cut = weakest_cut(person_id, group, (j for e in sorted(group) for j in affected.words.get(e, ())))
    row = PersonRow(
        id=person_id,
        first_seen=min(m.met.first_day for m in members),
        last_seen=max(m.met.last_day for m in members),
        sex=_most_written(m.sex for m in members),
        encounters=len(members),
        weakest_cut=cut.probability if cut else None,
        conflicts=len(conflicts_of(m.met for m in members)) if len(members) > 1 else 0,
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
