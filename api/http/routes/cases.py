"""Cases: what somebody reads about persons for, and who goes on with what was found until it is closed."""

import secrets
from datetime import date, datetime
from typing import Self

from fastapi import FastAPI, HTTPException, Request
from pydantic import Field, model_validator

from api.access.actions import PERSONAL, Action
from api.access.decisions import is_allowed
from api.access.roles import Caller, Purpose, Role
from api.audit import Act
from api.http.access import declared
from api.http.desks import cares_for, sees_case
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import Who, Works, absent, record, service_of, who_calls
from api.http.seen import may_see
from api.http.service import Service
from api.http.shapes import DEFAULT_ITEMS, Cursor, Limit, PathId, Shape
from api.http.visible import visible_of
from api.jobs.cases import alerts_on, care_region, local_day
from graph.case_alerts import duty_alert
from graph.case_steps import cared_for, closed, resumed, to_follow_up
from graph.model.case import CareRoute, CareState, Case, CaseStatus, Closing, Shelter, Transfer
from graph.store.cases import change_case as store_change
from graph.store.cases import read_case, read_cases, write_case
from graph.store.shown import known_encounters
from ingest.pseudonyms import encounter_id

ERRORS = documented(400, 401, 403, 404, 406, 413, 415, 429, 503)
CHANGE_ERRORS = documented(400, 401, 403, 404, 406, 409, 413, 415, 429, 503)


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


class CareSaid(Shape):
    """The way to care beside a case: the care region asked, how far it has come, and shelter."""

    region: str = Field(min_length=1, max_length=80)
    state: CareState
    shelter: Shelter = Shelter.NOT_ASKED


class CaseChange(Shape):
    """How a case stands from now on: a status with what belongs to it, or its way to care, or both.

    ``FollowUp`` needs ``followUpOn``; ``Closed`` and ``ClosedReferred`` need ``closing``, which is ``referred`` for the
    latter alone.
    """

    status: CaseStatus | None = None
    follow_up_on: date | None = None
    closing: Closing | None = None
    care: CareSaid | None = None

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        is_closed = self.status in (CaseStatus.CLOSED, CaseStatus.CLOSED_REFERRED)
        is_referred = self.status is CaseStatus.CLOSED_REFERRED
        fits = (
            (self.status is not None or self.care is not None)
            and (self.follow_up_on is not None) == (self.status is CaseStatus.FOLLOW_UP)
            and (self.closing is not None) == is_closed
            and (self.closing is Closing.REFERRED) == is_referred
        )
        if not fits:
            raise ValueError
        return self


class OfferSaid(Shape):
    """A unit that a case is offered to, and why."""

    to: str
    reason: Transfer
    by: str
    at: datetime


class StepSaid(Shape):
    """Something that was done with a case."""

    what: str
    by: str
    at: datetime
    said: str


class CaseSaid(Shape):
    """A case. ``isOwn``: one of the caller's units owns it; others see how it stands."""

    case_id: str
    purpose: str
    unit: str
    status: CaseStatus
    finding_ids: list[str]
    encounters: int
    opened_by: str
    opened_at: datetime
    follow_up_on: date | None
    closing: Closing | None
    care: CareSaid | None
    offer: OfferSaid | None
    earlier_units: list[str]
    is_own: bool


class CaseInFull(CaseSaid):
    """A case with everything that was done with it, the oldest first."""

    steps: list[StepSaid]


class CasePage(Shape):
    """Some cases, and where the next page begins."""

    items: list[CaseSaid]
    next: str | None


def fits(role: Role, purpose: Purpose) -> bool:
    """Whether a role may do anything for a purpose; only then may it open a case for it."""
    facts: dict[str, str | bool] = {"purpose": purpose.value, "on_case": True, "decided": True, "rejected": False}
    return any(is_allowed(role, action, **facts) for action in PERSONAL)


