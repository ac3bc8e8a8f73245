"""Sex, nationality and the BSN."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.model import Sex
from ingest.fields import bsn, nationality, sex
from tests.shared import SHARED, needs_shared

TEST_BSN = "999990019"
"""Of the government's range for tests: passes the eleven-test, is nobody's."""


@needs_shared
def test_every_gender_of_htcds_is_a_sex_or_says_nothing() -> None:
    fields = json.loads((SHARED / "htcds_2.0_fields.json").read_text(encoding="utf-8"))
    (found,) = (f for f in _fields(fields) if f.get("name") == "prs_Gender")
    for word in (*found["values"], *found["labels"]):
        assert (sex.clean(word) is not None) is (word.casefold() not in sex.SAYS_NOTHING), word


def _fields(node: Any) -> Iterator[dict[str, Any]]:
    if isinstance(node, dict):
        yield node
    for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
        yield from _fields(child)


@pytest.mark.parametrize(
    ("said", "expected"),
    [("V", Sex.FEMALE), ("m", Sex.MALE), ("X", Sex.OTHER), ("Vrouw", Sex.FEMALE), ("Feminine", Sex.FEMALE),
     ("Non-Conforming", Sex.OTHER), ("Q", None), ("", None)],
)  # fmt: skip
def test_a_sex_is_m_v_x_or_none(said: str, expected: Sex | None) -> None:
    assert sex.clean(said) is expected


def test_every_level_of_sex() -> None:
    found = [sex.compare(Sex.FEMALE, other) for other in (Sex.FEMALE, Sex.MALE, None)]
    assert found == list(sex.Level)
    assert sex.compare(Sex.FEMALE, Sex.OTHER) is sex.Level.MISSING
    assert sex.compare(Sex.OTHER, Sex.OTHER) is sex.Level.SAME
    assert [sex.precision(s) for s in (Sex.MALE, Sex.OTHER)] == list(sex.Precision)


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("ROU", "RO"),
        ("ro", "RO"),
        ("XKX", "XK"),
        ("RKS", "XK"),
        ("UK", "GB"),
        ("Roemeense", None),
        ("ZZ", None),
        ("", None),
    ],
)
def test_a_nationality_is_a_code_or_none(said: str, code: str | None) -> None:
    assert nationality.clean(said) == code


def test_every_level_of_nationality() -> None:
    found = [nationality.compare({"RO", "MD"}, other) for other in ({"MD"}, {"BG"}, set[str]())]
    assert found == list(nationality.Level)
    assert [nationality.precision(c) for c in ("RO", "XK")] == list(nationality.Precision)


@pytest.mark.parametrize(
    "cell",
    [TEST_BSN, "9999.90.019", "9999 90 019", "999-990-019", f"Lola|{TEST_BSN}", f"BSN {TEST_BSN}", f"bsn: {TEST_BSN}",
     f"'{TEST_BSN}", f"{TEST_BSN}.0", "\uff19\uff19\uff19\uff19\uff19\uff10\uff10\uff11\uff19", "999\u00a0990\u00a0019", "999\u2013990\u2013019"],
)  # fmt: skip
def test_a_bsn_is_found_however_it_is_written(cell: str) -> None:
    assert bsn.holds_bsn(cell)


@pytest.mark.parametrize(
    "cell",
    ["", "999990018", "99990019", f"{TEST_BSN}1", f"gezien met {TEST_BSN} bij zich", f"A{TEST_BSN}", "000000000",
     "+31600001828", "0600001828"],
)  # fmt: skip
def test_what_is_no_stand_alone_bsn_is_let_through(cell: str) -> None:
    assert not bsn.holds_bsn(cell)


@given(digits=st.integers(100_000_000, 999_999_999).map(str))
def test_the_eleven_test_is_the_one_that_is_published(digits: str) -> None:
    weighted = sum(weight * int(d) for weight, d in zip((9, 8, 7, 6, 5, 4, 3, 2, -1), digits, strict=True))
    assert bsn.holds_bsn(digits) is (weighted % 11 == 0)
