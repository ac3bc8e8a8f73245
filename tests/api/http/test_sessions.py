"""Logging in: at a provider that proves who somebody is, or in the demo by choosing; sessions nobody can steal or fix."""

import base64
import hashlib
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx2
import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from starlette.datastructures import Headers
from starlette.testclient import TestClient

from api.access.oidc import Provider, Registered
from api.access.roles import Caller, Role
from api.access.sessions import IDLE, LONGEST, Sessions
from api.access.settings import Settings
from api.http.app import create_app
from api.http.service import Exposure, Service
from api.http.sessions import cookie_in
from api.jobs.serve import exposure_of
from graph.errors import LoginRefused, UsageError
from tests.api.http.test_door import alive
from tests.factories import KEYS

NOW = datetime.now(UTC).replace(microsecond=0)
ISSUER = "http://127.0.0.1:9"
REGISTERED = Registered(ISSUER, "waterbed", None, "http://127.0.0.1/v1/login/return")
CALLER = Caller("anna", Role.ANALYST, ("GM0599",))


class Issuer:
    """A provider of logins that says what it is told to."""

    def __init__(self) -> None:
        self.key = generate_private_key(SECP256R1())
        self.claims: dict[str, Any] = {}
        self.challenge = ""
        self.algorithm, self.signing = "ES256", self.key

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        match request.url.path:
            case "/.well-known/openid-configuration":
                ends = {f"{n}_endpoint": f"{ISSUER}/{n}" for n in ("authorization", "token")}
                return httpx2.Response(200, json={"issuer": ISSUER, "jwks_uri": f"{ISSUER}/keys", **ends})
            case "/keys":
                own = json.loads(jwt.algorithms.ECAlgorithm.to_jwk(self.key.public_key()))
                return httpx2.Response(200, json={"keys": [{**own, "kid": "k", "use": "sig", "alg": "ES256"}]})
            case _:
                said = parse_qs(request.content.decode())
                digest = hashlib.sha256(said["code_verifier"][0].encode()).digest()
                if base64.urlsafe_b64encode(digest).decode().rstrip("=") != self.challenge:
                    return httpx2.Response(400, json={"error": "invalid_grant"})
                token = jwt.encode(self.claims, self.signing, self.algorithm, headers={"kid": "k"})
                return httpx2.Response(200, json={"id_token": token})

    def provider(self) -> Provider:
        return Provider(REGISTERED, httpx2.Client(transport=httpx2.MockTransport(self)))

    def says(self, address: str, **changes: Any) -> str:
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        self.challenge = asked["code_challenge"]
        assert asked["code_challenge_method"] == "S256"
        self.claims = {
            "iss": ISSUER, "aud": "waterbed", "sub": "u1", "iat": NOW, "exp": NOW + timedelta(minutes=5),
            "nonce": asked["nonce"], "waterbed_role": "analyst", "waterbed_units": ["GM0599"], **changes,
        }  # fmt: skip
        return asked["state"]


def test_whoever_the_provider_names_is_logged_in_once() -> None:
    issuer = Issuer()
    provider = issuer.provider()
    address, browser = provider.begin(now=NOW)
    state = issuer.says(address)
    assert provider.finish(code="c", state=state, browser=browser, now=NOW) == Caller("u1", Role.ANALYST, ("GM0599",))
    with pytest.raises(LoginRefused, match="not begun"):
        provider.finish(code="c", state=state, browser=browser, now=NOW)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "http://127.0.0.1:8"}, {"aud": "other"}, {"exp": NOW - timedelta(hours=1)}, {"nonce": "another"},
        {"iat": NOW + timedelta(hours=1)}, {"waterbed_role": "root"}, {"waterbed_role": None},
        {"waterbed_units": ["GM9999"]}, {"waterbed_units": "NL"}, {"waterbed_sources": "all"}, {"sub": None},
    ],
)  # fmt: skip
def test_a_word_of_the_provider_that_does_not_hold_lets_nobody_in(changes: dict[str, Any]) -> None:
    issuer = Issuer()
    provider = issuer.provider()
    address, browser = provider.begin(now=NOW)
    state = issuer.says(address, **changes)
    with pytest.raises(LoginRefused):
        provider.finish(code="c", state=state, browser=browser, now=NOW)


@pytest.mark.parametrize("attack", ["other key", "none", "hmac", "other browser", "late", "no verifier"])
def test_a_login_that_is_forged_stolen_or_late_is_refused(attack: str) -> None:
    issuer = Issuer()
    provider = issuer.provider()
    address, browser = provider.begin(now=NOW)
    state = issuer.says(address)
    if attack == "other key":
        issuer.signing = generate_private_key(SECP256R1())
    if attack in ("none", "hmac"):
        issuer.algorithm, signing = ("none", None) if attack == "none" else ("HS256", "k" * 40)
        issuer.signing = signing  # type: ignore[assignment]
    if attack == "no verifier":
        issuer.challenge = "another"
    told = "stolen" if attack == "other browser" else browser
    with pytest.raises(LoginRefused):
        provider.finish(code="c", state=state, browser=told, now=NOW + timedelta(hours=attack == "late"))


