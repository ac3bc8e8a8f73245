"""The browser app as it is served: under a strict policy, kept by name, and a clear line where it isn't built."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from api.http.guard import HEADERS
from api.http.routes import web
from viz.web_files import POLICY, WebFile, read_app

PAGE = WebFile(b"<!doctype html>page", b"packed", "text/html; charset=utf-8")
SCRIPT = WebFile(b"let a = 1", None, "text/javascript; charset=utf-8")


def served(monkeypatch: pytest.MonkeyPatch, files: Mapping[str, WebFile]) -> TestClient:
    monkeypatch.setattr(web, "read_app", lambda: files)
    app = FastAPI()
    web.add_web(app)
    return TestClient(app)


def test_the_page_comes_under_a_policy_that_trusts_nothing_but_its_own_files(monkeypatch: pytest.MonkeyPatch) -> None:
    answer = served(monkeypatch, {"index.html": PAGE}).get("/", headers={"Accept-Encoding": "identity"})
    assert (answer.status_code, answer.content) == (200, PAGE.content)
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_policy_allows_nothing_inline_and_no_other_host() -> None:
    assert "unsafe" not in POLICY
    assert "//" not in POLICY
    assert "*" not in POLICY
    assert "default-src 'none'" in POLICY
    assert "frame-ancestors 'none'" in HEADERS["Content-Security-Policy"]


def test_a_file_is_kept_for_ever_under_the_digest_in_its_name(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = served(monkeypatch, {"assets/a-1.js": SCRIPT})
    answer = browser.get("/assets/a-1.js")
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, SCRIPT.media_type)
    assert "immutable" in answer.headers["Cache-Control"]
    assert {browser.get(f"/assets/{name}").status_code for name in ("b.js", "index.html", "..%2Findex.html")} == {404}


def test_what_is_sent_packed_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    browser = served(monkeypatch, {"index.html": PAGE})
    with browser.stream("GET", "/", headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert b"".join(answer.iter_raw()) == PAGE.packed


def test_where_it_is_not_built_the_page_says_what_to_do(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert read_app(tmp_path) == {}
    answer = served(monkeypatch, {}).get("/")
    assert answer.status_code == 503
    assert "scripts/web.sh" in answer.text


def test_only_files_of_known_kinds_are_read(tmp_path: Path) -> None:
    for name in ("index.html", "built", "secret.map", "assets/x.js", "assets/f.woff2"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"x" * 100)
    files = read_app(tmp_path)
    assert set(files) == {"index.html", "assets/x.js", "assets/f.woff2"}
    assert files["assets/x.js"].media_type.startswith("text/javascript")
    packed = files["index.html"].packed
    assert packed is not None
    assert len(packed) < 100
