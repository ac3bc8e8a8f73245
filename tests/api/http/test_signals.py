"""The form of signals: by keyboard, without scripts, in words; nobody logs in, and nobody can send without end."""

import base64
import hashlib
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, cast

import pytest
from starlette.testclient import TestClient

from api.home import Home
from api.http.app import create_app
from api.http.limits import Limiter, Rate, Visitors
from api.http.routes.signals import VISITOR_RATE
from api.http.service import Service
from graph.store.database import Database
from tests.factories import KEYS
from viz.signal_form import LANGUAGES, Filled, form_page
from viz.signal_words import WORDS

FILLED = {"municipality": "Rotterdam", "year": "2024", "month": "3", "phones": "06 0000 1234", "once": "f" * 32}


class Clock:
    def __init__(self) -> None:
        self.s = 0.0

    def __call__(self) -> float:
        return self.s


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def home(tmp_path: Path) -> Home:
    return Home(tmp_path / "home")


@pytest.fixture
def browser(home: Home, clock: Clock) -> Iterator[TestClient]:
    generous = Limiter(Rate(per_s=1e6, burst=1_000_000))
    service = Service(home, cast("Database", None), KEYS, steady_s=clock, reads=generous, logins=generous)
    app = create_app(lambda: None, service)
    with TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False) as client:
        yield client


def send(browser: TestClient, path: str = "/melden", **changes: str) -> Any:
    return browser.post(path, data={**FILLED, **changes}, headers={"Origin": "http://127.0.0.1"})


def kept(home: Home) -> list[Path]:
    return list(home.intake.glob("*.sealed"))


