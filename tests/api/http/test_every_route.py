"""Every route as every role: declared, decided by the policies, closed to everybody whom they don't permit."""

import re
from itertools import product

import pytest
from fastapi.routing import APIRoute

from api.access.actions import PERSONAL, Action
from api.access.decisions import may_ever
from api.access.roles import Role
from api.http.access import Access, declaration
from tests.api.http.small_world import World

pytestmark = pytest.mark.embedded
MAY = {
    Role.ANALYST: {
        "read_reference", "read_basic_level",
        "list_findings", "read_finding", "decide", "read_person", "explore", "read_timeline", "review",
        "open_case", "read_cases", "ask_reference", "read_flows", "read_exact_flows", "read_summary", "read_indicators",
        "read_interventions", "read_controls", "analyse", "read_jobs", "see_encounter",
        "read_alerts", "acknowledge", "read_rules",
    },
    Role.POLICE_LIAISON: {
        "read_reference", "read_basic_level",
        "list_findings", "read_finding", "read_timeline", "open_case", "read_cases", "read_flows",
        "read_summary", "read_indicators", "read_interventions", "read_controls", "see_encounter", "read_alerts",
        "acknowledge",
    },
    Role.CARE_COORDINATOR: {
        "read_reference", "read_basic_level",
        "list_findings", "read_finding", "read_person", "read_timeline", "open_case", "read_cases",
        "read_flows", "read_summary", "read_indicators", "read_interventions", "read_controls", "see_encounter",
        "see_consent", "read_alerts", "acknowledge",
    },
    Role.MUNICIPAL_COORDINATOR: {
        "read_reference", "read_basic_level",
        "read_flows", "read_summary", "read_indicators", "read_interventions", "read_controls",
    },
    Role.MAYOR: {
        "read_reference", "read_basic_level",
        "read_flows", "read_summary", "read_indicators", "read_interventions", "read_controls",
    },
    Role.DATA_OFFICER: {
        "read_reference", "read_basic_level",
        "read_indicators", "read_interventions", "read_controls", "upload", "read_jobs",
    },
    Role.PRIVACY_OFFICER: {
        "read_reference", "read_basic_level",
        "read_person", "read_timeline", "open_case", "read_cases", "read_indicators",
        "read_audit",
        "see_encounter", "read_alerts", "acknowledge",
    },
    Role.ADMINISTRATOR: {"read_reference", "read_metrics", "read_alerts", "acknowledge"},
}  # fmt: skip
"""Who may do what, written a second time by hand: a change of the policies shows here."""

OPEN = {
    "/livez",
    "/readyz",
    "/v1/openapi.json",
    "/v1/login",
    "/v1/login/options",
    "/v1/login/role",
    "/v1/login/return",
    "/melden",
    "/v1/signals",
    "/v1/feeds/{feedId}/files",
    "/",
    "/favicon.svg",
    "/assets/{name}",
}


def routes(world: World) -> list[APIRoute]:
    assert all(isinstance(r, APIRoute) for r in world.app.routes)
    return [r for r in world.app.routes if isinstance(r, APIRoute)]


def test_the_policies_permit_what_is_written_here_and_nothing_else() -> None:
    assert {role: {a.value for a in Action if may_ever(role, a)} for role in Role} == MAY


def test_every_route_declares_its_policy(small: World) -> None:
    assert [r.path for r in routes(small) if declaration(r) is None] == []
    assert {r.path for r in routes(small) if declaration(r) is Access.OPEN} == OPEN
    assert {r.path for r in routes(small) if declaration(r) is Access.LOGIN} == {"/v1/session"}


def test_every_route_that_speaks_of_persons_demands_a_case_and_a_purpose(small: World) -> None:
    described = small.app.openapi()["paths"]
    for r in routes(small):
        method = next(iter(r.methods or ())).lower()
        asked = {p["name"] for p in described[r.path][method].get("parameters", ()) if p.get("required")}
        assert ({"Case-Id", "Purpose"} <= asked) == (declaration(r) in PERSONAL), r.path


def test_no_address_names_a_person(small: World) -> None:
    assert [r.path for r in routes(small) if re.search(r"\{.*person.*\}", r.path, re.IGNORECASE)] == []


def test_every_route_as_every_role_and_as_nobody(small: World) -> None:
    browsers = {role: small.browser(role) for role in Role}
    nobody = small.browser()
    tried = 0
    for r, role in product(routes(small), [*Role, None]):
        access = declaration(r)
        if r.path in ("/v1/session", "/v1/jobs/{jobId}/events") or access is Access.OPEN:
            continue
        method = next(iter(r.methods or ()))
        path = re.sub(r"\{municipality\}", "GM0599", re.sub(r"\{\w+Id\}", "nothing", r.path))
        browser = nobody if role is None else browsers[role]
        headers = {**browser.headers, "Case-Id": "nothing", "Purpose": "assess_finding"}
        if method == "GET":
            answer = browser.http.request(method, path, headers=headers)
        else:
            answer = browser.http.request(method, path, headers=headers, json={})
        tried += 1
        if role is None:
            assert answer.status_code == 401, path
        elif isinstance(access, Action) and access.value in MAY[role]:
            assert answer.status_code not in (401, 403, 500), (method, path, role, answer.text)
        else:
            assert answer.status_code == 403, (method, path, role)
        assert "API-Version" in answer.headers
    assert tried >= 250


def test_an_undeclared_route_is_closed_to_everybody_and_seen(small: World) -> None:
    added = len(small.app.routes)
    small.app.get("/v1/undeclared")(lambda: "secret")
    try:
        assert [r.path for r in routes(small) if declaration(r) is None] == ["/v1/undeclared"]
        assert {small.browser(role).get("/v1/undeclared").status_code for role in Role} == {404}
        assert small.browser().get("/v1/undeclared").status_code == 401
    finally:
        del small.app.routes[added:]
