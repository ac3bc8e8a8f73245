"""Who may call an endpoint, declared where it is written; what declares nothing is closed."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

from api.access.actions import Action

F = TypeVar("F", bound=Callable[..., object])
_DECLARED = "__access__"


class Access(StrEnum):
    """Who may call an endpoint that no policy speaks of."""

    OPEN = "open"
    """Anybody who reaches the port: nothing here speaks of persons."""
    LOGIN = "login"
    """Anybody who is logged in: their own session."""


def declared(access: Access | Action) -> Callable[[F], F]:
    """Declare who may call the endpoint below: openness, or the action that the policies decide on."""

    def mark(endpoint: F) -> F:
        setattr(endpoint, _DECLARED, access)
        return endpoint

    return mark


def declaration(route: BaseRoute) -> Access | Action | None:
    """What the endpoint of a route declares; None where it declares nothing."""
    access = getattr(getattr(route, "endpoint", None), _DECLARED, None)
    return access if isinstance(access, Access | Action) else None


def route_of(routes: Iterable[BaseRoute], scope: Scope) -> BaseRoute | None:
    """Route that will answer: the first that takes path and method, else the first that takes the path."""
    partial = None
    for route in routes:
        match, _ = route.matches(scope)
        if match is Match.FULL:
            return route
        if match is Match.PARTIAL:
            partial = partial or route
    return partial
