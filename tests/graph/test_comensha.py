"""Who may be reported to the national register: by regime, reporter and consent, once a source, with the reason else."""

from dataclasses import replace
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.comensha import BY_DUTY, NEVER_MET, Ground, Reportable, ground_of, lists, persons_by_quarter
from graph.model import Consent, Regime, ReporterType, Status

DAY = date(2024, 3, 1)
MET = Reportable(
    "e1", "p", "police", ReporterType.POLICE, Regime.WPG, None, Status.POSSIBLE, "GM0599", DAY, DAY
)  # fmt: skip


def test_the_table_of_grounds_is_the_one_on_the_page() -> None:
    for reporter, regime, consent in product(ReporterType, Regime, (None, *Consent)):
        found = ground_of(replace(MET, reporter=reporter, regime=regime, consent=consent))
        if reporter in NEVER_MET:
            assert not isinstance(found, Ground)
        elif regime is Regime.WPG:
            assert (found is Ground.DECREE) == (reporter in BY_DUTY)
        else:
            assert (found is Ground.CONSENT) == (consent is Consent.GIVEN)


@pytest.mark.parametrize("status", [Status.NOT, Status.UNASSESSED])
def test_who_is_no_presumed_victim_is_not_reported(status: Status) -> None:
    assert ground_of(replace(MET, status=status)) == "not a presumed victim"


def test_a_person_is_once_on_the_list_of_each_source_with_its_own_records_alone() -> None:
    again = replace(MET, id="e2", first_day=date(2024, 2, 1), last_day=date(2024, 2, 1))
    care = replace(
        MET, id="e3", source_id="care", reporter=ReporterType.CARE, regime=Regime.AVG, consent=Consent.REFUSED
    )
    found = lists([MET, care, again])
    assert [(r.source_id, r.encounters, r.ground) for r in found] == [
        ("care", ("e3",), None),
        ("police", ("e2", "e1"), Ground.DECREE),
    ]
    assert "refused" in found[0].refused
    assert found[1].quarter == "2024Q1"


def test_a_date_known_to_a_year_has_no_quarter() -> None:
    (row,) = lists([replace(MET, first_day=date(2024, 1, 1), last_day=date(2024, 12, 31))])
    assert row.quarter is None
    assert persons_by_quarter([row]) == {}


MANY = st.lists(
    st.builds(
        replace,
        st.just(MET),
        id=st.uuids().map(str),
        person_id=st.sampled_from(["p", "q", ""]),
        source_id=st.sampled_from(["a", "b"]),
        consent=st.sampled_from([None, *Consent]),
        regime=st.sampled_from(Regime),
        first_day=st.dates(date(2024, 1, 1), date(2024, 12, 31)),
    ),
    max_size=12,
)


@given(MANY)
def test_every_encounter_is_in_exactly_one_row_and_persons_count_once(met: list[Reportable]) -> None:
    met = [replace(e, last_day=e.first_day) for e in met]
    found = lists(met)
    assert sorted(e for row in found for e in row.encounters) == sorted(e.id for e in met)
    assert all((row.ground is None) == bool(row.refused) for row in found)
    named = {e.person_id or e.id for e in met if isinstance(ground_of(e), Ground)}
    assert sum(persons_by_quarter(found).values()) == len(named)
