"""Cases in the graph."""

from pydantic import TypeAdapter

from graph.model.case import Case
from graph.store.database import Database

_CASE = TypeAdapter(Case)


def write_case(db: Database, case: Case) -> None:
    """Write a case as it stands now."""
    row = {"id": case.id, "unit": case.unit, "status": case.status.value, "content": _CASE.dump_json(case).decode()}
    db.write("cases_write", rows=[row])


def read_case(db: Database, case_id: str) -> Case | None:
    """Case of an id; None where there is none."""
    rows = db.read("case_by_id", id=case_id)
    return _CASE.validate_json(rows[0]["content"]) if rows else None


def read_cases(db: Database) -> list[Case]:
    """All cases, by id."""
    return [_CASE.validate_json(r["content"]) for r in db.read("cases_read")]
