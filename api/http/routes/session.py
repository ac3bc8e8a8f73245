"""Logging in and out: at a provider, or in the demo by choosing a role; and what a session may do."""

from datetime import datetime
from typing import Annotated

from fastapi import FastAPI, HTTPException, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import Field
from starlette.responses import Response

from api.access.actions import Action
from api.access.decisions import may_ever
from api.access.roles import ABOUT, Caller, Purpose, Role, is_unit
from api.access.sessions import LONGEST, Session
from api.http.access import Access, declared
from api.http.bodies import ANSWER_TYPES
from api.http.problems import documented
from api.http.reading import Works, session_of
from api.http.routes.cases import fits
from api.http.sessions import cookie_in, log_in, session_in, set_cookie
from api.http.shapes import Shape

RETURN_PATH = "/v1/login/return"
_BACK = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Logged in</title>'
    '<meta http-equiv="refresh" content="0;url=/"><p>Logged in. <a href="/">Go on</a></p></html>'
)
"""Sent instead of a redirect: a browser that comes from the provider would not send our strict cookie along with one."""


class LoginOptions(Shape):
    """How one can log in here, and whether whoever asks already is."""

    provider: bool
    chooser: bool
    roles: list[str]
    is_logged_in: bool


class Choice(Shape):
    """A role chosen in the demo."""

    role: Role
    units: list[str] = Field(max_length=20)
    name: str = Field(pattern=r"^[a-z0-9-]{1,40}$", description="Tells two people in one role apart.")
    sources: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=50)


class PurposeSaid(Shape):
    """A purpose and its meaning."""

    purpose: str
    about: str


class SessionSaid(Shape):
    """The caller's own session. ``csrf_token`` goes into the header ``X-CSRF-Token`` of whatever changes something."""

    subject: str
    role: str
    units: list[str]
    sources: list[str]
    actions: list[str]
    purposes: list[PurposeSaid]
    csrf_token: str
    ends_at: datetime


def add_session(app: FastAPI) -> None:
    """Add the endpoints of logging in and out."""

    @app.get("/v1/login/options", responses=documented(400, 406, 429), tags=["session"])
    @declared(Access.OPEN)
    def login_options(request: Request, service: Works) -> LoginOptions:
        """How one can log in here, and whether whoever asks already is."""
        chooser = service.exposure.chooser
        return LoginOptions(
            provider=service.provider is not None,
            chooser=chooser,
            roles=[r.value for r in Role] if chooser else [],
            is_logged_in=session_in(service, request.headers) is not None,
        )

    @app.post("/v1/login/role", responses=documented(400, 403, 404, 406, 413, 415, 429), tags=["session"])
    @declared(Access.OPEN)
    def choose_role(choice: Choice, service: Works, response: Response) -> SessionSaid:
        """Log in by choosing a role; in the demo on this machine only, elsewhere it isn't there."""
        if not service.exposure.chooser:
            raise HTTPException(404)
        if not all(is_unit(u) for u in choice.units):
            raise HTTPException(400)
        caller = Caller(
            f"demo-{choice.role.value}-{choice.name}", choice.role, tuple(choice.units), frozenset(choice.sources)
        )
        return _said(log_in(service, response, caller, now=service.now()))

    @app.get(
        "/v1/login",
        responses={303: {"description": "To the login provider"}, **documented(400, 403, 404, 429)},
        status_code=303,
        response_class=RedirectResponse,
        tags=["session"],
    )
    @declared(Access.OPEN)
    def begin_login(service: Works) -> RedirectResponse:
        """Go to the login provider."""
        if service.provider is None:
            raise HTTPException(404)
        address, browser = service.provider.begin(now=service.now())
        answer = RedirectResponse(address, 303)
        set_cookie(service, answer, f"{service.exposure.cookie}-login", browser, is_lax=True)
        return answer

    @app.get(RETURN_PATH, responses=documented(400, 403, 404, 429), response_class=HTMLResponse, tags=["session"])
    @declared(Access.OPEN)
    def end_login(
        request: Request,
        service: Works,
        code: Annotated[str, Query(max_length=4000)],
        state: Annotated[str, Query(max_length=400)],
    ) -> HTMLResponse:
        """Come back from the login provider."""
        if service.provider is None:
            raise HTTPException(404)
        browser = cookie_in(request.headers, f"{service.exposure.cookie}-login") or ""
        now = service.now()
        caller = service.provider.finish(code=code, state=state, browser=browser, now=now)
        answer = HTMLResponse(_BACK)
        log_in(service, answer, caller, now=now)
        answer.delete_cookie(f"{service.exposure.cookie}-login", secure=service.exposure.is_secure, httponly=True)
        return answer

    for endpoint in (begin_login, end_login):
        setattr(endpoint, ANSWER_TYPES, ("text/html", "application/json"))

    @app.get("/v1/session", responses=documented(400, 401, 406, 429), tags=["session"])
    @declared(Access.LOGIN)
    def session(request: Request) -> SessionSaid:
        """Who is logged in, as what, and what they may do."""
        return _said(session_of(request))

    @app.delete("/v1/session", responses=documented(400, 401, 403, 406, 429), status_code=204, tags=["session"])
    @declared(Access.LOGIN)
    def end_session(request: Request, service: Works) -> Response:
        """Log out."""
        service.sessions.end(cookie_in(request.headers, service.exposure.cookie) or "")
        answer = Response(status_code=204)
        answer.delete_cookie(service.exposure.cookie, secure=service.exposure.is_secure, httponly=True)
        return answer


def _said(session: Session) -> SessionSaid:
    caller = session.caller
    purposes = [p for p in Purpose if fits(caller.role, p)]
    return SessionSaid(
        subject=caller.subject,
        role=caller.role.value,
        units=list(caller.units),
        sources=sorted(caller.sources),
        actions=[a.value for a in Action if may_ever(caller.role, a)],
        purposes=[PurposeSaid(purpose=p.value, about=ABOUT[p]) for p in purposes],
        csrf_token=session.csrf,
        ends_at=session.begun + LONGEST,
    )
