"""Reads of persons: for an open case that is about them, in full only what the unit holds, and never without a line."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from api.access.roles import Role
from graph.disclosure import FLOOR
from graph.errors import AuditError
from graph.store.database import Database
from graph.store.releases import read_releases
from tests.api.http.small_world import NATION, OTHER, PERSON, STRANGER, World, world

pytestmark = pytest.mark.embedded
ABSENT = {"type": "about:blank", "title": "Not Found", "status": 404}


@pytest.mark.neo4j
def test_everything_an_analyst_reads_of_a_case_is_there_on_both_engines(db: Database, tmp_path: Path) -> None:
    analyst = world(db, tmp_path).browser(Role.ANALYST)
    assert {f["findingId"] for f in analyst.get("/v1/findings").json()["items"]} == {"rea-1", "rot", "rel", "dis"}
    analyst.open_case("assess_finding", findingIds=["rea-1"])
    finding = analyst.get("/v1/findings/rea-1").json()
    assert finding["personIds"] == [PERSON]
    assert finding["encountersInAll"] == 8
    person = analyst.post("/v1/persons/lookups", {"personId": PERSON}).json()
    assert [s["municipality"] for s in person["stays"]] == ["GM0599", "GM0502", "GM0599"]
    assert analyst.post("/v1/timelines", {"findingId": "rea-1"}).json()["rows"][0]["personId"] == PERSON
    network = analyst.post("/v1/explorer/networks", {"findingId": "rea-1", "depth": 2}).json()
    assert {n["id"] for n in network["nodes"] if n["kind"] == "municipality"} == {"GM0599", "GM0502"}
    assert analyst.get("/v1/flows", params={"period": "2024Q1"}).json()["items"] != []


def test_what_others_hold_shows_as_municipality_month_and_organisation(small: World) -> None:
    analyst = small.browser(Role.ANALYST)
    analyst.open_case("assess_finding", findingIds=["rea-1"])
    finding = analyst.get("/v1/findings/rea-1").json()
    theirs = next(e for e in finding["encounters"] if e["municipality"] == "GM0502")
    said = {k: v for k, v in theirs.items() if v is not None}
    assert said == {
        "isFull": False, "municipality": "GM0502", "month": "2024-02", "contactOrganisation": "capelle",
    }  # fmt: skip
    assert "2024-02-13" not in json.dumps(finding)
    assert re.search(r"\d{4}-\d{2}-\d{2}", json.dumps(finding["evidence"])) is None
    person = analyst.post("/v1/persons/lookups", {"personId": PERSON}).json()
    assert re.search(r"2024-02-\d", json.dumps(person)) is None


def test_the_regime_restricts_what_an_analyst_sees_even_at_home(small: World) -> None:
    analyst = small.browser(Role.ANALYST, NATION)
    analyst.open_case("assess_finding", "NL", findingIds=["rea-1"])
    person = analyst.post("/v1/persons/lookups", {"personId": PERSON}).json()
    assert {e["contactOrganisation"] for e in person["encounters"] if not e["isFull"]} == {"politie"}


def asks(analyst: Any) -> dict[str, Any]:
    return {
        "another finding": analyst.get("/v1/findings/rot"),
        "a finding of others": analyst.get("/v1/findings/rea-far"),
        "no finding": analyst.get("/v1/findings/nothing"),
        "another person": analyst.post("/v1/persons/lookups", {"personId": OTHER}),
        "a stranger": analyst.post("/v1/persons/lookups", {"personId": STRANGER}),
        "nobody": analyst.post("/v1/persons/lookups", {"personId": "nobody"}),
        "a record of others": analyst.post(
            "/v1/persons/lookups", {"record": {"sourceId": "utrecht", "recordId": "u1"}}
        ),
        "no record": analyst.post("/v1/persons/lookups", {"record": {"sourceId": "utrecht", "recordId": "none"}}),
        "another's timeline": analyst.post("/v1/timelines", {"personIds": [PERSON, OTHER]}),
        "another's network": analyst.post("/v1/explorer/networks", {"personId": OTHER}),
        "a path to another": analyst.post("/v1/explorer/paths", {"fromPersonId": PERSON, "toPersonId": OTHER}),
    }


def test_absent_forbidden_and_off_the_case_look_the_same(small: World) -> None:
    analyst = small.browser(Role.ANALYST)
    analyst.open_case("assess_finding", findingIds=["rea-1"])
    before = len(small.lines())
    for what, answer in asks(analyst).items():
        assert (answer.status_code, answer.json()) == (404, ABSENT), what
    assert len(small.lines()) == before


def test_a_case_is_needed_and_must_be_open_the_units_own_and_for_the_purpose(small: World) -> None:
    analyst = small.browser(Role.ANALYST)
    assert analyst.get("/v1/findings/rea-1").status_code == 400
    case = analyst.open_case("assess_finding", findingIds=["rea-1"])
    assert analyst.get("/v1/findings/rea-1", headers={"Purpose": "arrange_care"}).status_code == 403
    assert analyst.get("/v1/findings/rea-1", headers={"Purpose": "curiosity"}).status_code == 400
    elsewhere = small.browser(Role.ANALYST, ["GM0502"])
    told = {"Case-Id": case, "Purpose": "assess_finding"}
    assert elsewhere.get("/v1/findings/rea-1", headers=told).status_code == 404
    closed = analyst.http.patch(
        f"/v1/cases/{case}", json={"status": "Closed", "closing": "solved"}, headers=analyst.headers
    )
    assert closed.json()["status"] == "Closed"
    assert analyst.get("/v1/findings/rea-1").status_code == 403


def test_a_case_about_what_is_not_there_or_not_ones_own_is_not_opened(small: World) -> None:
    analyst = small.browser(Role.ANALYST)
    for about in (
        {"findingIds": ["rea-far"]},
        {"findingIds": ["nothing"]},
        {"records": [{"sourceId": "utrecht", "recordId": "u1"}]},
        {"records": [{"sourceId": "utrecht", "recordId": "none"}]},
    ):
        new = {"purpose": "assess_finding", "unit": "GM0599", **about}
        assert analyst.post("/v1/cases", new).status_code == 404
    empty = {"purpose": "assess_finding", "unit": "GM0599"}
    assert analyst.post("/v1/cases", empty).status_code == 400
    assert analyst.post("/v1/cases", {**empty, "unit": "NL", "findingIds": ["rea-1"]}).status_code == 403
    assert analyst.post("/v1/cases", {**empty, "purpose": "duty_desk", "findingIds": ["rea-1"]}).status_code == 403


def test_the_police_see_undecided_findings_by_their_own_act_alone_and_no_pseudonym(small: World) -> None:
    police = small.browser(Role.POLICE_LIAISON, ["GM0599"])
    assert {f["findingId"] for f in police.get("/v1/findings").json()["items"]} == {"rea-1", "rot"}
    police.open_case("police_follow_up", findingIds=["rea-1"])
    assert police.get("/v1/findings/rea-1").status_code == 404
    police.open_case("duty_desk", findingIds=["rea-1"])
    answer = police.get("/v1/findings/rea-1")
    assert answer.status_code == 200
    assert PERSON not in answer.text
    assert json.loads(small.lines()[-1])["purpose"] == "duty_desk"


def test_each_read_leaves_one_line_with_whom_it_was_about_and_no_pseudonym(small: World) -> None:
    analyst = small.browser(Role.ANALYST)
    case = analyst.open_case("assess_finding", findingIds=["rea-1"])
    before = len(small.lines())
    trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    analyst.post("/v1/persons/lookups", {"personId": PERSON}, headers={"traceparent": trace})
    (line,) = small.lines()[before:]
    said = json.loads(line)
    assert said["actor"] == "demo-analyst-anna"
    assert said["processing"]["trace_id"] == "0af7651916cd43dd8448eb211c80319c"
    assert (said["processing"]["case"], said["processing"]["role"]) == (case, "analyst")
    assert said["processing"]["data_subjects"] == [small.service.subject_digest(PERSON)]
    assert PERSON not in "".join(small.lines())


def test_when_the_line_cannot_be_written_nothing_leaves(small: World, monkeypatch: pytest.MonkeyPatch) -> None:
    analyst = small.browser(Role.ANALYST)
    analyst.open_case("assess_finding", findingIds=["rea-1"])

    def full(_said: object) -> None:
        message = "the audit log can't be written (No space left on device): nothing leaves"
        raise AuditError(message)

    monkeypatch.setattr(small.service.audit, "record", full)
    for answer in (
        analyst.get("/v1/findings/rea-1"),
        analyst.post("/v1/persons/lookups", {"personId": PERSON}),
        analyst.post("/v1/timelines", {"findingId": "rea-1"}),
        analyst.post("/v1/explorer/networks", {"findingId": "rea-1"}),
    ):
        assert answer.status_code == 503
        assert answer.json() == {"type": "about:blank", "title": "Service Unavailable", "status": 503}
        assert "retry-after" in answer.headers


def test_exact_flows_leave_a_line_and_safe_ones_are_decided_in_the_ledger(small: World) -> None:
    analyst, mayor = small.browser(Role.ANALYST, NATION), small.browser(Role.MAYOR)
    before = len(small.lines())
    exact = analyst.get("/v1/flows", params={"period": "2024"}).json()
    assert (exact["isExact"], exact["threshold"]) == (True, None)
    assert min(i["persons"] for i in exact["items"]) < FLOOR
    assert len(small.lines()) == before + 1
    safe = mayor.get("/v1/flows", params={"period": "2024"}).json()
    assert (safe["isExact"], safe["items"]) == (False, [])
    assert mayor.get("/v1/flows", params={"period": "2024Q1"}).json()["items"] == []
    assert "flows 2024" in {r.question for r in read_releases(small.service.db)}
    assert len(small.lines()) == before + 1
