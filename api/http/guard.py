"""What stands before every endpoint: the door, closed unless declared open, and the headers that go with all answers."""

import logging
import secrets
from collections.abc import Sequence
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.access.actions import PERSONAL, Action
from api.access.decisions import may_ever
from api.access.roles import Role
from api.access.sessions import Session
from api.http.access import Access, declaration, route_of
from api.http.bodies import body_refusal, counted
from api.http.etags import tagged
from api.http.limits import Visitors
from api.http.problems import Refusal, problem
from api.http.service import LOOPBACK_HOSTS, Service
from api.http.sessions import session_in

__all__ = ["API_VERSION", "HEADERS", "LOOPBACK_HOSTS", "Guard"]

_LOG = logging.getLogger("waterbed")

API_VERSION = "1.0.0"
HEADERS = {
    "API-Version": API_VERSION,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""Headers of every answer, refusals and failures included."""

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
CSRF_HEADER = "x-csrf-token"


class Guard:
    """ASGI middleware around all routes of an app. ``service`` None: nobody can be logged in."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute], service: Service | None = None) -> None:
        self._app = app
        self._routes = routes
        self._service = service
        self._hosts = service.exposure.hosts if service else LOOPBACK_HOSTS
        self._visitors = Visitors()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        begun = self._service.steady_s() if self._service else 0.0
        state: dict[str, Any] = scope.setdefault("state", {})
        route = route_of(self._routes, scope)
        access = declaration(route) if route is not None else None
        status = 0

        async def send_guarded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                if access in PERSONAL and message["status"] < 300 and not state.get("recorded"):
                    raise _UnrecordedError
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        try:
            refused = self._refusal(scope, route, access)
            if refused is None:
                is_kept = scope["method"] == "GET" and isinstance(access, Action) and access not in PERSONAL
                answer = tagged(scope, send_guarded) if is_kept else send_guarded
                await self._app(scope, counted(route, receive), answer)
            else:
                await problem(refused.status, refused.headers)(scope, receive, send_guarded)
        except Exception as error:  # noqa: BLE001 - the last resort: told by kind alone, never with its message
            _LOG.error("a request failed unexpectedly (%s)", type(error).__name__)
            if not status:
                await problem(500)(scope, receive, send_guarded)
        finally:
            self._counted(scope, route, status, begun)

    def _counted(self, scope: Scope, route: BaseRoute | None, status: int, begun: float) -> None:
        if self._service:
            pattern = str(getattr(route, "path", "other"))
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            self._service.meter.count(pattern, method, status, self._service.steady_s() - begun)

    def _refusal(self, scope: Scope, route: BaseRoute | None, access: Access | Action | None) -> Refusal | None:
        """Why a request isn't let in; None where it is."""
        headers = Headers(scope=scope)
        host = headers.get("host", "").rpartition("@")[2]
        if not is_host(host, self._hosts) or len(headers.getlist("host")) != 1:
            return Refusal(400)
        is_forged = scope["method"] not in SAFE_METHODS and not _is_same_origin(headers, host)
        if access is Access.OPEN:
            forged = Refusal(403) if is_forged and self._service else None
            return forged or self._too_often(scope, None) or body_refusal(scope, route, headers)
        session = session_in(self._service, headers) if self._service else None
        if session is None:
            return Refusal(401)
        scope["state"]["session"] = session
        refused = self._too_often(scope, session.csrf) or _forbidden(session.caller.role, route, access)
        if refused is None and (is_forged or not _is_meant(scope, headers, session)):
            refused = Refusal(403)
        return refused or body_refusal(scope, route, headers)

    def _too_often(self, scope: Scope, session: str | None) -> Refusal | None:
        service = self._service
        if service is None:
            return None
        address = self._visitors.name((scope.get("client") or ("",))[0])
        limiter, name = (service.reads, session) if session else (service.logins, address)
        if session is None and scope["method"] in SAFE_METHODS and scope["path"] != "/v1/login":
            limiter = service.reads
        wait = limiter.wait_s(name, now_s=service.steady_s())
        return Refusal(429, {"Retry-After": str(wait)}) if wait else None


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class _UnrecordedError(Exception):
    """An endpoint was about to speak of persons without a line in the log."""


def _forbidden(role: Role, route: BaseRoute | None, access: Access | Action | None) -> Refusal | None:
    """Why a role may not call a route: it isn't there, declares nothing, or the policies permit it under no facts."""
    if route is None or access is None:
        return Refusal(404)
    return Refusal(403) if isinstance(access, Action) and not may_ever(role, access) else None


def _is_meant(scope: Scope, headers: Headers, session: Session) -> bool:
    """Whether who calls shows the session's own token where something is to change."""
    shown = headers.get(CSRF_HEADER, "").encode()
    return scope["method"] in SAFE_METHODS or secrets.compare_digest(shown, session.csrf.encode())


def is_host(told: str, hosts: frozenset[str]) -> bool:
    """Whether a Host header names us: one of our names, and at most a port."""
    return told.split(":", maxsplit=1)[0].lower() in hosts


def _is_same_origin(headers: Headers, host: str) -> bool:
    """Whether a browser says that a page of ours makes the request; what isn't a browser says nothing."""
    origin = headers.get("origin")
    if headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        return False
    return origin is None or origin.partition("://")[2].lower() == host.lower()