class Page(HTMLParser):
    """What stands in a page: fields, labels, ids, and elements that run or fetch something."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fields: dict[str, dict[str, str | None]] = {}
        self.labels: set[str] = set()
        self.ids: list[str] = []
        self.active: list[str] = []
        self.links: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        if tag in ("input", "select") and told.get("type") != "hidden":
            self.fields[str(told["name"])] = told
        if tag == "label":
            self.labels.add(str(told["for"]))
        if "id" in told:
            self.ids.append(str(told["id"]))
        if tag in ("script", "img", "iframe", "link", "object") or any(name.startswith("on") for name in told):
            self.active.append(tag)
        if tag == "a":
            self.links.append(str(told["href"]))
        if tag == "html":
            self.language = str(told["lang"])


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("work", ["", "&for=work"])
def test_every_field_has_its_label_and_nothing_runs_or_is_fetched(
    browser: TestClient, language: str, work: str
) -> None:
    answer = browser.get(f"/melden?lang={language}{work}", headers={"Accept": "text/html"})
    page = Page(answer.text)
    assert (answer.status_code, page.language, page.active) == (200, language, [])
    assert set(page.fields) == page.labels
    assert len(page.ids) == len(set(page.ids))
    described = " ".join(str(f.get("aria-describedby", "")) for f in page.fields.values()).split()
    assert set(described) <= set(page.ids)
    assert ("given_name" in page.fields, "code" in page.fields) == (bool(work), bool(work))
    assert all(link.startswith(("/melden", "#")) for link in page.links)


def test_the_policy_of_the_page_allows_its_own_style_alone(browser: TestClient) -> None:
    answer = browser.get("/melden")
    policy = answer.headers["content-security-policy"]
    style = re.search("<style>(.*)</style>", answer.text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "form-action 'self'" in policy
    assert "script-src" not in policy
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "set-cookie" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_words_are_there_in_both_languages_and_their_sentences_are_short() -> None:
    assert set(WORDS["nl"]) == set(WORDS["en"])
    sentences = [s for text in WORDS["nl"].values() for s in re.split(r"[.?!]\s", text)]
    assert max(len(s.split()) for s in sentences) <= 22


def test_a_signal_is_kept_and_answered_with_a_number_that_tells_nothing(browser: TestClient, home: Home) -> None:
    answer = send(browser)
    assert answer.status_code == 200
    (number,) = re.findall(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}", answer.text)
    (path,) = kept(home)
    assert number.encode() not in path.read_bytes()
    assert b"0000" not in path.read_bytes()
    assert number in send(browser).text, "the same filling in gives the same record"


def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_kept(browser: TestClient, home: Home) -> None:
    answer = send(browser, municipality='Verzonnendam"><script>', day="3", month="")
    page = Page(answer.text)
    assert {"municipality-wrong", "observed_on-wrong"} <= set(page.ids)
    assert page.fields["municipality"]["value"] == 'Verzonnendam"><script>'
    assert page.fields["municipality"]["aria-invalid"] == "true"
    assert {link.removeprefix("#") for link in page.links if link.startswith("#")} <= set(page.ids)
    assert page.active == []
    assert kept(home) == []


def test_every_reason_has_words() -> None:
    for name in ("wrong", "wrong_municipality", "wrong_here", "wrong_when", "wrong_code", "wrong_consent", "wrong_bsn"):
        for language in LANGUAGES:
            page = form_page(Filled({}, {"code": name}, ""), towns=(), language=language, for_work=True)
            assert WORDS[language][name].partition("(")[0] in page.replace("&#39;", "'")


def test_by_api_the_same_is_taken_and_refusals_say_nothing_of_it(browser: TestClient, home: Home) -> None:
    told = {"municipality": "GM0599", "when": "2024", "what": "sexual", "adverts": ["KZ-702418"]}
    answer = browser.post("/v1/signals", json=told)
    assert answer.status_code == 201
    assert re.fullmatch(r"(?:[2-9A-Z]{5}-?){3}", answer.json()["confirmation"])
    assert len(kept(home)) == 1
    wrong = browser.post("/v1/signals", json={**told, "municipality": "Verzonnendam"})
    assert (wrong.status_code, "Verzonnendam" in wrong.text) == (400, False)
    assert browser.post("/v1/signals", json={**told, "reporterName": "x"}).status_code == 400


def test_a_visitor_may_send_ten_at_once_and_then_one_a_minute(browser: TestClient, home: Home, clock: Clock) -> None:
    sent = [send(browser, once=str(n)) for n in range(VISITOR_RATE.burst + 2)]
    assert [a.status_code for a in sent] == [200] * VISITOR_RATE.burst + [429] * 2
    assert "0900 8844" in sent[-1].text
    assert int(sent[-1].headers["retry-after"]) <= 60
    assert len(kept(home)) == VISITOR_RATE.burst
    clock.s += 60
    assert [send(browser, once=str(n)).status_code for n in (98, 99)] == [200, 429]


def test_a_visitor_is_known_by_no_address() -> None:
    visitors = Visitors()
    one, same, next_door = (visitors.name(a) for a in ("2001:db8::1", "2001:db8::2", "2001:db8:0:1::1"))
    assert one == same != next_door
    assert "2001" not in one + repr(visitors)
    assert visitors.name("192.0.2.1") != Visitors().name("192.0.2.1")


def test_a_form_of_another_site_is_refused(browser: TestClient, home: Home) -> None:
    answer = browser.post("/melden", data=FILLED, headers={"Origin": "https://evil.example"})
    assert answer.status_code == 403
    assert browser.post("/melden", json={}).status_code == 415
    assert kept(home) == []


def test_where_no_signals_are_taken_it_says_whom_to_call(browser: TestClient, home: Home) -> None:
    home.folder(home.root)
    home.policy.write_text('purposes = ["p"]\n[bases]\n"b" = 1\n', encoding="utf-8")
    assert WORDS["nl"]["closed"] in browser.get("/melden").text
    assert "0900 8844" in send(browser).text
    assert browser.post("/v1/signals", json={"municipality": "GM0599", "when": "2024"}).status_code == 404
    assert kept(home) == []
