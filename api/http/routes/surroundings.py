"""What was counted round a measure, for who judges its finding: exact where all of it is the caller's, else safe."""

from datetime import date

from fastapi import FastAPI

from api.access.actions import Action
from api.http.access import declared
from api.http.kept import Of
from api.http.problems import documented
from api.http.reading import Read, Who, Works, absent
from api.http.routes.summaries import REGISTERS
from api.http.service import Service
from api.http.shapes import PathId, Shape
from api.http.visible import visible_of
from api.jobs.release import LIMIT, release_events, releasing
from api.jobs.summary import Registers
from graph.displacement.around import Around, Place, Rounds, rounds
from graph.displacement.counts import Counts, count
from graph.displacement.setting import Rules
from graph.geography.division import controls_today, events_today, interventions_today
from graph.model import Displacement


class AroundSaid(Shape):
    """Towns of a place with events and visits before and after. Events are null where they may not be shown.

    ``is_exact`` false: some of the towns are others', so events are rounded, and those below the threshold hidden.
    """

    place: Place
    municipalities: list[str]
    is_exact: bool
    events_before: int | None
    events_after: int | None
    visits_before: int | None
    visits_after: int | None


class SurroundingsSaid(Shape):
    """Bare counts round a measure; what may be said of them is the finding's wording."""

    intervention_id: str
    effective_on: date
    before_days: int
    after_days: int
    threshold: int
    places: list[AroundSaid]


def add_surroundings(app: FastAPI) -> None:
    """Add the endpoint of counts round a measure."""

    @app.get(
        "/v1/findings/{findingId}/surroundings",
        responses=documented(400, 401, 403, 404, 406, 429, 503),
        tags=["findings"],
    )
    @declared(Action.READ_SURROUNDINGS)
    def surroundings(findingId: PathId, read: Read, service: Works, caller: Who) -> SurroundingsSaid:
        """Events and visits before and after a measure, by ring, of a displacement that the caller's open case is about.

        What is others' is decided once, in the ledger of releases.
        """
        held = visible_of(service, caller, [findingId]).get(findingId)
        if held is None or not isinstance(held.finding, Displacement):
            raise absent()
        read.permit(Action.READ_SURROUNDINGS, on_case=findingId in read.case.findings)
        registers = service.kept.ground(REGISTERS)
        measures = interventions_today(registers.interventions, registers.table)
        measure = next((i for i in measures if i.id == held.finding.intervention_id), None)
        if measure is None:
            raise absent()
        counts = service.kept.get(
            "counts round measures", lambda _db: _counts(registers), of=Of.RECORDS, made_from=(registers,)
        )
        found = rounds(held.finding, measure, counts, registers.table, Rules())
        own = frozenset(p.place for p in found.places if all(caller.holds(t) for t in p.towns))
        safe = _released(service, findingId, found, own, by=caller.subject)
        read.record(
            Action.READ_SURROUNDINGS, "surroundings", len(found.places), persons=(), said={"finding": findingId}
        )
        return SurroundingsSaid(
            intervention_id=measure.id,
            effective_on=measure.effective_on,
            before_days=found.before_days,
            after_days=found.after_days,
            threshold=LIMIT,
            places=[_said(p, own, safe) for p in found.places],
        )


def _counts(registers: Registers) -> Counts:
    table = registers.table
    return count(events_today(registers.events, table), controls_today(registers.controls, table))


Cells = dict[tuple[str, str], int]
"""Events by place and side of the measure."""


def _released(
    service: Service, finding_id: str, found: Rounds, own: frozenset[Place], *, by: str
) -> dict[tuple[str, str], int | None]:
    asked: Cells = {}
    for p in found.places:
        if p.place not in own:
            asked |= {(p.place.value, "before"): p.events_before, (p.place.value, "after"): p.events_after}
    if not asked:
        return {}
    with releasing(service.home):
        return release_events(service.db, f"surroundings {finding_id}", asked, by=by, now=service.now())


def _said(p: Around, own: frozenset[Place], safe: dict[tuple[str, str], int | None]) -> AroundSaid:
    is_exact = p.place in own
    return AroundSaid(
        place=p.place,
        municipalities=list(p.towns),
        is_exact=is_exact,
        events_before=p.events_before if is_exact else safe[p.place.value, "before"],
        events_after=p.events_after if is_exact else safe[p.place.value, "after"],
        visits_before=p.visits_before,
        visits_after=p.visits_after,
    )
