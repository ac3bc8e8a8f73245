from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from graph.columns import EventColumns, day_number
from graph.displacement.ladder import WORDING
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.model import Change, Control, Displacement, Intervention, InterventionKind
from graph.summaries.mayor import Direction, Level, MayorSummary, Measure, mayor_summary
from graph.summaries.period import Period, parse_period
from viz.summary import LANGUAGES, text
from viz.summary_words import MEASURES, WORDS

TABLE = load_municipalities()
Q3 = Period(2024, 3)


def events(per_quarter: dict[str, int]) -> EventColumns:
    """Distinct persons met in Capelle in each quarter named."""
    days = [d for name, n in per_quarter.items() for d in [parse_period(name).days[0] + 3] * n]
    n = len(days)
    zeros, none = np.zeros(n, dtype=np.int32), np.full(n, -1, dtype=np.int32)
    return EventColumns(
        ids=tuple(f"e{i}" for i in range(n)),
        municipality=zeros,
        source=zeros,
        day=np.array(days, dtype=np.int32),
        span=np.ones(n, dtype=np.int32),
        premises_kind=none,
        channel=none,
        person=np.arange(n, dtype=np.int32),
        is_tally=np.zeros(n, dtype=bool),
        in_operation=np.zeros(n, dtype=bool),
        municipalities=("GM0502",),
        sources=("team",),
        premises_kinds=(),
        channels=(),
        persons=tuple(f"p{i}" for i in range(n)),
    )


STEADY = {"2023Q3": 20, "2023Q4": 20, "2024Q1": 20, "2024Q2": 20, "2024Q3": 33}


def summary(per_quarter: dict[str, int], **known: object) -> MayorSummary:
    given: dict[str, object] = {"controls": (), "interventions": (), "displacements": ()} | known
    return mayor_summary("GM0502", Q3, events=events(per_quarter), table=TABLE, **given)  # type: ignore[arg-type]


def measure() -> Intervention:
    day = date(2024, 5, 13)
    return Intervention("M", ("GM0599",), day, None, InterventionKind.WINDOW_CLOSURE, None, "c", "b")


def displacement() -> Displacement:
    change = Change(10.0, 5.0, 15.0)
    return Displacement(
        id="d",
        intervention_id="M",
        method="wdd",
        horizon_days=180,
        local=change,
        displaced=change,
        total=change,
        displacement_p=0.01,
        dispersion=1.0,
        effort_adjusted=True,
        receiving=(("GM0502", 0.01),),
        persons_carrying=3,
        ladder_step=2,
        wording="w",
        minimum_detectable=5.0,
        sources=("team",),
        caveats=(),
        treated=("GM0599",),
        ring=("GM0502",),
        controls=(),
        rule_version="displacement/1",
        encounters=(),
    )


def test_the_quarter_is_told_where_the_quarters_before_were_safe() -> None:
    found = summary(STEADY)
    assert found.level is Level.MUNICIPALITY_QUARTER
    assert found.persons.shown == 35
    assert found.persons_year_before.shown == 20


def test_the_level_does_not_look_at_the_period_itself() -> None:
    for n in (0, 3, 9, 500):
        assert summary(STEADY | {"2024Q3": n}).level is Level.MUNICIPALITY_QUARTER


def test_few_before_makes_it_a_year_and_fewer_a_region() -> None:
    assert summary(STEADY | {"2024Q1": 4}).level is Level.MUNICIPALITY_YEAR
    assert summary({"2024Q3": 40}).level is Level.REGION_YEAR


def test_fewer_than_k_apart_reads_the_same() -> None:
    pages = {text(summary(STEADY | {"2024Q3": n}), "nl") for n in range(10)}
    assert len(pages) == 1
    assert "minder dan 10" in pages.pop()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_tells_everything_in_each_language(language: str) -> None:
    visits = [
        Control(str(y), "team", "GM0502", date(y, 7, 1), date(y, 9, 30), 40 + y % 10, None, None, None, None, "c", "b")
        for y in (2023, 2024)
    ]
    found = summary(STEADY, controls=visits, interventions=[measure()], displacements=[displacement()])
    page = text(found, language)
    for heading in ("done", "here", "next_door", "sure", "cannot", "next"):
        assert WORDS[language][heading] in page
    assert "Rotterdam" in page
    assert "44" in page
    assert "33" not in page
    assert WORDS[language]["receiving"].format(name="Capelle aan den IJssel") in page


def test_without_visits_the_page_says_that_looking_may_have_changed() -> None:
    page = text(summary(STEADY), "nl")
    assert WORDS["nl"]["no_visits"] in page
    assert WORDS["nl"]["next_visits"] in page


def test_both_languages_have_every_sentence() -> None:
    assert WORDS["nl"].keys() == WORDS["en"].keys()
    assert MEASURES["nl"].keys() == MEASURES["en"].keys() == {k.value for k in InterventionKind}


def test_a_period_is_a_year_or_a_quarter() -> None:
    assert parse_period("2024q3") == Q3
    assert parse_period("2024") == Period(2024)
    assert Period(2024, 4).days == (day_number(date(2024, 10, 1)), day_number(date(2025, 1, 1)))
    assert replace(Q3, quarter=1).four_before()[0] == Period(2023, 4)
    with pytest.raises(UsageError, match="2024Q3"):
        parse_period("summer")


def test_a_measure_is_told_as_its_finding_says_it_and_no_louder() -> None:
    def told_of(wording: str) -> Measure:
        found = replace(displacement(), wording=wording, ladder_step=4)
        (only,) = summary(STEADY, interventions=[measure()], displacements=[found]).measures
        return only

    words: dict[object, str] = dict(WORDING["en"])
    few, persons, plain = (told_of(words[key]) for key in ("few", "few_but_persons", 4))
    assert (few.enough, few.ladder_step, few.receiving, few.change_round) == (False, 0, (), Direction.UNCLEAR)
    assert (persons.enough, persons.ladder_step, persons.by_persons_alone) == (True, 4, True)
    assert (plain.by_persons_alone, plain.receiving, plain.is_receiving) == (False, ("GM0502",), True)
    assert plain.change_there is Direction.MORE


def test_the_trend_ends_with_what_is_told_and_holds_the_year_before() -> None:
    found = summary(STEADY)
    assert [str(c.period) for c in found.trend] == [
        "2022Q4", "2023Q1", "2023Q2", "2023Q3", "2023Q4", "2024Q1", "2024Q2", "2024Q3",
    ]  # fmt: skip
    assert found.trend[-1].persons == found.persons
    assert found.trend[3].persons == found.persons_year_before
