"""For who answers for the service: the log of reads, whether it is whole, and counts for monitoring."""

from datetime import datetime

from fastapi import FastAPI, Request
from starlette.responses import PlainTextResponse

from api.access.actions import Action
from api.audit import Act, verify
from api.audit.entry import parsed_entry
from api.http.access import declared
from api.http.bodies import ANSWER_TYPES
from api.http.meter import MEDIA_TYPE
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import Who, Works, record
from api.http.shapes import DEFAULT_ITEMS, Cursor, Limit, Shape

ERRORS = documented(400, 401, 403, 406, 429, 503)


class AuditLine(Shape):
    """One line of the log."""

    seq: int
    at: datetime
    actor: str
    role: str
    action: str
    subject: str
    purpose: str
    case_id: str
    count: int
    result: str


class AuditPage(Shape):
    """Some lines, newest first, and where the next page begins."""

    items: list[AuditLine]
    next: str | None


class AuditVerdict(Shape):
    """Whether the log is whole; if not, the first line that isn't as it was written."""

    is_whole: bool
    lines: int
    first_bad_line: int | None
    problem: str | None


def add_watching(app: FastAPI) -> None:
    """Add the endpoints of who watches."""

    @app.get("/v1/audit/lines", responses=ERRORS, tags=["audit"])
    @declared(Action.READ_AUDIT)
    def lines(
        request: Request, service: Works, caller: Who, cursor: Cursor = None, limit: Limit = DEFAULT_ITEMS
    ) -> AuditPage:
        """Lines of the log, newest first. Reading it is a line of its own."""
        record(request, Act("read_audit", "audit", "", limit, {}))
        log = service.audit.log
        found = [e for line in log.path.read_bytes().splitlines(keepends=True) if (e := parsed_entry(line, log.key))]
        some, following = page(
            service, caller, "audit", found[::-1], key=lambda e: f"{10**12 - e.seq:013d}", cursor=cursor, limit=limit
        )
        items = [
            AuditLine(
                seq=e.seq,
                at=e.at,
                actor=e.actor,
                role=e.act.processing.role if e.act.processing else "",
                action=e.act.action,
                subject=e.act.subject,
                purpose=e.act.purpose,
                case_id=e.act.processing.case if e.act.processing else "",
                count=e.act.count,
                result=e.act.processing.result if e.act.processing else "ok",
            )
            for e in some
        ]
        return AuditPage(items=items, next=following)

    @app.get("/v1/audit/verification", responses=ERRORS, tags=["audit"])
    @declared(Action.READ_AUDIT)
    def verification(service: Works) -> AuditVerdict:
        """Check the log from its first line to its last."""
        verdict = verify(service.audit.log)
        return AuditVerdict(
            is_whole=verdict.is_whole,
            lines=verdict.lines,
            first_bad_line=verdict.first_bad_line,
            problem=verdict.problem,
        )

    @app.get(
        "/metrics", responses=documented(400, 401, 403, 406, 429), response_class=PlainTextResponse, tags=["health"]
    )
    @declared(Action.READ_METRICS)
    def metrics(service: Works) -> PlainTextResponse:
        """Counts of answers for Prometheus, without anything of whom or what."""
        return PlainTextResponse(service.meter.text(), media_type=MEDIA_TYPE)

    setattr(metrics, ANSWER_TYPES, ("text/plain", "application/openmetrics-text"))
