"""What speaks of nobody: municipalities, measures, how hard was looked, and counts that are safe together."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query

from api.access.actions import Action
from api.access.roles import Caller
from api.http.access import declared
from api.http.kept import Of
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import Who, Works
from api.http.routes.summaries import COUNTED, summary_for
from api.http.seen import told
from api.http.service import Service
from api.http.shapes import DEFAULT_ITEMS, Code, Cursor, Limit, PathCode, Shape
from api.jobs.release import release_indicators, releasing, with_cases
from graph.disclosure import SafeCount
from graph.geography import load_municipalities
from graph.model import Displacement
from graph.store.database import Database
from graph.store.findings import read_findings
from graph.store.registers import read_controls, read_interventions
from viz.summary import text as summary_text

LIST_ERRORS = documented(400, 401, 403, 406, 429, 503)


class MunicipalitySaid(Shape):
    """A municipality of today; its point in RD New (EPSG:28992, metres)."""

    code: str
    name: str
    province: str
    safety_region: str
    safety_region_name: str
    police_unit: str
    population: int
    rd_x: float
    rd_y: float


class Municipalities(Shape):
    """All municipalities of today."""

    items: list[MunicipalitySaid]


class InterventionSaid(Shape):
    """A measure, and how far its displacement was shown; words and step only, no number."""

    intervention_id: str
    kind: str
    municipalities: list[str]
    effective_on: date
    until_date: date | None
    premises_kind: str | None
    ladder_step: int | None
    wording: str | None
    wording_nl: str | None
    finding_id: str | None


class InterventionPage(Shape):
    """Some measures, and where the next page begins."""

    items: list[InterventionSaid]
    next: str | None


class ControlSaid(Shape):
    """How hard a source looked: visits and hours; nobody who was met."""

    control_id: str
    source_id: str
    municipality: str
    from_date: date
    until_date: date
    controls: int
    hours: float | None
    premises_kind: str | None


class ControlPage(Shape):
    """Some controls, and where the next page begins."""

    items: list[ControlSaid]
    next: str | None


class IndicatorSaid(Shape):
    """A count that may be shown; null where it may not."""

    area: str
    period: str
    indicator: str
    value: int | None
    note: str


class IndicatorPage(Shape):
    """Some indicators, and where the next page begins."""

    items: list[IndicatorSaid]
    next: str | None


class SummarySaid(Shape):
    """A mayor's summary, as values and as text to be read aloud."""

    municipality: str
    period: str
    language: str
    text: str
    summary: dict[str, Any]


