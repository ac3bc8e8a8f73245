"""Workbooks as they come, against what two other readers and a writer know of them."""

import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine as calamine
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.bench.hostile_files import HEADER, far_cell, sheet, text_row, write_workbook
from graph.errors import UnreadableFile
from ingest.formats import open_table
from ingest.formats.workbook_values import Shows, serial_moment, shown_by
from ingest.layouts import Layout
from tests.ingest.formats.rows import column, read, row

TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
NUMBER = st.one_of(st.integers(-(10**14), 10**14), st.floats(-1e9, 1e9).map(lambda x: round(x, 4)))


def written(path: Path, rows: list[list[Any]], *, above: int = 0, formats: dict[int, str] | None = None) -> Path:
    book = openpyxl.Workbook()
    page = book.active
    for _ in range(above):
        page.append(["Team Voorbeeldstad"])
    page.append(list(HEADER))
    for cells in rows:
        page.append(cells)
        for place, code in (formats or {}).items():
            page.cell(page.max_row, place + 1).number_format = code
    book.save(path)
    return path


def with_name(value: Any, number: int = 1) -> list[Any]:
    return [*row(number)[:-1], value]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.xlsx"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=15)
@given(values=st.lists(st.one_of(TEXT, NUMBER, st.dates(date(1901, 1, 1)), st.none()), min_size=1, max_size=20))
def test_cells_are_what_another_reader_finds_in_them(path: Path, values: list[Any]) -> None:
    written(path, [with_name(value, i) for i, value in enumerate(values)])
    theirs = calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    for ours, (*_, other) in zip(column(path, "given_name"), theirs, strict=True):
        if isinstance(other, float):
            assert ours is not None
            assert float(ours) == pytest.approx(other, rel=1e-14)
            assert not (other.is_integer() and "." in ours)
        else:
            assert ours == (other.isoformat()[:10] if isinstance(other, date) else str(other).strip())


@pytest.mark.parametrize(
    ("value", "code", "text"),
    [
        (12345, "000000000", "000012345"),
        (123456789, "General", "123456789"),
        (datetime(2024, 3, 17, 21, 40), "dd-mm-yyyy hh:mm", "2024-03-17T21:40"),  # noqa: DTZ001 - a cell has no zone
        (date(1985, 3, 1), 'd" maart "yyyy', "1985-03-01"),
        (date(1985, 3, 1), "mm-yyyy", "1985-03"),
        (date(1985, 1, 1), "yyyy", "1985"),
        (date(1985, 3, 1), "[$-413]d mmmm yyyy;@", "1985-03-01"),
        (1.5, "[h]:mm", "1.5"),
        (7, '0 "dagen"', "7"),
        (True, "General", "true"),
        ("#N/A", "General", ""),
        ("a_x000D_b", "General", "a\rb"),
    ],
)
def test_a_cell_says_what_its_format_shows(path: Path, value: Any, code: str, text: str) -> None:
    written(path, [with_name(value)], formats={len(HEADER) - 1: code})
    assert column(path, "given_name") == [text]


@pytest.mark.parametrize("code", [14, 15, 16, 22])
def test_built_in_formats_of_dates_are_known(code: int) -> None:
    assert shown_by(code, None) is Shows.DAY


@pytest.mark.parametrize(
    ("serial", "is_1904", "day"),
    [
        (1, False, "1900-01-01"),
        (59, False, "1900-02-28"),
        (61, False, "1900-03-01"),
        (45368, False, "2024-03-17"),
        (43906, True, "2024-03-17"),
    ],
)
def test_serial_dates_are_days_of_the_calendar(serial: float, *, is_1904: bool, day: str) -> None:
    at = serial_moment(serial, is_1904=is_1904)
    assert at is not None
    assert at.date().isoformat() == day


def test_a_date_that_stands_as_a_bare_number_is_one_in_a_column_of_dates_alone(path: Path) -> None:
    cells: list[Any] = list(row())
    cells[HEADER.index("observed_on")], cells[-1] = 45368, 45368
    written(path, [cells])
    (found,) = read(path)
    assert (found.cells["observed_on"], found.cells["given_name"]) == ("2024-03-17", "45368")


def test_titles_and_other_sheets_are_passed_over_and_said(path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Toelichting"
    book.active.append(["Zie het tweede blad"])
    page = book.create_sheet("gegevens")
    page.append(["Maart"])
    page.append([])
    page.append(list(HEADER))
    page.append(row())
    book.save(path)
    table = open_table(path)
    assert table.sheets_not_read == ("Toelichting",)
    assert [r.cells["given_name"] for r in table.rows()] == ["Zlatka"]


def test_a_layout_names_sheet_and_row(path: Path) -> None:
    written(path, [row()], above=2)
    columns = {name: name for name in HEADER}
    assert column(path, "given_name", Layout("l", "encounters", sheet="Sheet", header_row=3, columns=columns)) == [
        "Zlatka"
    ]
    with pytest.raises(UnreadableFile, match="no sheet"):
        open_table(path, Layout("l", "encounters", sheet="Blad", columns=columns))
    with pytest.raises(UnreadableFile, match="empty"):
        open_table(path, Layout("l", "encounters", header_row=9, columns=columns))


def test_cells_without_places_and_with_prefixed_tags_are_read(path: Path) -> None:
    write_workbook(path, sheet(text_row(1) + text_row(2)))
    assert column(path, "record_id") == ["R1", "R2"]
    xml = sheet(text_row(1)).replace("</", "\0").replace("<", "<x:").replace("\0", "</x:").replace("<x:?", "<?")
    write_workbook(path, xml.replace("xmlns=", "xmlns:x="))
    assert column(path, "record_id") == ["R1"]


def test_rich_text_is_read_whole_and_its_pronunciation_not(path: Path) -> None:
    rich = "<si><r><t>Zlat</t></r><r><t>ka</t></r><rPh><t>zzz</t></rPh></si>"
    inside = "".join(f'<c t="inlineStr"><is><t>{c}</t></is></c>' for c in row()[:-1])
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{rich}</sst>'
    write_workbook(path, sheet(f'<row r="2">{inside}<c t="s"><v>0</v></c></row>'), strings=strings)
    assert column(path, "given_name") == ["Zlatka"]


def test_a_mark_in_the_last_cell_of_a_sheet_is_said_and_costs_nothing(path: Path) -> None:
    far_cell(path)
    table = open_table(path)
    assert [r.defect for r in table.rows()] == [None] * 3
    assert table.unknown_columns == ("XFD (without a header)",)


def test_a_remark_beside_the_table_is_looked_at_and_not_kept(path: Path) -> None:
    written(path, [[*row(), None, "overleg met team"], row(2)])
    table = open_table(path)
    assert table.unknown_columns == ("L (without a header)",)
    assert [r.unknown for r in table.rows()] == [("overleg met team",), ()]


def test_a_cell_over_a_megabyte_or_out_of_place_costs_its_row(path: Path) -> None:
    long = text_row(2).replace("Zlatka", "x" * 1_000_001)
    lost = text_row(3).replace("</row>", '<c r="AAAA3" t="str"><v>x</v></c></row>')
    nowhere = text_row(4).replace("</row>", '<c r="J4" t="s"><v>9</v></c></row>')
    write_workbook(path, sheet(text_row(1) + long + lost + nowhere + text_row(5)))
    assert [bool(r.defect) for r in read(path)] == [False, True, True, True, False]


def test_a_zip_that_is_no_workbook_is_named(tmp_path: Path) -> None:
    path = tmp_path / "files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a")
    with pytest.raises(UnreadableFile, match="archive"):
        open_table(path)
