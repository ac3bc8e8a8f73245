"""One person at a browser: a connection that stays open, a session, an open case."""

import http.client
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

TIMEOUT_S = 120
IDLE_S = 4.0
"""A server ends connections that were idle for 5 s; one idle for this long is opened anew, before it is."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A status, what it said, and how many seconds it took from asking to the last byte."""

    status: int
    body: Any
    seconds: float


@dataclass
class Client:
    """Asks a service at ``address`` (host and port); ``headers`` go with every question."""

    address: str
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection(self.address, timeout=TIMEOUT_S)
        self._answered_at = time.perf_counter()

    def log_in(self, role: str, units: list[str], name: str, *, sources: Sequence[str] = ()) -> None:
        """Choose a role; ``sources`` are the registers of who sends files.

        Raises
        ------
        RuntimeError
            When it isn't given.
        """
        said = {"role": role, "units": units, "name": name, "sources": list(sources)}
        self._connection.request("POST", "/v1/login/role", json.dumps(said), {"Content-Type": "application/json"})
        answer = self._connection.getresponse()
        body = answer.read()
        if answer.status != http.HTTPStatus.OK:
            message = f"choosing a role answered {answer.status}"
            raise RuntimeError(message)
        cookie = (answer.headers["set-cookie"] or "").partition(";")[0]
        self.headers = {"Cookie": cookie, "X-CSRF-Token": json.loads(body)["csrfToken"]}

    def open_case(self, purpose: str, unit: str, **about: Any) -> dict[str, str]:
        """Open a case; the headers that reads for it need.

        Raises
        ------
        RuntimeError
            When it can't be opened.
        """
        answer = self.ask("POST", "/v1/cases", {"purpose": purpose, "unit": unit, **about})
        if answer.status != http.HTTPStatus.CREATED:
            message = f"opening a case answered {answer.status}"
            raise RuntimeError(message)
        return {"Case-Id": answer.body["caseId"], "Purpose": purpose}

    def ask(self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None) -> Answer:
        """Ask once; a body is sent as JSON."""
        said = {**self.headers, **(headers or {})}
        content = None
        if body is not None:
            content, said["Content-Type"] = json.dumps(body), "application/json"
        if time.perf_counter() - self._answered_at > IDLE_S:
            self._connection.close()
        begun = time.perf_counter()
        self._connection.request(method, path, content, said)
        got = self._connection.getresponse()
        data = got.read()
        self._answered_at = time.perf_counter()
        seconds = self._answered_at - begun
        return Answer(got.status, json.loads(data) if data else None, seconds)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()