def add_registers(app: FastAPI) -> None:
    """Add the endpoints of what speaks of nobody."""

    @app.get("/v1/municipalities", responses=documented(400, 401, 403, 406, 429), tags=["reference"])
    @declared(Action.READ_REFERENCE)
    def municipalities() -> Municipalities:
        """All municipalities of today with their units and a point for a schematic map."""
        names = MunicipalitySaid.model_fields
        today = [m for m in load_municipalities() if m.valid_until is None]
        return Municipalities(items=[MunicipalitySaid(**{n: getattr(m, n) for n in names}) for m in today])

    @app.get("/v1/interventions", responses=LIST_ERRORS, tags=["registers"])
    @declared(Action.READ_INTERVENTIONS)
    def list_interventions(
        service: Works,
        caller: Who,
        municipality: Code | None = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_ITEMS,
    ) -> InterventionPage:
        """Measures, in order of their ids."""
        items = [
            i
            for i in service.kept.get("interventions", _interventions, of=Of.RECORDS)
            if municipality is None or municipality in i.municipalities
        ]
        some, following = page(
            service,
            caller,
            f"interventions {municipality}",
            items,
            key=lambda i: i.intervention_id,
            cursor=cursor,
            limit=limit,
        )
        return InterventionPage(items=some, next=following)

    @app.get("/v1/controls", responses=LIST_ERRORS, tags=["registers"])
    @declared(Action.READ_CONTROLS)
    def list_controls(
        service: Works,
        caller: Who,
        municipality: Code | None = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_ITEMS,
    ) -> ControlPage:
        """How hard was looked, in order of ids."""
        items = [
            c
            for c in service.kept.get("controls", _controls, of=Of.RECORDS)
            if municipality in (None, c.municipality)
            and (caller.holds(c.municipality) or c.source_id in caller.sources)
        ]
        some, following = page(
            service, caller, f"controls {municipality}", items, key=lambda c: c.control_id, cursor=cursor, limit=limit
        )
        return ControlPage(items=some, next=following)

    @app.get("/v1/indicators", responses=LIST_ERRORS, tags=["summaries"])
    @declared(Action.READ_INDICATORS)
    def list_indicators(
        service: Works,
        caller: Who,
        area: Annotated[str | None, Query(pattern=r"^(GM[0-9]{4}|VR[0-9]{2})$")] = None,
        period: Annotated[str | None, Query(pattern=r"^(19|20)[0-9]{2}(Q[1-4])?$")] = None,
        cursor: Cursor = None,
        limit: Limit = DEFAULT_ITEMS,
    ) -> IndicatorPage:
        """Indicators by area and period, safe together."""
        items = [i for i in _indicators(service, caller) if area in (None, i.area) and period in (None, i.period)]
        some, following = page(
            service, caller, f"indicators {area} {period}", items, key=_indicator_key, cursor=cursor, limit=limit
        )
        return IndicatorPage(items=some, next=following)

    @app.get(
        "/v1/summaries/{municipality}", responses=documented(400, 401, 403, 404, 406, 429, 503), tags=["summaries"]
    )
    @declared(Action.READ_SUMMARY)
    def summary(
        municipality: PathCode,
        service: Works,
        caller: Who,
        period: Annotated[str, Query(pattern=r"^(19|20)[0-9]{2}(Q[1-4])?$", description="`2024Q3` or `2024`")],
        language: Annotated[Literal["nl", "en"], Query()] = "nl",
    ) -> SummarySaid:
        """Summary of a municipality that lies in the caller's units: safe counts alone."""
        found = summary_for(service, caller, municipality, period)
        trend = [{"period": str(c.period), "persons": _plain(c.persons), "visits": c.visits} for c in found.trend]
        values = {k: _plain(v) for k, v in asdict(found).items()} | {
            "persons": _plain(found.persons),
            "persons_year_before": _plain(found.persons_year_before),
            "asked": str(found.asked),
            "period": str(found.period),
            "trend": trend,
        }
        return SummarySaid(
            municipality=municipality,
            period=period,
            language=language,
            text=summary_text(found, language),
            summary=told(values, exact=True),
        )


def _plain(value: Any) -> Any:
    if isinstance(value, SafeCount):
        return {"shown": value.shown, "threshold": value.threshold, "text": str(value)}
    return value


def _interventions(db: Database) -> list[InterventionSaid]:
    shown = {f.intervention_id: f for f in read_findings(db, Displacement)}
    found = []
    for i in read_interventions(db):
        f = shown.get(i.id)
        found.append(
            InterventionSaid(
                intervention_id=i.id,
                kind=i.kind.value,
                municipalities=list(i.municipalities),
                effective_on=i.effective_on,
                until_date=i.until_date,
                premises_kind=i.premises_kind,
                ladder_step=f.ladder_step if f else None,
                wording=f.wording if f else None,
                wording_nl=f.wording_nl if f else None,
                finding_id=f.id if f else None,
            )
        )
    return found


def _controls(db: Database) -> list[ControlSaid]:
    return [
        ControlSaid(
            control_id=c.id,
            source_id=c.source_id,
            municipality=c.municipality,
            from_date=c.from_date,
            until_date=c.until_date,
            controls=c.controls,
            hours=c.hours,
            premises_kind=c.premises_kind,
        )
        for c in read_controls(db)
    ]


def _indicators(service: Service, caller: Caller) -> list[IndicatorSaid]:
    met = service.kept.ground(COUNTED)

    def made(db: Database) -> list[IndicatorSaid]:
        with releasing(service.home):
            told_of = release_indicators(db, by=caller.subject, now=service.now(), of=with_cases(db, met))
        said = [
            IndicatorSaid(area=i.area, period=i.period, indicator=i.indicator, value=i.value, note=i.note)
            for i in told_of
        ]
        return sorted(said, key=_indicator_key)

    return service.kept.get("indicators", made, made_from=(met,))


def _indicator_key(i: IndicatorSaid) -> str:
    return f"{i.area} {i.period} {i.indicator}"
