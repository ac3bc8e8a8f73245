"""Persons under their pseudonyms: stays, encounters, links and why. Asked for in a body: no address ever names one."""

from datetime import date

from fastapi import FastAPI, HTTPException
from pydantic import Field

from api.access.actions import Action
from api.http.access import declared
from api.http.problems import documented
from api.http.reading import PersonRead, Read, Who, Works, absent
from api.http.routes.cases import Record
from api.http.seen import EncounterSeen, may_see, seen
from api.http.shapes import Shape
from api.http.standing import stand_now
from api.http.visible import persons_of, visible_of
from graph.columns import day_of
from graph.decisions import Standing
from graph.itineraries import UNKNOWN_DAY, stays
from graph.model import Judgement
from graph.store.judgements import judgements_of
from graph.store.shown import Known, columns_of_known, known_encounters, known_of_persons, persons_seen
from ingest.pseudonyms import encounter_id

ERRORS = documented(400, 401, 403, 404, 406, 413, 415, 429, 503)
MOST_PERSONS = 60


class Lookup(Shape):
    """Whom to look up: by pseudonym, or by a record of the caller's own unit."""

    person_id: str | None = Field(default=None, max_length=128)
    record: Record | None = None


class StaySaid(Shape):
    """A stay; months instead of days where the caller doesn't see all its encounters in full."""

    municipality: str
    first_seen: str
    last_seen: str
    arrived_after: str | None
    left_before: str | None
    encounters: int
    is_exact: bool


class LinkSaid(Shape):
    """Why two encounters are held to be of one person, or not."""

    left: str
    right: str
    verdict: str
    probability: float
    by: str
    is_of_model: bool


class PersonSaid(Shape):
    """A person: where they were, what that rests on and how sure it is that it is one person."""

    person_id: str
    first_month: str
    last_month: str
    sex: str | None
    encounters_in_all: int
    weakest_link_probability: float | None
    conflicts: int
    stays: list[StaySaid]
    encounters: list[EncounterSeen]
    links: list[LinkSaid]


class TimelineAsked(Shape):
    """Whose timelines: all persons of a finding, or some."""

    finding_id: str | None = Field(default=None, max_length=128)
    person_ids: list[str] = Field(default=[], max_length=MOST_PERSONS)


class Row(Shape):
    """One person's stays."""

    person_id: str
    stays: list[StaySaid]


class Timeline(Shape):
    """Stays of several persons, one row each."""

    rows: list[Row]


def add_persons(app: FastAPI) -> None:
    """Add the endpoints of persons."""

    @app.post("/v1/persons/lookups", responses=ERRORS, tags=["persons"])
    @declared(Action.READ_PERSON)
    def look_up(asked: Lookup, read: Read, service: Works, caller: Who) -> PersonSaid:
        """A person whom the caller's open case is about."""
        if (asked.person_id is None) == (asked.record is None):
            raise HTTPException(400)
        person = asked.person_id or _person_of(asked, service)
        read.permit(Action.READ_PERSON, on_case=person in read.persons_of_case())
        found = persons_seen(service.db, [person]).get(person)
        if found is None:
            raise absent()
        known = known_of_persons(service.db, [person])
        visible = frozenset(k.id for k in known if may_see(caller, k))
        told = [j for j in judgements_of(service.db, visible) if {j.left, j.right} <= visible] if visible else []
        answer = PersonSaid(
            person_id=person,
            first_month=found.first_seen[:7],
            last_month=found.last_seen[:7],
            sex=found.sex or None,
            encounters_in_all=found.encounters,
            weakest_link_probability=found.weakest_cut,
            conflicts=found.conflicts,
            stays=stays_of(known, visible).get(person, []),
            encounters=[seen(caller, k) for k in known],
            links=[_link(j) for j in sorted(told, key=lambda j: j.id)],
        )
        read.record(Action.READ_PERSON, "person", 1, persons=[person], said={})
        return answer

    @app.post("/v1/timelines", responses=ERRORS, tags=["persons"])
    @declared(Action.READ_TIMELINE)
    def timeline(asked: TimelineAsked, read: Read, service: Works, caller: Who) -> Timeline:
        """Stays of persons whom the caller's open case is about, one row each."""
        persons = _asked_for(asked, read)
        known = known_of_persons(service.db, persons)
        rows = stays_of(known, frozenset(k.id for k in known if may_see(caller, k)))
        answer = Timeline(rows=[Row(person_id=p, stays=s) for p, s in sorted(rows.items())])
        read.record(Action.READ_TIMELINE, "timeline", len(rows), persons=rows, said={})
        return answer


