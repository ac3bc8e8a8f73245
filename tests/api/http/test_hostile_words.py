"""Three hundred hostile strings in the inputs that take text: none changes anything, fails the service, or comes back.

The inputs are those that the API's own description names, so that a new route is covered by being described. Here each
gets some of the strings, others than its neighbour; every string is used, and each header gets its share of all.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from api.access.actions import Action
from api.access.decisions import may_ever
from api.access.roles import Role
from api.bench.service.inputs import TextInput, call_with, text_inputs
from api.bench.service.words import HOSTILE
from api.http.access import Access, declaration
from graph.errors import UnreadableFile
from graph.store.derived import counts
from graph.store.digest import graph_digest
from tests.api.http.small_world import NATION, OTHER, PERSON, Browser, World, record_id

pytestmark = [pytest.mark.embedded]
EACH = 8
"""Words of each input; those of the next go on where they end."""
KNOWN = {
    "findingId": "rea-1", "personId": PERSON, "fromPersonId": PERSON, "toPersonId": OTHER, "municipality": "GM0599",
    "period": "2024", "unit": "NL", "purpose": "assess_finding", "Purpose": "assess_finding", "role": "analyst",
    "units": "NL", "name": "anna", "left": record_id("r1"), "right": "b", "encounterId": record_id("r1"),
    "fileName": "f.csv", "caseId": "nothing", "openingId": "nothing", "jobId": "nothing", "reason": "is asked for",
}  # fmt: skip
PURPOSE = {
    Role.ANALYST: "assess_finding", Role.POLICE_LIAISON: "duty_desk", Role.CARE_COORDINATOR: "arrange_care",
}  # fmt: skip
OF_KNOWLEDGE = ("Encounter", "Person", "Premises", "Identifier", "Judgement", "Finding", "Tally", "Batch")
HEADERS = (
    "Accept", "Accept-Language", "Authorization", "Content-Type", "Cookie", "Host", "If-None-Match", "Origin", "Referer",
    "Sec-Fetch-Site", "User-Agent", "X-CSRF-Token", "X-Forwarded-For", "traceparent",
)  # fmt: skip


def known_of(small: World) -> tuple[str, dict[str, int]]:
    found = counts(small.service.db)
    return graph_digest(small.service.db), {k: v for k, v in found.items() if k in OF_KNOWLEDGE}


def test_there_are_three_hundred_of_them() -> None:
    assert len(set(HOSTILE)) >= 290


def test_every_route_that_asks_for_anything_has_inputs(small: World) -> None:
    found = text_inputs(small.app.openapi())
    assert len(found) >= 70
    asked = {
        p["name"]
        for ops in small.app.openapi()["paths"].values()
        for o in ops.values()
        for p in o.get("parameters", ())
    }
    assert asked - {i.way[0] for i in found} == {"limit"}
    assert {("post", "/v1/cases", ("records", "*", "recordId")), ("post", "/v1/review/verdicts/undo", ("reason",))} <= {
        (i.method, i.path, i.way) for i in found
    }


@pytest.fixture
def nothing_ingested(monkeypatch: pytest.MonkeyPatch) -> None:
    def ingest(*_: object, **__: object) -> object:
        message = "not here"
        raise UnreadableFile(message)

    monkeypatch.setattr("api.http.routes.uploads.ingest_files", ingest)
    monkeypatch.setattr("api.http.routes.uploads.analyse", ingest)


@pytest.mark.slow
@pytest.mark.usefixtures("nothing_ingested")
def test_no_input_takes_words_for_orders(small: World) -> None:
    before = known_of(small)
    browsers = dict(callers(small))
    document = small.app.openapi()
    tried = 0
    for number, at in enumerate(text_inputs(document)):
        browser = browsers[role_of(small, at)]
        documented = {int(s) for s in document["paths"][at.path][at.method]["responses"]} | {400, 404}
        for i in range(EACH):
            word = HOSTILE[(number * EACH + i) % len(HOSTILE)]
            call = call_with(document, at, word, {**KNOWN, **browser.headers})
            headers = {**browser.headers, **call.headers}
            answer = sent(browser, call.method, call.address, call.query, headers, call.body)
            tried += 1
            assert answer.status_code in documented, (str(at), word, answer.status_code)
            told_nothing(answer, word)
    assert tried >= 600
    assert known_of(small) == before


@pytest.mark.slow
def test_no_header_takes_words_for_orders(small: World) -> None:
    before = known_of(small)
    browser = next(b for role, b in callers(small) if role is Role.ANALYST)
    for number, name in enumerate(HEADERS):
        for word in HOSTILE[number :: len(HEADERS)]:
            headers = {**browser.headers, name: word}
            for method, path, body in (
                ("GET", "/v1/findings", None),
                ("POST", "/v1/timelines", {"findingId": "rea-1"}),
            ):
                answer = sent(browser, method, path, {}, headers, body)
                assert answer.status_code in (200, 400, 401, 403, 404, 406, 415), (name, word, answer.status_code)
                told_nothing(answer, word)
    assert known_of(small) == before


def callers(small: World) -> Iterator[tuple[Role, Browser]]:
    for role in Role:
        browser = small.browser(role, NATION)
        if role in PURPOSE:
            browser.open_case(PURPOSE[role], "NL", findingIds=["rea-1"])
        yield role, browser


def role_of(small: World, at: TextInput) -> Role:
    """A role that may call an operation, the analyst first."""
    route: Any = next(r for r in small.app.routes if r.path == at.path and at.method.upper() in r.methods)  # type: ignore[attr-defined]
    access = declaration(route)
    return next(r for r in Role if isinstance(access, Access) or (isinstance(access, Action) and may_ever(r, access)))


def sent(browser: Browser, method: str, address: str, query: dict[str, str], headers: dict[str, str], body: Any) -> Any:
    content = {"content": json.dumps(body).encode()} if body is not None else {}
    kind = {"Content-Type": "application/json"} if body is not None else {}
    raw = {name: value.encode("utf-8", "surrogatepass") for name, value in {**kind, **headers}.items()}
    return browser.http.request(method, address, params=query, headers=raw, **content)  # type: ignore[arg-type]


def told_nothing(answer: Any, word: str) -> None:
    """Whether a refusal says nothing of the question."""
    if answer.status_code >= 400:
        assert set(json.loads(answer.text)) == {"type", "title", "status"}, word


@pytest.mark.parametrize("half", [b"\\ud83d", b"\\ude00", b"\\u0000"])
def test_text_that_is_none_is_not_understood(small: World, half: bytes) -> None:
    analyst = small.browser(Role.ANALYST, NATION)
    analyst.open_case("assess_finding", "NL", findingIds=["rea-1"])
    headers = {**analyst.headers, "Content-Type": "application/json"}
    body = b'{"personId": "' + half + b'"}'
    answer = analyst.http.post("/v1/persons/lookups", content=body, headers=headers)
    assert answer.status_code in (400, 404)
