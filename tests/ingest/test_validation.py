"""Every row has one outcome, whatever is in it; what doesn't matter in a row changes nothing."""

from collections import Counter
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.geography import load_municipalities
from ingest.contract import ENCOUNTER_COLUMNS
from ingest.formats import RawRow
from ingest.policy import Policy
from ingest.pseudonyms import content_digest, to_encounter
from ingest.reader import Notes, Reader
from ingest.report import PartialDate, Reduced, Rejection, Report
from ingest.validation import read_encounters
from tests.factories import KEYS

GOOD = {
    "source_id": "register",
    "record_id": "r1",
    "reporter_type": "municipality",
    "observed_on": "2024-03-17",
    "municipality": "GM0599",
    "status": "PossibleVictimOfTrafficking",
    "legal_basis": "basis",
    "purpose": "purpose",
    "regime": "AVG",
}
WORDS = st.sampled_from(
    ["", " ", "?", "onbekend", "x", "M|V", "RO|bg", "999990019", "A|999990019", "2024-02-30", "1998-00-00", "2024",
     "06 0000 1828 / 06 0000 1829", "0612345678", "Zlatka", "Lola|Luna", "GM0599", "Rotterdam", "care", "hotline",
     "NotAVictimOfTrafficking", "Unassessed", "given", "=1+1", "<b>", "a\nb", "B2", "2024-10-27T02:30", "\U0001f600"]
)  # fmt: skip
ROWS = st.lists(
    st.builds(
        lambda changed, unknown, defect: (GOOD | changed, tuple(unknown), defect),
        st.dictionaries(st.sampled_from(ENCOUNTER_COLUMNS), st.one_of(WORDS, st.text(max_size=12)), max_size=6),
        st.lists(WORDS, max_size=2),
        st.sampled_from([None, None, None, None, "too few cells"]),
    ),
    max_size=8,
)
SEVERAL = {
    "alias": ["Lola", "Luna", "Vicky"],
    "nationality": ["RO", "BGR", "md"],
    "phones": ["06 0000 1828", "+31600001829", "0600001830/0600001831"],
    "emails": ["b@example.org", "A@example.org", "c@example.org"],
    "advert_ids": ["KZ-702418", "kz 1", "https://example.org/ads/55555"],
    "vehicle_plates": ["OU-000-E", "B 000 OUE", "OU-001-E"],
    "document_number": ["ROX26560", "BGX84542", "HUX73648"],
}


def reader(date_format: str | None = None) -> Reader:
    return Reader(Policy(), load_municipalities(), date(2026, 11, 24), date_format, Notes())


def read(cells: dict[str, str], by: Reader | None = None) -> Report | Reduced | Rejection:
    (found,) = read_encounters([RawRow(1, GOOD | cells)], by or reader())
    return found


def stored(cells: dict[str, str], by: Reader | None = None) -> Report:
    found = read(cells, by)
    assert isinstance(found, Report)
    return found


@given(rows=ROWS)
def test_every_row_has_one_outcome_and_keeps_its_place(
    rows: list[tuple[dict[str, str], tuple[str, ...], str | None]],
) -> None:
    raw = [RawRow(n, cells, unknown, defect) for n, (cells, unknown, defect) in enumerate(rows, start=1)]
    found = list(read_encounters(raw, reader()))
    kinds = Counter(type(item) for item in found)
    assert kinds[Report] + kinds[Reduced] + kinds[Rejection] == len(rows)
    places = [
        f.row if isinstance(f, Rejection) else (f.report if isinstance(f, Reduced) else f).row_number for f in found
    ]
    assert places == [row.number for row in raw]


@given(rows=ROWS)
def test_what_becomes_of_a_row_depends_on_it_alone(
    rows: list[tuple[dict[str, str], tuple[str, ...], str | None]],
) -> None:
    raw = [RawRow(1, *row) for row in rows]
    together = list(read_encounters(raw, reader()))
    assert together == [found for row in raw for found in read_encounters([row], reader())]
    assert together == list(read_encounters(raw[::-1], reader()))[::-1]


