"""Cases: what somebody reads about persons for. A case has a unit, a purpose, and what it is about."""

import secrets
from dataclasses import replace
from datetime import datetime

from fastapi import FastAPI, HTTPException, Request
from pydantic import Field

from api.access.actions import PERSONAL, Action
from api.access.decisions import is_allowed
from api.access.roles import Purpose, Role
from api.audit import Act
from api.http.access import declared
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import Who, Works, absent, record
from api.http.seen import may_see
from api.http.shapes import DEFAULT_ITEMS, Cursor, Limit, PathId, Shape
from api.http.visible import visible
from graph.model.case import Case, CaseStatus
from graph.store.cases import read_case, read_cases, write_case
from graph.store.shown import known_encounters
from ingest.pseudonyms import encounter_id

ERRORS = documented(400, 401, 403, 404, 406, 413, 415, 429, 503)


class Record(Shape):
    """A record by the source's own number."""

    source_id: str = Field(max_length=200)
    record_id: str = Field(max_length=500)


class NewCase(Shape):
    """A case to open: what for, by which of the caller's units, and about what."""

    purpose: Purpose
    unit: str = Field(max_length=80)
    finding_ids: list[str] = Field(default=[], max_length=50)
    records: list[Record] = Field(default=[], max_length=50)


class CaseChange(Shape):
    """How a case stands from now on."""

    status: CaseStatus


class CaseSaid(Shape):
    """A case."""

    case_id: str
    purpose: str
    unit: str
    status: CaseStatus
    finding_ids: list[str]
    encounters: int
    opened_by: str
    opened_at: datetime


class CasePage(Shape):
    """Some cases, and where the next page begins."""

    items: list[CaseSaid]
    next: str | None


def fits(role: Role, purpose: Purpose) -> bool:
    """Whether a role may do anything for a purpose; only then may it open a case for it."""
    facts = {"purpose": purpose.value, "on_case": True, "decided": True, "rejected": False}
    return any(is_allowed(role, action, **facts) for action in PERSONAL)


def add_cases(app: FastAPI) -> None:
    """Add the endpoints of cases."""

    @app.get("/v1/cases", responses=documented(400, 401, 403, 406, 429, 503), tags=["cases"])
    @declared(Action.READ_CASES)
    def list_cases(service: Works, caller: Who, cursor: Cursor = None, limit: Limit = DEFAULT_ITEMS) -> CasePage:
        """Cases of the caller's units."""
        own = [c for c in read_cases(service.db) if caller.acts_for(c.unit)]
        some, following = page(service, caller, "cases", own, key=lambda c: c.id, cursor=cursor, limit=limit)
        return CasePage(items=[_said(c) for c in some], next=following)

    @app.post("/v1/cases", responses=ERRORS, status_code=201, tags=["cases"])
    @declared(Action.OPEN_CASE)
    def open_case(new: NewCase, request: Request, service: Works, caller: Who) -> CaseSaid:
        """Open a case. What it is about must be there for the caller; a case to review links is about a unit's records."""
        if not fits(caller.role, new.purpose) or not caller.acts_for(new.unit):
            raise HTTPException(403)
        is_review = new.purpose is Purpose.REVIEW_LINKS
        if is_review == bool(new.finding_ids or new.records):
            raise HTTPException(400)
        found = visible(service, caller) if new.finding_ids else {}
        if not all(f in found for f in new.finding_ids):
            raise absent()
        wanted = {encounter_id(service.keyring, r.source_id, r.record_id) for r in new.records}
        known = known_encounters(service.db, wanted) if wanted else []
        if len(known) != len(wanted) or not all(may_see(caller, k) and k.person_id for k in known):
            raise absent()
        case = Case(
            id=secrets.token_urlsafe(12),
            purpose=new.purpose.value,
            unit=new.unit,
            status=CaseStatus.ACTIVE,
            findings=tuple(sorted(set(new.finding_ids))),
            encounters=tuple(sorted(wanted)),
            opened_by=caller.subject,
            opened_at=service.now(),
        )
        act = Act("open_case", "case", case.purpose, len(case.findings) + len(wanted), {"unit": case.unit})
        record(request, act, case=case.id, persons=[k.person_id for k in known])
        write_case(service.db, case)
        return _said(case)

    @app.patch("/v1/cases/{caseId}", responses=ERRORS, tags=["cases"])
    @declared(Action.OPEN_CASE)
    def change_case(caseId: PathId, change: CaseChange, request: Request, service: Works, caller: Who) -> CaseSaid:
        """Close a case, or take it up again."""
        case = read_case(service.db, caseId)
        if case is None or not caller.acts_for(case.unit):
            raise absent()
        if not fits(caller.role, Purpose(case.purpose)):
            raise HTTPException(403)
        changed = replace(case, status=change.status)
        record(request, Act("change_case", "case", case.purpose, 1, {"status": change.status.value}), case=case.id)
        write_case(service.db, changed)
        return _said(changed)


def _said(case: Case) -> CaseSaid:
    return CaseSaid(
        case_id=case.id,
        purpose=case.purpose,
        unit=case.unit,
        status=case.status,
        finding_ids=list(case.findings),
        encounters=len(case.encounters),
        opened_by=case.opened_by,
        opened_at=case.opened_at,
    )
