"""What endpoints are given: who calls, and for reads of persons the open case, its purpose and the line in the log.

Permission is part of the signature: an endpoint that takes :data:`Who` knows who calls, one that takes :data:`Read`
can't answer before it has recorded what it is about to say.
"""

import re
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, HTTPException, Request

from api.access.actions import Action
from api.access.decisions import is_allowed
from api.access.roles import Caller, Purpose
from api.access.sessions import Session
from api.audit import Act
from api.audit.entry import Processing
from api.audit.log import Said
from api.http.service import Service
from api.http.visible import persons_of, visible_of
from graph.model.case import Case
from graph.store.cases import read_case
from graph.store.shown import known_encounters

ACTIVITY = "urn:waterbed:processing:"
"""Before the name of an action: the processing activity as the register of processing names it."""

_TRACE = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-[0-9a-f]{2}")
Parameters = dict[str, str | int | bool]

ID = r"^[A-Za-z0-9_-]{1,128}$"
"""What an id in an address may look like; whatever else is asked for isn't there."""


def service_of(request: Request) -> Service:
    """Service that answers a request."""
    service: Service = request.app.state.service
    return service


async def _works(request: Request) -> Service:
    # A dependency that isn't a coroutine costs a thread, and these two only look something up.
    return service_of(request)


def session_of(request: Request) -> Session:
    """Session of who calls."""
    session: Session = request.state.session
    return session


def who_calls(request: Request) -> Caller:
    """Who calls."""
    return session_of(request).caller


async def _who(request: Request) -> Caller:
    return who_calls(request)


Works = Annotated[Service, Depends(_works)]
Who = Annotated[Caller, Depends(_who)]


def absent() -> HTTPException:
    """Make the one answer to what isn't there and to what isn't this caller's to see."""
    return HTTPException(404)


def record(request: Request, act: Act, *, result: str = "ok", case: str = "", persons: Iterable[str] = ()) -> None:
    """Record an act in the log; it is on disk when this returns.

    Raises
    ------
    AuditError
        When it can't be written: then nothing leaves.
    """
    service, caller = service_of(request), who_calls(request)
    traced = _TRACE.fullmatch(request.headers.get("traceparent", ""))
    processing = Processing(
        activity=ACTIVITY + act.action,
        trace_id=traced[1] if traced else secrets.token_hex(16),
        span_id=secrets.token_hex(8),
        role=caller.role.value,
        case=case,
        address=request.client.host if request.client else "",
        result=result,
        data_subjects=tuple(sorted({service.subject_digest(p) for p in persons})),
    )
    told = Act(act.action, act.subject, act.purpose, act.count, act.parameters, processing)
    service.audit.record(Said(told, caller.subject, request.url.hostname or "", service.now()))
    request.state.recorded = True


@dataclass(frozen=True, slots=True)
class PersonRead:
    """A read of persons: by whom, for which open case and purpose."""

    request: Request
    service: Service
    caller: Caller
    case: Case

    def permit(self, action: Action, *, on_case: bool, decided: bool = False, rejected: bool = False) -> None:
        """Go on only if the policies allow it; otherwise it looks as if what is asked for weren't there."""
        facts: dict[str, str | bool] = {
            "purpose": self.case.purpose,
            "on_case": on_case,
            "decided": decided,
            "rejected": rejected,
        }
        if not is_allowed(self.caller.role, action, **facts):
            raise absent()

    def record(self, action: Action, subject: str, count: int, *, persons: Iterable[str], said: Parameters) -> None:
        """Write the line of this read; nothing may leave before."""
        act = Act(action.value, subject, self.case.purpose, count, said)
        record(self.request, act, case=self.case.id, persons=persons)

    def persons_of_case(self) -> frozenset[str]:
        """Persons whom the case is about: of its encounters, and of its findings as they stand now."""
        own = [h.finding for h in visible_of(self.service, self.caller, self.case.findings).values()]
        encounters = {k.person_id for k in known_encounters(self.service.db, self.case.encounters) if k.person_id}
        return frozenset(encounters | {p for f in own for p in persons_of(self.service, f)})


def person_read(
    request: Request,
    case_id: Annotated[str, Header(alias="Case-Id", pattern=ID, description="An open case of the caller's unit.")],
    purpose: Annotated[Purpose, Header(alias="Purpose", description="What for; the purpose that the case is for.")],
) -> PersonRead:
    """Read of persons as a request states it."""
    service, caller = service_of(request), who_calls(request)
    case = read_case(service.db, case_id)
    if case is None or not caller.acts_for(case.unit):
        raise absent()
    if not case.is_open or case.purpose != purpose.value:
        raise HTTPException(403)
    return PersonRead(request, service, caller, case)


Read = Annotated[PersonRead, Depends(person_read)]
