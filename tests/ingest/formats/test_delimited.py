"""Text files as they come: encodings, delimiters, quotes, line ends; and a bad row costs itself."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.bench.hostile_files import HEADER
from graph.errors import UnreadableFile
from ingest.formats import open_table
from ingest.layouts import Layout
from tests.ingest.formats.rows import column, csv_bytes, read, row

CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00\r\ufeff"), max_size=12)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "file.csv"


@pytest.mark.parametrize("delimiter", [",", ";"])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)
@given(names=st.lists(CELL, min_size=1, max_size=8))
def test_what_a_csv_writer_wrote_is_read_as_it_was(path: Path, delimiter: str, names: list[str]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(row(i, given_name=name) for i, name in enumerate(names))
    path.write_bytes(text.getvalue().encode())
    assert column(path, "given_name") == [name.strip() for name in names]


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("cp1252", b"")], ids=["utf-8", "bom", "cp1252"]
)
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_are_found(path: Path, encoding: str, mark: bytes, end: str) -> None:
    rows = [row(i, given_name="Zoë Müller €") for i in range(30)]
    path.write_bytes(mark + csv_bytes(rows, delimiter=";", end=end).decode().encode(encoding))
    assert column(path, "given_name") == ["Zoë Müller €"] * 30


def test_a_byte_order_mark_beats_what_the_layout_says(path: Path) -> None:
    path.write_bytes(b"\xef\xbb\xbf" + csv_bytes([row(given_name="Zoë")]))
    layout = Layout("l", "encounters", encoding="windows-1252", columns={name: name for name in HEADER})
    assert column(path, "given_name", layout) == ["Zoë"]


def test_the_odd_row_of_another_encoding_is_rejected_alone(path: Path) -> None:
    rows = [row(i, given_name="Zoë") for i in range(40)]
    lines = csv_bytes(rows).split(b"\n")
    lines[7] = lines[7].replace("ë".encode(), b"\xeb")
    path.write_bytes(b"\n".join(lines))
    assert [i for i, r in enumerate(read(path), start=1) if r.defect] == [7]


def test_bytes_that_windows_1252_lacks_spoil_their_row(path: Path) -> None:
    rows = [row(i, given_name="Zoë") for i in range(40)]
    content = csv_bytes(rows).decode().encode("cp1252").replace(b"Zo\xeb", b"Zo\x81", 1)
    path.write_bytes(content)
    assert [bool(r.defect) for r in read(path)] == [True] + [False] * 39


def test_excels_own_first_line_says_the_delimiter(path: Path) -> None:
    path.write_bytes(
        b"sep=;\r\n" + csv_bytes([row(given_name="a,b,c,d,e,f,g,h,i,j,k,l,m,n")], delimiter=";", end="\r\n")
    )
    assert column(path, "given_name") == ["a,b,c,d,e,f,g,h,i,j,k,l,m,n"]


def test_headers_may_have_blanks_capitals_and_invisible_characters(path: Path) -> None:
    header = [f" {name.upper()}\u00a0" for name in HEADER]
    header[0] = "\u200b" + header[0]
    path.write_text(";".join(header) + "\n" + ";".join(row()) + "\n", encoding="utf-8")
    assert open_table(path).unknown_columns == ()
    assert column(path, "given_name") == ["Zlatka"]


def test_a_header_twice_is_told_by_name_only_where_it_is_a_column_of_ours(path: Path) -> None:
    path.write_text(",".join([*HEADER, HEADER[0]]) + "\n")
    with pytest.raises(UnreadableFile, match=f"has the column '{HEADER[0]}' twice"):
        open_table(path)
    path.write_text("team,Zlatka,x,Zlatka\n" * 2)
    with pytest.raises(UnreadableFile, match="one header in columns 2 and 4: is its first row a header") as refused:
        open_table(path)
    assert "latka" not in str(refused.value)


def test_columns_come_in_any_order(path: Path) -> None:
    order = sorted(range(len(HEADER)), reverse=True)
    path.write_text("\n".join(",".join(cells[i] for i in order) for cells in (HEADER, row())), encoding="utf-8")
    assert column(path, "given_name") == ["Zlatka"]


def test_titles_above_the_header_are_passed_over(path: Path) -> None:
    path.write_bytes(b"Team Voorbeeldstad, maart\n\nvertrouwelijk\n" + csv_bytes([row()]))
    assert column(path, "given_name") == ["Zlatka"]


def test_a_layout_counts_blank_rows_above_the_header(path: Path) -> None:
    path.write_bytes(b"Titel; met een stuk\n\n" + csv_bytes([row()], delimiter=";"))
    layout = Layout("l", "encounters", header_row=3, columns={name: name for name in HEADER})
    assert column(path, "given_name", layout) == ["Zlatka"]


def test_a_line_break_in_quotes_starts_no_row_in_a_header_either(path: Path) -> None:
    header = ",".join('"given\nname"' if name == "given_name" else name for name in HEADER)
    path.write_text(f"{header}\n" + ",".join(row(given_name='"two\nlines"')) + "\n", encoding="utf-8")
    layout = Layout("l", "encounters", columns={n: n for n in HEADER} | {"given_name": "given name"})
    assert column(path, "given_name", layout) == ["two\nlines"]


def test_a_delimiter_at_the_end_of_every_row_is_none_of_the_rows(path: Path) -> None:
    rows = [[*row(i), ""] for i in range(6)]
    path.write_bytes(csv_bytes(rows))
    assert column(path, "given_name") == ["Zlatka"] * 6
    path.write_bytes(csv_bytes([row(i) for i in range(6)]).replace(b"given_name", b"given_name,"))
    assert column(path, "given_name") == ["Zlatka"] * 6


def test_one_row_with_a_cell_too_many_may_be_shifted_and_is_spoilt(path: Path) -> None:
    rows = [row(i) for i in range(6)]
    rows[3] = [*rows[3], ""]
    path.write_bytes(csv_bytes(rows))
    assert [i for i, r in enumerate(read(path)) if r.defect] == [3]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("a,b\n1,2\n".encode("utf-16"), "UTF-16"),
        ("a,b\n1,2\n".encode("utf-16-be"), "not text"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), ".xls"),
        (b"%PDF-1.7\n%...\n", "PDF"),
        (b"\x1f\x8b\x08" + bytes(50), "compressed"),
    ],
)
def test_what_is_no_table_is_named_for_what_it_is(path: Path, content: bytes, says: str) -> None:
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match=says):
        open_table(path)


@pytest.mark.parametrize("encoding", ["utf-16", "no-such-encoding", "rot13"])
def test_an_encoding_that_is_none_is_refused(path: Path, encoding: str) -> None:
    path.write_bytes(csv_bytes([row()]))
    with pytest.raises(UnreadableFile, match="encoding"):
        open_table(path, Layout("l", "encounters", encoding=encoding))


def test_a_line_of_many_wide_characters_is_as_long_as_its_bytes(path: Path) -> None:
    long = row(1, given_name="é" * 4_500_000)
    path.write_bytes(csv_bytes([row(0), long, row(2)]))
    assert [r.defect for r in read(path)] == [None, "a line longer than 8 MB", None]


def test_a_carriage_return_amid_a_line_costs_at_most_its_row(path: Path) -> None:
    path.write_bytes(csv_bytes([row(0), row(1, given_name='"a"\rb'), row(2, given_name="a\rb"), row(3)]))
    assert [bool(r.defect) for r in read(path)][::3] == [False, False]
