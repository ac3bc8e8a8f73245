"""Whose alerts somebody finds in the inbox: the recipients that a role stands for in its units.

Analysts read for the municipalities and regions of their units, the police for police units, care for care regions that
lie in their units as a whole, the privacy officer and the administrator for themselves. Nobody reads for others.
"""

from collections.abc import Mapping

from api.access.roles import EVERYWHERE, Caller, Role
from graph.alert_routes import CARE, POLICE
from graph.case_alerts import PRIVACY
from graph.geography import load_municipalities

OPERATOR = "operator"
"""Recipient of notices that something couldn't be delivered, as :mod:`api.delivery.plan` names it."""


def recipients_of(caller: Caller, care_regions: Mapping[str, str]) -> frozenset[str]:
    """Recipients whose alerts a caller may see and acknowledge.

    Parameters
    ----------
    caller
        Who calls.
    care_regions
        Care region (its name) of each municipality that has one (its code), as the plan of alerts says.
    """
    match caller.role:
        case Role.ANALYST:
            own = {m.code for m in load_municipalities() if m.valid_until is None and caller.holds(m.code)}
            regions = {m.safety_region for m in load_municipalities()}
            return frozenset(own | {u for u in caller.units if u in regions or u == EVERYWHERE})
        case Role.POLICE_LIAISON:
            units = {m.police_unit for m in load_municipalities()}
            own = units if caller.acts_for(EVERYWHERE) else units & set(caller.units)
            return frozenset(f"{POLICE}{u}" for u in own)
        case Role.CARE_COORDINATOR:
            names = set(care_regions.values())
            outside = {name for code, name in care_regions.items() if not caller.holds(code)}
            return frozenset(f"{CARE}{name}" for name in names - outside)
        case Role.PRIVACY_OFFICER:
            return frozenset({PRIVACY})
        case Role.ADMINISTRATOR:
            return frozenset({OPERATOR})
        case _:
            return frozenset()
