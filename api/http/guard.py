"""What stands before every endpoint: the door, closed unless declared open, and the headers that go with all answers."""

import logging
from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.access import is_open
from api.http.problems import problem

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

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost"})
"""Names by which a page elsewhere can't make a browser call us (DNS rebinding)."""


class Guard:
    """ASGI middleware around all routes of an app."""

    def __init__(self, app: ASGIApp, *, routes: Sequence[BaseRoute]) -> None:
        self._app = app
        self._routes = routes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        has_begun = False

        async def send_guarded(message: Message) -> None:
            nonlocal has_begun
            if message["type"] == "http.response.start":
                has_begun = True
                MutableHeaders(scope=message).update(HEADERS)
            await send(message)

        try:
            if not _is_loopback(scope):
                await problem(400)(scope, receive, send_guarded)
            elif not is_open(self._routes, scope):
                await problem(401)(scope, receive, send_guarded)
            else:
                await self._app(scope, receive, send_guarded)
        except Exception as error:  # noqa: BLE001 - the last resort: told by kind alone, never with its message
            _LOG.error("a request failed unexpectedly (%s)", type(error).__name__)
            if not has_begun:
                await problem(500)(scope, receive, send_guarded)


def _is_loopback(scope: Scope) -> bool:
    return Headers(scope=scope).get("host", "").rpartition("@")[2].split(":")[0].lower() in LOOPBACK_HOSTS
