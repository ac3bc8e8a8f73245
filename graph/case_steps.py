"""What can be done with a case, each as the case that follows from it. The owner stays the owner until another takes over.

A case that nobody owns is a person whom nobody helps: so a hand-over is an offer that the other side takes or declines,
and a case ends only with a reason.
"""

from dataclasses import replace
from datetime import date, datetime

from graph.errors import UsageError
from graph.model.case import CareRoute, Case, CaseStatus, CaseStep, Closing, HandOver, Transfer


def resumed(case: Case, *, by: str, now: datetime) -> Case:
    """Case that somebody works on, taken up again where it was closed or waited."""
    changed = replace(case, status=CaseStatus.ACTIVE, follow_up_on=None, closing=None)
    return _after(changed, "resumed", by, now)


def to_follow_up(case: Case, on: date, *, today: date, by: str, now: datetime) -> Case:
    """Case that waits until a day.

    Raises
    ------
    UsageError
        When the case is closed, or the day has passed.
    """
    _open(case)
    if on < today:
        message = f"{on} has passed: name today or a later day"
        raise UsageError(message)
    return _after(replace(case, status=CaseStatus.FOLLOW_UP, follow_up_on=on), "follow_up", by, now, on.isoformat())


def closed(case: Case, why: Closing, *, by: str, now: datetime) -> Case:
    """Case that is closed, with the reason; ``referred`` where another organisation goes on with it.

    Raises
    ------
    UsageError
        When it is closed already, or is being handed over.
    """
    _open(case)
    if case.offer is not None:
        message = f"it is offered to {case.offer.to}: take the offer back first"
        raise UsageError(message)
    status = CaseStatus.CLOSED_REFERRED if why is Closing.REFERRED else CaseStatus.CLOSED
    return _after(replace(case, status=status, closing=why, follow_up_on=None), "closed", by, now, why.value)


def cared_for(case: Case, care: CareRoute, *, by: str, now: datetime) -> Case:
    """Case with its way to care as it stands now.

    Raises
    ------
    UsageError
        When the case is closed.
    """
    _open(case)
    said = f"{care.region}: {care.state}, shelter {care.shelter}"
    return _after(replace(case, care=care), "care", by, now, said)


def offered(case: Case, to: str, reason: Transfer, *, by: str, now: datetime) -> Case:
    """Case offered to another unit.

    Raises
    ------
    UsageError
        When the case is closed, is offered already, or is that unit's own.
    """
    _open(case)
    if case.offer is not None or to == case.unit:
        message = f"it is {'offered to ' + case.offer.to if case.offer else 'owned by that unit'} already"
        raise UsageError(message)
    offer = HandOver(to, reason, by, now)
    return _after(replace(case, offer=offer), "offered", by, now, f"to {to}: {reason}")


def taken_over(case: Case, *, by: str, now: datetime) -> Case:
    """Case that the unit it was offered to owns from now on; the one before sees how it goes on.

    Raises
    ------
    UsageError
        When it isn't offered.
    """
    to = _offer(case).to
    before = tuple(u for u in dict.fromkeys((*case.earlier_units, case.unit)) if u != to)
    changed = replace(case, unit=to, earlier_units=before, offer=None)
    return _after(changed, "taken_over", by, now, f"from {case.unit}")


def not_taken_over(case: Case, *, is_taken_back: bool, by: str, now: datetime) -> Case:
    """Case that stays with its owner: the other declined, or the owner took the offer back.

    Raises
    ------
    UsageError
        When it isn't offered.
    """
    to = _offer(case).to
    what = "taken_back" if is_taken_back else "declined"
    return _after(replace(case, offer=None), what, by, now, f"offer to {to}")


def is_due(case: Case, today: date) -> bool:
    """Whether the day has come on which somebody wanted to look at an open case again."""
    return case.is_open and case.follow_up_on is not None and case.follow_up_on <= today


def _after(case: Case, what: str, by: str, now: datetime, said: str = "") -> Case:
    return replace(case, steps=(*case.steps, CaseStep(what, by, now, said)))


def _open(case: Case) -> None:
    if not case.is_open:
        message = f"the case is closed ({case.closing or case.status}): take it up again first"
        raise UsageError(message)


def _offer(case: Case) -> HandOver:
    if case.offer is None:
        message = "the case is offered to nobody"
        raise UsageError(message)
    return case.offer
