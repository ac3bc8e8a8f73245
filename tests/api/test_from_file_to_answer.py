"""One home from a file to every answer, on the embedded engine: what goes in comes out under the contract's names."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import networkx as nx
import pyarrow.parquet as pq
import pytest

from api.cli import main as cli
from api.exports.catalogue import EXPORTS
from api.home import Home
from graph.embedded import stop

pytestmark = pytest.mark.embedded

HEADER = (
    "source_id,record_id,reporter_type,channel,observed_on,municipality,given_name,family_name,birth_date,phones,"
    "status,legal_basis,purpose,regime"
)
ZSOFIA = "Zsófia,Vadász,1999-04-12,+31612345678,PossibleVictimOfTrafficking,basis,purpose,AVG"
ILKO = "Ilko,Borev,1985-01-30,,PossibleVictimOfTrafficking,basis,purpose,AVG"
ROWS = [
    *(f"team,T{day},municipality,control,2024-01-{day:02},GM0599,{ZSOFIA}" for day in (2, 9, 16)),
    f"team,=T17,municipality,control,2024-03-05,Capelle aan den IJssel,{ZSOFIA}",
    f"team,T18,municipality,control,2024-03-06,GM0599,{ILKO}",
    f"team,T19,municipality,control,2024-03-06,Nowhere,{ILKO}",
]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("installation")
    (folder / "met.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    home = Home(folder / "home")
    try:
        assert end_of("--home", str(home.root), "keys", "new") == 0
        # In a process of its own, as the engine that it starts outlives it.
        command = [sys.executable, "-m", "api.cli.main", "--home", str(home.root), "ingest", str(folder / "met.csv")]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 1
        yield home
    finally:
        stop(home.graph)


def end_of(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        cli.run(words)
    assert isinstance(end.value.code, int)
    return end.value.code


def table(home: Home, tmp_path: Path, kind: str, *options: str) -> list[dict[str, str]]:
    out = tmp_path / f"{kind}.csv"
    assert end_of("--home", str(home.root), "export", kind, "-o", str(out), "--purpose", "case", *options) == 0
    with out.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_stored_encounter_is_linked_once_under_its_own_number(home: Home, tmp_path: Path) -> None:
    links = table(home, tmp_path, "links", "--with-references")
    person_of = {row["encounter_ref"]: row["person_id"] for row in links}
    assert set(person_of) == {"team/T2", "team/T9", "team/T16", "team/=T17", "team/T18"}
    assert len({person_of[f"team/{r}"] for r in ("T2", "T9", "T16", "=T17")}) == 1
    assert person_of["team/T18"] != person_of["team/T2"]
    (alone,) = [row for row in links if row["encounter_ref"] == "team/T18"]
    assert (alone["link_probability"], alone["judged_by"]) == ("", "")
    assert {row["judged_by"] for row in links} == {"model", ""}


def test_the_one_who_reappears_is_told_of_to_both_sides(home: Home, tmp_path: Path) -> None:
    (found,) = table(home, tmp_path, "reappearances", "--with-references")
    assert (found["municipalities_before"], found["municipality_now"]) == ("GM0599", "GM0502")
    assert found["encounters_before"] == "3"
    assert set(found["encounter_refs"].split("|")) == {"team/T2", "team/T9", "team/T16", "team/=T17"}
    alerts = table(home, tmp_path, "alerts")
    assert {a["recipient"] for a in alerts} == {"GM0599", "GM0502"}
    assert {a["finding_id"] for a in alerts} == {found["finding_id"]}


def test_itineraries_and_rejections_tell_the_rest(home: Home, tmp_path: Path) -> None:
    stays = table(home, tmp_path, "itineraries")
    assert [(s["municipality"], s["encounters"]) for s in stays if s["left_before"] or s["arrived_after"]] == [
        ("GM0599", "3"),
        ("GM0502", "1"),
    ]
    (rejected,) = table(home, tmp_path, "rejections")
    assert (rejected["file"], rejected["row"], rejected["column"]) == ("met.csv", "6", "municipality")


@pytest.mark.parametrize("kind", EXPORTS)
def test_every_format_holds_the_same_rows(home: Home, tmp_path: Path, kind: str) -> None:
    rows = table(home, tmp_path, kind)
    for file_format in ("json", "parquet"):
        out = tmp_path / f"out.{file_format}"
        words = ("export", kind, "--format", file_format, "-o", str(out), "--purpose", "case")
        assert end_of("--home", str(home.root), *words) == 0
        read = json.loads(out.read_text()) if file_format == "json" else pq.read_table(out).to_pylist()
        assert len(read) == len(rows)


def test_nobody_s_name_leaves_and_every_read_left_its_line(
    home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = len((home.audit / "audit.jsonl").read_text().splitlines()) if home.audit.exists() else 0
    for kind in EXPORTS:
        table(home, tmp_path, kind)
    everything = "".join(p.read_text(encoding="utf-8") for p in tmp_path.glob("*.csv"))
    everything += (home.audit / "audit.jsonl").read_text()
    for name in ("Zsófia", "Vadász", "Ilko", "Borev", "612345678", "1999-04-12"):
        assert name not in everything
    capsys.readouterr()
    assert end_of("--home", str(home.root), "audit", "verify") == 0
    assert capsys.readouterr().out == f"whole: {before + sum(e.is_personal for e in EXPORTS.values())} lines\n"


def test_a_mayor_is_told_no_small_number(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--home", str(home.root), "summary", "GM0502", "--period", "2024Q1", "--language", "en")
    assert end_of(*words) == 0
    assert "fewer than 10" in capsys.readouterr().out


def test_a_mayors_page_goes_to_a_file_by_its_ending_or_to_standard_output(
    home: Home, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    words = ("--home", str(home.root), "summary", "GM0502", "--period", "2024Q1")
    for name, option, begins in (("a.pdf", "--pdf", b"%PDF-1.7"), ("a.html", "--html", b"<!doctype html>")):
        assert end_of(*words, "--out", str(tmp_path / name)) == 0
        capfdbinary.readouterr()
        assert end_of(*words, option) == 0
        written = (tmp_path / name).read_bytes()
        assert written.startswith(begins)
        assert capfdbinary.readouterr().out == written


def test_a_person_and_a_finding_have_a_network(home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (found,) = table(home, tmp_path, "reappearances")
    capsys.readouterr()
    assert end_of("--home", str(home.root), "network", found["person_id"], "--purpose", "case") == 0
    assert f"person {found['person_id']}: 0 persons" in capsys.readouterr().out
    out = tmp_path / "network.graphml"
    words = ("export", "network", found["finding_id"], "-o", str(out), "--purpose", "case", "--with-references")
    assert end_of("--home", str(home.root), *words) == 0
    graph = nx.read_graphml(out)
    assert {data["label"] for _, data in graph.nodes(data=True) if data["kind"] == "town"} == {
        "Rotterdam",
        "Capelle aan den IJssel",
    }
    assert graph.edges[found["person_id"], "GM0502"]["encounters"] == "team/=T17"


def test_the_outbox_can_be_listed(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert end_of("--home", str(home.root), "alerts", "list", "--recipient", "GM0502") == 0
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert "reappearance" in said.out


def test_the_api_is_served_over_this_home(home: Home, capsys: pytest.CaptureFixture[str]) -> None:
    assert end_of("--home", str(home.root), "serve", "--port", "0", "--seconds", "0.1") == 0
    assert capsys.readouterr().out.startswith("http://127.0.0.1:")
