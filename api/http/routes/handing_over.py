"""Handing a case over: an offer by its owner, an answer by the other side; both see it all along."""

from enum import StrEnum

from fastapi import FastAPI, HTTPException, Request
from pydantic import Field

from api.access.actions import Action
from api.access.roles import Purpose, is_unit
from api.http.access import declared
from api.http.reading import Who, Works, absent
from api.http.routes.cases import CHANGE_ERRORS, CaseSaid, fits, own_case, seen_case, written
from api.http.shapes import PathId, Shape
from graph.case_steps import not_taken_over, offered, taken_over
from graph.model.case import Transfer


class NewOffer(Shape):
    """A unit to hand a case over to, and why (HTCDS)."""

    to: str = Field(max_length=80)
    reason: Transfer


class Word(StrEnum):
    """What is said to an offer: the other side takes the case over or declines, the owner takes the offer back."""

    TAKE_OVER = "take_over"
    DECLINE = "decline"
    TAKE_BACK = "take_back"


class OfferAnswer(Shape):
    """An answer to an offer."""

    answer: Word


def add_handing_over(app: FastAPI) -> None:
    """Add the endpoints of handing over."""

    @app.post("/v1/cases/{caseId}/offers", responses=CHANGE_ERRORS, status_code=201, tags=["cases"])
    @declared(Action.OPEN_CASE)
    def offer(caseId: PathId, new: NewOffer, request: Request, service: Works, caller: Who) -> CaseSaid:
        """Offer a case to another unit, which is told; the owner stays until that one takes it over."""
        case = own_case(service, caller, caseId)
        if not is_unit(new.to):
            raise HTTPException(400)
        return written(request, case, offered(case, new.to, new.reason, by=caller.subject, now=service.now()))

    @app.post("/v1/cases/{caseId}/offers/answers", responses=CHANGE_ERRORS, status_code=201, tags=["cases"])
    @declared(Action.OPEN_CASE)
    def answer(caseId: PathId, said: OfferAnswer, request: Request, service: Works, caller: Who) -> CaseSaid:
        """Take over or decline a case that is offered to one of the caller's units; or take one's own offer back."""
        case = seen_case(service, caller, caseId)
        side = case.unit if said.answer is Word.TAKE_BACK or case.offer is None else case.offer.to
        if not caller.acts_for(side):
            raise absent()
        if not fits(caller.role, Purpose(case.purpose)):
            raise HTTPException(403)
        by, now = caller.subject, service.now()
        if said.answer is Word.TAKE_OVER:
            return written(request, case, taken_over(case, by=by, now=now))
        is_taken_back = said.answer is Word.TAKE_BACK
        return written(request, case, not_taken_over(case, is_taken_back=is_taken_back, by=by, now=now))
