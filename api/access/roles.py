"""Who calls: a role, the units it acts for, and what one of them is allowed to want."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graph.geography import load_municipalities


class Role(StrEnum):
    """What somebody who is logged in works as; one role a session."""

    ANALYST = "analyst"
    POLICE_LIAISON = "police_liaison"
    CARE_COORDINATOR = "care_coordinator"
    MUNICIPAL_COORDINATOR = "municipal_coordinator"
    MAYOR = "mayor"
    DATA_OFFICER = "data_officer"
    PRIVACY_OFFICER = "privacy_officer"
    ADMINISTRATOR = "administrator"


class Purpose(StrEnum):
    """What a person-level read may be for. Each fits few acts, and only about what an open case is about."""

    ASSESS_FINDING = "assess_finding"
    REVIEW_LINKS = "review_links"
    ARRANGE_CARE = "arrange_care"
    POLICE_FOLLOW_UP = "police_follow_up"
    DUTY_DESK = "duty_desk"
    ANSWER_DATA_SUBJECT = "answer_data_subject"


ABOUT: dict[Purpose, str] = {
    Purpose.ASSESS_FINDING: "judge a finding: its evidence, persons and what surrounds them",
    Purpose.REVIEW_LINKS: "settle whether two records are of the same person",
    Purpose.ARRANGE_CARE: "bring a person of a finding to care",
    Purpose.POLICE_FOLLOW_UP: "follow up a finding that an analyst accepted",
    Purpose.DUTY_DESK: "act at once on a finding nobody decided on yet; the privacy officer is told",
    Purpose.ANSWER_DATA_SUBJECT: "answer a person's own request about what is held of them",
}
"""Each purpose in words."""

EVERYWHERE = "NL"
"""Unit of who works for the whole country."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody who is logged in.

    ``units`` are codes of municipalities (``GM0599``) or safety regions (``VR17``), names of police units, or ``NL``;
    ``sources`` the registers a data officer may send files of.
    """

    subject: str
    role: Role
    units: tuple[str, ...] = ()
    sources: frozenset[str] = frozenset()

    def holds(self, municipality: str) -> bool:
        """Whether a municipality, or the one its territory went to, lies in one of the caller's units."""
        return any(municipality_is_in(municipality, unit) for unit in self.units)

    def acts_for(self, unit: str) -> bool:
        """Whether the caller acts for a unit itself."""
        return unit in self.units


@lru_cache(maxsize=100_000)
def municipality_is_in(municipality: str, unit: str) -> bool:
    """Whether a municipality lies in a unit; one that isn't known lies in none, not even in the whole country."""
    table = load_municipalities()
    if municipality not in table:
        return False
    today = table.get(table.current(municipality))
    return unit in (EVERYWHERE, today.code, municipality, today.safety_region, today.police_unit)


def is_unit(text: str) -> bool:
    """Whether a text names a unit."""
    table = load_municipalities()
    return text == EVERYWHERE or any(text in (m.code, m.safety_region, m.police_unit) for m in table)