def test_a_session_ends_idle_after_its_longest_and_when_told() -> None:
    sessions = Sessions()
    name, begun = sessions.begin(CALLER, now=NOW)
    assert sessions.of(name, now=NOW) is not None
    assert sessions.of(name, now=NOW + IDLE + timedelta(seconds=1)) is None
    name, _ = sessions.begin(CALLER, now=NOW)
    at = NOW
    while at - NOW < LONGEST:
        assert sessions.of(name, now=at) is not None
        at += IDLE
    assert sessions.of(name, now=NOW + LONGEST + timedelta(seconds=1)) is None
    name, _ = sessions.begin(CALLER, now=NOW)
    sessions.end(name)
    assert sessions.of(name, now=NOW) is None
    assert begun.csrf not in repr(sessions)


def test_a_role_is_chosen_on_this_machine_and_in_a_demo_alone() -> None:
    assert exposure_of(None, host="127.0.0.1", is_demo=True).chooser
    assert not exposure_of(None, host="127.0.0.1", is_demo=False).chooser
    for host in ("0.0.0.0", "192.0.2.7", "::", "waterbed.example"):  # noqa: S104 - what must be refused
        with pytest.raises(UsageError, match="this machine alone"):
            exposure_of(None, host=host, is_demo=True)
    plain = Settings(REGISTERED, "127.0.0.1", is_secure=False)
    assert not exposure_of(plain, host="127.0.0.1", is_demo=True).chooser
    with pytest.raises(UsageError, match="https"):
        exposure_of(plain, host="192.0.2.7", is_demo=False)


def demo(tmp_path: Any, exposure: Exposure) -> TestClient:
    from api.home import Home  # noqa: PLC0415

    service = Service(Home(tmp_path), None, KEYS, exposure=exposure)  # type: ignore[arg-type]
    return TestClient(create_app(alive, service), base_url="http://127.0.0.1", raise_server_exceptions=False)


CHOICE = {"role": "mayor", "units": ["GM0599"], "name": "anna"}


def test_a_login_makes_a_new_session_whatever_cookie_came_in(tmp_path: Any) -> None:
    client = demo(tmp_path, Exposure(chooser=True))
    answer = client.post("/v1/login/role", json=CHOICE, headers={"Cookie": "waterbed=fixed"})
    cookie = answer.headers["set-cookie"]
    assert "waterbed=fixed" not in cookie
    assert {"HttpOnly", "SameSite=strict", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie
    assert (
        demo(tmp_path, Exposure(chooser=True)).get("/v1/session", headers={"Cookie": "waterbed=fixed"}).status_code
        == 401
    )


def test_what_changes_something_needs_the_token_and_our_own_page(tmp_path: Any) -> None:
    client = demo(tmp_path, Exposure(chooser=True))
    token = client.post("/v1/login/role", json=CHOICE).json()["csrfToken"]
    for headers in (
        {},
        {"X-CSRF-Token": "x"},
        {"X-CSRF-Token": token, "Origin": "https://evil.example"},
        {"X-CSRF-Token": token, "Origin": "null"},
        {"X-CSRF-Token": token, "Sec-Fetch-Site": "cross-site"},
    ):
        assert client.delete("/v1/session", headers=headers).status_code == 403
    forged = client.post("/v1/login/role", json=CHOICE, headers={"Origin": "https://evil.example"})
    assert forged.status_code == 403
    assert client.post("/v1/login/role", content=json.dumps(CHOICE)).status_code == 415
    assert (
        client.delete("/v1/session", headers={"X-CSRF-Token": token, "Origin": "http://127.0.0.1"}).status_code == 204
    )
    assert client.get("/v1/session").status_code == 401


def test_without_a_demo_nobody_chooses_a_role(tmp_path: Any) -> None:
    assert demo(tmp_path, Exposure()).post("/v1/login/role", json=CHOICE).status_code == 404


def test_a_secure_cookie_is_bound_to_the_host_and_https(tmp_path: Any) -> None:
    client = demo(tmp_path, Exposure(chooser=True, is_secure=True))
    cookie = client.post("/v1/login/role", json=CHOICE).headers["set-cookie"]
    assert cookie.startswith("__Host-waterbed=")
    assert "Secure" in cookie


def test_a_cookie_that_is_there_twice_is_none() -> None:
    assert cookie_in(Headers({"cookie": "a=1; waterbed=x; b=2"}), "waterbed") == "x"
    assert cookie_in(Headers({"cookie": "waterbed=x; waterbed=y"}), "waterbed") is None
    assert cookie_in(Headers({"cookie": "other=x"}), "waterbed") is None


def test_who_asks_too_often_waits(tmp_path: Any) -> None:
    client = demo(tmp_path, Exposure(chooser=True))
    statuses = [client.post("/v1/login/role", json=CHOICE).status_code for _ in range(80)]
    assert (statuses[0], statuses[-1]) == (200, 429)
    assert int(client.post("/v1/login/role", json=CHOICE).headers["retry-after"]) >= 1
