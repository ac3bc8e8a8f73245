"""Alerts about cases: that one is offered to a unit, that care is asked for, that a day of follow-up has come, that the
duty desk acted by itself. They tell of a case, not of a finding, and no more of it than that it waits.
"""

from datetime import datetime

from graph.alert_routes import CARE, POLICE
from graph.alerts import alert_id
from graph.geography import MunicipalityTable
from graph.model import Alert
from graph.model.case import CareState, Case

PRIVACY = "privacy"
"""Recipient of what the privacy officer is told."""

HAND_OVER, FOLLOW_UP, CARE_ASKED, DUTY_DESK = "hand_over", "follow_up", "care_asked", "duty_desk"
CASE_KINDS = (HAND_OVER, FOLLOW_UP, CARE_ASKED, DUTY_DESK)
CASE_RULE = "case/1"
"""Who hears of a case: the unit it is offered to, its owner when a day comes, care when it is asked for."""


def desk_of(unit: str, table: MunicipalityTable) -> str:
    """Recipient of what is for a unit: the code of a municipality or region, ``police:`` and the name of a police unit."""
    return f"{POLICE}{unit}" if any(m.police_unit == unit for m in table) else unit


def offer_alert(case: Case, table: MunicipalityTable) -> Alert | None:
    """Alert to the unit that a case is offered to; None where it isn't."""
    if case.offer is None:
        return None
    return _alert(case, desk_of(case.offer.to, table), HAND_OVER, f"offered {case.offer.at.isoformat()}", case.offer.at)


def care_alert(case: Case, *, now: datetime) -> Alert | None:
    """Alert to the care region that is asked; None where none is."""
    if case.care is None or case.care.state is not CareState.ASKED:
        return None
    return _alert(case, f"{CARE}{case.care.region}", CARE_ASKED, f"asked {len(case.steps)}", now)


def follow_up_alert(case: Case, table: MunicipalityTable, *, now: datetime) -> Alert:
    """Alert to the owner of a case that the day has come; one for each day that was set."""
    return _alert(case, desk_of(case.unit, table), FOLLOW_UP, f"due {case.follow_up_on}", now)


def duty_alert(case: Case) -> Alert:
    """Alert to the privacy officer that the duty desk opened a case by its own act."""
    return _alert(case, PRIVACY, DUTY_DESK, "opened", case.opened_at)


def _alert(case: Case, recipient: str, kind: str, novelty: str, now: datetime) -> Alert:
    return Alert(
        id=alert_id(case.id, recipient, novelty),
        recipient=recipient,
        kind=kind,
        finding_id=case.id,
        novelty=novelty,
        rule_version=CASE_RULE,
        created=now,
    )
