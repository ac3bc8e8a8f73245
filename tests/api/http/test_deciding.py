"""Decisions over the API: on the version that was read, with a line in the log, and what opens to the police."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from api.access.roles import Role
from graph.model import Rotation, Tier
from graph.store.findings import read_findings, write_findings
from tests.api.http.small_world import PERSON, Browser, World, world
from tests.conftest import Engines
from tests.contract.stored import NOW

pytestmark = pytest.mark.embedded
SAID = {"version": 1, "ruling": "accepted", "reason": "known from two teams"}


@pytest.fixture(scope="module")
def town(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(engines.empty("embedded"), tmp_path_factory.mktemp("deciding"))
    yield made
    made.close()


def analyst(town: World, finding: str, units: list[str] | None = None) -> Browser:
    browser = town.browser(Role.ANALYST, units)
    browser.open_case("assess_finding", findingIds=[finding])
    return browser


def listed(browser: Browser, finding: str, **asked: str) -> dict[str, Any] | None:
    items = browser.get("/v1/findings", params=asked).json()["items"]
    return next((i for i in items if i["findingId"] == finding), None)


def grow(town: World) -> None:
    """Let the rotation be found in one town more."""
    (found,) = read_findings(town.service.db, Rotation)
    wider = replace(found, version=found.version + 1, circuit=(*found.circuit, "GM0606"))
    write_findings(town.service.db, "rotation", changed=[wider], withdrawn={}, run="run-2", now=NOW)
    town.service.kept.forget()


def test_with_an_accepted_finding_its_details_open_to_the_police_and_close_again_when_it_is_rejected(
    town: World,
) -> None:
    police = town.browser(Role.POLICE_LIAISON, ["GM0599"])
    police.open_case("police_follow_up", findingIds=["rea-1"])
    assert police.get("/v1/findings/rea-1").status_code == 404
    assert police.post("/v1/timelines", {"findingId": "rea-1"}).status_code == 404
    desk = analyst(town, "rea-1")
    before = len(town.lines())
    made = desk.post("/v1/findings/rea-1/decisions", SAID)
    assert made.status_code == 201, made.text
    assert made.json() | {"decisionId": ""} == {
        "decisionId": "", "version": 1, "ruleVersion": "reappearance/1", "ruling": "accepted",
        "reason": "known from two teams", "by": "demo-analyst-anna", "at": "2024-09-01T00:00:00Z", "hours": None,
    }  # fmt: skip
    (line,) = [json.loads(text) for text in town.lines()[before:]]
    assert (line["action"], line["parameters"]["ruling"], line["purpose"]) == ("decide", "accepted", "assess_finding")
    assert line["processing"]["data_subjects"] == [town.service.subject_digest(PERSON)]
    read = police.get("/v1/findings/rea-1").json()
    assert (read["personIds"], read["standing"], len(read["decisions"])) == ([PERSON], "accepted", 1)
    assert police.post("/v1/timelines", {"findingId": "rea-1"}).json()["rows"][0]["personId"] == PERSON
    assert police.post("/v1/timelines", {"personIds": [PERSON]}).status_code == 200
    assert police.post("/v1/persons/lookups", {"personId": PERSON}).status_code == 403
    desk.post("/v1/findings/rea-1/decisions", {**SAID, "ruling": "rejected"})
    assert police.get("/v1/findings/rea-1").status_code == 404
    assert listed(police, "rea-1") is None
    assert listed(desk, "rea-1", standing="rejected") is not None
    police.open_case("duty_desk", findingIds=["rea-1"])
    assert police.get("/v1/findings/rea-1").status_code == 404


def test_what_grew_since_it_was_decided_on_waits_again_and_says_by_what(town: World) -> None:
    desk = analyst(town, "rot")
    (found,) = read_findings(town.service.db, Rotation)
    assert found.tier is Tier.FLAGGED
    desk.post("/v1/findings/rot/decisions", {**SAID, "version": found.version})
    police = town.browser(Role.POLICE_LIAISON, ["GM0599"])
    police.open_case("police_follow_up", findingIds=["rot"])
    assert police.get("/v1/findings/rot").status_code == 200
    grow(town)
    assert police.get("/v1/findings/rot").status_code == 404
    line = listed(desk, "rot")
    assert line is not None
    assert (line["standing"], line["grownBy"]) == ("grown", ["municipality GM0606"])
    desk.post("/v1/findings/rot/decisions", {**SAID, "version": found.version + 1, "ruling": "rejected"})
    assert listed(desk, "rot", standing="rejected") is not None
    assert listed(police, "rot") is None


def test_a_decision_on_another_version_than_the_one_read_is_a_conflict_and_leaves_nothing(town: World) -> None:
    desk = analyst(town, "rel")
    before = len(town.lines())
    answer = desk.post("/v1/findings/rel/decisions", {**SAID, "version": 7})
    assert (answer.status_code, answer.json()["title"]) == (409, "Conflict")
    assert len(town.lines()) == before
    line = listed(desk, "rel")
    assert line is not None
    assert line["standing"] == "undecided"


@pytest.mark.parametrize("reason", ["", " ", "call 06 0000 1234", "anna@town.example", "two\nlines", "x" * 201])
def test_a_reason_is_one_line_that_holds_no_identifier(town: World, reason: str) -> None:
    assert analyst(town, "rel").post("/v1/findings/rel/decisions", {**SAID, "reason": reason}).status_code == 400


def test_a_finding_that_the_case_is_not_about_or_others_hold_is_not_decided_on(town: World) -> None:
    desk = analyst(town, "rel")
    for finding in ("dis", "rea-far", "nothing"):
        assert desk.post(f"/v1/findings/{finding}/decisions", SAID).status_code == 404
    police = town.browser(Role.POLICE_LIAISON, ["GM0599"])
    assert police.post("/v1/findings/rel/decisions", SAID).status_code == 403


def test_those_who_decide_read_how_the_rules_do(town: World) -> None:
    desk = analyst(town, "rea-1")
    made = desk.post("/v1/findings/rea-1/decisions", SAID)
    assert made.status_code in (201, 409)
    rules = {r["ruleVersion"]: r for r in desk.get("/v1/rules").json()["items"]}
    told = rules["reappearance/1"]
    assert told["decided"] == told["accepted"] + told["rejected"] > 0
    assert told["precision"] == pytest.approx(told["accepted"] / told["decided"])
    assert town.browser(Role.POLICE_LIAISON).get("/v1/rules").status_code == 403
