"""Decisions: an analyst accepts or rejects a finding, with a reason, for a case that is about it."""

from typing import Annotated

from fastapi import FastAPI
from pydantic import AfterValidator, Field

from api.access.actions import Action
from api.http.access import declared
from api.http.problems import documented
from api.http.reading import Read, Who, Works, absent
from api.http.routes.findings import DecisionSaid, decision_said
from api.http.shapes import PathId, Shape
from api.http.visible import persons_of, visible_of
from graph.decisions import decide, reach
from graph.errors import ChangedMeanwhile
from graph.geography import load_municipalities
from graph.model.decision import Ruling
from graph.store.decisions import alerts_written, decisions_on, write_decision
from ingest.review_text import MAX_REASON_CHARACTERS, problem_of_reason


def _reason(text: str) -> str:
    if problem_of_reason(text):
        raise ValueError
    return text


Reason = Annotated[
    str,
    AfterValidator(_reason),
    Field(
        min_length=1,
        max_length=MAX_REASON_CHARACTERS,
        description="One line that names nobody; numbers that look like a phone, document or record are refused.",
    ),
]


class NewDecision(Shape):
    """What is said of a finding: of the version that was read, and why."""

    version: int = Field(ge=1, le=1_000_000)
    ruling: Ruling
    reason: Reason


def add_decisions(app: FastAPI) -> None:
    """Add the endpoint of decisions."""

    @app.post(
        "/v1/findings/{findingId}/decisions",
        responses=documented(400, 401, 403, 404, 406, 409, 413, 415, 429, 503),
        status_code=201,
        tags=["findings"],
    )
    @declared(Action.DECIDE)
    def decide_on(findingId: PathId, new: NewDecision, read: Read, service: Works, caller: Who) -> DecisionSaid:
        """Accept or reject a finding. 409 where it has another version than the one that was read."""
        held = visible_of(service, caller, [findingId]).get(findingId)
        if held is None:
            raise absent()
        read.permit(Action.DECIDE, on_case=findingId in read.case.findings)
        if held.finding.version != new.version:
            message = "the finding has another version by now: read it again, then decide"
            raise ChangedMeanwhile(message)
        made = decide(
            held.finding,
            reach(held.finding, held.towns, load_municipalities()),
            new.ruling,
            reason=new.reason,
            by=caller.subject,
            now=service.now(),
            earlier=decisions_on(service.db, findingId),
            told=alerts_written(service.db, held.finding),
        )
        said: dict[str, str | int | bool] = {"finding": findingId, "version": new.version, "ruling": made.ruling.value}
        read.record(Action.DECIDE, held.kind, 1, persons=persons_of(service, held.finding), said=said)
        write_decision(service.db, made)
        service.kept.forget()
        return decision_said(made)
