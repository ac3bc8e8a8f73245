"""Findings: which there are for the caller's units, and one with its evidence."""

from dataclasses import asdict
from datetime import date, datetime
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query

from api.access.actions import Action
from api.access.roles import Caller, Purpose, Role
from api.http.access import declared
from api.http.kept import Of
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import PersonRead, Read, Who, Works, absent
from api.http.seen import EncounterSeen, may_see, seen, told
from api.http.shapes import DEFAULT_ITEMS, Code, Cursor, Limit, PathId, Shape
from api.http.standing import stand_now, stands_now
from api.http.visible import Held, persons_of, visible, visible_of
from graph.decisions import Stand, Standing
from graph.finding_facts import span_of, tier_of
from graph.model import Displacement, Reappearance, Relocation, Rotation
from graph.model.decision import Decision, Ruling
from graph.store.database import Database
from graph.store.decisions import decisions_on
from graph.store.findings import outdated_findings
from graph.store.shown import Known, known_encounters

MOST_ENCOUNTERS = 500
"""Encounters of a finding that are listed; it counts all."""

_NOT_EVIDENCE = ("id", "person_id", "person_ids", "encounters", "deciding_encounter", "methods", "version")


class FindingLine(Shape):
    """A finding in a list: nothing in it points at a person. Months bound when."""

    finding_id: str
    kind: str
    tier: str
    municipalities: list[str]
    first_month: str | None
    last_month: str | None
    persons: int | None
    is_outdated: bool
    standing: Standing
    grown_by: list[str]


class FindingPage(Shape):
    """Some findings, and where the next page begins."""

    items: list[FindingLine]
    next: str | None


class DecisionSaid(Shape):
    """What an analyst said of a version of a finding; ``hours`` from its alert, null where nobody was alerted."""

    decision_id: str
    version: int
    rule_version: str
    ruling: Ruling
    reason: str
    by: str
    at: datetime
    hours: float | None


class FindingSaid(FindingLine):
    """A finding with its evidence, whom it is about, the encounters it rests on, and what analysts said of it."""

    version: int
    is_exact: bool
    person_ids: list[str]
    evidence: dict[str, Any]
    encounters: list[EncounterSeen]
    encounters_in_all: int
    decisions: list[DecisionSaid]
    note: str = "a lead, not evidence"


def add_findings(app: FastAPI) -> None:
    """Add the endpoints of findings."""

    @app.get("/v1/findings", responses=documented(400, 401, 403, 406, 429, 503), tags=["findings"])
    @declared(Action.LIST_FINDINGS)
    def list_findings(
        service: Works,
        caller: Who,
        kind: Annotated[Literal["reappearance", "rotation", "relocation", "displacement"] | None, Query()] = None,
        tier: Annotated[
            str | None, Query(max_length=20, description="`fact`, `pattern`, `flagged`, `step 4` …")
        ] = None,
        municipality: Code | None = None,
        standing: Annotated[Standing | None, Query(description="How it stands with the analysts.")] = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_ITEMS,
    ) -> FindingPage:
        """Findings that the caller's units hold an encounter of; the police see none that an analyst rejected."""
        old, stands = outdated(service), stands_now(service)
        items = (
            h
            for h in visible(service, caller).values()
            if kind in (None, h.kind)
            and (tier is None or tier_of(h.finding) == tier)
            and (municipality is None or municipality in h.towns)
            and _is_listed(caller, stands.get(h.finding.id, Stand()).standing, standing)
        )
        listing = f"findings {kind} {tier} {municipality} {standing}"
        some, following = page(service, caller, listing, items, key=lambda h: h.finding.id, cursor=cursor, limit=limit)
        return FindingPage(items=[_line(h, old, stands.get(h.finding.id, Stand())) for h in some], next=following)

    @app.get("/v1/findings/{findingId}", responses=documented(400, 401, 403, 404, 406, 429, 503), tags=["findings"])
    @declared(Action.READ_FINDING)
    def read_finding(findingId: PathId, read: Read, service: Works, caller: Who) -> FindingSaid:
        """A finding with its evidence. The caller's open case must be about it."""
        held = visible_of(service, caller, [findingId]).get(findingId)
        if held is None:
            raise absent()
        stand = stand_now(service, held)
        read.permit(
            Action.READ_FINDING,
            on_case=findingId in read.case.findings,
            decided=stand.standing is Standing.ACCEPTED,
            rejected=stand.standing is Standing.REJECTED,
        )
        known = known_encounters(service.db, held.finding.encounters)
        persons = persons_of(service, held.finding)
        answer = _said(held, outdated(service), known, persons, read, stand)
        read.record(Action.READ_FINDING, held.kind, 1, persons=persons, said={"finding": findingId})
        return answer


