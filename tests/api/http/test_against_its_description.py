"""The API against its own description: schemathesis makes up calls, as every role, and checks what comes back."""

from typing import Any

import pytest
import schemathesis
from fastapi.routing import APIRoute
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    ignored_auth,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from api.access.roles import Role
from api.http.access import Access, declaration
from tests.api.http.small_world import NATION, World

pytestmark = [pytest.mark.embedded, pytest.mark.slow]
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance,
    response_headers_conformance, ignored_auth,
]  # fmt: skip
EXAMPLES = 2
ENDLESS = {"/v1/jobs/{jobId}/events"}
LINES = {"/v1/feeds/{feedId}/files"}
"""Takes JSON Lines alone, which schemathesis can't write; tests/api/http/test_feeds.py asks it by hand."""
SLOW = {"/v1/analyses", "/v1/uploads", "/v1/review/comparisons", "/v1/review/verdicts", "/v1/review/questions"}
PURPOSE = {
    Role.ANALYST: "assess_finding", Role.POLICE_LIAISON: "duty_desk", Role.CARE_COORDINATOR: "arrange_care",
}  # fmt: skip


def called(small: World, role: Role, examples: int = EXAMPLES) -> int:
    """Calls made up for every operation, as a role; every answer is as described."""
    browser = small.browser(role, NATION)
    if role in PURPOSE:
        browser.open_case(PURPOSE[role], "NL", findingIds=["rea-1"])
    cookie = "; ".join(f"{c.name}={c.value}" for c in browser.http.cookies.jar)
    schema = schemathesis.openapi.from_asgi("/v1/openapi.json", small.app, headers={"Host": "localhost"})
    made = 0
    for found in schema.get_all_operations():
        operation: Any = found.ok()  # type: ignore[union-attr]
        if operation.path in ENDLESS | LINES or (operation.method, operation.path) == ("delete", "/v1/session"):
            continue

        @given(case=operation.as_strategy())
        @settings(
            max_examples=examples, deadline=None, database=None, derandomize=True, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        def call(case: Any) -> None:
            nonlocal made
            made += 1
            headers = {**browser.headers, "Cookie": cookie, "Host": "localhost"}
            case.call_and_validate(headers=headers, checks=CHECKS)

        if operation.path not in SLOW or role not in (Role.ANALYST, Role.DATA_OFFICER):
            call()
    return made


def test_the_description_says_who_must_be_logged_in(small: World) -> None:
    described = small.app.openapi()
    for route in small.app.routes:
        assert isinstance(route, APIRoute)
        for method in route.methods or ():
            told = described["paths"][route.path][method.lower()].get("security")
            wanted: list[dict[str, list[str]]] = [{"session": []} if method == "GET" else {"session": [], "token": []}]
            assert told == (None if declaration(route) is Access.OPEN else wanted), route.path


@pytest.mark.parametrize("role", list(Role))
def test_every_answer_is_as_described(small: World, role: Role) -> None:
    assert called(small, role) > 20
