"""Indicators count distinct persons, agree with brute force, and are safe together."""

from collections.abc import Iterable, Sequence
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import day_number
from graph.geography import load_municipalities
from graph.indicators import Indicator, MetRow, indicators, met_of
from graph.indicators.counts import count_by
from graph.indicators.table import SUPPRESSED

TABLE = load_municipalities()
REGION = "VR17"
TOWNS = tuple(m.code for m in TABLE if m.safety_region == REGION and m.valid_until is None)
K = 10


def row(town: str, day: str, person: str, **words: object) -> MetRow:
    at = day_number(date.fromisoformat(day))
    return MetRow(town, at, at, person, **words)  # type: ignore[arg-type]


def many(town: str, n: int, *, day: str = "2024-02-01", name: str = "p", **words: object) -> list[MetRow]:
    return [row(town, day, f"{name}-{town}-{i}", **words) for i in range(n)]


def told(rows: Iterable[MetRow]) -> dict[tuple[str, str, str], Indicator]:
    return {(i.area, i.period, i.indicator): i for i in indicators(met_of(rows), TABLE)}


def value(found: dict[tuple[str, str, str], Indicator], area: str, indicator: str, period: str = "2024") -> int | None:
    return found[area, period, indicator].value


def test_nothing_was_met_nothing_is_listed() -> None:
    assert told([]) == {}


def test_a_single_small_municipality_takes_another_with_it() -> None:
    rows = [*many(TOWNS[0], 60), *many(TOWNS[1], 20), *many(TOWNS[2], 3)]
    found = told(rows)
    assert value(found, REGION, "presumed_victims") == 85
    assert value(found, TOWNS[0], "presumed_victims") == 60
    assert found[TOWNS[1], "2024", "presumed_victims"] == Indicator(
        TOWNS[1], "2024", "presumed_victims", None, SUPPRESSED
    )
    hidden = {found[t, "2024", "presumed_victims"].note for t in TOWNS[1:]}
    assert hidden == {SUPPRESSED}, "why a count is hidden is never said"


def test_a_region_with_few_lists_no_municipality() -> None:
    found = told(many(TOWNS[0], 4))
    assert value(found, REGION, "presumed_victims") is None
    assert {area for area, _, _ in found} & set(TOWNS) == set()


def test_a_person_met_in_two_towns_counts_once_in_the_region() -> None:
    rows = [row(t, "2024-02-01", f"p{i}") for i in range(30) for t in TOWNS[:2]]
    found = told([*rows, *many(TOWNS[2], 40)])
    assert value(found, REGION, "presumed_victims") == 70


def test_a_dissolved_municipality_counts_where_its_territory_lies() -> None:
    rows = [
        *many("GM0501", 30, day="2022-02-01"),
        *many("GM1992", 30, name="q", day="2022-02-01"),
        *many(TOWNS[0], 40, day="2022-02-01"),
    ]
    assert value(told(rows), "GM1992", "presumed_victims", "2022") == 60


def test_men_are_shown_only_where_the_others_are_many_and_the_share_follows_from_what_is_shown() -> None:
    few_others = told([*many(TOWNS[0], 40, sex="M"), *many(TOWNS[1], 5, sex="V")])
    assert value(few_others, REGION, "men") is None
    assert (REGION, "2024", "share_of_men") not in few_others
    found = told([*many(TOWNS[0], 20, sex="M"), *many(TOWNS[1], 61, sex="V")])
    assert (value(found, REGION, "men"), value(found, REGION, "share_of_men")) == (20, 25)


def test_quarters_are_shown_where_all_are_safe_and_a_date_without_quarter_stays_in_the_year() -> None:
    quarters = [f"2024-{month:02}-10" for month in (1, 4, 7, 10)]
    rows = [r for day in quarters for t in TOWNS[:2] for r in many(t, 20, day=day, name=day)]
    assert value(told(rows), REGION, "presumed_victims", "2024Q3") == 40
    first, last = (day_number(date.fromisoformat(d)) for d in ("2024-01-01", "2024-12-31"))
    roughly = [MetRow(TOWNS[0], first, last, f"rough-{i}") for i in range(3)]
    found = told([*rows, *roughly])
    assert value(found, REGION, "presumed_victims") == 165
    assert value(found, REGION, "presumed_victims", "2024Q3") is None, "160 + 3: the three would follow"


def test_signals_declarations_minors_forms_and_reappearances_have_their_own() -> None:
    rows = [
        *many(TOWNS[0], 30, channel="signal", form="sexual"),
        *many(TOWNS[1], 30, channel="declaration", minor="yes", form="labour"),
        *many(TOWNS[2], 30, reappears=True),
    ]
    found = told(rows)
    shown = {name for (area, period, name), i in found.items() if area == REGION and i.value == 30 and period == "2024"}
    assert shown == {"signals", "declarations", "minors", "form_sexual", "form_labour", "reappeared"}


def test_registered_stands_beside_the_estimate_where_there_is_one() -> None:
    met = met_of(many(TOWNS[0], 40))
    with_band = list(indicators(met, TABLE, estimates={(REGION, "2024"): (52.2, 101.0)}))
    shown = {i.indicator: i.value for i in with_band if i.area == REGION and i.period == "2024"}
    assert (shown["registered"], shown["estimated_low"], shown["estimated_high"]) == (40, 50, 100)


PERSONS = st.integers(0, 60).map(lambda n: f"p{n}")
ROWS = st.lists(
    st.builds(
        row,
        st.sampled_from(TOWNS[:3]),
        st.sampled_from([f"2024-{m:02}-11" for m in (1, 2, 5, 8, 11)]),
        PERSONS,
        channel=st.sampled_from(["", "signal", "declaration"]),
        sex=st.sampled_from(["", "M", "V"]),
        minor=st.sampled_from(["yes", "no", "unknown"]),
    ),
    min_size=30,
    max_size=150,
)


def distinct(rows: Sequence[MetRow], towns: Iterable[str]) -> int:
    return len({r.person for r in rows if r.municipality in set(towns)})


@settings(max_examples=25, deadline=None, derandomize=True)
@given(ROWS)
def test_counts_are_those_of_brute_force_and_the_rest_of_a_region_is_never_small(rows: list[MetRow]) -> None:
    met = met_of(rows)
    counts = count_by(met, met.town)
    for code, town in enumerate(met.towns):
        assert counts[code, 2024].persons == distinct(rows, [town])
        minors = {r.person for r in rows if r.municipality == town and r.minor == "yes"}
        assert counts[code, 2024].groups["age"].get("minors", 0) == len(minors)
    found = told(rows)
    assert all(i.value is None or i.value >= K or i.indicator.startswith("share") for i in found.values())
    shown = [t for t in TOWNS if (i := found.get((t, "2024", "presumed_victims"))) and i.value is not None]
    if shown:
        left_over = distinct(rows, TOWNS) - sum(distinct(rows, [t]) for t in shown)
        hidden = [t for t in TOWNS if t not in shown]
        assert left_over >= K
        assert sum(distinct(rows, [t]) for t in hidden) >= K


@settings(max_examples=15, deadline=None, derandomize=True)
@given(ROWS, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows: list[MetRow], random: object) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert told(rows) == told(shuffled)