def add_cases(app: FastAPI) -> None:
    """Add the endpoints of cases."""

    @app.get("/v1/cases", responses=documented(400, 401, 403, 406, 429, 503), tags=["cases"])
    @declared(Action.READ_CASES)
    def list_cases(service: Works, caller: Who, cursor: Cursor = None, limit: Limit = DEFAULT_ITEMS) -> CasePage:
        """Cases that the caller's units own, owned, or are offered, and those beside which the caller's care was asked."""
        own = [c for c in read_cases(service.db) if sees_case(service, caller, c)]
        some, following = page(service, caller, "cases", own, key=lambda c: c.id, cursor=cursor, limit=limit)
        return CasePage(items=[case_said(c, caller) for c in some], next=following)

    @app.get("/v1/cases/{caseId}", responses=documented(400, 401, 403, 404, 406, 429, 503), tags=["cases"])
    @declared(Action.READ_CASES)
    def read_one(caseId: PathId, service: Works, caller: Who) -> CaseInFull:
        """A case with everything that was done with it."""
        case = seen_case(service, caller, caseId)
        steps = [StepSaid(what=s.what, by=s.by, at=s.at, said=s.said) for s in case.steps]
        return CaseInFull(**case_said(case, caller).model_dump(), steps=steps)

    @app.post("/v1/cases", responses=ERRORS, status_code=201, tags=["cases"])
    @declared(Action.OPEN_CASE)
    def open_case(new: NewCase, request: Request, service: Works, caller: Who) -> CaseSaid:
        """Open a case. What it is about must be there for the caller; a case to review links is about a unit's records."""
        if not fits(caller.role, new.purpose) or not caller.acts_for(new.unit):
            raise HTTPException(403)
        is_review = new.purpose is Purpose.REVIEW_LINKS
        if is_review == bool(new.finding_ids or new.records):
            raise HTTPException(400)
        found = visible_of(service, caller, new.finding_ids)
        if not all(f in found for f in new.finding_ids):
            raise absent()
        wanted = {encounter_id(service.keyring, r.source_id, r.record_id) for r in new.records}
        known = known_encounters(service.db, wanted) if wanted else []
        if len(known) != len(wanted) or not all(may_see(caller, k) for k in known):
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
        record(request, act, case=case.id, persons=[k.person_id for k in known if k.person_id])
        is_own_act = new.purpose is Purpose.DUTY_DESK
        write_case(service.db, case, [duty_alert(case)] if is_own_act else [])
        service.kept.forget()
        return case_said(case, caller)

    @app.patch("/v1/cases/{caseId}", responses=CHANGE_ERRORS, tags=["cases"])
    @declared(Action.OPEN_CASE)
    def change_case(caseId: PathId, change: CaseChange, request: Request, service: Works, caller: Who) -> CaseSaid:
        """Take a case up, let it wait until a day, close it with the reason, or say how its way to care stands.

        Care coordinators of the owner say how care stands, whatever the case is for. 409 where somebody else changed
        the case meanwhile.
        """
        case = own_case(service, caller, caseId, is_on_care=change.status is None)
        by, now = caller.subject, service.now()
        changed = case
        if change.status is CaseStatus.ACTIVE:
            changed = resumed(changed, by=by, now=now)
        if change.care is not None:
            care_region(service.home, change.care.region)
            care = CareRoute(change.care.region, change.care.state, change.care.shelter)
            changed = cared_for(changed, care, by=by, now=now)
        if change.follow_up_on is not None:
            changed = to_follow_up(changed, change.follow_up_on, today=local_day(now), by=by, now=now)
        if change.closing is not None:
            changed = closed(changed, change.closing, by=by, now=now)
        return written(request, case, changed)


def seen_case(service: Service, caller: Caller, case_id: str) -> Case:
    """Case that one of the caller's units owns, owned, or is offered; anything else isn't there."""
    case = read_case(service.db, case_id)
    if case is None or not sees_case(service, caller, case):
        raise absent()
    return case


def own_case(service: Service, caller: Caller, case_id: str, *, is_on_care: bool = False) -> Case:
    """Case that one of the caller's units owns, and that somebody in this role may go on with.

    Where nothing but its way to care is to change, care that was asked may do so too.
    """
    case = seen_case(service, caller, case_id)
    if is_on_care and cares_for(service, caller, case):
        return case
    if not caller.acts_for(case.unit):
        raise absent()
    if not fits(caller.role, Purpose(case.purpose)):
        raise HTTPException(403)
    return case


def written(request: Request, before: Case, after: Case) -> CaseSaid:
    """Case as it was changed: a line in the log, then the graph, with the alerts that the change gives."""
    service, caller = service_of(request), who_calls(request)
    step = after.steps[-1]
    said: dict[str, str | int | bool] = {"status": after.status.value, "step": step.what, "unit": after.unit}
    record(request, Act("change_case", "case", after.purpose, 1, said), case=after.id)
    store_change(service.db, before, after, alerts_on(before, after, now=step.at))
    service.kept.forget()
    return case_said(after, caller)


def case_said(case: Case, caller: Caller) -> CaseSaid:
    """Case as a caller sees it."""
    care, offer = case.care, case.offer
    return CaseSaid(
        case_id=case.id,
        purpose=case.purpose,
        unit=case.unit,
        status=case.status,
        finding_ids=list(case.findings),
        encounters=len(case.encounters),
        opened_by=case.opened_by,
        opened_at=case.opened_at,
        follow_up_on=case.follow_up_on,
        closing=case.closing,
        care=CareSaid(region=care.region, state=care.state, shelter=care.shelter) if care else None,
        offer=OfferSaid(to=offer.to, reason=offer.reason, by=offer.by, at=offer.at) if offer else None,
        earlier_units=list(case.earlier_units),
        is_own=caller.acts_for(case.unit),
    )
