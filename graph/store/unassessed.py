"""Matches of unassessed records, and the tallies that still wait for their one comparison."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from graph.columns import day_of
from graph.model import Alert, Judgement, Reappearance, Status
from graph.parts import parts
from graph.reappearance import Met
from graph.store.database import MOST_IDS, Database, Statement, read_each
from graph.store.findings import finding_statements, withdraw_statement
from graph.store.judgements import judgement_rows
from graph.store.outbox import alert_statements
from graph.store.rows import COMPARED, LOCAL_TIME, MATCHED, WAITING
from graph.unassessed import Match

MATCH_REASON = "unassessed, compared once on "
"""How the reason of a judgement on an unassessed record begins; the basis follows."""


@dataclass(frozen=True, slots=True)
class MatchWrite:
    """Matches of a few persons, and what follows from them, to write in one transaction."""

    judgements: Sequence[Judgement]
    findings: Sequence[Reappearance]
    withdrawn: Sequence[str]
    alerts: Sequence[Alert]
    tallies: Sequence[str]
    run: str


def write_matches(db: Database, write: MatchWrite, *, now: datetime) -> None:
    """Write matches with their reappearances and alerts, and that their tallies were compared: all of it or nothing."""
    statements: list[Statement] = [("judgements_write", {"rows": judgement_rows(write.judgements)})]
    if write.withdrawn:
        statements.append(withdraw_statement(write.withdrawn, now=now, reason="a match says it otherwise"))
    statements += finding_statements("reappearance", write.findings, run=write.run, now=now)
    statements += alert_statements(write.alerts)
    statements.append(("tallies_compared", {"ids": sorted(write.tallies), "comparison": MATCHED}))
    db.write_all(statements)


def mark_compared(db: Database, ids: Iterable[str]) -> None:
    """Say of tallies that they were compared and nothing came of it."""
    for some in parts(sorted(set(ids)), MOST_IDS):
        db.write("tallies_compared", ids=some, comparison=COMPARED)


def waiting_tallies(db: Database, ids: Iterable[str]) -> dict[str, Met]:
    """Those of these records that stand as unassessed tallies and were never compared, by id."""
    return {r["id"]: _met(r) for r in _tallies(db, ids) if r["comparison"] == WAITING}


def matches_of(db: Database, judgements: Iterable[Judgement], encounters: Iterable[str]) -> dict[str, list[Match]]:
    """Standing matches with these encounters, by encounter.

    Parameters
    ----------
    db
        The graph.
    judgements
        Judgements that touch the encounters; others than matches are left aside.
    encounters
        Ids of the encounters.
    """
    known = set(encounters)
    sides = [
        (j, *((j.left, j.right) if j.left in known else (j.right, j.left)))
        for j in judgements
        if j.reason.startswith(MATCH_REASON) and j.withdrawn_at is None and {j.left, j.right} & known
    ]
    records: Mapping[str, Met] = {}
    if sides:
        rows = _tallies(db, {record for _, _, record in sides})
        records = {r["id"]: _met(r) for r in rows if r["comparison"] == MATCHED}
    found: dict[str, list[Match]] = {}
    for j, encounter, record in sides:
        if record in records:
            found.setdefault(encounter, []).append(Match(records[record], encounter, j.probability))
    return found


def _tallies(db: Database, ids: Iterable[str]) -> list[dict[str, Any]]:
    return read_each(db, "tallies_by_id", ids)


def _met(r: Mapping[str, Any]) -> Met:
    """What a tally keeps as an encounter without signal or channel: it may decide a reappearance, never cause one."""
    first, last = day_of(r["first_day"]), day_of(r["last_day"])
    return Met(
        id=r["id"],
        municipality=r["municipality"],
        source_id=r["source_id"],
        seen_from=datetime.combine(first, time(), LOCAL_TIME),
        seen_until=datetime.combine(last + timedelta(days=1), time(), LOCAL_TIME),
        first_day=first,
        last_day=last,
        status=Status.UNASSESSED,
        channel=None,
    )
