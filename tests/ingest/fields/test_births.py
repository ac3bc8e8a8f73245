from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.fields import births
from ingest.fields.births import Level, Precision
from ingest.report import PartialDate
from tests.ingest.fields.test_laws import PARTIAL_DATES

MET = date(2024, 3, 17)


@pytest.mark.parametrize(
    ("said", "date_format", "born"),
    [
        ("1998-03-21", None, PartialDate(1998, 3, 21)),
        ("1998-03", None, PartialDate(1998, 3)),
        ("1998", None, PartialDate(1998)),
        ("1998-00-00", None, PartialDate(1998)),
        ("1998-03-00", None, PartialDate(1998, 3)),
        ("1998-XX-XX", None, PartialDate(1998)),
        ("00-00-1998", "%d-%m-%Y", PartialDate(1998)),
        ("xx-03-1998", "%d-%m-%Y", PartialDate(1998, 3)),
        ("19980000", "%Y%m%d", PartialDate(1998)),
        ("1998-03-21T00:00:00.000Z", None, PartialDate(1998, 3, 21)),
        ("1998-03-20T23:00:00Z", None, PartialDate(1998, 3, 21)),
        ("21-3-98", "%d-%m-%y", PartialDate(1998, 3, 21)),
        ("21-3-45", "%d-%m-%y", PartialDate(1945, 3, 21)),
        ("21-3-05", "%d-%m-%y", PartialDate(2005, 3, 21)),
        ("21 maart 1998", "%d %B %Y", PartialDate(1998, 3, 21)),
        ("21 mrt. 1998", "%d %b %Y", PartialDate(1998, 3, 21)),
        ("21-03-1998 00:00:00", "%d-%m-%Y", PartialDate(1998, 3, 21)),
        ("21-3-98", None, None),
        ("31-02-1998", "%d-%m-%Y", None),
        ("1998-13-01", None, None),
        ("0000-00-00", None, None),
        ("1900-01-01", None, None),
        ("1899-12-30", None, None),
        ("9999-12-31", None, None),
        ("1998-00-05", None, PartialDate(1998)),
        ("2024-03-18", None, None),
        ("2024-03-17", None, PartialDate(2024, 3, 17)),
        ("2024", None, PartialDate(2024)),
    ],
)
def test_a_birth_date_is_as_much_as_is_known(said: str, date_format: str | None, born: PartialDate | None) -> None:
    assert births.clean(said, latest=MET, date_format=date_format) == born


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        (PartialDate(1998, 3, 21), PartialDate(1998, 3, 21), Level.EXACT),
        (PartialDate(1998, 3, 2), PartialDate(1998, 2, 3), Level.SWAPPED),
        (PartialDate(1998, 3, 21), PartialDate(1998, 3, 24), Level.ONE_DIGIT),
        (PartialDate(1998, 3, 21), PartialDate(1988, 3, 21), Level.ONE_DIGIT),
        (PartialDate(1998, 3, 21), PartialDate(1998, 3, 5), Level.TWO_OF_THREE),
        (PartialDate(1998, 3, 21), PartialDate(1989, 3, 21), Level.TWO_OF_THREE),
        (PartialDate(1998, 3, 21), PartialDate(1998, 10, 21), Level.TWO_OF_THREE),
        (PartialDate(1998, 3, 21), PartialDate(1998, 10, 5), Level.YEAR),
        (PartialDate(1998, 3, 21), PartialDate(1989, 10, 5), Level.DIFFERENT),
        (PartialDate(1998), PartialDate(1998, 3, 21), Level.PARTIAL),
        (PartialDate(1998), PartialDate(1999, 3, 21), Level.DIFFERENT),
        (PartialDate(1998, 3), PartialDate(1998, 3, 21), Level.PARTIAL_MONTH),
        (PartialDate(1998, 3), PartialDate(1998, 4, 21), Level.YEAR),
        (PartialDate(1998, 1, 1), PartialDate(1998, 1, 1), Level.DEFAULT),
        (PartialDate(1998, 1, 1), PartialDate(1998, 3, 21), Level.PARTIAL),
        (PartialDate(1998, 1, 1), PartialDate(1998, 1, 2), Level.PARTIAL),
        (PartialDate(1998, 1, 1), PartialDate(1999, 1, 1), Level.DIFFERENT),
        (PartialDate(1998, 3, 21), None, Level.MISSING),
    ],
)
def test_birth_dates_agree_at_the_first_level_that_holds(one: PartialDate, other: PartialDate, level: Level) -> None:
    assert births.compare(one, other) is level


@given(one=PARTIAL_DATES, other=PARTIAL_DATES)
def test_levels_are_those_that_shared_tokens_show(one: PartialDate, other: PartialDate) -> None:
    def tokens(born: PartialDate) -> dict[str, set[str]]:
        """What may be keyed of a date: each set shared or not is all that linkage can see."""
        d = births.known(born)
        full = births.iso(d).replace("-", "") if d.day else ""
        return {
            "full": {births.iso(born)} if born.day else set(),
            "swapped": {f"{d.year:04d}-{d.day:02d}-{d.month:02d}"} if d.day and d.month and d.day <= 12 else set(),
            "wildcards": {f"{full[:i]}*{full[i + 1 :]}" for i in range(len(full))},
            "month": {f"{d.year}-{d.month}"} if d.month else set(),
            "month_day": {f"{d.month}-{d.day}"} if d.day else set(),
            "year_day": {f"{d.year}-{d.day}"} if d.day else set(),
            "year": {f"{d.year}"},
        }

    a, b = tokens(one), tokens(other)
    shared = {name for name in a if a[name] & b[name]}
    default = births.precision(one) is Precision.DEFAULT
    partial = any(births.known(d).day is None for d in (one, other))
    no_month = not (a["month"] and b["month"])
    if "full" in shared:
        expected = Level.DEFAULT if default else Level.EXACT
    elif a["full"] & b["swapped"] and not partial:
        expected = Level.SWAPPED
    elif "wildcards" in shared:
        expected = Level.ONE_DIGIT
    elif partial and no_month and "year" in shared:
        expected = Level.PARTIAL
    elif partial and "month" in shared:
        expected = Level.PARTIAL_MONTH
    elif not partial and shared & {"month_day", "year_day", "month"}:
        expected = Level.TWO_OF_THREE
    else:
        expected = Level.YEAR if "year" in shared else Level.DIFFERENT
    assert births.compare(one, other) is expected


@given(born=PARTIAL_DATES, today=st.just(date(2026, 11, 24)))
def test_what_is_known_of_a_date_survives_writing_it(born: PartialDate, today: date) -> None:
    assert births.clean(births.iso(born), latest=today) == born


def test_a_default_carries_its_year() -> None:
    assert births.precision(PartialDate(1998, 1, 1)) is Precision.DEFAULT
    assert births.known(PartialDate(1998, 1, 1)) == PartialDate(1998)
    assert [births.precision(PartialDate(1998, *rest)) for rest in ((3, 21), (3,), ())] == [
        Precision.FULL,
        Precision.MONTH,
        Precision.YEAR,
    ]
