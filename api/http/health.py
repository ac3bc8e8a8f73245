"""Whether the service lives, and whether it is ready to work."""

from collections.abc import Callable
from typing import Literal

from fastapi import FastAPI
from pydantic import BaseModel

from api.http.access import Access, declared
from api.http.problems import documented

Probe = Callable[[], object]
"""Asks the graph for a sign of life; raises a graph error when there is none."""


class Health(BaseModel):
    """A sign of life."""

    status: Literal["ok"] = "ok"


def add_health(app: FastAPI, probe: Probe) -> None:
    """Add the endpoints for whoever watches over the service."""

    @app.get("/livez", responses=documented(400, 406, 429), tags=["health"])
    @declared(Access.OPEN)
    def livez() -> Health:
        """Whether the process answers."""
        return Health()

    @app.get("/readyz", responses=documented(400, 406, 429, 503), tags=["health"])
    @declared(Access.OPEN)
    def readyz() -> Health:
        """Whether the graph answers too."""
        probe()
        return Health()
