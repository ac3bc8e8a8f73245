"""docs/api.md, written from the routes themselves: ``python -m tests.house.api_reference --write``."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from fastapi.routing import APIRoute

from api.access.actions import PERSONAL, Action
from api.access.decisions import may_ever
from api.access.roles import ABOUT, Role
from api.home import Home
from api.http.access import Access, declaration
from api.http.app import create_app
from api.http.routes.cases import fits
from api.http.service import Service
from graph.store.database import Database
from tests.factories import KEYS
from tests.house.sources import ROOT

PAGE = ROOT / "docs" / "api.md"
OPENING = """# API

Everything over HTTP, under `/v1`; `make docs` writes this page from the routes. The same description for programs, true
to every status, is `/v1/openapi.json`. Names in questions and answers are camelCase, times ISO 8601 in UTC, days local.

**Logging in.** `GET /v1/login` goes to the login provider that `access.toml` names (OpenID Connect, authorization code
with PKCE). In the demo, on this machine alone, `POST /v1/login/role` with `{"role": "analyst", "units": ["GM0599"],
"name": "anna"}` chooses a role instead; `GET /v1/login/options` says which of the two there is. The session is a
cookie that scripts can't read. `GET /v1/session` tells role, units, actions, purposes and `csrfToken`.

**Changing something** (POST, PATCH, DELETE) needs the header `X-CSRF-Token`; so do questions asked by POST, which they
are so that no pseudonym stands in an address. Bodies are `application/json`, files what `POST /v1/uploads` lists.

**Reads of persons** need two headers: `Case-Id`, an open case of one of the caller's units, and `Purpose`, what the case
is for. Only what the case is about is there: its findings, their persons, the persons of its records. A line is in the
audit log before anything leaves; `traceparent` (W3C) is kept in it.

**Units** are codes of municipalities (`GM0599`) or safety regions (`VR17`), names of police units, or `NL`. A finding is
there for each unit that holds one of its encounters. Encounters of others show as municipality, month and contact
organisation (`isFull` false); days that would give them away become months (`isExact` false).

**Lists** come in pages: `limit`, and `cursor`, which is `next` of the page before. In a large home a list may be up to a
minute old while much changes; what is opened never is ([0052](decisions/0052-lists-may-lag.md)). **Answers** that speak of nobody have
an `ETag`; `If-None-Match` gives 304. **Refusals** are `application/problem+json` with type, title and status, nothing
of the question: 400 not understood, 401 not logged in, 403 not this role or not for this purpose, 404 not there or not
yours (the same answer), 406, 413, 415, 429 with `Retry-After`, 503 with `Retry-After`.
"""


def written() -> str:
    """The page as it should be."""
    app = described_app()
    described = app.openapi()
    parts = [OPENING, *_purposes()]
    tags: dict[str, list[tuple[APIRoute, str, dict[str, Any]]]] = {}
    for route in app.routes:
        assert isinstance(route, APIRoute)
        method = next(iter(route.methods or ())).lower()
        operation = described["paths"][route.path][method]
        tags.setdefault(operation["tags"][0], []).append((route, method, operation))
    for tag, found in tags.items():
        parts.append(f"## {tag.capitalize()}\n")
        for route, method, operation in found:
            parts += _operation(route, method, operation, described["components"]["schemas"])
    return "\n".join(parts)


def described_app() -> FastAPI:
    """App with all routes, over nothing."""
    service = Service(Home(Path("nowhere")), cast("Database", None), KEYS)
    return create_app(lambda: None, service)


def _purposes() -> Iterator[str]:
    yield "## Purposes\n"
    yield "| purpose | for | roles that may open a case for it |\n|---|---|---|"
    for purpose, about in ABOUT.items():
        yield f"| `{purpose.value}` | {about} | {', '.join(r.value for r in Role if fits(r, purpose))} |"
    yield ""


def _operation(route: APIRoute, method: str, operation: dict[str, Any], schemas: dict[str, Any]) -> Iterator[str]:
    yield f"### `{method.upper()} {route.path}`\n"
    yield " ".join(operation["description"].split()) + "\n"
    yield f"- who: {_who(declaration(route))}"
    asked = [_parameter(p) for p in operation.get("parameters", ()) if p["name"] not in ("Case-Id", "Purpose")]
    if asked:
        yield f"- asked: {', '.join(asked)}"
    body = operation.get("requestBody", {}).get("content", {})
    for media_type, said in body.items():
        yield f"- body: {_shape(said['schema'], schemas) if media_type == 'application/json' else f'`{media_type}`'}"
    for status, said in operation["responses"].items():
        if status.startswith("2"):
            content = said.get("content", {}).get("application/json", {}).get("schema")
            yield f"- {status}: {_shape(content, schemas) if content else said['description']}"
    yield ""


def _who(access: Access | Action | None) -> str:
    if not isinstance(access, Action):
        return {Access.OPEN: "anybody", Access.LOGIN: "whoever is logged in"}[cast("Access", access)]
    roles = ", ".join(r.value for r in Role if may_ever(r, access))
    return f"{roles}{'; **with case and purpose**' if access in PERSONAL else ''} (`{access.value}`)"


def _parameter(p: dict[str, Any]) -> str:
    return f"`{p['name']}`{'' if p.get('required') else ' (optional)'}"


def _shape(schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    if "$ref" not in schema:
        return f"`{schema.get('type', 'value')}`"
    found = schemas[schema["$ref"].rpartition("/")[2]]
    fields = ", ".join(_field(n, f, schemas) for n, f in found.get("properties", {}).items())
    return f"{{ {fields} }}"


def _field(name: str, schema: dict[str, Any], schemas: dict[str, Any]) -> str:
    inner = schema.get("items", {})
    several = "" if not inner else "[]"
    if "$ref" in inner and "properties" in schemas[inner["$ref"].rpartition("/")[2]]:
        return f"`{name}[]`: {_shape(inner, schemas)}"
    return f"`{name}{several}`"


if __name__ == "__main__":
    if sys.argv[1:] == ["--write"]:
        PAGE.write_text(written(), encoding="utf-8")
