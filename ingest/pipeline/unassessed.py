"""The one comparison of rows that nobody has judged yet (``Unassessed``) with persons who have a signal.

Only where the policy names a basis for it. Such a row is stored as a tally like any other reduced row; its linkage
tokens are made in memory, compared with those of stored persons after all files are in and linked, and let go. Never
are two such rows compared with each other. A match that is as sure as automatic joining demands, and by which somebody
newly enters a municipality, becomes a reappearance marked for review, with a judgement that says why; the row stays a
tally. Anything else leaves nothing.

A tally says of itself that it waits for its comparison, until that is written. So a crash only makes it wait until its
file is read again, and a row that was compared is never compared again.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import pyarrow as pa
import pyarrow.compute as pc

from graph.alert_routes import Routes
from graph.alerts import reappearance_alerts
from graph.continuity import continue_findings
from graph.model import Judgement, Reappearance, Verdict
from graph.reappearance import Met
from graph.store.database import Database
from graph.store.findings import is_for_review
from graph.store.judgements import judgements_of
from graph.store.persons import Member, members_of, person_of, reappearances_of
from graph.store.unassessed import (
    MATCH_REASON,
    MatchWrite,
    mark_compared,
    matches_of,
    waiting_tallies,
    write_matches,
)
from graph.unassessed import Match, with_matches
from graph.weakest_cut import weakest_cut
from ingest.linkage.judge import judge, judgement_id
from ingest.linkage.model import Model
from ingest.linkage.predict import predict_pairs
from ingest.linkage.tokens import SCHEMA
from ingest.linkage.vault import REFERENCES
from ingest.pipeline.installation import Installation

RECORDS_PER_COMPARISON = 20_000
"""Unassessed records compared at once; bounds the memory that pairs take."""


@dataclass
class Waiting:
    """Unassessed rows of a load that are to be compared: their tokens and record numbers, in memory only."""

    tables: list[pa.Table] = field(default_factory=list)
    numbers: dict[str, tuple[str, str]] = field(default_factory=dict, repr=False)

    def add(self, tokens: pa.Table, numbers: Mapping[str, tuple[str, str]]) -> None:
        """Take rows: their linkage table, and register and record number by keyed id; of a record the last counts."""
        self.tables.append(tokens)
        self.numbers.update(numbers)

    def tokens(self) -> pa.Table:
        """Tokens of each record once, by id."""
        if not self.tables:
            return SCHEMA.empty_table()
        everything = pa.concat_tables(self.tables)
        ranked = everything.append_column("_order", pa.array(range(len(everything)), pa.int64()))
        last = ranked.group_by("encounter").aggregate([("_order", "max")])
        return everything.take(last["_order_max"]).sort_by("encounter")


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison did: records compared, and reappearances marked for review that are new or changed."""

    records: int = 0
    reappearances: int = 0
    alerts: int = 0


def compare_unassessed(installation: Installation, waiting: Waiting, *, now: datetime, run: str) -> Compared:
    """Compare unassessed rows once with the persons who have a signal; everything else must be linked already.

    Parameters
    ----------
    installation
        The home; nothing is done where its policy names no basis for it.
    waiting
        The rows.
    now
        Time of judgements, findings and alerts (UTC).
    run
        Id under which findings are written.
    """
    basis = installation.policy.match_unassessed
    if basis is None or not waiting.tables:
        return Compared()
    db = installation.db
    records = waiting_tallies(db, waiting.numbers)
    tokens = waiting.tokens()
    tokens = tokens.filter(pc.is_in(tokens["encounter"], value_set=pa.array(sorted(records), pa.string())))
    stored = installation.vault.read()
    total = Compared()
    for start in range(0, len(tokens), RECORDS_PER_COMPARISON):
        part = tokens.slice(start, RECORDS_PER_COMPARISON)
        likely = _likeliest(db, part, stored, installation.model, reason=f"{MATCH_REASON}{basis}", now=now)
        writes = list(_writes(db, likely, records, now=now, run=run, routes=installation.routes))
        matched = sorted(i for write in writes for i in write.tallies)
        if matched:
            _refer(installation, waiting, matched, segment=f"unassessed-{matched[0]}")
        for write in writes:
            write_matches(db, write, now=now)
        mark_compared(db, set(part["encounter"].to_pylist()) - set(matched))
        total = Compared(
            total.records + len(part),
            total.reappearances + sum(is_for_review(f) for write in writes for f in write.findings),
            total.alerts + sum(len(write.alerts) for write in writes),
        )
    return total


