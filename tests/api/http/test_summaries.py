"""A mayor's page over HTTP: for who may read it alone, the same bytes again, and nothing that runs."""

import base64
import hashlib
import io
import re
from pathlib import Path

import pytest
from pypdf import PdfReader

from api.access.roles import Role
from api.jobs.profiles import import_profile
from tests.api.http.small_world import World
from tests.contract.stored import NOW

pytestmark = [pytest.mark.embedded]
ANSWERS = """municipality,item,state,on,source
Rotterdam,contact_person,yes,2024-03-01,regional survey
Rotterdam,training,no,2024-02-01,regional survey
"""
ASKED = {"period": "2024Q1"}


def test_a_mayor_reads_their_own_page_as_html_pdf_and_values(small: World) -> None:
    mayor = small.browser(Role.MAYOR)
    values = mayor.get("/v1/summaries/GM0599", params=ASKED)
    html = mayor.get("/v1/summaries/GM0599.html", params=ASKED)
    pdf = mayor.get("/v1/summaries/GM0599.pdf", params={**ASKED, "language": "en"})
    assert [a.status_code for a in (values, html, pdf)] == [200, 200, 200]
    assert values.json()["text"].splitlines()[0] in html.text
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.headers["content-disposition"] == 'inline; filename="waterbed-GM0599-2024Q1-en.pdf"'
    (only,) = PdfReader(io.BytesIO(pdf.content)).pages
    assert "Summary for the mayor of Rotterdam" in only.extract_text()
    trend = values.json()["summary"]["trend"]
    assert trend[-1]["period"] == values.json()["summary"]["period"]
    assert set(trend[-1]) == {"period", "persons", "visits"}


def test_the_same_question_gives_the_same_bytes(small: World) -> None:
    mayor = small.browser(Role.MAYOR)
    first, again = (mayor.get("/v1/summaries/GM0599.pdf", params=ASKED) for _ in range(2))
    assert first.content == again.content


def test_the_page_may_have_its_own_style_and_nothing_else(small: World) -> None:
    answer = small.browser(Role.MAYOR).get("/v1/summaries/GM0599.html", params=ASKED)
    (style,) = re.findall(r"<style>(.*?)</style>", answer.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in answer.headers["content-security-policy"]
    assert answer.headers["content-security-policy"].startswith("default-src 'none'; ")
    assert "<script" not in answer.text


@pytest.mark.parametrize("ending", [".html", ".pdf"])
def test_anothers_page_looks_as_if_it_were_not_there(small: World, ending: str) -> None:
    mayor = small.browser(Role.MAYOR)
    assert mayor.get(f"/v1/summaries/GM0502{ending}", params=ASKED).status_code == 404
    assert small.browser(Role.DATA_OFFICER).get(f"/v1/summaries/GM0599{ending}", params=ASKED).status_code == 403
    assert small.browser().get(f"/v1/summaries/GM0599{ending}", params=ASKED).status_code == 401


@pytest.mark.parametrize(
    ("path", "asked", "accept", "status"),
    [
        ("/v1/summaries/GM0599.pdf", {"period": "24"}, "*/*", 400),
        ("/v1/summaries/GM0599.pdf", {}, "*/*", 400),
        ("/v1/summaries/GM0599.pdf", {**ASKED, "language": "fr"}, "*/*", 400),
        ("/v1/summaries/elsewhere.pdf", ASKED, "*/*", 400),
        ("/v1/summaries/GM0599.pdf", ASKED, "text/html", 406),
        ("/v1/summaries/GM0599.html", ASKED, "application/pdf", 406),
        ("/v1/summaries/GM0599.docx", ASKED, "*/*", 400),
    ],
)
def test_what_is_not_understood_is_refused(
    small: World, path: str, asked: dict[str, str], accept: str, status: int
) -> None:
    answer = small.browser(Role.MAYOR).get(path, params=asked, headers={"Accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"


def test_what_a_town_has_in_place_stands_beside_its_counts(small: World, tmp_path: Path) -> None:
    mayor = small.browser(Role.MAYOR)
    before = mayor.get("/v1/summaries/GM0599", params=ASKED).json()
    assert before["summary"]["basicLevel"] is None
    assert mayor.get("/v1/basic-level").json() == {"items": [], "next": None}
    path = tmp_path / "answers.csv"
    path.write_text(ANSWERS, encoding="utf-8")
    import_profile(small.service.home, path, now=NOW)
    small.service.kept.forget()
    (listed,) = mayor.get("/v1/basic-level").json()["items"]
    own = mayor.get("/v1/basic-level/GM0599").json()
    assert listed == own
    figures = {"inPlace": 1, "partly": 0, "absent": 1, "unknown": 6, "newest": "2024-03-01"}
    assert own.items() >= figures.items()
    assert own["items"][0].items() >= {"item": "contact_person", "state": "yes", "source": "regional survey"}.items()
    assert mayor.get("/v1/summaries/GM0599", params=ASKED).json()["summary"]["basicLevel"] == figures
    other = small.browser(Role.DATA_OFFICER).get("/v1/basic-level/GM0502").json()
    assert {i["state"] for i in other["items"]} == {"unknown"}
    assert mayor.get("/v1/basic-level/GM9999").status_code == 404
    assert small.browser(Role.ADMINISTRATOR).get("/v1/basic-level").status_code == 403
