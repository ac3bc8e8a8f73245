"""Decisions by the policies in ``policies.cedar``, as the Cedar engine makes them; each is made once and remembered.

A decision depends on a role, an action and a handful of words and yes-or-no facts, so there are few; and the same facts
always give the same decision.
"""

from functools import lru_cache
from importlib.resources import files

import cedarpy

from api.access.actions import Action
from api.access.roles import Purpose, Role
from graph.errors import PolicyError

Fact = str | bool


def is_allowed(role: Role, action: Action, **facts: Fact) -> bool:
    """Whether the policies permit an act; a fact that a policy asks for and isn't given permits nothing."""
    return _decided(role, action, tuple(sorted(facts.items())))


def may_ever(role: Role, action: Action) -> bool:
    """Whether there are facts under which a role may do something: what a route asks before it looks at anything."""
    return any(is_allowed(role, action, **dict(facts)) for facts in _SITUATIONS)


@lru_cache(maxsize=4096)
def _decided(role: Role, action: Action, facts: tuple[tuple[str, Fact], ...]) -> bool:
    request = {
        "principal": f'Role::"{role.value}"',
        "action": f'Action::"{action.value}"',
        "resource": 'Resource::"any"',
        "context": dict(facts),
    }
    return bool(cedarpy.is_authorized(request, policy_text(), []).allowed)


@lru_cache(maxsize=1)
def policy_text() -> str:
    """Policies as they are read, checked to be Cedar.

    Raises
    ------
    PolicyError
        When they can't be parsed: then nothing is permitted to anybody.
    """
    text = (files("api.access") / "policies.cedar").read_text(encoding="utf-8")
    try:
        cedarpy.format_policies(text)
    except ValueError:
        message = "the policies of access can't be read: install the product anew"
        raise PolicyError(message) from None
    return text


def _situations() -> list[tuple[tuple[str, Fact], ...]]:

    found: list[tuple[tuple[str, Fact], ...]] = []
    for purpose in Purpose:
        for regime in ("AVG", "WPG"):
            facts: dict[str, Fact] = {"purpose": purpose.value, "regime": regime}
            found.append(
                tuple({**facts, "on_case": True, "decided": True, "rejected": False, "in_scope": True}.items())
            )
    return found


_SITUATIONS = _situations()
