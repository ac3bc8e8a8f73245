"""Logging in at a provider of OpenID Connect: authorization code with PKCE (RFC 7636), against any issuer.

The provider's own addresses come from its discovery document, its keys from the set that this names. Of the ID token
signature, issuer, audience, time and nonce are checked; role, units and registers are read from claims whose names the
installation's ``access.toml`` says. Only asymmetric signatures count: a shared secret would let whoever has it be anybody.
"""

import base64
import hashlib
import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

import httpx2
import jwt

from api.access.roles import Caller, Role, is_unit
from graph.errors import LoginRefused

ALGORITHMS = ("RS256", "PS256", "ES256", "EdDSA")
TERM = timedelta(minutes=10)
MOST_BEGUN = 5_000
TIMEOUT_S = 10.0


@dataclass(frozen=True, slots=True, repr=False)
class Registered:
    """How this installation is known at its provider, and which claims say what."""

    issuer: str
    client_id: str
    client_secret: str | None
    redirect_uri: str
    role_claim: str = "waterbed_role"
    units_claim: str = "waterbed_units"
    sources_claim: str = "waterbed_sources"


@dataclass(frozen=True, slots=True, repr=False)
class _Begun:
    nonce: str
    verifier: str
    browser: str
    at: datetime


class Provider:
    """A provider of logins. ``http`` makes the requests to it."""

    def __init__(self, registered: Registered, http: httpx2.Client | None = None) -> None:
        self._registered = registered
        self._http = http or httpx2.Client(timeout=TIMEOUT_S, follow_redirects=False)
        self._lock = threading.Lock()
        self._begun: dict[str, _Begun] = {}
        self._found: dict[str, Any] | None = None

    def begin(self, *, now: datetime) -> tuple[str, str]:
        """Address to send a browser to, and the name by which that browser must prove to be the same on its return."""
        state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
        begun = _Begun(secrets.token_urlsafe(32), secrets.token_urlsafe(48), browser, now)
        with self._lock:
            self._begun = {k: b for k, b in self._begun.items() if now - b.at <= TERM}
            while len(self._begun) >= MOST_BEGUN:
                del self._begun[min(self._begun, key=lambda k: self._begun[k].at)]
            self._begun[state] = begun
        challenge = base64.urlsafe_b64encode(hashlib.sha256(begun.verifier.encode()).digest()).decode().rstrip("=")
        asked = {
            "response_type": "code",
            "client_id": self._registered.client_id,
            "redirect_uri": self._registered.redirect_uri,
            "scope": "openid",
            "state": state,
            "nonce": begun.nonce,
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        where: str = self._discovered()["authorization_endpoint"]
        return f"{where}{'&' if '?' in where else '?'}{urlencode(asked)}", browser

    def finish(self, *, code: str, state: str, browser: str, now: datetime) -> Caller:
        """Whoever the provider says has logged in.

        Raises
        ------
        LoginRefused
            When the return doesn't belong to a login begun in this browser, or the provider's word doesn't hold.
        """
        with self._lock:
            begun = self._begun.pop(state, None)
        if begun is None or now - begun.at > TERM or not secrets.compare_digest(begun.browser, browser):
            message = "this login was not begun in this browser, or too long ago: begin again"
            raise LoginRefused(message)
        claims = self._claims(self._exchanged(code, begun.verifier), begun.nonce)
        return _caller(claims, self._registered)

    def _exchanged(self, code: str, verifier: str) -> str:
        said = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self._registered.redirect_uri,
            "client_id": self._registered.client_id,
            "code_verifier": verifier,
        }
        if self._registered.client_secret:
            said["client_secret"] = self._registered.client_secret
        token = self._asked("POST", self._discovered()["token_endpoint"], said).get("id_token")
        if not isinstance(token, str):
            message = "the login provider gave no ID token"
            raise LoginRefused(message)
        return token

    def _claims(self, token: str, nonce: str) -> Mapping[str, Any]:
        found = self._discovered()
        try:
            header = jwt.get_unverified_header(token)
            keys = jwt.PyJWKSet.from_dict(self._asked("GET", found["jwks_uri"], None)).keys
            fitting = [k for k in keys if header.get("kid") in (None, k.key_id)]
            claims: dict[str, Any] = jwt.decode(
                token,
                fitting[0].key,
                algorithms=list(ALGORITHMS),
                audience=self._registered.client_id,
                issuer=self._registered.issuer,
                leeway=30,
                options={"require": ["exp", "iat", "iss", "aud", "sub"]},
            )
        except (jwt.PyJWTError, IndexError):
            message = "the login provider's word does not hold"
            raise LoginRefused(message) from None
        if not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
            message = "the login provider's word was said of another login"
            raise LoginRefused(message)
        return claims

    def _discovered(self) -> dict[str, Any]:
        if self._found is None:
            found = self._asked("GET", f"{self._registered.issuer.rstrip('/')}/.well-known/openid-configuration", None)
            needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
            is_whole = found.get("issuer") == self._registered.issuer and all(
                isinstance(found.get(n), str) for n in needed
            )
            if not is_whole or not all(_is_safe(found[n], self._registered.issuer) for n in needed):
                message = "the login provider's description doesn't fit its address"
                raise LoginRefused(message)
            self._found = found
        return self._found

    def _asked(self, method: str, address: str, form: Mapping[str, str] | None) -> dict[str, Any]:
        try:
            answer = self._http.request(method, address, data=form)
            said = answer.json() if answer.status_code == 200 else None
        except (httpx2.HTTPError, ValueError):
            said = None
        if not isinstance(said, dict):
            message = "the login provider does not answer as one: try again later"
            raise LoginRefused(message)
        return said


def _is_safe(address: str, issuer: str) -> bool:
    """Whether an address is https, or plain where the issuer itself is: on this machine, for tests."""
    return urlsplit(address).scheme in ("https", urlsplit(issuer).scheme)


def _caller(claims: Mapping[str, Any], registered: Registered) -> Caller:
    units, sources = claims.get(registered.units_claim, []), claims.get(registered.sources_claim, [])
    try:
        role = Role(claims.get(registered.role_claim, ""))
    except ValueError:
        message = "the login provider names no role of this service: ask who manages logins"
        raise LoginRefused(message) from None
    if not isinstance(units, list) or not all(isinstance(u, str) and is_unit(u) for u in units):
        message = "the login provider names a unit that there isn't: ask who manages logins"
        raise LoginRefused(message)
    if not isinstance(sources, list) or not all(isinstance(s, str) for s in sources):
        message = "the login provider names registers in a way that can't be read: ask who manages logins"
        raise LoginRefused(message)
    return Caller(str(claims["sub"]), role, tuple(units), frozenset(sources))
