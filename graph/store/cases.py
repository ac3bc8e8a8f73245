"""Cases in the graph."""

import hashlib
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace

from pydantic import TypeAdapter

from graph.errors import ChangedMeanwhile
from graph.model import Alert
from graph.model.case import Case
from graph.store.database import Database, Row, Statement
from graph.store.outbox import alert_rows, alert_statements

_CASE = TypeAdapter(Case)


def write_case(db: Database, case: Case, alerts: Sequence[Alert] = ()) -> None:
    """Write a new case, with the alerts it gives."""
    db.write_all([_written(case), *alert_statements(alerts)])


def change_case(db: Database, before: Case, after: Case, alerts: Sequence[Alert] = ()) -> None:
    """Write what was done with a case, with the alerts it gives, unless somebody did something else meanwhile.

    Raises
    ------
    ChangedMeanwhile
        When the case isn't as it was read any more: nothing is written.
    """
    row = _row(after)
    named: dict[str, object] = {"id": after.id, "mark": row["mark"]}
    tell: list[Statement] = [("cases_tell", {**named, "rows": alert_rows(alerts)})] if alerts else []
    change: Statement = ("cases_change", {"row": row, "before": len(before.steps)})
    if not db.write_all([change, *tell, ("cases_is", named)]):
        message = "somebody else changed the case meanwhile: read it again"
        raise ChangedMeanwhile(message)


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
    return "cases_write", {"rows": [_row(case)]}


def _row(case: Case) -> Row:
    content = _CASE.dump_json(case).decode()
    return {
        "id": case.id,
        "unit": case.unit,
        "status": case.status.value,
        "steps": len(case.steps),
        "mark": hashlib.sha256(content.encode()).hexdigest(),
        "content": content,
    }
