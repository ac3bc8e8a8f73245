"""Who may call an endpoint, declared where it is written; what declares nothing is closed."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import TypeVar

from starlette.routing import BaseRoute, Match
from starlette.types import Scope

F = TypeVar("F", bound=Callable[..., object])
_DECLARED = "__access__"


class Access(StrEnum):
    """Who may call an endpoint."""

    OPEN = "open"
    """Anybody who reaches the port: nothing here speaks of persons."""
    LOGIN = "login"
    """Staff who are logged in; nobody can be yet."""


def declared(access: Access) -> Callable[[F], F]:
    """Declare who may call the endpoint below."""

    def mark(endpoint: F) -> F:
        setattr(endpoint, _DECLARED, access)
        return endpoint

    return mark


def declaration(route: BaseRoute) -> Access | None:
    """What the endpoint of a route declares; None where it declares nothing."""
    access = getattr(getattr(route, "endpoint", None), _DECLARED, None)
    return access if isinstance(access, Access) else None


def is_open(routes: Iterable[BaseRoute], scope: Scope) -> bool:
    """Whether the first route that takes this path declares itself open."""
    for route in routes:
        match, _ = route.matches(scope)
        if match is not Match.NONE:
            return declaration(route) is Access.OPEN
    return False
