"""What a mayor is told: every sentence follows from the values, none louder than they."""

from dataclasses import replace
from datetime import date

import pytest

from graph.disclosure import SafeCount
from graph.displacement.ladder import WORDING
from graph.model import InterventionKind
from graph.summaries.basic_level import BasicLevelFigures
from graph.summaries.mayor import Direction, Measure
from tests.viz.summaries import CASES, CLOSURE, HERE, OUTREACH, POLICY, told
from viz.summary import text
from viz.summary_language import Words
from viz.summary_said import LANGUAGES, said
from viz.summary_words import AFTER, MEASURES, THE_MEASURE, WORDS

STEPS = range(6)
NOTHING_KNOWN = BasicLevelFigures(in_place=0, partly=0, absent=0, unknown=8, newest=None)


def steps_of(key: str, *measures: Measure, code: str = "GM0599") -> str:
    return " ".join(said(told(code, *measures)).section(key).lines)


def test_both_languages_have_every_word() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    kinds = {k.value for k in InterventionKind}
    for words in (MEASURES, THE_MEASURE):
        assert words["nl"].keys() == words["en"].keys() == kinds
    assert all(set(AFTER[language]) == {*STEPS, "few_but_persons"} for language in LANGUAGES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", CASES)
def test_everything_can_be_said_of_every_case(name: str, language: str) -> None:
    page = text(CASES[name], language)
    assert "{" not in page
    for heading in ("in_short", "done", "next_door", "sure", "cannot", "next"):
        assert f"\n{WORDS[language][heading]}\n" in page


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", STEPS)
def test_a_waterbed_is_said_from_step_four_and_the_ladders_own_words_always(step: int, language: str) -> None:
    found = said(told("GM0599", replace(HERE, ladder_step=step, receiving=())), language)
    word = {"nl": "waterbedeffect", "en": "waterbed effect"}[language]
    assert (word in " ".join(found.in_short)) == (step >= 4)
    words: dict[object, str] = dict(WORDING[language])
    assert words[step] in " ".join(found.section("next_door").lines)
    assert found.rows[0].round_it.lower() == words[step].lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_persons_alone_show_says_that_counts_are_too_few(language: str) -> None:
    found = said(told("GM0599", replace(HERE, by_persons_alone=True)), language)
    few = {"nl": "Op aantallen alleen is er te weinig", "en": "By counts alone there is too little"}[language]
    assert few in " ".join(found.in_short)
    assert found.rows[0].round_it.lower() == WORDING[language]["few_but_persons"]


def test_the_mayor_of_the_measure_is_told_whom_to_ring_and_so_is_who_received() -> None:
    assert "Overleg met Barendrecht en Capelle aan den IJssel" in steps_of("next", HERE)
    assert "Overleg met Rotterdam" in steps_of("next", CLOSURE, code="GM0502")
    assert "Nu is er geen reden" not in steps_of("next", HERE)


def test_a_rise_next_door_that_is_no_waterbed_is_looked_into_first() -> None:
    assert steps_of("next", replace(HERE, ladder_step=2)) == WORDS["nl"]["next_perhaps"]


def test_a_measure_that_helped_is_kept_and_nothing_is_called_proven() -> None:
    helped = replace(OUTREACH, is_here=True, change_there=Direction.FEWER, change_round=Direction.FEWER)
    assert steps_of("next", helped).startswith("Houd de voorlichting vol")
    short = " ".join(said(told("GM0505", helped)).in_short)
    assert "minder gezien dan verwacht" in short
    assert "niet gebleken" in short
    assert "Ook bij de buren is minder gezien" in short


def test_too_few_data_say_nothing_of_an_effect() -> None:
    found = said(told("GM0599", POLICY))
    assert "te weinig gegevens" in found.in_short[0]
    assert found.rows[0].step is None
    assert "verwacht" not in " ".join((*found.in_short, *found.section("next_door").lines))


def test_what_matters_most_to_this_mayor_comes_first() -> None:
    found = said(told("GM0502", OUTREACH, POLICY, CLOSURE))
    assert [row.measure.split(",")[0] for row in found.rows] == ["Sluiting van ramen", "Voorlichting", "Nieuw beleid"]


@pytest.mark.parametrize(
    ("now", "before", "visits", "expected"),
    [
        (155, 90, (81, 81), ["persons_more", "visits_same"]),
        (155, 90, (120, 81), ["persons_more", "visits_more"]),
        (155, 90, (40, 81), ["persons_more"]),
        (90, 155, (40, 81), ["persons_fewer", "visits_fewer"]),
        (90, 155, (120, 81), ["persons_fewer"]),
        (95, 90, (120, 81), ["persons_same"]),
        (20, 15, (120, 81), ["persons_same"]),
        (None, 90, (81, 81), []),
        (90, None, (81, 81), []),
    ],
)
def test_change_is_said_only_of_shown_counts_and_beside_how_often_was_looked(
    now: int | None, before: int | None, visits: tuple[int, int], expected: list[str]
) -> None:
    summary = replace(
        told(), persons=SafeCount(now, 10), persons_year_before=SafeCount(before, 10), visits=visits[0],
        visits_year_before=visits[1],
    )  # fmt: skip
    compared = [k for k in WORDS["nl"] if k.startswith(("persons_", "visits_")) and k != "persons_hidden"]
    here = said(summary).section("here").lines
    assert [k for k in compared if WORDS["nl"][k] in here] == expected


def test_numbers_dates_and_lists_are_written_as_the_language_does() -> None:
    nl, en = Words("nl"), Words("en")
    assert (nl.number(1550), en.number(1550)) == ("1.550", "1,550")
    assert nl.period(told().period) == "juli tot en met september 2024"
    assert en.period(told().period) == "July to September 2024"
    assert [nl.list(names) for names in (["a"], ["a", "b"], ["a", "b", "c"])] == ["a", "a en b", "a, b en c"]
    assert nl.list([str(n) for n in range(20)]).endswith("7 en …")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_in_place_is_said_and_that_it_is_not_known_and_nothing_where_nobody_keeps_it(language: str) -> None:
    here = told("GM0599", HERE)
    words = Words(language)
    known = BasicLevelFigures(in_place=5, partly=1, absent=0, unknown=2, newest=date(2024, 3, 1))
    lines = {
        f: said(replace(here, basic_level=f), language).section("sure").lines for f in (None, NOTHING_KNOWN, known)
    }
    assert lines[None] == lines[known][:-1] == lines[NOTHING_KNOWN][:-1]
    assert words.day(date(2024, 3, 1)) in lines[known][-1]
    assert [n for n in ("5", "8", "2") if n in lines[known][-1]] == ["5", "8", "2"]
    assert lines[NOTHING_KNOWN][-1] == words("level_unknown", name="Rotterdam")
