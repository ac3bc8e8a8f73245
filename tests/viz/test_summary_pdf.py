"""A mayor's page as PDF: one page, tagged, in reading order, letters embedded, the same bytes each time."""

import io
import sys
from collections.abc import Iterator
from importlib.abc import MetaPathFinder
from typing import Any

import pytest
from pypdf import PdfReader

from graph.errors import DrawingMissing
from tests.viz.summaries import CASES
from tests.viz.test_network_page import HOSTILE
from tests.viz.test_summary_page import hostile
from viz.summary_page import page
from viz.summary_pdf import pdf
from viz.summary_said import said

PARTS = ("in_short", "done", "here", "next_door", "sure", "cannot", "next")


@pytest.fixture(scope="module")
def made() -> bytes:
    return pdf(page(CASES["received"]))


@pytest.fixture(scope="module")
def read(made: bytes) -> PdfReader:
    return PdfReader(io.BytesIO(made))


def elements(node: Any) -> Iterator[dict[str, Any]]:
    """Elements of the tree of tags, in the order in which they are read."""
    node = node.get_object()
    if isinstance(node, list):
        for kid in node:
            yield from elements(kid)
    elif isinstance(node, dict):
        yield node
        if "/K" in node:
            yield from elements(node["/K"])


def test_the_same_page_is_the_same_bytes(made: bytes) -> None:
    assert pdf(page(CASES["received"])) == made


def test_it_says_that_it_is_accessible_and_in_which_language(read: PdfReader) -> None:
    root: Any = read.trailer["/Root"]
    assert root["/Lang"] == "nl"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert "pdfuaid" in metadata
    assert "part>1<" in metadata.replace('part="1"', "part>1<")
    assert read.metadata is not None
    assert read.metadata.title == said(CASES["received"]).title


def test_text_is_read_in_order_and_is_all_there(read: PdfReader) -> None:
    assert len(read.pages) == 1
    told = said(CASES["received"])
    text = " ".join(read.pages[0].extract_text().split())
    headings = ["In het kort", *(s.heading for s in told.sections)]
    places = [text.find(h) for h in headings]
    assert -1 not in places
    assert places == sorted(places)
    for line in (*told.in_short, *told.section("here").lines, *told.section("next").lines):
        assert line in text


def test_headings_tables_and_pictures_are_tagged(read: PdfReader) -> None:
    root: Any = read.trailer["/Root"]
    found = [e for e in elements(root["/StructTreeRoot"]["/K"]) if "/S" in e]
    kinds = [e["/S"] for e in found]
    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == len(PARTS)
    assert {"/Table", "/TH", "/TD", "/L", "/LI", "/P"} <= set(kinds)
    figures = [e for e in found if e["/S"] == "/Figure"]
    assert len(figures) == 3
    assert all(len(str(e["/Alt"])) > 40 for e in figures)
    assert "ongeveer 155" in str(figures[1]["/Alt"])


def test_letters_are_embedded_and_of_one_family(read: PdfReader) -> None:
    resources: Any = read.pages[0]["/Resources"]
    fonts = [f.get_object() for f in resources["/Font"].values()]
    names = set()
    for font in fonts:
        descendant = font["/DescendantFonts"][0].get_object() if "/DescendantFonts" in font else font
        described = descendant["/FontDescriptor"].get_object()
        assert {"/FontFile2", "/FontFile3", "/FontFile"} & set(described)
        names.add(str(font["/BaseFont"]))
    assert names
    assert all("Roboto" in n for n in names), names


@pytest.mark.slow
@pytest.mark.parametrize("name", [n for n in CASES if n != "received"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_case_is_one_page(name: str, language: str) -> None:
    assert len(PdfReader(io.BytesIO(pdf(page(CASES[name], language)))).pages) == 1


@pytest.mark.slow
def test_forty_hostile_strings_come_out_as_text_and_do_nothing() -> None:
    made = PdfReader(io.BytesIO(pdf(page(hostile(" ".join(HOSTILE)), attribution=" ".join(HOSTILE)))))
    text = " ".join(p.extract_text() for p in made.pages)
    assert text.count("alert(1)") >= len([h for h in HOSTILE if "alert(1)" in h])
    root: Any = made.trailer["/Root"]
    assert not {"/OpenAction", "/AA", "/AcroForm", "/JavaScript"} & set(root)
    assert not {"/EmbeddedFiles", "/JavaScript"} & set(root.get("/Names", {}))
    assert all("/Annots" not in p for p in made.pages)


def test_without_pango_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    class Missing(MetaPathFinder):
        def find_spec(self, name: str, *_: Any) -> None:
            if name == "weasyprint":
                message = "cannot load library 'libpango-1.0-0'"
                raise OSError(message)

    for name in [n for n in sys.modules if n.split(".")[0] == "weasyprint"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setattr(sys, "meta_path", [Missing(), *sys.meta_path])
    with pytest.raises(DrawingMissing, match="apt-get install libpango") as raised:
        pdf("<p>")
    assert "\n" not in str(raised.value)
    assert raised.value.exit_code == 3
