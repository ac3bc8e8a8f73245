"""Formats: what is written reads back as what it was."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.exports.catalogue import EXPORTS
from api.exports.table import Row, Type, columns
from api.exports.writers import WRITERS, csv_cell, write_csv, write_json, write_parquet

COLUMNS = columns(
    text=Type.TEXT,
    texts=Type.TEXTS,
    integer=Type.INTEGER,
    decimal=Type.DECIMAL,
    boolean=Type.BOOLEAN,
    day=Type.DATE,
    moment=Type.MOMENT,
)
texts = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=8)
moments = st.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
rows_of_any_kind = st.lists(
    st.fixed_dictionaries(
        {
            "text": st.none() | texts,
            "texts": st.lists(texts, max_size=3),
            "integer": st.none() | st.integers(-(2**63), 2**63 - 1),
            "decimal": st.none() | st.floats(allow_nan=False, allow_infinity=False),
            "boolean": st.none() | st.booleans(),
            "day": st.none() | st.dates(),
            "moment": st.none() | moments,
        }
    ),
    max_size=5,
)


def as_csv(rows: Iterable[Row]) -> str:
    out = io.BytesIO()
    write_csv(COLUMNS, rows, out)
    return out.getvalue().decode()


def row(**cells: Any) -> Row:
    return {c.name: None for c in COLUMNS} | {"texts": ()} | cells


@settings(deadline=None)
@given(rows_of_any_kind)
def test_csv_reads_back_cell_by_cell(rows: list[dict[str, Any]]) -> None:
    header, *read = csv.reader(io.StringIO(as_csv(rows), newline=""))
    assert header == [c.name for c in COLUMNS]
    assert len(read) == len(rows)
    for cells, told in zip(read, rows, strict=True):
        said = dict(zip(header, cells, strict=True))
        assert said["text"].removeprefix("'") == (told["text"] or "").removeprefix("'")
        assert (int(said["integer"]) if said["integer"] else None) == told["integer"]
        assert (float(said["decimal"]) if said["decimal"] else None) == told["decimal"]
        assert said["boolean"] == {None: "", True: "true", False: "false"}[told["boolean"]]
        assert said["day"] == (told["day"].isoformat() if isinstance(told["day"], date) else "")


@settings(deadline=None)
@given(rows_of_any_kind)
def test_json_and_parquet_read_back_exactly(rows: list[dict[str, Any]]) -> None:
    out = io.BytesIO()
    assert write_json(COLUMNS, rows, out) == len(rows)
    for said, told in zip(json.loads(out.getvalue()), rows, strict=True):
        for name in ("text", "texts", "integer", "decimal", "boolean"):
            assert said[name] == told[name]
    out = io.BytesIO()
    assert write_parquet(COLUMNS, rows, out) == len(rows)
    out.seek(0)
    assert pq.read_table(out).to_pylist() == rows


@pytest.mark.parametrize("kind", EXPORTS)
@pytest.mark.parametrize("file_format", WRITERS)
def test_no_rows_still_say_their_columns(kind: str, file_format: str) -> None:
    out = io.BytesIO()
    wanted = EXPORTS[kind].columns
    assert WRITERS[file_format](wanted, [], out) == 0
    names = [c.name for c in wanted]
    match file_format:
        case "csv":
            assert out.getvalue() == (",".join(names) + "\r\n").encode()
        case "json":
            assert json.loads(out.getvalue()) == []
        case "parquet":
            out.seek(0)
            assert pq.read_table(out).column_names == names


def test_numbers_stand_to_the_last_digit_and_are_never_quoted_or_prefixed() -> None:
    line = as_csv([row(decimal=-0.1 - 0.2, integer=-5)]).splitlines()[1]
    assert line == ",,-5,-0.30000000000000004,,,"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_text_that_a_spreadsheet_would_run_gets_an_apostrophe(start: str) -> None:
    assert csv_cell(f"{start}SUM(A1)", Type.TEXT) == f"'{start}SUM(A1)"
    assert csv_cell([f"{start}x", "y"], Type.TEXTS) == f"'{start}x|y"


def test_lists_are_joined_and_a_bar_within_an_element_is_marked() -> None:
    assert csv_cell(["GM0502:0.003", "GM0606:0.01"], Type.TEXTS) == "GM0502:0.003|GM0606:0.01"
    assert csv_cell(["a|b", "c"], Type.TEXTS) == r"a\|b|c"


def test_a_number_that_is_none_is_unknown() -> None:
    assert csv_cell(float("nan"), Type.DECIMAL) == ""
    assert csv_cell(float("inf"), Type.DECIMAL) == ""
    out = io.BytesIO()
    write_json(COLUMNS, [row(decimal=float("nan"))], out)
    assert json.loads(out.getvalue())[0]["decimal"] is None


def test_moments_are_utc_and_say_so() -> None:
    assert csv_cell(datetime(2024, 4, 2, 10, 30, tzinfo=UTC), Type.MOMENT) == "2024-04-02T10:30:00Z"
    assert csv_cell(date(2024, 4, 2), Type.DATE) == "2024-04-02"


def test_a_name_of_a_file_that_is_no_text_is_written_all_the_same() -> None:
    for write in WRITERS.values():
        out = io.BytesIO()
        write(COLUMNS, [row(text=b"\xff.csv".decode(errors="surrogateescape"))], out)
        assert b"udcff.csv" in out.getvalue()
