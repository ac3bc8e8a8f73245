"""The folder of samples, from files to stored: exact counts, in whatever order, and again when submitted again."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.home import Home
from tests.e2e.commands import Command, new_home
from tests.ingest.test_samples import FILES, SAMPLES, expected, holds_what_is_known
from tests.shared import needs_shared

pytestmark = [needs_shared, pytest.mark.embedded, pytest.mark.slow]

COUNTED = (
    "rows",
    "stored",
    "premises_signal",
    "unchanged",
    "new_version",
    "reduced",
    "rejected",
    "stored_nobody_named",
)


def ingested(waterbed: Command, *paths: Path) -> list[Any]:
    return list(waterbed("ingest", *paths, "--json", code=1).json()["files"])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Command, list[Any], Path]]:
    folder = tmp_path_factory.mktemp("whole")
    with new_home(folder / "home") as waterbed:
        files = waterbed("ingest", SAMPLES, "--json", "--rejections", folder / "mend.csv", code=1).json()["files"]
        yield waterbed, files, folder / "mend.csv"


def holds(files: list[Any]) -> None:
    known = expected()
    assert {f["file"] for f in files} == set(FILES)
    for file in files:
        holds_what_is_known(file, known["files"][file["file"]])
    encounters = [f for f in files if f["kind"] == "encounters"]
    totals = known["totals_encounters"]
    assert {name: sum(f[name] for f in encounters) for name in COUNTED} == {name: totals[name] for name in COUNTED}


def test_the_folder_in_one_go_holds_exactly_what_is_known(whole: tuple[Command, list[Any], Path]) -> None:
    holds(whole[1])


@pytest.mark.parametrize("reverse", [False, True])
def test_the_order_of_files_changes_nothing(
    whole: tuple[Command, list[Any], Path], tmp_path: Path, *, reverse: bool
) -> None:
    order = list(expected()["import_order"])
    with new_home(tmp_path / "home") as waterbed:
        keys = Home(waterbed.home).keys
        keys.chmod(0o600)
        keys.write_bytes(Home(whole[0].home).keys.read_bytes())
        holds(ingested(waterbed, *(SAMPLES / name for name in (order[::-1] if reverse else order))))
        assert waterbed.digest() == whole[0].digest()


def test_the_sender_gets_a_line_for_each_rejected_row(whole: tuple[Command, list[Any], Path]) -> None:
    waterbed, files, path = whole
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - 1 == sum(f["rejected"] for f in files)
    ours = waterbed("export", "rejections", code=0).rows()
    assert [line.split(";")[:2] for line in lines[1:]] == [[r["file"], r["row"]] for r in ours]


def test_the_folder_again_changes_nothing(whole: tuple[Command, list[Any], Path]) -> None:
    waterbed, _, _ = whole
    before, refused = waterbed.digest(), waterbed("export", "rejections", code=0).out
    for file in ingested(waterbed, SAMPLES):
        assert file["unchanged"] + file["rejected"] == file["rows"], json.dumps(file)
    assert waterbed.digest() == before
    assert waterbed("export", "rejections", code=0).out == refused
