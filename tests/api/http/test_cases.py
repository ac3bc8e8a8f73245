"""Cases and the inbox over the API: who sees them, who may go on with them, and what is told to whom."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from api.access.inboxes import recipients_of
from api.access.roles import Caller, Role
from graph.alerts import reappearance_alerts
from graph.model import Reappearance
from graph.store.findings import read_findings
from graph.store.outbox import write_alerts
from tests.api.http.small_world import Browser, World, world
from tests.conftest import Engines

pytestmark = pytest.mark.embedded
ROTTERDAM, CAPELLE = "GM0599", "GM0502"
OFFER = {"to": CAPELLE, "reason": "MigrationOrChangeOfLocation"}
CARE = {"GM0599": "Rijnmond", "GM0502": "Rijnmond", "GM0344": "Midden"}


@pytest.fixture(scope="module")
def town(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(engines.empty("embedded"), tmp_path_factory.mktemp("cases"))
    now = datetime(2024, 9, 1, tzinfo=UTC)
    found = [f for f in read_findings(made.service.db, Reappearance) if f.id == "rea-1"]
    write_alerts(made.service.db, reappearance_alerts(found[0], now=now))
    yield made
    made.close()


def opened(town: World, **about: Any) -> tuple[Browser, str]:
    analyst = town.browser(Role.ANALYST)
    return analyst, analyst.open_case("assess_finding", **(about or {"findingIds": ["rea-1"]}))


def answer(browser: Browser, case: str, word: str) -> Any:
    return browser.post(f"/v1/cases/{case}/offers/answers", {"answer": word})


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"status": "Closed"},
        {"status": "Closed", "closing": "referred"},
        {"status": "ClosedReferred", "closing": "solved"},
        {"status": "Active", "closing": "solved"},
        {"status": "FollowUp"},
        {"followUpOn": "2024-10-01"},
        {"status": "FollowUp", "followUpOn": "2024-08-01"},
        {"care": {"region": "nowhere", "state": "asked"}},
        {"status": "Closed", "closing": "solved", "note": "about somebody"},
    ],
)
def test_a_change_that_does_not_fit_together_is_refused(town: World, change: dict[str, Any]) -> None:
    analyst, case = opened(town)
    before = len(town.lines())
    assert analyst.patch(f"/v1/cases/{case}", change).status_code == 400
    assert analyst.get(f"/v1/cases/{case}").json()["steps"] == []
    assert len(town.lines()) == before


def test_a_case_is_seen_by_its_owner_those_before_and_whom_it_is_offered_to_and_by_nobody_else(town: World) -> None:
    analyst, case = opened(town)
    capelle, other = town.browser(Role.ANALYST, [CAPELLE]), town.browser(Role.ANALYST, ["GM0606"])
    assert capelle.get(f"/v1/cases/{case}").status_code == 404
    assert answer(capelle, case, "take_over").status_code == 404
    assert analyst.post(f"/v1/cases/{case}/offers", OFFER).status_code == 201
    assert analyst.post(f"/v1/cases/{case}/offers", OFFER).status_code == 400
    assert case in {c["caseId"] for c in capelle.get("/v1/cases", params={"limit": 200}).json()["items"]}
    assert answer(analyst, case, "take_over").status_code == 404
    assert answer(capelle, case, "take_back").status_code == 404
    assert answer(capelle, case, "decline").json()["unit"] == ROTTERDAM
    assert capelle.get(f"/v1/cases/{case}").status_code == 404
    analyst.post(f"/v1/cases/{case}/offers", OFFER)
    assert answer(analyst, case, "take_back").json()["offer"] is None
    analyst.post(f"/v1/cases/{case}/offers", OFFER)
    assert answer(capelle, case, "take_over").json()["isOwn"] is True
    assert analyst.get(f"/v1/cases/{case}").json()["isOwn"] is False
    assert analyst.post(f"/v1/cases/{case}/offers", OFFER).status_code == 404
    assert other.get(f"/v1/cases/{case}").status_code == 404
    assert analyst.post(f"/v1/cases/{case}/offers", {**OFFER, "to": "GM9999"}).status_code == 404


def test_somebody_in_another_role_neither_takes_over_nor_closes(town: World) -> None:
    analyst, case = opened(town)
    analyst.post(f"/v1/cases/{case}/offers", OFFER)
    police = town.browser(Role.POLICE_LIAISON, [CAPELLE])
    assert answer(police, case, "take_over").status_code == 403
    own = town.browser(Role.POLICE_LIAISON, [ROTTERDAM])
    assert own.patch(f"/v1/cases/{case}", {"status": "Closed", "closing": "solved"}).status_code == 403


def test_each_desk_finds_its_own_alerts_page_by_page_and_acknowledges_them_once(town: World) -> None:
    analyst = town.browser(Role.ANALYST)
    found = analyst.get("/v1/alerts", params={"kind": "reappearance"}).json()["items"]
    assert [(a["recipient"], a["findingId"]) for a in found] == [(ROTTERDAM, "rea-1")]
    alert = found[0]["alertId"]
    both = town.browser(Role.ANALYST, ["VR17"])
    first = both.get("/v1/alerts", params={"limit": 1, "kind": "reappearance"}).json()
    second = both.get("/v1/alerts", params={"limit": 1, "kind": "reappearance", "cursor": first["next"]}).json()
    assert {a["recipient"] for a in (*first["items"], *second["items"])} == {ROTTERDAM, CAPELLE}
    assert second["next"] is None
    for role, units in ((Role.ANALYST, [CAPELLE]), (Role.POLICE_LIAISON, [ROTTERDAM]), (Role.PRIVACY_OFFICER, ["NL"])):
        stranger = town.browser(role, units)
        assert stranger.get(f"/v1/alerts/{alert}").status_code == 404
        assert stranger.post(f"/v1/alerts/{alert}/acknowledgements").status_code == 404
    for name in ("anna", "bert"):
        known = town.browser(Role.ANALYST, name=name).post(f"/v1/alerts/{alert}/acknowledgements")
        assert known.json()["state"] == "acknowledged"


def test_when_the_duty_desk_acts_by_itself_the_privacy_officer_is_told(town: World) -> None:
    privacy = town.browser(Role.PRIVACY_OFFICER, ["NL"])
    assert privacy.get("/v1/alerts").json()["items"] == []
    police = town.browser(Role.POLICE_LIAISON, [ROTTERDAM])
    case = police.open_case("duty_desk", ROTTERDAM, findingIds=["rea-1"])
    (told,) = privacy.get("/v1/alerts").json()["items"]
    assert (told["kind"], told["recipient"], told["caseId"]) == ("duty_desk", "privacy", case)
    assert privacy.get(f"/v1/cases/{case}").json()["openedBy"] == "demo-police_liaison-anna"
    assert privacy.get("/v1/findings/rea-1").status_code == 403
    assert [line for line in town.lines() if case in line] != []


@pytest.mark.parametrize(
    ("role", "units", "recipients"),
    [
        (Role.ANALYST, ["GM0599"], {"GM0599"}),
        (Role.ANALYST, ["VR17"], None),
        (Role.POLICE_LIAISON, ["Rotterdam"], {"police:Rotterdam"}),
        (Role.POLICE_LIAISON, ["GM0599", "VR17"], set()),
        (Role.CARE_COORDINATOR, ["VR17"], {"care:Rijnmond"}),
        (Role.CARE_COORDINATOR, ["GM0599"], set()),
        (Role.CARE_COORDINATOR, ["NL"], {"care:Rijnmond", "care:Midden"}),
        (Role.PRIVACY_OFFICER, ["NL"], {"privacy"}),
        (Role.ADMINISTRATOR, [], {"operator"}),
        (Role.MAYOR, ["NL"], set()),
        (Role.DATA_OFFICER, ["NL"], set()),
        (Role.MUNICIPAL_COORDINATOR, ["NL"], set()),
    ],
)
def test_a_role_reads_for_the_desks_that_it_stands_for(
    role: Role, units: list[str], recipients: set[str] | None
) -> None:
    found = recipients_of(Caller("s", role, tuple(units)), CARE)
    if recipients is None:
        assert {"GM0599", "GM0502", "VR17"} <= found
        assert "GM0344" not in found
    else:
        assert found == recipients