@given(rows=ROWS)
def test_no_rejection_repeats_a_value(rows: list[tuple[dict[str, str], tuple[str, ...], str | None]]) -> None:
    for cells, unknown, defect in rows:
        (found,) = read_encounters([RawRow(1, cells, unknown, defect)], reader())
        if isinstance(found, Rejection) and found.column:
            said = cells.get(found.column, "")
            assert len(said) < 8 or said not in found.reason


@pytest.mark.parametrize("column", SEVERAL)
@given(data=st.data())
def test_the_order_of_values_in_a_cell_doesn_t_matter(column: str, data: st.DataObject) -> None:
    values = SEVERAL[column]
    shuffled = data.draw(st.permutations(values))
    one, other = stored({column: "|".join(values)}), stored({column: " | ".join([*shuffled, shuffled[0]])})
    assert one == other
    assert content_digest(one, KEYS) == content_digest(other, KEYS)
    built = [to_encounter(r, KEYS, batch_id="b", version=1, digest="d", expires_on=None) for r in (one, other)]
    assert built[0] == built[1]


def test_a_wrong_optional_cell_is_left_empty_and_counted_and_the_row_stored() -> None:
    by = reader()
    wrong = {"sex": "Q", "phones": "bel mij|06-0000 1828/29", "nationality": "Roemeense|RO", "birth_date": "31-02-1998"}
    found = stored(wrong | {"document_number": "000000000", "emails": "geen@example.org", "vehicle_plates": "wit"}, by)
    assert found.names_person
    assert found.person.nationalities == ("RO",)
    assert found.phones == ("+31600001828",)
    assert found.person.is_empty() is False
    assert by.notes.wrong_cells == {
        "sex": 1, "phones": 2, "nationality": 1, "birth_date": 1, "document_number": 1, "emails": 1, "vehicle_plates": 1,
    }  # fmt: skip


@pytest.mark.parametrize("said", ["onbekend", "?", "n.v.t.", "-"])
def test_saying_that_nothing_is_known_is_no_wrong_cell(said: str) -> None:
    by = reader()
    found = stored(dict.fromkeys(("sex", "phones", "birth_date", "document_number", "nationality"), said), by)
    assert found.names_person
    assert found.person.is_empty()
    assert by.notes.wrong_cells.total() == 0


def test_a_placeholder_alone_still_makes_an_encounter_that_names_nobody() -> None:
    found = stored({"document_number": "123456789", "phones": "0600000000"})
    assert (found.names_person, found.person.is_empty(), found.phones) == (True, True, ())


def test_nobody_is_born_after_they_were_met() -> None:
    assert stored({"birth_date": "2024-03-17"}).person.birth_date == PartialDate(2024, 3, 17)
    assert stored({"birth_date": "2024-03-18"}).person.birth_date is None
    assert stored({"birth_date": "2024-08", "observed_on": "2024"}).person.birth_date == PartialDate(2024, 8)


def test_of_several_documents_the_one_of_a_known_form_is_kept() -> None:
    by = reader()
    kept = stored({"document_number": "A1|AB12345|AB1234567", "nationality": "PL"}, by).person.document_number
    assert kept == "AB1234567"
    assert by.notes.remarks.total() == 1


@pytest.mark.parametrize("column", ["given_name", "name_prefix", "family_name", "alias", "document_number"])
def test_a_bsn_where_a_person_is_named_refuses_the_row(column: str) -> None:
    found = read({column: "9999.90.019"})
    assert isinstance(found, Rejection)
    assert found.column == column


@pytest.mark.parametrize("column", ["record_id", "phones", "advert_ids", "operation_id", "controller_ref"])
def test_a_number_that_is_something_else_is_read_as_that(column: str) -> None:
    assert isinstance(read({column: "999990019"}), Report)
