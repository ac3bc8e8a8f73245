"""For which desks somebody stands: whose alerts they find in the inbox, and which cases they see."""

from api.access.inboxes import recipients_of
from api.access.roles import Caller, Purpose, Role
from api.delivery.plan_file import load_plan
from api.http.service import Service
from graph.alert_routes import CARE
from graph.model.case import Case
from graph.store.database import Database


def recipients(service: Service, caller: Caller) -> frozenset[str]:
    """Recipients whose alerts a caller may see, by role, units and the home's plan."""

    def regions(_db: Database) -> dict[str, str]:
        return dict(load_plan(service.home.alert_plan).routes.care_regions)

    return recipients_of(caller, service.kept.get("care regions", regions))


def sees_case(service: Service, caller: Caller, case: Case) -> bool:
    """Whether a caller sees how a case stands: its owner, those before, whom it is offered to, and care beside it.

    A privacy officer sees the cases that a duty desk opened by its own act.
    """
    is_answered_for = caller.role is Role.PRIVACY_OFFICER and case.purpose == Purpose.DUTY_DESK.value
    is_units = any(caller.acts_for(u) for u in case.units)
    return is_units or is_answered_for or cares_for(service, caller, case)


def cares_for(service: Service, caller: Caller, case: Case) -> bool:
    """Whether a caller is care that was asked for beside a case, or of the unit that owns it."""
    if caller.role is not Role.CARE_COORDINATOR:
        return False
    is_asked = case.care is not None and f"{CARE}{case.care.region}" in recipients(service, caller)
    return is_asked or caller.acts_for(case.unit)
