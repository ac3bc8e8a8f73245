"""The door: what isn't declared open is closed, whatever it is, and every answer is dressed alike."""

import json
import logging
from collections.abc import Callable

import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from starlette.testclient import TestClient

from api.http.access import Access, declaration, declared
from api.http.app import create_app
from api.http.guard import HEADERS
from api.http.problems import STATUS_OF, status_of
from graph import errors
from graph.errors import AuditError, GraphUnreachable, UsageError, WaterbedError

OPEN = {"/livez", "/readyz", "/v1/openapi.json"}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "HEAD")


def client(app: FastAPI) -> TestClient:
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False)


def alive() -> None:
    return None


def app_with(endpoint: Callable[..., object]) -> FastAPI:
    app = create_app(alive)
    app.get("/v1/added")(endpoint)
    return app


def test_every_route_declares_who_may_call_it() -> None:
    routes = create_app(alive).routes
    assert all(isinstance(route, APIRoute) for route in routes)
    assert {r.path for r in routes if isinstance(r, APIRoute) and declaration(r) is Access.OPEN} == OPEN
    assert [r for r in routes if declaration(r) is None] == []


def test_open_routes_answer_and_no_other_does() -> None:
    app = create_app(alive)
    for route in app.routes:
        assert isinstance(route, APIRoute)
        expected = 200 if route.path in OPEN else 401
        assert client(app).get(route.path).status_code == expected


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v1/persons", "/docs", "/redoc", "/openapi.json", "/livez/", "/LIVEZ", "/v1/openapi.json/x"]
)
def test_what_is_not_there_looks_like_what_is_forbidden(method: str, path: str) -> None:
    answer = client(create_app(alive)).request(method, path)
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"] == "Bearer"
    if method != "HEAD":
        assert answer.json() == {"type": "about:blank", "title": "Unauthorized", "status": 401}


def test_an_endpoint_that_declares_nothing_is_closed() -> None:
    assert client(app_with(lambda: "secret")).get("/v1/added").status_code == 401
    assert client(app_with(declared(Access.LOGIN)(lambda: "secret"))).get("/v1/added").status_code == 401
    assert client(app_with(declared(Access.OPEN)(lambda: "news"))).get("/v1/added").json() == "news"


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/livez", "/readyz", "/v1/openapi.json", "/nowhere", "/%00", "/a" * 2000])
def test_every_answer_carries_the_headers(method: str, path: str) -> None:
    answer = client(create_app(alive)).request(method, path)
    for name, value in HEADERS.items():
        assert answer.headers[name] == value
    assert answer.headers["api-version"].count(".") == 2
    if answer.status_code != 200:
        assert answer.headers["content-type"] == "application/problem+json"


def test_another_method_on_an_open_path_is_a_problem_too() -> None:
    answer = client(create_app(alive)).post("/livez")
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET"
    assert answer.json()["status"] == 405


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "", "[::1]", "x@127.0.0.1.evil.example", "localhost.evil"]
)
def test_a_host_that_is_not_this_machine_is_refused(host: str) -> None:
    assert client(create_app(alive)).get("/livez", headers={"host": host}).status_code == 400


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:8471", "localhost:1", "LOCALHOST"])
def test_this_machine_by_its_names_is_served(host: str) -> None:
    assert client(create_app(alive)).get("/livez", headers={"host": host}).status_code == 200


def test_without_a_graph_it_lives_but_is_not_ready() -> None:
    def gone() -> None:
        message = "the graph does not answer"
        raise GraphUnreachable(message)

    app = create_app(gone)
    assert client(app).get("/livez").status_code == 200
    assert client(app).get("/readyz").status_code == 503


def test_an_error_nobody_foresaw_tells_nothing(caplog: pytest.LogCaptureFixture) -> None:
    @declared(Access.OPEN)
    def fails() -> None:
        message = "Jansen, 0612345678"
        raise ValueError(message)

    with caplog.at_level(logging.DEBUG):
        answer = client(app_with(fails)).get("/v1/added")
    assert answer.status_code == 500
    assert answer.headers["x-frame-options"] == "DENY"
    assert "Jansen" not in answer.text + caplog.text
    assert "ValueError" in caplog.text


def test_a_wrong_question_is_400_without_its_words() -> None:
    @declared(Access.OPEN)
    def takes(count: int) -> int:
        return count

    answer = client(app_with(takes)).get("/v1/added", params={"count": "Jansen"})
    assert answer.status_code == 400
    assert "Jansen" not in answer.text


def test_every_error_of_ours_has_a_status() -> None:
    kinds = [k for k in vars(errors).values() if isinstance(k, type) and issubclass(k, WaterbedError)]
    assert {status_of(kind("x")) for kind in kinds} <= {status for _, status in STATUS_OF}
    assert (status_of(UsageError("x")), status_of(AuditError("x"))) == (400, 503)


def test_the_description_names_every_route_and_every_problem_it_answers_with() -> None:
    app = create_app(alive)
    described = client(app).get("/v1/openapi.json").json()
    assert set(described["paths"]) == {r.path for r in app.routes if isinstance(r, APIRoute)}
    assert described["openapi"].startswith("3.1")
    assert "422" not in json.dumps(described)
    for path in described["paths"].values():
        assert "400" in path["get"]["responses"]
    assert described["components"]["schemas"]["Problem"]["required"] == ["title", "status"]
