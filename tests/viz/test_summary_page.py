"""A mayor's page as a browser reads it: nothing runs or calls, every picture is told, no number that isn't safe."""

import base64
import hashlib
import re
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree as ET

import pytest

from graph.disclosure import SafeCount
from graph.summaries.mayor import MayorSummary
from tests.viz.summaries import CASES, CLOSURE, HERE, OUTREACH, POLICY, told
from tests.viz.test_network_page import HOSTILE, Read
from viz.summary_page import MOST_MEASURES, page
from viz.summary_said import LANGUAGES

SVG = "{http://www.w3.org/2000/svg}"
SQUARE = {
    "GM0502": {"type": "Polygon", "coordinates": [[[98e3, 436e3], [104e3, 436e3], [104e3, 442e3], [98e3, 436e3]]]},
    "GM0014": {"type": "Polygon", "coordinates": [[[230e3, 580e3], [240e3, 580e3], [240e3, 590e3], [230e3, 580e3]]]},
}


def pictures(made: str) -> list[ET.Element]:
    return [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>", made, re.DOTALL)]  # noqa: S314 - our own


def drawn_words(picture: ET.Element) -> list[str]:
    return [e.text or "" for e in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_every_picture_has_a_title_and_a_description_and_no_two_ids_are_alike(name: str, language: str) -> None:
    made = page(CASES[name], language)
    assert made.startswith(f'<!doctype html>\n<html lang="{language}">')
    ids = re.findall(r'\sid="([^"]+)"', made)
    assert len(ids) == len(set(ids))
    found = pictures(made)
    assert len(found) == 3
    for picture in found:
        title, how = picture.find(f"{SVG}title"), picture.find(f"{SVG}desc")
        assert title is not None
        assert how is not None
        assert title.text
        assert how.text
        assert picture.get("role") == "img"
        assert picture.get("aria-labelledby") == f"{title.get('id')} {how.get('id')}"


def test_what_the_pictures_show_is_told_to_who_cannot_see_them() -> None:
    where, change, trend = pictures(page(CASES["received"]))
    titles = [p.findtext(f"{SVG}title") or "" for p in (where, change, trend)]
    assert "Capelle aan den IJssel" in titles[0]
    assert "Er was een maatregel in Dordrecht en Rotterdam." in titles[0]
    assert "Meer dan verwacht is gezien in Barendrecht en Capelle aan den IJssel." in titles[0]
    assert "ongeveer 155" in titles[1]
    assert "81 keer" in titles[1]
    for n in (70, 75, 85, 90, 120, 140, 155):
        assert f"ongeveer {n}" in titles[2]
    assert "Sluiting van ramen in Rotterdam vanaf 11 maart 2024." in titles[2]


@pytest.mark.parametrize("index", range(8))
def test_a_hidden_count_is_nowhere_on_the_page_and_says_so(index: int) -> None:
    counts: list[int | None] = [1215, 1225, 1235, 1245, 1255, 1265, 1275, 1285]
    assert f"1.2{index + 1}5" in page(told(counts=counts))
    counts[index] = None
    made = page(told(counts=counts))
    assert f"1.2{index + 1}5" not in made
    assert "niet te tonen" in made


def test_the_page_draws_no_number_that_the_summary_does_not_hold() -> None:
    summary = CASES["moved"]
    may = {str(c.persons.shown) for c in summary.trend} | {str(c.visits) for c in summary.trend}
    years = {str(c.period.year) for c in summary.trend}
    quarters = {f"kw {q}" for q in range(1, 5)}
    for picture in pictures(page(summary)):
        numbers = [w for w in drawn_words(picture) if re.search(r"\d", w) and w not in quarters]
        assert {n for w in numbers for n in re.findall(r"\d+", w)} <= may | years


def test_visits_that_nobody_reported_are_no_bars() -> None:
    _, change, trend = pictures(page(CASES["nothing"]))
    for picture in (change, trend):
        assert "Hoe vaak teams gingen kijken: niet gemeld" in drawn_words(picture)


def hostile(text: str) -> MayorSummary:
    """Summary with a text wherever one can stand."""
    measure = replace(HERE, town=text)
    return replace(told("GM0599", measure, replace(POLICY, town=text)), name=text, area=text)


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_of_the_data_runs_or_calls(text: str) -> None:
    plain = Read(page(hostile("plain"), outlines=SQUARE, attribution="plain"))
    made = Read(page(hostile(text), outlines=SQUARE, attribution=text))
    assert (made.scripts, made.handlers, made.hosts, made.tags) == ([], [], set(), plain.tags)


def test_the_policy_allows_the_pages_own_style_and_nothing_else() -> None:
    made = page(told())
    (style,) = re.findall(r"<style>(.*?)</style>", made, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert Read(made).policy == f"default-src 'none'; style-src 'sha256-{digest}'"
    assert " style=" not in made
    assert "url(" not in made.replace("url(#", "")


def test_more_measures_than_fit_are_counted() -> None:
    measures = [replace(OUTREACH, effective_on=date(2024, 1, n + 1)) for n in range(MOST_MEASURES + 2)]
    assert "Nog 2 maatregelen" in page(told("GM0505", *measures))
    assert "Nog 1 maatregel " in page(told("GM0505", *measures[1:]))
    assert "staan niet op deze pagina" not in page(told("GM0505", *measures[2:]))


def test_the_map_says_when_it_is_schematic_and_names_whose_boundaries_it_draws() -> None:
    without, with_them = page(told()), page(told(), outlines=SQUARE, attribution="CBS & Kadaster")
    assert "Schematisch" in without
    assert "Schematisch" not in with_them
    assert "Grenzen: CBS &amp; Kadaster." in with_them
    where = pictures(with_them)[0]
    assert len([e for e in where.iter(f"{SVG}path") if e.get("fill-rule")]) == 1, "what lies outside isn't drawn"


def test_who_received_is_marked_and_who_lies_too_far_away_is_not_on_the_map() -> None:
    where = pictures(page(told("GM0502", CLOSURE, replace(OUTREACH, towns=("GM0014", "GM0505")))))[0]
    words = drawn_words(where)
    assert {"Capelle aan den IJssel", "Barendrecht", "Rotterdam", "Dordrecht"} <= set(words)
    assert "Groningen" not in words


def test_the_same_summary_is_the_same_page() -> None:
    assert page(told("GM0502", CLOSURE)) == page(told("GM0502", CLOSURE))
    assert page(told(counts=(None,) * 8)) == page(replace(told(counts=(None,) * 8), persons=SafeCount(None, 10)))
