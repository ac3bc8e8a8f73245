"""JSON Lines as they come: odd types and odd lines cost at most their row."""

import json
from pathlib import Path

import pytest

from graph.errors import UnreadableFile
from ingest.directory import files_of
from ingest.formats import open_table
from tests.ingest.formats.rows import CELLS, column, read


def line(**cells: object) -> str:
    return json.dumps(CELLS | cells)


def written(tmp_path: Path, *lines: str, name: str = "file.jsonl") -> Path:
    path = tmp_path / name
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("12345.0", "12345"),
        ("1.50", "1.50"),
        ("true", "true"),
        ("null", ""),
        ("NaN", ""),
        ('["a", null, 7]', "a||7"),
        ('{"given_name": "x"}', "x"),
    ],
)
def test_values_become_the_text_that_they_say(tmp_path: Path, value: str, text: str) -> None:
    path = written(tmp_path, line(given_name="?").replace('"?"', value))
    assert column(path, "given_name") == [text]


@pytest.mark.parametrize(
    "odd",
    [
        "not json",
        "[1, 2]",
        line()[:-1] + ', "given_name": "again"}',
        line(given_name="?").replace('"?"', "Infinity"),
        line(given_name="?").replace('"?"', '{"status": 1}'),
        '{"a":' * 5_000,
        line(given_name="x" * 4_000_000),
        line(given_name="\ud800"),
        json.dumps({f"k{i}": 1 for i in range(3_000)}),
    ],
    ids=["text", "list", "key-twice", "infinite", "key-twice-nested", "deep", "long", "half-character", "wide"],
)
def test_an_odd_line_costs_itself(tmp_path: Path, odd: str) -> None:
    path = written(tmp_path, line(), odd, line())
    assert [bool(r.defect) for r in read(path)] == [False, True, False]
    assert open_table(path).unknown_columns == ()


@pytest.mark.parametrize("document", ['[\n{"a": 1},\n{"a": 2}\n]', '{\n "a": {}\n}'])
def test_one_json_document_is_refused_as_such(tmp_path: Path, document: str) -> None:
    with pytest.raises(UnreadableFile, match="one object a line"):
        open_table(written(tmp_path, document, name="file.json"))


def test_what_a_file_is_its_content_says(tmp_path: Path) -> None:
    assert column(written(tmp_path, line(), name="file.csv"), "given_name") == ["Zlatka"]


def test_of_a_folder_json_is_read_where_it_is_rows(tmp_path: Path) -> None:
    written(tmp_path, line(), name="rows.json")
    written(tmp_path, '{\n "a": 1\n}', name="document.json")
    written(tmp_path, "[\n", name="list.json")
    found = files_of([tmp_path])
    assert [p.name for p in found.read] == ["list.json", "rows.json"]
    assert found.passed_over == ("document.json",)
