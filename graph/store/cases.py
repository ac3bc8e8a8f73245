"""Cases in the graph."""

from collections.abc import Set as AbstractSet
from dataclasses import replace

from pydantic import TypeAdapter

from graph.model.case import Case
from graph.store.database import Database, Statement

_CASE = TypeAdapter(Case)


def write_case(db: Database, case: Case) -> None:
    """Write a case as it stands now."""
    db.write_all([_written(case)])


def read_case(db: Database, case_id: str) -> Case | None:
    """Case of an id; None where there is none."""
    rows = db.read("case_by_id", id=case_id)
    return _CASE.validate_json(rows[0]["content"]) if rows else None


def read_cases(db: Database) -> list[Case]:
    """All cases, by id."""
    return [_CASE.validate_json(r["content"]) for r in db.read("cases_read")]


def cases_without(db: Database, *, findings: AbstractSet[str], encounters: AbstractSet[str]) -> list[Statement]:
    """Rewrite the cases that name any of these findings or encounters, so that none does any more."""
    return [
        _written(
            replace(
                case,
                findings=tuple(f for f in case.findings if f not in findings),
                encounters=tuple(e for e in case.encounters if e not in encounters),
            )
        )
        for case in read_cases(db)
        if findings & {*case.findings} or encounters & {*case.encounters}
    ]


def _written(case: Case) -> Statement:
    row = {"id": case.id, "unit": case.unit, "status": case.status.value, "content": _CASE.dump_json(case).decode()}
    return "cases_write", {"rows": [row]}
