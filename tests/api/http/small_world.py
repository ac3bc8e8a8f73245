"""A service over a small graph that everything can be asked of, and browsers that are logged in."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.testclient import TestClient

from api.access.roles import Role
from api.home import Home
from api.http.app import create_app
from api.http.limits import Limiter, Rate
from api.http.service import Exposure, Service
from graph.embedded import stop
from graph.model import (
    Control,
    Identifier,
    IdentifierKind,
    Intervention,
    InterventionKind,
    PremisesKind,
    Regime,
    ReporterType,
)
from graph.store.database import Database
from graph.store.findings import write_findings
from graph.store.registers import write_controls, write_interventions
from ingest.keyring import write_keyring
from ingest.pseudonyms import encounter_id
from tests.contract.stored import NOW, findings, judged, link, reappearance, store
from tests.factories import KEYS, encounter

PHONE = Identifier(IdentifierKind.PHONE, "tok-phone")
PERSON, OTHER, STRANGER = "person-p", "person-q", "person-z"
HOME_UNITS = ["GM0599"]
NATION = ["NL"]


def record_id(record: str, source: str = "rotterdam") -> str:
    return encounter_id(KEYS, source, record)


def fill(db: Database) -> None:
    """Seven times Rotterdam, then Capelle; a second person round the same towns; a third far away who shares a phone."""
    rotterdam = [
        encounter(record_id(f"r{i}"), f"2024-01-{i:02d}", "GM0599", source_id="rotterdam") for i in range(1, 8)
    ]
    capelle = encounter(
        record_id("c1", "capelle"), "2024-02-13", "GM0502", source_id="capelle", premises_id="tok-premises",
        premises_kind=PremisesKind.HOTEL, identifiers=(PHONE,),
    )  # fmt: skip
    police = encounter(
        record_id("w1", "politie"), "2024-02-20", "GM0599", source_id="politie", regime=Regime.WPG,
        reporter_type=ReporterType.POLICE,
    )  # fmt: skip
    second = [
        encounter(record_id("q1"), "2024-01-03", "GM0599", source_id="rotterdam", identifiers=(PHONE,)),
        encounter(record_id("q2", "capelle"), "2024-02-14", "GM0502", source_id="capelle"),
    ]
    third = encounter(record_id("u1", "utrecht"), "2024-03-01", "GM0344", source_id="utrecht", identifiers=(PHONE,))
    store(db, *rotterdam, capelle, police, *second, third)
    own = [*(e.id for e in rotterdam), capelle.id, police.id]
    found = replace(reappearance(*own[:8], name="rea-1", person=PERSON), state="open")
    far = replace(
        reappearance(third.id, name="rea-far", person=STRANGER),
        municipality_now="GM0344",
        municipalities_before=("GM0363",),
    )
    link(
        db,
        {PERSON: own, OTHER: [e.id for e in second], STRANGER: [third.id]},
        findings=[found, far],
        judgements=[judged(own[0], own[7])],
    )
    rotation, relocation, displacement = findings()
    rests = (own[0], own[7], *(e.id for e in second))
    rotation = replace(rotation, person_ids=(PERSON, OTHER), encounters=rests)
    for kind, finding in (
        ("rotation", rotation),
        ("relocation", replace(relocation, encounters=rests)),
        ("displacement", replace(displacement, encounters=rests)),
    ):
        write_findings(db, kind, changed=[finding], withdrawn={}, run="r", now=NOW)
    write_interventions(
        db, [Intervention("M", ("GM0599",), date(2024, 1, 20), None, InterventionKind.CLOSURE, None, "d", "b")]
    )
    write_controls(
        db,
        [Control("k1", "rotterdam", "GM0599", date(2024, 1, 1), date(2024, 1, 31), 9, None, None, None, 4, "d", "b")],
    )


@dataclass
class Clock:
    """Time as a test says it is."""

    now: datetime = NOW

    def __call__(self) -> datetime:
        return self.now


@dataclass
class World:
    """A service, its app and its clock."""

    service: Service
    app: FastAPI
    clock: Clock = field(default_factory=Clock)

    def browser(self, role: Role | None = None, units: list[str] | None = None, name: str = "anna") -> "Browser":
        """Browser, logged in as a role unless None."""
        browser = Browser(self.app)
        if role is not None:
            browser.log_in(role, HOME_UNITS if units is None else units, name)
        return browser

    def close(self) -> None:
        """End what goes on in the background: jobs, and the engine that an endpoint started in the world's home."""
        self.service.jobs.close()
        stop(self.service.home.graph)

    def lines(self) -> list[str]:
        """Lines of the audit log."""
        path = self.service.audit.log.path
        return path.read_text().splitlines() if path.exists() else []


class Browser:
    """What a browser keeps: the cookie, the token against forgery, and the open case."""

    def __init__(self, app: FastAPI) -> None:
        self.http = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)
        self.headers: dict[str, str] = {}

    def log_in(self, role: Role, units: list[str], name: str = "anna", source: str = "rotterdam") -> None:
        choice = {"role": role.value, "units": units, "name": name, "sources": [source]}
        answer = self.http.post("/v1/login/role", json=choice)
        assert answer.status_code == 200, answer.text
        self.headers = {"X-CSRF-Token": answer.json()["csrfToken"]}

    def open_case(self, purpose: str, unit: str = "GM0599", **about: Any) -> str:
        answer = self.http.post("/v1/cases", json={"purpose": purpose, "unit": unit, **about}, headers=self.headers)
        assert answer.status_code == 201, answer.text
        case = str(answer.json()["caseId"])
        self.headers |= {"Case-Id": case, "Purpose": purpose}
        return case

    def get(self, path: str, **kwargs: Any) -> Any:
        return self.http.get(path, headers={**self.headers, **kwargs.pop("headers", {})}, **kwargs)

    def patch(self, path: str, body: Any) -> Any:
        return self.http.patch(path, json=body, headers=self.headers)

    def post(self, path: str, body: Any = None, **kwargs: Any) -> Any:
        return self.http.post(path, json=body, headers={**self.headers, **kwargs.pop("headers", {})}, **kwargs)


def world(db: Database, folder: Path) -> World:
    """Service over an empty database, filled."""
    home = Home(folder / "home")
    home.folder(home.root)
    write_keyring(home.keys, KEYS)
    fill(db)
    clock = Clock()
    generous = Limiter(Rate(per_s=1e6, burst=1_000_000))
    service = Service(home, db, KEYS, exposure=Exposure(chooser=True), now=clock, reads=generous, logins=generous)
    return World(service, create_app(db.server, service), clock)
