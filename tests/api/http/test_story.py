"""The whole story over the API alone: signal, reappearance, alert, decision, case, hand-over, closed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from api.access.roles import Role
from api.home import Home
from api.http.app import create_app
from api.http.service import Exposure, Service
from api.intake.signals_file import code_digest
from api.jobs.intake import take_in_signals
from api.jobs.opened import opened_graph
from graph.embedded import stop
from graph.store.schema import claim
from ingest.keyring import load_keyring, new_keyring
from tests.api.http.small_world import Browser

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

PLAN = '[tell.reappearance]\nto = ["municipality", "police", "care"]\n[care]\n"Rijnmond" = ["VR17"]\n'
HEADER = (
    "source_id,record_id,reporter_type,channel,observed_on,municipality,given_name,family_name,birth_date,"
    "status,legal_basis,purpose,regime"
)
CODE = "a code of an organisation"
SIGNALS = f"""
source_id = "meldpunt-maasrand"
legal_basis = "basis"
purpose = "purpose"
[organisations.zorg-maasrand]
reporter_type = "care"
legal_basis = "basis"
purpose = "purpose"
regime = "AVG"
code_sha256 = "{code_digest(CODE)}"
"""
SOMEBODY = "Zsofia,Vadasz,1999-04-12,PossibleVictimOfTrafficking,basis,purpose,AVG"
ROTTERDAM, CAPELLE = "GM0599", "GM0502"
NOW = datetime(2024, 9, 1, 9, tzinfo=UTC)


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    home = Home(tmp_path / "home")
    home.folder(home.root)
    new_keyring(home.keys)
    home.alert_plan.write_text(PLAN, encoding="utf-8")
    home.signals.write_text(SIGNALS, encoding="utf-8")
    keyring = load_keyring(home.keys)
    try:
        with opened_graph(home) as db:
            claim(db, keyring.fingerprint())
            made = Service(home, db, keyring, exposure=Exposure(chooser=True), now=lambda: NOW)
            yield made
            made.jobs.close()
    finally:
        stop(home.graph)


@pytest.fixture
def app(service: Service) -> FastAPI:
    return create_app(service.db.server, service)


def somebody(app: FastAPI, role: Role, unit: str, source: str = "") -> Browser:
    browser = Browser(app)
    browser.log_in(role, [unit], name=unit.lower(), source=source or "none")
    return browser


def send(service: Service, officer: Browser, row: str) -> None:
    headers = {**officer.headers, "Content-Type": "text/csv"}
    content = f"{HEADER}\n{row}\n".encode()
    sent = officer.http.post("/v1/uploads", params={"fileName": "met.csv"}, content=content, headers=headers)
    owner = officer.get("/v1/session").json()["subject"]
    assert [job.state for job in service.jobs.follow(sent.json()["jobId"], owner)][-1] == "done"
    service.kept.forget()


def inbox(browser: Browser) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = browser.get("/v1/alerts", params={"state": "stored"}).json()["items"]
    return items


def test_from_a_signal_to_a_case_that_is_closed_in_the_next_town(service: Service, app: FastAPI) -> None:
    # A care organisation in Rotterdam tells of somebody who agrees. It raises nothing by itself.
    person = {"givenName": "Zsofia", "familyName": "Vadasz", "birthDate": "1999-04-12"}
    told = {"municipality": "Rotterdam", "when": "2024-03-01", "code": CODE, "consent": "given", "person": person}
    assert Browser(app).post("/v1/signals", told).status_code == 201
    assert take_in_signals(service.home, now=NOW).taken == 1
    rotterdam, capelle = (somebody(app, Role.ANALYST, unit) for unit in (ROTTERDAM, CAPELLE))
    assert inbox(rotterdam) == inbox(capelle) == []

    # A team in Capelle meets the same person: both towns, the police and care are told, each at its own desk.
    officer = somebody(app, Role.DATA_OFFICER, CAPELLE, "team-capelle")
    send(service, officer, f"team-capelle,C1,municipality,control,2024-05-02,{CAPELLE},{SOMEBODY}")
    police, care = somebody(app, Role.POLICE_LIAISON, "Rotterdam"), somebody(app, Role.CARE_COORDINATOR, "VR17")
    for desk in (rotterdam, capelle, police, care):
        (alert,) = inbox(desk)
        assert alert["kind"] == "reappearance"
        assert desk.get(f"/v1/alerts/{alert['alertId']}").json() == alert
        assert desk.post(f"/v1/alerts/{alert['alertId']}/acknowledgements").json()["state"] == "acknowledged"
        assert inbox(desk) == []
    finding = alert["findingId"]

    # Rotterdam's analyst opens a case, reads, and accepts; only then do the police see of whom it speaks.
    police.open_case("police_follow_up", "Rotterdam", findingIds=[finding])
    assert police.get(f"/v1/findings/{finding}").status_code == 404
    case = rotterdam.open_case("assess_finding", ROTTERDAM, findingIds=[finding])
    read = rotterdam.get(f"/v1/findings/{finding}").json()
    assert (read["standing"], read["municipalities"]) == ("undecided", [CAPELLE, ROTTERDAM])
    said = {"version": read["version"], "ruling": "accepted", "reason": "met by two teams within ten weeks"}
    assert rotterdam.post(f"/v1/findings/{finding}/decisions", said).status_code == 201
    assert police.get(f"/v1/findings/{finding}").json()["personIds"] == read["personIds"]

    # Care is asked beside the police, and takes it up.
    asked = {"region": "Rijnmond", "state": "asked", "shelter": "asked"}
    assert rotterdam.patch(f"/v1/cases/{case}", {"care": asked}).status_code == 200
    assert [a["caseId"] for a in inbox(care)] == [case]
    taken_up = care.patch(f"/v1/cases/{case}", {"care": {**asked, "state": "taken_up", "shelter": "given"}})
    assert taken_up.json()["care"] == {"region": "Rijnmond", "state": "taken_up", "shelter": "given"}

    # The person is in Capelle now: Rotterdam hands over; both see the case, and one of them owns it all along.
    offer = {"to": CAPELLE, "reason": "MigrationOrChangeOfLocation"}
    assert rotterdam.post(f"/v1/cases/{case}/offers", offer).json()["unit"] == ROTTERDAM
    assert [(a["kind"], a["caseId"]) for a in inbox(capelle)] == [("hand_over", case)]
    assert capelle.get(f"/v1/cases/{case}").json()["isOwn"] is False
    took = capelle.post(f"/v1/cases/{case}/offers/answers", {"answer": "take_over"}).json()
    assert (took["unit"], took["earlierUnits"], took["isOwn"]) == (CAPELLE, [ROTTERDAM], True)
    assert rotterdam.get(f"/v1/findings/{finding}").status_code == 404
    capelle.headers |= {"Case-Id": case, "Purpose": "assess_finding"}
    assert capelle.get(f"/v1/findings/{finding}").json()["standing"] == "accepted"

    # Capelle looks again on a day it set, and closes; Rotterdam sees how it ended.
    waits = capelle.patch(f"/v1/cases/{case}", {"status": "FollowUp", "followUpOn": "2024-09-15"})
    assert waits.json()["status"] == "FollowUp"
    assert rotterdam.patch(f"/v1/cases/{case}", {"status": "Closed", "closing": "solved"}).status_code == 404
    capelle.patch(f"/v1/cases/{case}", {"status": "Closed", "closing": "solved"})
    ended = rotterdam.get(f"/v1/cases/{case}").json()
    assert (ended["status"], ended["closing"], ended["isOwn"]) == ("Closed", "solved", False)
    assert [s["what"] for s in ended["steps"]] == ["care", "care", "offered", "taken_over", "follow_up", "closed"]
    assert capelle.get(f"/v1/findings/{finding}").status_code == 403