def stale_references(db: Database, ids: Iterable[str]) -> set[str]:
    """Unassessed records whose match ends when these records change: nothing may name them any more."""
    touched = set(ids)
    ended = (j for j in judgements_of(db, touched) if j.reason.startswith(MATCH_REASON)) if touched else ()
    return {side for j in ended for side in (j.left, j.right)} - touched


def _likeliest(
    db: Database, tokens: pa.Table, stored: pa.Table, model: Model, *, reason: str, now: datetime
) -> dict[str, Judgement]:
    """For each record its likeliest pair, if that is as sure as automatic joining demands; by record.

    The judgement is ``unsure``: it never joins. What agreed field by field is not kept, as it would tell of somebody
    of whom nothing is to be kept.
    """
    waiting = set(tokens["encounter"].to_pylist())
    pairs = predict_pairs(tokens, stored, model=model, among_new=False)
    sure = [j for j in judge(pairs, at=now, by=model.version) if j.verdict is Verdict.SAME]
    linked = person_of(db, {i for j in sure for i in (j.left, j.right)} - waiting)
    found: dict[str, Judgement] = {}
    for j in sorted(sure, key=lambda j: (-j.probability, j.left, j.right)):
        record, encounter = (j.left, j.right) if j.left in waiting else (j.right, j.left)
        if encounter in linked and record not in found:
            by = f"{model.version}, unassessed"
            found[record] = replace(
                j, id=judgement_id(j.left, j.right, by), verdict=Verdict.UNSURE, by=by, reason=reason, evidence=()
            )
    return found


def _writes(
    db: Database,
    likely: Mapping[str, Judgement],
    records: Mapping[str, Met],
    *,
    now: datetime,
    run: str,
    routes: Routes,
) -> Iterable[MatchWrite]:
    """What is to be written, a person at a time; nothing for a person whom no record brings to another town."""
    encounter_of = {i: j.right if j.left == i else j.left for i, j in likely.items()}
    person = person_of(db, encounter_of.values())
    records_of: dict[str, list[str]] = defaultdict(list)
    for record, encounter in sorted(encounter_of.items()):
        records_of[person[encounter]].append(record)
    members: dict[str, list[Member]] = defaultdict(list)
    for m in members_of(db, records_of):
        members[str(m.person_id)].append(m)
    for person_id, own in sorted(records_of.items()):
        met = [m.met for m in members[person_id]]
        judged = judgements_of(db, [e.id for e in met])
        cut = weakest_cut(person_id, frozenset(e.id for e in met), judged)
        standing = [m for some in matches_of(db, judged, [e.id for e in met]).values() for m in some]
        new = [Match(records[r], encounter_of[r], likely[r].probability) for r in own]
        found = with_matches(person_id, met, [*standing, *new], link_probability=cut.probability if cut else 1.0)
        decide = {r.deciding_encounter for r in found} & set(own)
        if not decide:
            continue
        continued = continue_findings(reappearances_of(db, [person_id]), found, same_only=_town)
        yield MatchWrite(
            judgements=[likely[r] for r in sorted(decide)],
            findings=continued.changed,
            withdrawn=[f.id for f in continued.withdrawn],
            alerts=[a for f in continued.changed for a in reappearance_alerts(f, now=now, routes=routes)],
            tallies=sorted(decide),
            run=run,
        )


def _town(finding: Reappearance) -> str:
    return finding.municipality_now


def _refer(installation: Installation, waiting: Waiting, ids: Sequence[str], *, segment: str) -> None:
    """Keep the record numbers of matched rows beside the vault, as those of the encounters that a finding rests on."""
    rows = [dict(zip(REFERENCES.names, (i, *waiting.numbers[i]), strict=True)) for i in ids]
    installation.references.append(segment, pa.Table.from_pylist(rows, schema=REFERENCES))
