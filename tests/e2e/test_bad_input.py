"""Bad input gets one clear line, the exit code of the contract, and nothing half stored."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.home import Home
from tests.e2e.commands import Command, Done, new_home

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

HEADER = "source_id,record_id,reporter_type,observed_on,municipality,status,legal_basis,purpose,regime,given_name"
ROW = "team,{n},municipality,2024-03-17,GM0599,PossibleVictimOfTrafficking,basis,purpose,AVG,Zlatka"


@pytest.fixture(scope="module")
def waterbed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    with new_home(tmp_path_factory.mktemp("bad") / "home") as command:
        yield command


def one_line(done: Done) -> str:
    lines = [line for line in done.err.splitlines() if line.startswith("waterbed: ")]
    assert "Traceback" not in done.err
    assert len(lines) == 1, done.err
    return lines[0]


UNREADABLE = {
    "missing.csv": (None, "does not exist"),
    "empty.csv": (b"", "empty"),
    "binary.csv": (bytes(range(256)) * 40, "is not text"),
    "blank.csv": (b"\n\n", "empty"),
    "columns.csv": (b"naam,datum\nx,y\n", "no kind of file"),
    "needed.csv": (HEADER.replace("regime,", "").encode() + b"\n", "lacks the needed column regime"),
    "broken.xlsx": (b"PK\x03\x04 nothing more", "XLSX"),
    "broken.parquet": (b"PAR1 nothing more", "Parquet"),
    "broken.jsonl": (b"not json\n", "no JSON object"),
}


def test_files_that_cannot_be_read_are_refused_whole_each_in_a_line(waterbed: Command, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in UNREADABLE]
    for path in paths:
        content, _ = UNREADABLE[path.name]
        if content is not None:
            path.write_bytes(content)
    before = waterbed.digest()
    done = waterbed("ingest", *paths, code=3)
    lines = [line for line in done.err.splitlines() if line.startswith("waterbed: ")]
    assert "Traceback" not in done.err
    for line, path in zip(lines, paths, strict=True):
        assert path.name in line
        assert UNREADABLE[path.name][1] in line
    assert waterbed.digest() == before


def test_a_directory_without_files_to_read_is_said(waterbed: Command, tmp_path: Path) -> None:
    assert "holds no" in one_line(waterbed("ingest", tmp_path, code=3))


def test_a_bad_file_does_not_keep_a_good_one_out(waterbed: Command, tmp_path: Path) -> None:
    good = tmp_path / "good.csv"
    good.write_text(f"{HEADER}\n{ROW.format(n=1)}\n")
    done = waterbed("ingest", tmp_path / "missing.csv", good, "--json", code=1)
    assert done.json()["files"][1]["stored"] == 1


def test_what_spoils_a_row_costs_that_row(waterbed: Command, tmp_path: Path) -> None:
    path = tmp_path / "rows.csv"
    rows = [
        ROW.format(n="ok1"),
        ROW.format(n="few").rsplit(",", 1)[0],
        ROW.format(n="many") + ",x",
        ROW.format(n="nul") + "\x00",
        ROW.format(n="quote").replace("Zlatka", '"never closed'),
        ROW.format(n="formula").replace("Zlatka", "=1+1"),
        ROW.format(n="lines").replace("Zlatka", '"two\nlines"'),
        ROW.format(n="bytes").replace("Zlatka", "Zl\udcfftka"),
        ROW.format(n="bsn").replace("Zlatka", "111222333"),
        ROW.format(n="ok2"),
    ]
    path.write_bytes("\n".join([HEADER, *rows, ""]).encode("utf-8", errors="surrogateescape"))
    done = waterbed("ingest", path, "--json", code=1)
    (file,) = done.json()["files"]
    assert (file["rows"], file["stored"], file["rejected"]) == (10, 4, 6)
    assert "111222333" not in done.out + done.err
    refused = [r for r in waterbed("export", "rejections", code=0).rows() if r["file"] == "rows.csv"]
    assert [int(r["row"]) for r in refused] == [2, 3, 4, 5, 8, 9]


def test_no_keys_and_bad_keys_are_said_before_anything_is_started(tmp_path: Path) -> None:
    home = tmp_path / "home"
    bare = Command(home, {})
    assert "waterbed keys new" in one_line(bare("ingest", tmp_path / "x.csv", code=3))
    assert not Home(home).graph.exists()


def test_other_keys_than_the_graphs_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "good.csv"
    path.write_text(f"{HEADER}\n{ROW.format(n=1)}\n")
    with new_home(tmp_path / "home") as command:
        command("ingest", path, code=0)
        before = command.digest()
        Home(command.home).keys.unlink()
        command("keys", "new", code=0)
        assert "other keys" in one_line(command("ingest", path, code=3))
        assert command.digest() == before


@pytest.mark.parametrize("uri", ["bolt://127.0.0.1:1", "nonsense"])
def test_a_graph_that_is_not_there_is_said(tmp_path: Path, uri: str) -> None:
    with new_home(tmp_path / "home", {"WATERBED_GRAPH_URI": uri}) as command:
        path = tmp_path / "good.csv"
        path.write_text(f"{HEADER}\n{ROW.format(n=1)}\n")
        assert "graph" in one_line(command("ingest", path, code=3))