def outdated(service: Works) -> frozenset[str]:
    """Findings whose encounters are linked otherwise than when they were found."""

    def made(db: Database) -> frozenset[str]:
        return outdated_findings(db, Rotation) | outdated_findings(db, Relocation) | outdated_findings(db, Displacement)

    return service.kept.get("outdated", made, of=Of.RECORDS)


def decision_said(d: Decision) -> DecisionSaid:
    """Decision as it is told."""
    return DecisionSaid(
        decision_id=d.id,
        version=d.finding_version,
        rule_version=d.rule_version,
        ruling=d.ruling,
        reason=d.reason,
        by=d.by,
        at=d.at,
        hours=None if d.hours is None else round(d.hours, 1),
    )


def _is_listed(caller: Caller, standing: Standing, wanted: Standing | None) -> bool:
    is_withheld = caller.role is Role.POLICE_LIAISON and standing is Standing.REJECTED
    return wanted in (None, standing) and not is_withheld


def _line(held: Held, old: frozenset[str], stand: Stand) -> FindingLine:
    return FindingLine(**_common(held, old, stand))


def _common(held: Held, old: frozenset[str], stand: Stand) -> dict[str, Any]:
    first, last = span_of(held.finding)
    f = held.finding
    several = len(f.person_ids) if isinstance(f, Rotation) else 1 if isinstance(f, Reappearance) else None
    is_old = f.id in old
    return {
        "finding_id": f.id,
        "kind": held.kind,
        "tier": "none" if is_old and isinstance(f, Rotation | Relocation) else tier_of(f),
        "municipalities": sorted(held.towns),
        "first_month": _month(first),
        "last_month": _month(last),
        "persons": several,
        "is_outdated": is_old,
        "standing": stand.standing,
        "grown_by": list(stand.grown_by),
    }


def _month(day: date | None) -> str | None:
    return f"{day:%Y-%m}" if day else None


def _said(
    held: Held, old: frozenset[str], known: list[Known], persons: frozenset[str], read: PersonRead, stand: Stand
) -> FindingSaid:
    caller = read.caller
    # The duty desk acts before anybody judged the finding, so it learns where and when, and no pseudonym.
    names_persons = read.case.purpose != Purpose.DUTY_DESK.value
    # Dates of what others hold would follow from the finding's own: they are told only where all is seen in full.
    is_exact = bool(known) and len(known) == len(held.finding.encounters) and all(may_see(caller, k) for k in known)
    evidence = {k: v for k, v in asdict(held.finding).items() if k not in _NOT_EVIDENCE}
    return FindingSaid(
        **_common(held, old, stand),
        version=held.finding.version,
        is_exact=is_exact,
        person_ids=sorted(persons) if names_persons else [],
        evidence=told(evidence, exact=is_exact),
        encounters=[
            seen(caller, k).model_copy(update={} if names_persons else {"person_id": None})
            for k in known[:MOST_ENCOUNTERS]
        ],
        encounters_in_all=len(held.finding.encounters),
        decisions=[decision_said(d) for d in decisions_on(read.service.db, held.finding.id)],
    )
