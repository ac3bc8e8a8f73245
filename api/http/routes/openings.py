"""A source's own record number: one analyst asks, another agrees, the first takes it, once and within 15 minutes."""

from datetime import datetime

from fastapi import FastAPI, Request
from pydantic import Field

from api.access.actions import Action
from api.access.openings import TERM, Opening
from api.audit import Act
from api.http.access import declared
from api.http.problems import documented
from api.http.reading import PersonRead, Read, Who, Works, absent, record
from api.http.seen import may_see
from api.http.shapes import PathId, Shape
from graph.store.shown import Known, known_encounters
from ingest.linkage.vault import REFERENCES, Vault, reference_pairs

ERRORS = documented(400, 401, 403, 404, 406, 413, 415, 429, 503)


class OpeningAsked(Shape):
    """Which encounter's record number is needed, and why."""

    encounter_id: str = Field(max_length=128)
    reason: str = Field(min_length=3, max_length=500)


class OpeningSaid(Shape):
    """A request, and until when it stands."""

    opening_id: str
    is_agreed: bool
    ends_at: datetime


class Reference(Shape):
    """A record by the source's own number."""

    source_id: str
    record_id: str


def add_openings(app: FastAPI) -> None:
    """Add the endpoints of record numbers."""

    @app.post("/v1/openings", responses=ERRORS, status_code=201, tags=["openings"])
    @declared(Action.ASK_REFERENCE)
    def ask(asked: OpeningAsked, read: Read, service: Works, caller: Who) -> OpeningSaid:
        """Ask for the record number of an encounter that the caller sees in full and the case is about."""
        known = _encounter(asked.encounter_id, read)
        read.record(
            Action.ASK_REFERENCE, "record_number_asked", 1, persons=_of(known), said={"encounter": asked.encounter_id}
        )
        return _said(service.openings.ask(asked.encounter_id, read.case.id, by=caller.subject, now=service.now()))

    @app.post("/v1/openings/{openingId}/agreement", responses=ERRORS, tags=["openings"])
    @declared(Action.ASK_REFERENCE)
    def agree(openingId: PathId, request: Request, read: Read, service: Works, caller: Who) -> OpeningSaid:
        """Agree to another's request, for the same case."""
        asked = service.openings.get(openingId, now=service.now())
        if asked is None or asked.case != read.case.id or asked.agreed_by or asked.asked_by == caller.subject:
            raise absent()
        known = _encounter(asked.encounter, read)
        read.record(
            Action.ASK_REFERENCE, "record_number_agreed", 1, persons=_of(known), said={"encounter": asked.encounter}
        )
        agreed = service.openings.agree(openingId, by=caller.subject, now=service.now())
        if agreed is None:
            raise absent()
        return _said(agreed)

    @app.post("/v1/openings/{openingId}/number", responses=ERRORS, tags=["openings"])
    @declared(Action.ASK_REFERENCE)
    def take(openingId: PathId, request: Request, read: Read, service: Works, caller: Who) -> Reference:
        """Take the record number, once; whoever asked alone may."""
        asked = service.openings.get(openingId, now=service.now())
        if asked is None or asked.case != read.case.id or asked.asked_by != caller.subject:
            raise absent()
        known = _encounter(asked.encounter, read)
        keyring = service.keyring
        vault = Vault(service.home.references, keyring.references, REFERENCES, version=keyring.version)
        found = dict(reference_pairs(vault.read())).get(asked.encounter)
        if found is None:
            raise absent()
        said = {"encounter": asked.encounter, "agreed_by": asked.agreed_by or ""}
        taken = service.openings.take(openingId, by=caller.subject, now=service.now())
        if taken is None:
            refused = Act(Action.ASK_REFERENCE.value, "record_number", read.case.purpose, 0, {**said})
            record(request, refused, result="refused", case=read.case.id, persons=_of(known))
            raise absent()
        read.record(Action.ASK_REFERENCE, "record_number", 1, persons=_of(known), said={**said})
        source, number = found
        return Reference(source_id=source, record_id=number)


def _encounter(encounter: str, read: PersonRead) -> Known:
    known = known_encounters(read.service.db, [encounter])
    if not known or not may_see(read.caller, known[0]):
        raise absent()
    is_review = not read.case.findings and not read.case.encounters
    read.permit(Action.ASK_REFERENCE, on_case=is_review or known[0].person_id in read.persons_of_case())
    return known[0]


def _of(known: Known) -> list[str]:
    return [known.person_id] if known.person_id else []


def _said(opening: Opening) -> OpeningSaid:
    ends = (opening.agreed_at or opening.asked_at) + TERM
    return OpeningSaid(opening_id=opening.id, is_agreed=opening.agreed_by is not None, ends_at=ends)
