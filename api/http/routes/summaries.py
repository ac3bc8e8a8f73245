"""A mayor's summary as one page: HTML that runs nothing, and tagged PDF; the same bytes until the graph changes."""

from typing import Annotated, Any, Literal

from fastapi import FastAPI, Query, Response
from fastapi.responses import HTMLResponse

from api.access.actions import Action
from api.access.roles import Caller, Role
from api.http.access import declared
from api.http.bodies import ANSWER_TYPES
from api.http.kept import Ground, Of
from api.http.problems import documented
from api.http.reading import Who, Works, absent
from api.http.service import Service
from api.http.shapes import PathCode
from api.jobs.release import counted_met
from api.jobs.summary import drawn, read_registers, told_from
from graph.geography import load_municipalities
from graph.store.database import Database
from graph.summaries.mayor import MayorSummary
from graph.summaries.period import parse_period
from viz.summary_page import style_digest

Period = Annotated[str, Query(pattern=r"^(19|20)[0-9]{2}(Q[1-4])?$", description="`2024Q3` or `2024`")]
Language = Annotated[Literal["nl", "en"], Query()]
COUNTED = Ground("counted", counted_met)
"""How many were met, by region and year."""
REGISTERS = Ground("what summaries tell of", read_registers)
ERRORS = (400, 401, 403, 404, 406, 429, 503)
PDF = "application/pdf"
PDF_SAID: dict[str, Any] = {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}


def add_summaries(app: FastAPI) -> None:
    """Add the endpoints of pages; before the summary as values, whose address takes theirs in."""

    @app.get(
        "/v1/summaries/{municipality}.html", responses=documented(*ERRORS), response_class=HTMLResponse,
        tags=["summaries"],
    )  # fmt: skip
    @declared(Action.READ_SUMMARY)
    def summary_page(
        municipality: PathCode, service: Works, caller: Who, period: Period, language: Language = "nl"
    ) -> HTMLResponse:
        """Summary as one page that stands alone."""
        made = _drawn(service, caller, municipality, period, language, is_pdf=False)
        return HTMLResponse(made, headers={"Content-Security-Policy": page_policy()})

    @app.get(
        "/v1/summaries/{municipality}.pdf",
        responses={**documented(*ERRORS, 501), 200: PDF_SAID},
        response_class=Response,
        tags=["summaries"],
    )
    @declared(Action.READ_SUMMARY)
    def summary_pdf(
        municipality: PathCode, service: Works, caller: Who, period: Period, language: Language = "nl"
    ) -> Response:
        """Summary as one page, tagged PDF; 501 where this machine can't draw one."""
        made = _drawn(service, caller, municipality, period, language, is_pdf=True)
        name = f'inline; filename="waterbed-{municipality}-{period}-{language}.pdf"'
        return Response(made, media_type=PDF, headers={"Content-Disposition": name})

    setattr(summary_page, ANSWER_TYPES, ("text/html",))
    setattr(summary_pdf, ANSWER_TYPES, (PDF,))


def page_policy() -> str:
    """Policy that lets a page have its own style, and nothing else."""
    style = f"style-src 'sha256-{style_digest()}'"
    return f"default-src 'none'; {style}; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


def may_summarise(caller: Caller, municipality: str) -> bool:
    """Whether a municipality's summary is the caller's to read: a mayor's own alone, others' those of their units."""
    if caller.role in (Role.MAYOR, Role.MUNICIPAL_COORDINATOR):
        return municipality in caller.units and municipality in load_municipalities()
    return caller.holds(municipality)


def summary_for(service: Service, caller: Caller, municipality: str, period: str) -> MayorSummary:
    """Summary that a caller may read, kept until the graph changes; what isn't theirs looks as if it weren't there."""
    if not may_summarise(caller, municipality):
        raise absent()
    asked = parse_period(period)
    said_in, of = service.kept.ground(REGISTERS), service.kept.ground(COUNTED)

    def made(db: Database) -> MayorSummary:
        return told_from(said_in, db, service.home, municipality, asked, now=service.now(), by=caller.subject, of=of)

    return service.kept.get(f"summary {municipality} {asked}", made, of=Of.RECORDS, made_from=(said_in, of))


def _drawn(service: Service, caller: Caller, municipality: str, period: str, language: str, *, is_pdf: bool) -> bytes:
    found = summary_for(service, caller, municipality, period)
    return service.kept.get(
        f"page {municipality} {period} {language} {is_pdf}",
        lambda _db: drawn(service.home, found, language, is_pdf=is_pdf),
        of=Of.RECORDS,
        made_from=(found,),
    )
