"""The browser app: its page and the files that the page loads. They speak of nobody; what they show they ask of the API."""

from typing import Annotated

from fastapi import FastAPI, HTTPException, Path, Request
from starlette.responses import HTMLResponse, Response

from api.http.access import Access, declared
from api.http.bodies import ANSWER_TYPES
from api.http.problems import documented
from viz.web_files import NOT_BUILT, PAGE, POLICY, WebFile, read_app

ERRORS = documented(400, 404, 406, 429)
FOR_EVER = "public, max-age=31536000, immutable"
"""Of files whose name is a digest of what is in them."""

Name = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.-]{1,100}$", description="A file that the page names.")]


def add_web(app: FastAPI) -> None:
    """Add the page and its files, as they are built when the service begins."""
    files = read_app()

    @app.get("/", responses=documented(400, 406, 429, 503), response_class=HTMLResponse, tags=["browser app"])
    @declared(Access.OPEN)
    def page(request: Request) -> Response:
        """Page of the browser app; 503 where it isn't built."""
        if PAGE not in files:
            return HTMLResponse(NOT_BUILT, 503)
        return _sent(files[PAGE], request, {"Content-Security-Policy": POLICY, "Cache-Control": "no-cache"})

    @app.get("/favicon.svg", responses=ERRORS, response_class=Response, tags=["browser app"])
    @declared(Access.OPEN)
    def icon(request: Request) -> Response:
        """Sign of the browser app."""
        return _file(files.get("favicon.svg"), request, "no-cache")

    @app.get("/assets/{name}", responses=ERRORS, response_class=Response, tags=["browser app"])
    @declared(Access.OPEN)
    def asset(name: Name, request: Request) -> Response:
        """File that the page of the browser app loads."""
        return _file(files.get(f"assets/{name}"), request, FOR_EVER)

    for endpoint in (page, icon, asset):
        kinds = ("text/html", "text/css", "text/javascript", "image/svg+xml", "font/woff2", "application/json")
        setattr(endpoint, ANSWER_TYPES, kinds)


def _file(found: WebFile | None, request: Request, kept: str) -> Response:
    if found is None:
        raise HTTPException(404)
    return _sent(found, request, {"Cache-Control": kept})


def _sent(file: WebFile, request: Request, headers: dict[str, str]) -> Response:
    headers |= {"Vary": "Accept-Encoding"}
    if file.packed is not None and "gzip" in request.headers.get("accept-encoding", ""):
        return Response(file.packed, headers={**headers, "Content-Encoding": "gzip"}, media_type=file.media_type)
    return Response(file.content, headers=headers, media_type=file.media_type)
