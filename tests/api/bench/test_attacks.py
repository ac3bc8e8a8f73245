"""The attacks on tokens do what they say: where something can be read, they read it."""

from calendar import monthrange
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse
from scipy.stats import poisson

from api.bench.attacks import calendar, evidence, numbered
from api.bench.attacks.graphs import neighbours, regrouped
from api.bench.attacks.matching import Matching
from api.bench.attacks.numbers import bigrams, tokens
from api.bench.attacks.sample import draw, known
from api.bench.attacks.side import Side
from ingest.linkage import names
from ingest.report import PartialDate, Report
from ingest.simulation import surnames
from tests.factories import report

KEY, OTHER = b"a" * 32, b"b" * 32


def test_counts_are_weighed_as_poisson_counts() -> None:
    seen, expected = np.array([0, 3, 9], np.float32), np.array([0.5, 4.0], np.float32)
    found = evidence.of_counts(seen, expected, spread=1)
    assert found == pytest.approx(poisson.logpmf(seen[:, None], expected[None, :]), rel=1e-4)


@given(st.lists(st.lists(st.floats(-20, 0), min_size=4, max_size=4), min_size=1, max_size=6))
def test_what_is_read_of_a_token_is_a_share_of_it(scores: list[list[float]]) -> None:
    read = evidence.read(np.array(scores, np.float32)).toarray()
    assert (read >= 0).all()
    assert (read.sum(axis=1) <= 1 + 1e-5).all()


def test_a_token_beside_what_its_value_stands_beside_is_told_apart() -> None:
    seen = sparse.csr_matrix(np.array([[9, 1], [1, 9]], np.float32))
    found = evidence.of_company(seen, sparse.csr_matrix(np.array([[1, 9], [9, 1]], np.float32)), smoothing=1, spread=1)
    assert found.argmax(axis=1).tolist() == [1, 0]


def side(**columns: object) -> Side:
    return Side(pa.table({"encounter": ["a", "b", "c", "d"], "name_exact": [1, 2, 3, 1], **columns}))


def test_names_that_share_a_token_are_neighbours() -> None:
    held = side(near=[[1, 2], [2, 3], [4], [1, 2]])
    assert neighbours(held, "near", held.incidence("name_exact")).toarray().tolist() == [
        [0, 1, 0],
        [1, 0, 0],
        [0, 0, 0],
    ]


def test_a_group_keyed_with_an_anchor_is_put_together_again_by_the_names_in_it() -> None:
    rows = 60
    held = Side(
        pa.table(
            {
                "encounter": [str(i) for i in range(rows)],
                "name_exact": [i // 2 for i in range(rows)],
                "anchored": [(i + 1) // 2 if (i + 1) // 2 % 3 else 1_000 + i for i in range(rows)],
            }
        )
    )
    groups = regrouped(held, "anchored", held.incidence("name_exact"))
    assert groups is not None
    assert 1 < groups.shape[1] < 30


@pytest.mark.slow
def test_a_calendar_is_read_but_for_what_it_looks_the_same_from() -> None:
    ends = {month: monthrange(2000, month)[1] for month in range(1, 13)}
    dates = [PartialDate(y, m, d) for y in range(1980, 2000) for m in ends for d in range(1, ends[m] + 1)]
    held = tokens([report(str(i), birth_date=d) for i, d in enumerate(dates)], [str(i) for i in range(len(dates))], KEY)
    read = calendar.read(held, dates, seed=1)
    whole = [(found, date) for found, date in zip(read, dates, strict=True) if found]
    assert len(whole) == len(dates) - 20  # a first of January is a default, and says no more than its year
    for month in (1, 2, 10, 11, 12):  # there is a 31st but no 32nd, which parts what has a 1 from what has a 2
        assert {found[1] for found, date in whole if date.month == month} == {month}
    assert len({found for found, _ in whole}) == len(whole)


def test_without_the_tokens_of_its_parts_no_date_is_read() -> None:
    held = tokens([report(birth_date=PartialDate(1990, 3, 4))], ["a"], KEY).drop_columns(["birth_month_day"])
    assert calendar.read(held, [PartialDate(1990, 3, 4)], seed=1) == [None]


def test_a_number_is_read_where_its_place_among_all_is_like_no_other() -> None:
    listed = ["AA1111", "AA1112", "AA1122", "BB3333", "CC4444"]
    held = tokens([report(n, document_number=n) for n in listed], listed, KEY)
    read = numbered.read(held, listed)
    assert read == [None, "AA1112", None, None, None]


@pytest.mark.parametrize("kind", surnames.Kind)
def test_shares_of_a_pool_fall_and_sum_to_one(kind: surnames.Kind) -> None:
    pool = surnames.pool("RO", kind)
    assert len(set(pool.names)) == len(pool.names)
    assert sum(pool.shares) == pytest.approx(1)
    assert list(pool.shares) == sorted(pool.shares, reverse=True)


def test_the_same_seed_draws_the_same_records() -> None:
    assert draw(50, seed=7).reports == draw(50, seed=7).reports != draw(50, seed=8).reports


def test_an_attacker_knows_every_name_there_is() -> None:
    seen = {person.family for person in known(200, seed=3, kind=surnames.Kind.SHORT).truth.values()}
    assert seen >= set(surnames.pool("NL", surnames.Kind.SHORT).names)


def recovered(held: Side, public: Side, known_family: Sequence[str | None], family: Sequence[str | None]) -> float:
    """Share of family names read from a table of tokens."""
    read = Matching(held, public, written=known_family, true=known_family, field="family").read()
    return sum(one == other for one, other in zip(read, family, strict=True) if other) / sum(map(bool, family))


@pytest.mark.slow
def test_bigrams_give_family_names_away_and_our_tokens_do_not() -> None:
    ours, theirs = draw(1_500, seed=1), known(8_000, seed=2)
    family, known_family = ([spelt(r) for r in s.reports] for s in (ours, theirs))
    held, public = (tokens(s.reports, s.encounters, k) for s, k in ((ours, KEY), (theirs, OTHER)))
    lists = Side(bigrams(held, ours.reports, KEY)), Side(bigrams(public, theirs.reports, OTHER))
    given_away, kept = (
        recovered(*lists, known_family, family),
        recovered(Side(held), Side(public), known_family, family),
    )
    assert given_away > 0.2
    assert kept < 0.05


def spelt(report: Report) -> str | None:
    return names.spelling(report.person.family_name) if report.person.family_name else None
