"""Parquet as it comes: types of all kinds to the text that they say."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from api.bench.hostile_files import HEADER
from ingest.formats import open_table
from tests.ingest.formats.rows import column, read, row


def written(tmp_path: Path, name: str, cells: pa.Array, *, file: str = "file.parquet", **options: Any) -> Path:
    rows = [row(i) for i in range(len(cells))]
    columns = {h: pa.array([r[i] for r in rows]) for i, h in enumerate(HEADER)} | {name: cells}
    path = tmp_path / file
    pq.write_table(pa.table(columns), path, **options)
    return path


SUMMER = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        (pa.array(["a", None, "a"]).dictionary_encode(), ["a", "", "a"]),
        (pa.array(["a"], pa.large_string()), ["a"]),
        (pa.array([1, None]), ["1", ""]),
        (pa.array([123456789.0, float("nan"), 0.5]), ["123456789", "", "0.5"]),
        (pa.array([Decimal("12.00"), Decimal("0.10")]), ["12", "0.10"]),
        (pa.array([date(2024, 3, 17)]), ["2024-03-17"]),
        (pa.array([datetime(2024, 3, 17)], pa.timestamp("ns")), ["2024-03-17"]),  # noqa: DTZ001 - a cell has no zone
        (pa.array([datetime(2024, 3, 17, 21, 40)], pa.timestamp("ms")), ["2024-03-17T21:40"]),  # noqa: DTZ001
        (pa.array([datetime(2024, 7, 1, 21, 40, tzinfo=SUMMER)], pa.timestamp("us", "UTC")), ["2024-07-01T19:40:00+00:00"]),
        (pa.array([datetime(2024, 6, 30, 22, 0, tzinfo=UTC)], pa.timestamp("us", "UTC")), ["2024-07-01"]),
        (pa.array([["+3160000", None, "7"], [], None]), ["+3160000||7", "", ""]),
        (pa.array([True, False]), ["true", "false"]),
        (pa.array([b"text"]), ["text"]),
        (pa.nulls(2), ["", ""]),
    ],
)  # fmt: skip
def test_a_value_becomes_the_text_that_it_says(tmp_path: Path, cells: pa.Array, texts: list[str]) -> None:
    assert column(written(tmp_path, "given_name", cells), "given_name") == texts


def test_a_structs_fields_are_columns(tmp_path: Path) -> None:
    people = pa.array([{"family_name": "Vos", "birth_date": date(1990, 5, 6)}, None])
    path = written(tmp_path, "person", people)
    assert [(r.cells["family_name"], r.cells["birth_date"]) for r in read(path)] == [("Vos", "1990-05-06"), ("", "")]


def test_bytes_that_are_no_text_cost_their_row(tmp_path: Path) -> None:
    names = pa.array([b"Zo\xeb", "Zoë".encode()]).view(pa.string())
    assert column(written(tmp_path, "given_name", names), "given_name") == [None, "Zoë"]


def test_a_date_beyond_the_calendar_costs_its_row(tmp_path: Path) -> None:
    days = pa.array([10_000_000, 19_000]).cast(pa.int32()).view(pa.date32())
    assert column(written(tmp_path, "birth_date", days), "birth_date") == [None, "2022-01-08"]


def test_what_a_file_is_its_content_says(tmp_path: Path) -> None:
    path = written(tmp_path, "given_name", pa.array(["a"]), file="file.csv")
    assert column(path, "given_name") == ["a"]


def test_many_batches_are_all_of_the_file(tmp_path: Path) -> None:
    path = written(tmp_path, "given_name", pa.array([f"n{i}" for i in range(5_000)]), row_group_size=700)
    assert column(path, "given_name") == [f"n{i}" for i in range(5_000)]
    assert open_table(path).kind == "encounters"
