"""A folder of files: which are read, with which layout each, and what is said of the rest."""

from pathlib import Path

import pytest

from api.bench.hostile_files import HEADER
from graph.errors import LayoutError, UnreadableFile
from ingest.directory import choose_layout, files_of, named_layout
from ingest.formats import open_table
from tests.ingest.formats.rows import csv_bytes, row

LAYOUT = '[columns]\nrecord_id = "Nr"\nobserved_on = "Datum"\n[constants]\nsource_id = "{source}"\n'


def layout(path: Path, *, source: str = "team", more: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LAYOUT.format(source=source).replace("[constants]", f"{more}[constants]"), encoding="utf-8")
    return path


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A file with headers of its own."""
    path = tmp_path / "files" / "maart.csv"
    path.parent.mkdir()
    path.write_text("Nr;Datum;Opmerking\n1;2024-03-17;x\n", encoding="utf-8")
    return path


def chosen(path: Path, *folders: Path) -> str | None:
    found = choose_layout(path, folders)
    return found.name if found else None


@pytest.mark.parametrize("place", ["maart.toml", "layouts/maart.toml"])
def test_the_layout_of_a_files_own_name_is_its_own(own: Path, place: str) -> None:
    layout(own.parent / place)
    layout(own.parent / "layouts" / "other.toml")
    assert chosen(own) == "maart.toml"


def test_a_layout_whose_headers_are_all_in_a_file_fits_it(own: Path, tmp_path: Path) -> None:
    layout(tmp_path / "home" / "team.toml")
    layout(tmp_path / "home" / "absent.toml", more='status = "Oordeel"\n')
    (tmp_path / "home" / "broken.toml").write_text("no toml", encoding="utf-8")
    assert chosen(own, tmp_path / "home") == "team.toml"
    assert chosen(own) is None


def test_of_fitting_layouts_the_one_that_reads_more_columns_is_taken(own: Path) -> None:
    layout(own.parent / "layouts" / "a.toml")
    layout(own.parent / "layouts" / "b.toml", more='alias = "Opmerking"\n')
    assert chosen(own) == "b.toml"


def test_layouts_that_fit_alike_are_asked_about(own: Path) -> None:
    layout(own.parent / "layouts" / "a.toml")
    layout(own.parent / "layouts" / "b.toml")
    with pytest.raises(UnreadableFile, match=r"a\.toml and b\.toml"):
        choose_layout(own, ())


def test_canonical_columns_need_no_layout(own: Path) -> None:
    layout(own.parent / "layouts" / "a.toml")
    canonical = own.parent / "canonical.csv"
    canonical.write_bytes(csv_bytes([row()]))
    assert chosen(canonical) is None


def test_the_layout_of_a_files_own_name_must_be_usable(own: Path) -> None:
    own.with_suffix(".toml").write_text("no toml", encoding="utf-8")
    with pytest.raises(LayoutError, match=r"maart\.toml"):
        choose_layout(own, ())


def test_a_layout_is_named_by_its_file_or_by_its_name_in_the_home(tmp_path: Path) -> None:
    path = layout(tmp_path / "layouts" / "team.toml")
    assert named_layout(str(path), tmp_path / "none").name == "team.toml"
    assert named_layout("team", tmp_path / "layouts").name == "team.toml"
    with pytest.raises(LayoutError, match="there are team"):
        named_layout("teem", tmp_path / "layouts")


def test_files_go_by_byte_order_and_the_rest_is_named(tmp_path: Path) -> None:
    for name in ("b.csv", "B.csv", "a.xlsx", "é.csv", ".hidden.csv", "~$a.xlsx", "README.md", "a.toml"):
        (tmp_path / name).touch()
    (tmp_path / "layouts").mkdir()
    (tmp_path / "older").mkdir()
    found = files_of([tmp_path, tmp_path / "named.bin"])
    assert [p.name for p in found.read] == ["B.csv", "a.xlsx", "b.csv", "é.csv", "named.bin"]
    assert found.passed_over == ("README.md", "older")


def test_what_a_file_calls_its_columns_is_known(own: Path) -> None:
    layout(
        own.with_suffix(".toml"),
        more="".join(f'{c} = "{c}"\n' for c in HEADER if c not in ("source_id", "record_id", "observed_on")),
    )
    own.write_text(
        "Nr;Datum;" + ";".join(c for c in HEADER if c not in ("source_id", "record_id", "observed_on")) + "\n",
        encoding="utf-8",
    )
    table = open_table(own, choose_layout(own, ()))
    assert (table.header_of["record_id"], table.header_of["observed_on"]) == ("Nr", "Datum")
    assert "source_id" not in table.header_of
