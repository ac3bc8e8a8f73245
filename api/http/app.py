"""The app: routes behind the guard, and a description of them that is true."""

from typing import Any

from fastapi import FastAPI

from api.http.access import Access, declared
from api.http.guard import API_VERSION, Guard
from api.http.health import Probe, add_health
from api.http.problems import Problem, documented, handle_problems


def create_app(probe: Probe) -> FastAPI:
    """Make the app. Every endpoint stands in ``app.routes`` itself, never in a router within, so that all are seen.

    Parameters
    ----------
    probe
        Asks the graph for a sign of life.
    """
    app = FastAPI(
        title="waterbed",
        version=API_VERSION,
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
    )
    handle_problems(app)
    add_health(app, probe)

    @app.get("/v1/openapi.json", responses=documented(400), tags=["description"])
    @declared(Access.OPEN)
    def openapi() -> dict[str, Any]:
        """Describe this API (OpenAPI 3.1)."""
        return app.openapi()

    app.add_middleware(Guard, routes=app.routes)
    _describe_problems(app)
    return app


def _describe_problems(app: FastAPI) -> None:
    """Let the description say what a problem looks like: endpoints only refer to it."""
    made = app.openapi()
    made.setdefault("components", {}).setdefault("schemas", {})["Problem"] = Problem.model_json_schema()
    app.openapi_schema = made
