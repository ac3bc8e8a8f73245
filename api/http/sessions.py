"""The session's cookie: sent to this host alone, out of reach of scripts, and never by another site's doing."""

from datetime import datetime
from http.cookies import CookieError, SimpleCookie
from typing import Literal

from starlette.datastructures import Headers
from starlette.responses import Response

from api.access.roles import Caller
from api.access.sessions import Session
from api.http.service import Service


def cookie_in(headers: Headers, name: str) -> str | None:
    """Value of a cookie; None where it isn't there, or is there twice."""
    found = []
    for line in headers.getlist("cookie"):
        try:
            jar = SimpleCookie(line)
        except CookieError:
            return None
        found += [jar[name].value] if name in jar else []
        if line.count(f"{name}=") > 1:
            return None
    return found[0] if len(found) == 1 else None


def session_in(service: Service, headers: Headers) -> Session | None:
    """Session that a request belongs to; None where it belongs to none that is open."""
    name = cookie_in(headers, service.exposure.cookie)
    return service.sessions.of(name, now=service.now()) if name else None


def log_in(service: Service, response: Response, caller: Caller, *, now: datetime) -> Session:
    """Begin a session and give its name to the browser."""
    name, session = service.sessions.begin(caller, now=now)
    set_cookie(service, response, service.exposure.cookie, name, is_lax=False)
    return session


def set_cookie(service: Service, response: Response, name: str, value: str, *, is_lax: bool) -> None:
    """Give a browser a cookie that ends with it. ``is_lax``: sent when a provider sends the browser back here."""
    same_site: Literal["lax", "strict"] = "lax" if is_lax else "strict"
    response.set_cookie(name, value, path="/", secure=service.exposure.is_secure, httponly=True, samesite=same_site)
