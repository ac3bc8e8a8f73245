"""Three hundred hostile strings in every input that takes text: none changes anything, fails the service, or comes back."""

import json

import pytest

from api.access.roles import Role
from graph.store.derived import counts
from graph.store.digest import graph_digest
from tests.api.http.small_world import NATION, PERSON, World

pytestmark = [pytest.mark.embedded]
SEEDS = (
    "' OR 1=1 //", '" OR "1"="1', "'}) DETACH DELETE n //", "MATCH (n) DETACH DELETE n", "') RETURN 1 UNION MATCH (p:Person) RETURN p //",
    "`", "\\", "\\u0027", "$id", "{id: 'x'}", "${jndi:ldap://127.0.0.1/x}", "{{7*7}}", "{%raw%}", "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>", "javascript:alert(1)", "../../etc/passwd", "..\\..\\x", "%2e%2e%2f", "file:///etc/passwd",
    "\x00", "\x1b[31m", "\r\nSet-Cookie: a=b", "\u202e", "\ufeff", "\U0001f600", "a" * 127, "0", "-1", "1e309", "NaN", "null",
    "true", "[]", "{}", "; ls", "| cat /etc/passwd", "$(id)", "`id`", "=cmd|' /C calc'!A0", "LOAD CSV FROM 'x' AS l",
    "CALL db.labels()", "apoc.load.json", "' + '", "/*", "--", "%00", "%s%s%n", "\t", " ",
)  # fmt: skip
WRAPS = ("{}", "rea-1{}", "{}rea-1", "'{}'", '"{}"', "*{}")
HOSTILE = [wrap.replace("{}", seed) for wrap in WRAPS for seed in SEEDS]
GROUPS = 5


def test_there_are_three_hundred_of_them() -> None:
    assert len(set(HOSTILE)) >= 290


@pytest.mark.slow
@pytest.mark.parametrize("group", range(GROUPS))
def test_no_input_takes_words_for_orders(small: World, group: int) -> None:
    analyst, officer = small.browser(Role.ANALYST, NATION), small.browser(Role.DATA_OFFICER)
    case = analyst.open_case("assess_finding", "NL", findingIds=["rea-1"])
    before = graph_digest(small.service.db), counts(small.service.db)
    for word in HOSTILE[group::GROUPS]:
        answers = [
            analyst.get("/v1/findings", params={"kind": word, "tier": word, "municipality": word, "cursor": word}),
            analyst.get("/v1/findings", params={"tier": word}),
            analyst.get("/v1/findings", params={"cursor": word}),
            analyst.get("/v1/indicators", params={"area": word, "period": word}),
            analyst.get("/v1/summaries/GM0599", params={"period": word}),
            analyst.post("/v1/persons/lookups", {"personId": word}),
            analyst.post("/v1/persons/lookups", {"record": {"sourceId": word, "recordId": word}}),
            analyst.post("/v1/timelines", {"personIds": [word]}),
            analyst.post("/v1/explorer/networks", {"findingId": word}),
            analyst.post("/v1/explorer/paths", {"fromPersonId": word, "toPersonId": PERSON}),
            analyst.post("/v1/cases", {"purpose": "assess_finding", "unit": word, "findingIds": [word]}),
            analyst.post("/v1/cases", {"purpose": "assess_finding", "unit": "NL", "findingIds": [word]}),
            analyst.post("/v1/openings", {"encounterId": word, "reason": "is asked for"}),
            officer.http.post(
                "/v1/uploads", params={"fileName": word, "kind": word}, content=b"x",
                headers={**officer.headers, "Content-Type": "text/csv"},
            ),
        ]  # fmt: skip
        for answer in answers:
            assert answer.status_code < 500, (word, answer.request.url)
            assert answer.status_code in (200, 400, 403, 404), (word, answer.request.url, answer.status_code)
            if answer.status_code >= 400:
                assert set(json.loads(answer.text)) == {"type", "title", "status"}
        assert answers[5].status_code in (400, 404)
    after = graph_digest(small.service.db), counts(small.service.db)
    assert after == before
    assert case not in analyst.get("/v1/findings").text


@pytest.mark.parametrize("half", [b"\\ud83d", b"\\ude00", b"\\u0000"])
def test_text_that_is_none_is_not_understood(small: World, half: bytes) -> None:
    analyst = small.browser(Role.ANALYST, NATION)
    analyst.open_case("assess_finding", "NL", findingIds=["rea-1"])
    headers = {**analyst.headers, "Content-Type": "application/json"}
    body = b'{"personId": "' + half + b'"}'
    answer = analyst.http.post("/v1/persons/lookups", content=body, headers=headers)
    assert answer.status_code in (400, 404)
