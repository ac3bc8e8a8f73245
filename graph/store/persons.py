"""Persons: who was met with whom, written so that a person, the judgements, findings and alerts appear together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from graph.columns import day_of
from graph.model import (
    Alert,
    Channel,
    Judgement,
    PersonChange,
    Reappearance,
    ReporterType,
    Sex,
    Status,
    Withdrawal,
)
from graph.reappearance import Met
from graph.store.database import Database, Reads, Row, Statement, read_each
from graph.store.findings import finding_statements, withdraw_statement
from graph.store.judgements import judgement_rows
from graph.store.judgements import withdraw_statement as withdraw_judgements
from graph.store.outbox import alert_statements
from graph.store.reviewing import change_rows
from graph.store.rows import from_text
from graph.trust import is_low_trust


@dataclass(frozen=True, slots=True)
class PersonRow:
    """What a person's node holds.

    ``weakest_cut`` is a probability; None for somebody met once. ``conflicts`` counts pairs of encounters that one
    person can hardly both have had.
    """

    id: str
    first_seen: date
    last_seen: date
    sex: Sex | None
    encounters: int
    weakest_cut: float | None
    conflicts: int = 0


@dataclass(frozen=True, slots=True)
class LinkedWrite:
    """A closed group of persons to write in one transaction.

    ``person_of`` covers every encounter of every person in the group; ``emptied`` are persons that may have none left.
    """

    person_of: Mapping[str, str]
    persons: Sequence[PersonRow]
    emptied: Sequence[str] = ()
    judgements: Sequence[Judgement] = ()
    findings: Sequence[Reappearance] = ()
    withdrawn: Sequence[str] = ()
    alerts: Sequence[Alert] = ()
    run: str = ""
    unchanged_links: frozenset[str] = field(default=frozenset())
    taken_back: Sequence[Withdrawal] = ()
    changes: Sequence[PersonChange] = ()


def write_linked(db: Database, group: LinkedWrite, *, now: datetime) -> None:
    """Write persons, their links, judgements, reappearances, alerts and changes: all in one transaction, or none.

    A reappearance's alert is thus there whenever the finding is, and neither without the link it rests on.
    """
    ids = sorted(i for i in group.person_of if i not in group.unchanged_links)
    statements: list[Statement] = [
        ("persons_write", {"rows": [_person(p) for p in sorted(group.persons, key=lambda p: p.id)]}),
        ("of_delete", {"ids": ids}),
        ("of_create", {"rows": [{"id": i, "person_id": group.person_of[i]} for i in ids]}),
    ]
    if group.judgements:
        statements.append(("judgements_write", {"rows": judgement_rows(group.judgements)}))
    if group.taken_back:
        statements.append(withdraw_judgements(group.taken_back, now=now))
    if group.changes:
        statements.append(("changes_write", {"rows": change_rows(group.changes)}))
    if group.emptied:
        statements.append(("persons_delete_empty", {"ids": sorted(group.emptied)}))
    if group.withdrawn:
        statements.append(withdraw_statement(group.withdrawn, now=now, reason="its encounters are linked otherwise"))
    statements += finding_statements("reappearance", group.findings, run=group.run, now=now)
    statements += alert_statements(group.alerts)
    db.write_all(statements)


def known_persons(db: Database, ids: Iterable[str]) -> set[str]:
    """Those of these ids that a person has."""
    return {r["id"] for r in read_each(db, "persons_known", ids)}


def person_of(db: Database, ids: Iterable[str]) -> dict[str, str]:
    """Person of each encounter that has one."""
    return dict(pair for r in read_each(db, "person_of", ids) for pair in r["owned"])


@dataclass(frozen=True, slots=True)
class Member:
    """An encounter with the person it belongs to (None: not linked yet) and the sex its source wrote."""

    met: Met
    person_id: str | None
    sex: Sex | None


def members_of(db: Database, person_ids: Iterable[str]) -> list[Member]:
    """All encounters of these persons."""
    return [_member(r) for r in member_rows(db, person_ids)]


def member_rows(db: Reads, person_ids: Iterable[str]) -> list[Row]:
    """Rows of these persons' encounters; the engine gives a town's in one, as each row by itself costs far more."""
    found = read_each(db, "encounters_of_persons", person_ids, of="person_ids")
    return [dict(zip(MEMBER, member, strict=True)) for town in found for member in town["members"]]


def members_by_id(db: Database, ids: Iterable[str]) -> list[Member]:
    """Encounters by their ids."""
    return [_member(r) for r in read_each(db, "encounters_by_id", ids)]


def reappearances_of(db: Database, person_ids: Iterable[str]) -> list[Reappearance]:
    """Current reappearances of these persons, by id."""
    rows = db.read("reappearances_of_persons", person_ids=sorted(set(person_ids)))
    return sorted((from_text(Reappearance, r["content"]) for r in rows), key=lambda f: f.id)


MEMBER = (
    "id", "person_id", "municipality", "source_id", "seen_from", "seen_until", "first_day", "last_day", "status",
    "channel", "sex", "reporter_type", "reliability",
)  # fmt: skip
"""What is read of an encounter of a person, in the order of the query."""


def _person(p: PersonRow) -> Row:
    return {
        "id": p.id,
        "first_seen": p.first_seen.isoformat(),
        "last_seen": p.last_seen.isoformat(),
        "sex": p.sex or "",
        "encounters": p.encounters,
        "weakest_cut": p.weakest_cut,
        "conflicts": p.conflicts,
    }


def _member(r: Row) -> Member:
    met = Met(
        id=r["id"],
        municipality=r["municipality"],
        source_id=r["source_id"],
        seen_from=datetime.fromtimestamp(r["seen_from"], UTC),
        seen_until=datetime.fromtimestamp(r["seen_until"], UTC),
        first_day=day_of(r["first_day"]),
        last_day=day_of(r["last_day"]),
        status=Status(r["status"]),
        channel=Channel(r["channel"]) if r["channel"] else None,
        low_trust=is_low_trust(ReporterType(r["reporter_type"]), r["reliability"]),
    )
    return Member(met, r["person_id"] or None, Sex(r["sex"]) if r["sex"] else None)