def stays_of(known: list[Known], in_full: frozenset[str]) -> dict[str, list[StaySaid]]:
    """Stays of the persons of these encounters; exact where every encounter of the stay is seen in full."""
    columns = columns_of_known(known)
    found = stays(columns)
    full = [columns.ids[r] in in_full for r in range(len(columns))]
    # The bounds of a move are days of the stays beside it, so they are told only where those are seen in full too.
    exact = [all(full[r] for r in found.rows_of(i)) for i in range(len(found))]
    people: dict[str, list[StaySaid]] = {}
    for i in range(len(found)):
        person = columns.persons[found.person[i]]
        before = exact[i - 1] if i and found.person[i - 1] == found.person[i] else True
        after = exact[i + 1] if i + 1 < len(found) and found.person[i + 1] == found.person[i] else True
        people.setdefault(person, []).append(
            StaySaid(
                municipality=columns.municipalities[found.municipality[i]],
                first_seen=_day(int(found.first_seen[i]), is_exact=exact[i]) or "",
                last_seen=_day(int(found.last_seen[i]), is_exact=exact[i]) or "",
                arrived_after=_day(int(found.arrived_after[i]), is_exact=before),
                left_before=_day(int(found.left_before[i]), is_exact=after),
                encounters=int(found.encounters[i]),
                is_exact=exact[i],
            )
        )
    return people


def _asked_for(asked: TimelineAsked, read: PersonRead) -> list[str]:
    if (asked.finding_id is None) == (not asked.person_ids):
        raise HTTPException(400)
    of_case = read.persons_of_case()
    if asked.finding_id is not None:
        held = visible_of(read.service, read.caller, [asked.finding_id]).get(asked.finding_id)
        if held is None:
            raise absent()
        is_accepted = stand_now(read.service, held).standing is Standing.ACCEPTED
        read.permit(Action.READ_TIMELINE, on_case=asked.finding_id in read.case.findings, decided=is_accepted)
        return sorted(persons_of(read.service, held.finding))[:MOST_PERSONS]
    read.permit(Action.READ_TIMELINE, on_case=of_case.issuperset(asked.person_ids), decided=_is_all_accepted(read))
    return sorted(set(asked.person_ids))


def _is_all_accepted(read: PersonRead) -> bool:
    """Whether an analyst accepted every finding that the case is about, and it is about nothing else."""
    own = visible_of(read.service, read.caller, read.case.findings).values()
    is_accepted = all(stand_now(read.service, h).standing is Standing.ACCEPTED for h in own)
    return bool(own) and is_accepted and not read.case.encounters


def _person_of(asked: Lookup, service: Works) -> str:
    assert asked.record is not None
    known = known_encounters(
        service.db, [encounter_id(service.keyring, asked.record.source_id, asked.record.record_id)]
    )
    return known[0].person_id if known else ""


def _day(day: int, *, is_exact: bool) -> str | None:
    if day == UNKNOWN_DAY:
        return None
    said: date = day_of(day)
    return said.isoformat() if is_exact else f"{said:%Y-%m}"


def _link(j: Judgement) -> LinkSaid:
    return LinkSaid(
        left=j.left,
        right=j.right,
        verdict=j.verdict.value,
        probability=j.probability,
        by=j.by,
        is_of_model=j.is_of_model,
    )
