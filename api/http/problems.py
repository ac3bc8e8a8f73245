"""Errors as problem details (RFC 9457): one table from what went wrong to its status, and no value in any text."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import Response

from graph.errors import (
    AuditError,
    Busy,
    ChangedMeanwhile,
    DrawingMissing,
    GraphError,
    KeyringError,
    LayoutError,
    LoginRefused,
    PolicyError,
    UnreadableFile,
    UsageError,
    VaultError,
    WaterbedError,
)

MEDIA_TYPE = "application/problem+json"

STATUS_OF: tuple[tuple[type[WaterbedError], int], ...] = (
    (ChangedMeanwhile, 409),
    (UsageError, 400),
    (DrawingMissing, 501),
    (LoginRefused, 403),
    (Busy, 429),
    (UnreadableFile, 400),
    (LayoutError, 400),
    (AuditError, 503),
    (GraphError, 503),
    (VaultError, 503),
    (KeyringError, 503),
    (PolicyError, 503),
    (WaterbedError, 500),
)
"""Status of each branch of the error tree; the first that fits counts."""


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str = "about:blank"
    title: str
    status: int


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a request isn't let in: a status, and headers that go with it."""

    status: int
    headers: dict[str, str] | None = None


def problem(status: int, headers: dict[str, str] | None = None) -> Response:
    """Answer with a problem: its status and the status's own words, nothing of the request or of the data."""
    body = Problem(title=HTTPStatus(status).phrase, status=status)
    extra = {"WWW-Authenticate": "Bearer"} if status == 401 else {}
    return JSONResponse(body.model_dump(), status, {**extra, **(headers or {})}, MEDIA_TYPE)


def status_of(error: WaterbedError) -> int:
    """Status that an error of ours is told with."""
    return next(status for kind, status in STATUS_OF if isinstance(error, kind))


def documented(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Problems that an endpoint may answer with, for its documentation."""
    schema = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {s: {"description": HTTPStatus(s).phrase, "content": schema} for s in statuses}


def handle_problems(app: FastAPI) -> None:
    """Let every error of an app leave as a problem."""

    def on_http(_request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        return problem(error.status_code, dict(error.headers or {}))

    def on_invalid(_request: Request, _error: Exception) -> Response:
        return problem(400)

    def on_ours(_request: Request, error: Exception) -> Response:
        assert isinstance(error, WaterbedError)
        status = status_of(error)
        return problem(status, {"Retry-After": "30"} if status in (429, 503) else None)

    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(WaterbedError, on_ours)
