"""What holds of every field type: cleaning twice is cleaning once, comparing is even-handed, nothing raises or tells."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph.model import Sex
from ingest.fields import (
    addresses,
    adverts,
    births,
    bsn,
    dates,
    documents,
    emails,
    nationality,
    phones,
    plates,
    sex,
    text,
)
from ingest.report import PartialDate

TODAY = date(2026, 11, 24)
LIKELY = st.text("0123456789-/.:+@ |,;abcxANLO<>?='éß٣", max_size=40)
ANY_TEXT = st.one_of(st.text(max_size=60), LIKELY)
PARTIAL_DATES = st.one_of(
    st.dates(date(1900, 1, 2), TODAY).map(lambda d: PartialDate(d.year, d.month, d.day)),
    st.builds(lambda y, m: PartialDate(y, m, 1), st.integers(1985, 1988), st.just(1)),
    st.builds(PartialDate, st.integers(1985, 1988), st.integers(1, 3), st.one_of(st.none(), st.integers(1, 4))),
    st.builds(PartialDate, st.integers(1985, 1988)),
)
NUMBERS = st.text("0123OIS", min_size=5, max_size=8)
SETS = st.frozensets(st.sampled_from(["a1b2", "a1b3", "aib2", "A1B2", "AIB2", "x+y@e.org", "x@e.org"]), max_size=2)

CLEANERS: dict[str, Callable[[str], Any]] = {
    "addresses": lambda t: addresses.clean(t, "GM0599"),
    "adverts": adverts.clean,
    "births": lambda t: births.clean(t, latest=TODAY),
    "births in a layout": lambda t: births.clean(t, latest=TODAY, date_format="%d %B %y %H:%M"),
    "documents": documents.clean,
    "emails": emails.clean,
    "nationality": nationality.clean,
    "phones": phones.clean,
    "plates": plates.clean,
    "sex": sex.clean,
    "text": text.clean,
}
AGAIN: dict[str, Callable[[Any], str]] = {"births": births.iso, "sex": lambda s: s.value}
COMPARED: dict[str, tuple[Callable[[Any, Any], Any], st.SearchStrategy[Any]]] = {
    "addresses": (addresses.compare, st.one_of(st.none(), st.sampled_from(["3011ab|1|", "3011ab|1|a", "G/x||"]))),
    "adverts": (adverts.compare, SETS),
    "births": (births.compare, st.one_of(st.none(), PARTIAL_DATES)),
    "documents": (documents.compare, st.one_of(st.none(), NUMBERS)),
    "emails": (emails.compare, SETS),
    "nationality": (nationality.compare, SETS),
    "phones": (phones.compare, SETS),
    "plates": (plates.compare, SETS),
    "sex": (sex.compare, st.one_of(st.none(), st.sampled_from(Sex))),
}
AGREEING = {"exact", "same", "shared", "shared e-mail", "shared advert", "1 January", "partial, agrees"}
AGREEING |= {"partial, month agrees", "missing"}


@pytest.mark.parametrize("field", CLEANERS)
@given(said=ANY_TEXT)
@example(said="9999-12-31")
@example(said="0001-01-01T00:00+14:00")
@example(said="x:1a.nl/foo-12345")
@example(said="\U0001f600" * 50)
def test_no_text_raises(field: str, said: str) -> None:
    CLEANERS[field](said)


@pytest.mark.parametrize("field", [f for f in CLEANERS if f not in ("addresses", "births in a layout")])
@given(said=ANY_TEXT)
@example(said="www.m.example.org/ads/12345-lola/")
@example(said="x:1a.nl/foo-12345")
@example(said="NL NL-00-AB-1")
def test_cleaning_twice_is_cleaning_once(field: str, said: str) -> None:
    once = CLEANERS[field](said)
    if once is not None:
        assert CLEANERS[field](AGAIN.get(field, str)(once)) == once


@pytest.mark.parametrize("field", COMPARED)
@given(data=st.data())
def test_comparing_is_even_handed(field: str, data: st.DataObject) -> None:
    compare, values = COMPARED[field]
    one, other = data.draw(values), data.draw(values)
    assert compare(one, other) is compare(other, one)


@pytest.mark.parametrize("field", COMPARED)
@given(data=st.data())
def test_a_value_agrees_with_itself(field: str, data: st.DataObject) -> None:
    compare, values = COMPARED[field]
    one = data.draw(values)
    assert (compare(one, one) == "missing") is (not one)
    assert compare(one, one) in AGREEING


@given(said=ANY_TEXT)
def test_looking_for_a_bsn_raises_nothing(said: str) -> None:
    assert bsn.holds_bsn(said) in (True, False)


@given(said=ANY_TEXT, date_format=st.sampled_from([None, "%d-%m-%Y", "%d %B %Y", "%d%m%y", "%A %d", "%d %d %Y", "%Q"]))
def test_a_date_that_is_none_never_tells_what_it_was(said: str, date_format: str | None) -> None:
    told = ""
    try:
        dates.moment(dates.to_iso(said, date_format))
    except dates.NotADate as error:
        told = f"{error} {error!r} {error.__cause__ or ''}"
    assert len(said) < 4 or said not in told


@given(said=ANY_TEXT)
def test_splitting_loses_no_number(said: str) -> None:
    parts = phones.split(said)
    assert parts
    whole = phones.clean(said)
    assert whole is None or parts == (said,)
