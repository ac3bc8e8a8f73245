"""The app: routes behind the guard, and a description of them that is true."""

from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.access.actions import PERSONAL, Action
from api.http.access import Access, declaration, declared
from api.http.guard import API_VERSION, Guard
from api.http.health import Probe, add_health
from api.http.kept import Ground
from api.http.problems import Problem, documented, handle_problems
from api.http.routes.basic_level import add_basic_level
from api.http.routes.cases import add_cases
from api.http.routes.decisions import add_decisions
from api.http.routes.encounters import add_encounters
from api.http.routes.explorer import add_explorer
from api.http.routes.feeds import add_feeds
from api.http.routes.findings import add_findings
from api.http.routes.flows import FLOWS, add_flows
from api.http.routes.handing_over import add_handing_over
from api.http.routes.inbox import add_inbox
from api.http.routes.openings import add_openings
from api.http.routes.persons import add_persons
from api.http.routes.registers import add_registers
from api.http.routes.review import ORDER, add_review
from api.http.routes.rules import add_rules
from api.http.routes.session import add_session
from api.http.routes.signals import add_signals
from api.http.routes.summaries import COUNTED, REGISTERS, add_summaries
from api.http.routes.uploads import add_uploads
from api.http.routes.watching import add_watching
from api.http.routes.web import add_web
from api.http.service import Service
from api.http.visible import FINDINGS

ROUTES = (
    add_session,
    add_summaries,
    add_registers,
    add_basic_level,
    add_cases,
    add_handing_over,
    add_inbox,
    add_findings,
    add_decisions,
    add_rules,
    add_persons,
    add_explorer,
    add_flows,
    add_review,
    add_openings,
    add_uploads,
    add_encounters,
    add_watching,
    add_signals,
    add_feeds,
    add_web,
)
"""What a service answers with, beside its health and description; each adds its endpoints to the app itself."""

GROUNDS: tuple[Ground[Any], ...] = (FINDINGS, ORDER, COUNTED, REGISTERS, FLOWS)
"""What is read ahead of those who ask, those that may lag least first."""


def create_app(probe: Probe, service: Service | None = None) -> FastAPI:
    """Make the app. Every endpoint stands in ``app.routes`` itself, never in a router within, so that all are seen.

    Parameters
    ----------
    probe
        Asks the graph for a sign of life.
    service
        What endpoints work with; None: health and description alone.
    """
    app = FastAPI(
        title="waterbed",
        version=API_VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    app.state.service = service
    handle_problems(app)
    add_health(app, probe)

    @app.get("/v1/openapi.json", responses=documented(400, 406, 429), tags=["description"])
    @declared(Access.OPEN)
    def openapi() -> dict[str, Any]:
        """Describe this API (OpenAPI 3.1)."""
        return app.openapi()

    if service is not None:
        for add in ROUTES:
            add(app)
    app.add_middleware(Guard, routes=app.routes, service=service)
    _describe_problems(app)
    _describe_unchanged(app)
    _describe_sessions(app, service)
    return app


def _describe_sessions(app: FastAPI, service: Service | None) -> None:
    """Let the description say what shows that somebody is logged in: the cookie, and where anything may change the token."""
    cookie = service.exposure.cookie if service else "waterbed"
    made = app.openapi()
    made["components"]["securitySchemes"] = {
        "session": {"type": "apiKey", "in": "cookie", "name": cookie},
        "token": {"type": "apiKey", "in": "header", "name": "X-CSRF-Token"},
    }
    for route in app.routes:
        if isinstance(route, APIRoute) and declaration(route) is not Access.OPEN:
            for method in (route.methods or set()) & {"GET", "POST", "PUT", "PATCH", "DELETE"}:
                shown: dict[str, list[str]] = {"session": []} if method == "GET" else {"session": [], "token": []}
                made["paths"][route.path][method.lower()]["security"] = [shown]


def _describe_unchanged(app: FastAPI) -> None:
    """Let the description say which answers have a tag, so that 304 may come instead."""
    for route in app.routes:
        access = declaration(route)
        if isinstance(route, APIRoute) and isinstance(access, Action) and access not in PERSONAL:
            operation = app.openapi()["paths"][route.path].get("get")
            if operation and "application/json" in operation["responses"].get("200", {}).get("content", {}):
                operation["responses"]["304"] = {"description": "Not Modified"}


def _describe_problems(app: FastAPI) -> None:
    """Let the description say what a problem looks like, and nothing of the framework's own: we answer 400, never 422."""
    made = app.openapi()
    for path in made["paths"].values():
        for operation in path.values():
            operation["responses"].pop("422", None)
    schemas = made.setdefault("components", {}).setdefault("schemas", {})
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    schemas["Problem"] = Problem.model_json_schema()
    app.openapi_schema = made
