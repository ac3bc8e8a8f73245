from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Precision
from ingest.fields import dates
from ingest.report import PartialDate


@pytest.mark.parametrize(
    ("said", "date_format", "iso"),
    [
        ("17-03-2024", "%d-%m-%Y", "2024-03-17"),
        ("17-3-2024", "%d-%m-%Y", "2024-03-17"),
        ("2024", "%d-%m-%Y", "2024"),
        ("2024-03-17", "%d-%m-%Y", "2024-03-17"),
        ("17 maart 2024", "%d %B %Y", "2024-03-17"),
        ("17 MRT 2024", "%d %B %Y", "2024-03-17"),
        ("17 okt. 2024", "%d %b %Y", "2024-10-17"),
        ("17 oct 2024", "%d %b %Y", "2024-10-17"),
        ("maart 2024", "%B %Y", "2024-03"),
        ("17-03-24", "%d-%m-%y", "2024-03-17"),
        ("17-03-98", "%d-%m-%y", "1998-03-17"),
        ("17-03-2024 21:40", "%d-%m-%Y %H:%M", "2024-03-17T21:40"),
        ("17-03-2024", "%d-%m-%Y %H:%M", "2024-03-17"),
        ("17-03-2024 00:00", "%d-%m-%Y %H:%M", "2024-03-17T00:00"),
        ("17-03-2024 00:00", "%d-%m-%Y", "2024-03-17"),
        ("17-03-2024 9:05:33", "%d-%m-%Y", "2024-03-17T09:05"),
        ("77-2024", "%j-%Y", "2024-03-17"),
    ],
)
def test_a_layout_s_date_becomes_iso(said: str, date_format: str, iso: str) -> None:
    assert dates.to_iso(said, date_format) == iso


@pytest.mark.parametrize(
    ("said", "date_format"),
    [("17-03-24", "%d-%m-%Y"), ("17 brumaire 2024", "%d %B %Y"), ("geheim", "%d-%m-%Y"), ("99-2024", "%Q-%Y")],
)
def test_another_format_is_no_date(said: str, date_format: str) -> None:
    with pytest.raises(dates.NotADate, match="layout's date format"):
        dates.to_iso(said, date_format)


@given(
    day=st.dates(date(1990, 1, 1), date(2068, 12, 31)), date_format=st.sampled_from(["%d-%m-%Y", "%Y%m%d", "%d/%m/%y"])
)
def test_formats_are_read_as_strptime_reads_them(day: date, date_format: str) -> None:
    written = day.strftime(date_format)
    assert dates.to_iso(written, date_format) == datetime.strptime(written, date_format).date().isoformat()  # noqa: DTZ007


@pytest.mark.parametrize("said", ["2024-02-30", "2024-13-01", "2024-00-10", "2024-03-00", "0000-01-01", "2024-3-1", ""])
def test_an_encounter_needs_a_day_that_exists(said: str) -> None:
    with pytest.raises(dates.NotADate):
        dates.moment(said)


def test_a_time_in_the_hour_that_comes_twice_is_either() -> None:
    twice = dates.moment("2024-10-27T02:30")
    assert twice.seen_from == datetime(2024, 10, 27, 0, 30, tzinfo=UTC)
    assert twice.seen_until == datetime(2024, 10, 27, 1, 31, tzinfo=UTC)
    assert twice.precision is Precision.MINUTE


@pytest.mark.parametrize(("offset", "hour"), [("+02:00", 0), ("+01:00", 1), ("Z", 2)])
def test_an_offset_says_which_of_the_two_hours(offset: str, hour: int) -> None:
    at = datetime(2024, 10, 27, hour, 30, tzinfo=UTC)
    known = dates.moment(f"2024-10-27T02:30{offset}")
    assert (known.seen_from, known.seen_until) == (at, at + timedelta(minutes=1))


def test_a_time_in_the_hour_left_out_is_of_a_clock_not_yet_put_forward() -> None:
    skipped = dates.moment("2024-03-31T02:30")
    assert skipped.seen_from == datetime(2024, 3, 31, 1, 30, tzinfo=UTC)
    assert skipped.seen_until - skipped.seen_from == timedelta(minutes=1)


@pytest.mark.parametrize(("day", "hours"), [("2024-03-31", 23), ("2024-10-27", 25), ("2024-06-01", 24)])
def test_a_day_is_as_long_as_the_clock_makes_it(day: str, hours: int) -> None:
    whole = dates.moment(day)
    assert whole.seen_until - whole.seen_from == timedelta(hours=hours)


@given(year=st.integers(1, 9999), month=st.one_of(st.none(), st.integers(1, 12)))
def test_bounds_hold_every_day_of_a_partial_date(year: int, month: int | None) -> None:
    first, last = dates.bounds(PartialDate(year, month))
    assert (first.day, first.year, last.year) == (1, year, year)
    assert (last.month, first.month) == ((month, month) if month else (12, 1))
    assert last == date.max or (last + timedelta(days=1)).day == 1
