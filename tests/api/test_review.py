"""Review by the command line, on the embedded engine: what is shown, what is logged first, and what changes."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from api.home import Home
from graph.embedded import stop
from tests.api.test_from_file_to_answer import end_of
from tests.ingest.pipeline.centre import HEADER, row

pytestmark = pytest.mark.embedded

ROWS = [
    row("T1", "Zsofia Vadasz", phone="+31600000211"),
    row("T5", "Zsofia Vadasz"),
    row("P2", "Zsofi Vadasz", "1999-04-13"),
    row("T4", "Ilko Borev", "1985-01-30"),
]
NAMES = ("zsofi", "vadas", "ilko", "borev", "31600000211", "1999-04-1")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Home]:
    folder = tmp_path_factory.mktemp("review")
    (folder / "met.csv").write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    home = Home(folder / "home")
    try:
        assert end_of("--home", str(home.root), "keys", "new") == 0
        # In a process of its own, as the engine that it starts outlives it.
        command = [sys.executable, "-m", "api.cli.main", "--home", str(home.root), "ingest", str(folder / "met.csv")]
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        yield home
    finally:
        stop(home.graph)


@pytest.fixture
def call(home: Home, capsys: pytest.CaptureFixture[str]) -> Any:
    def called(*words: str, code: int = 0) -> tuple[str, str]:
        assert end_of("--home", str(home.root), *words) == code, capsys.readouterr().err
        said = capsys.readouterr()
        return said.out, said.err

    return called


def audit(home: Home) -> list[dict[str, Any]]:
    path = home.audit / "audit.jsonl"
    return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []


def test_what_waits_is_shown_level_by_level_with_a_line_in_the_log_and_no_name(call: Any, home: Home) -> None:
    before = len(audit(home))
    said, _ = call("review", "next", "--purpose", "case 7", "--json")
    (item,) = json.loads(said)
    assert (item["reason"], item["pairs"], item["other_pairs_settled"]) == ("below automatic joining", 2, 1)
    fields = {f["field"]: f["level"] for f in item["waterfall"]["fields"]}
    assert fields["given_name"] == "one letter"
    assert fields["birth_date"] == "one digit"
    assert {r["reporter_type"] for r in item["context_never_evidence"]} == {"municipality", "police"}
    told, _ = call("review", "next", "--purpose", "case 7", "--with-references")
    assert "police/P2" in told
    assert not any(name in (said + told).lower() for name in NAMES)
    (one, other) = audit(home)[before:]
    assert (one["action"], one["subject"], one["purpose"], one["count"]) == ("review", "next", "case 7", 1)
    assert other["parameters"] == {"with_references": True}
    judgement = item["id"]
    assert json.loads(call("review", "explain", judgement, "--purpose", "x", "--json")[0])["left"] == item["left"]


def test_a_word_joins_the_record_says_why_and_undone_all_is_as_before(call: Any, home: Home, tmp_path: Path) -> None:
    before, _ = call("graph", "digest")
    word, told = call("review", "same", "team/T1", "police/P2", "--by", "anna", "--why", "met by both on one night")
    assert "1 joined" in told
    assert call("graph", "digest")[0] != before
    call("review", "different", "team/T4", "team/T5", "--by", "bert", "--why", "another person")
    call("review", "undo", "last", "--by", "bert", "--why", "wrong one")
    assert word.strip() in call("review", "list", "--purpose", "x")[0]
    call("review", "undo", word.strip(), "--by", "anna", "--why", "mistaken")
    assert call("graph", "digest")[0] == before
    out = tmp_path / "changes.csv"
    call("export", "links", "--changes", "--purpose", "x", "--with-references", "-o", str(out))
    with out.open(encoding="utf-8", newline="") as stream:
        joined, split = csv.DictReader(stream)
    assert (joined["kind"], split["kind"]) == ("joined", "split")
    assert len(joined["from_person_ids"].split("|")) == 2
    assert joined["moved_encounter_refs"] == split["moved_encounter_refs"] == "police/P2"
    assert joined["judgement_ids"] == word.strip()
    assert (joined["because"], split["because"]) == ("met by both on one night", "undone: mistaken")
    assert audit(home)[-1]["parameters"]["changes"] is True


def test_both_sources_are_asked_under_their_own_numbers_and_make_it_certain(
    call: Any, home: Home, tmp_path: Path
) -> None:
    before, _ = call("graph", "digest")
    words = ("--by", "anna", "--why", "spelling", "--purpose", "x", "-o", str(tmp_path))
    question = call("review", "ask", "team/T1", "police/P2", *words)[0].strip()
    assert audit(home)[-1]["parameters"] == {"with_references": True}
    files = {f.name.removeprefix(f"{question}-").removesuffix(".csv"): f for f in tmp_path.iterdir()}
    assert sorted(files) == ["police", "team"]
    for source, other, own, foreign in (("team", "police", "T1", "P2"), ("police", "team", "P2", "T1")):
        text = files[source].read_text(encoding="utf-8")
        (asked,) = csv.DictReader(text.splitlines())
        assert (asked["record_id"], asked["contact_organisation"]) == (own, other)
        assert foreign not in text
        assert not any(word in text.lower() for word in (*NAMES, "gm0", "2024"))
    answers = tmp_path / "answers.csv"
    rows = [f"{question},{s},same,carla,{_today()}" for s in ("team", "police")]
    answers.write_text("\n".join(["question_id,source_id,answer,by,on", *rows, "q-0,team,same,x,2024-01-01"]))
    assert "2 answers, 1 rows refused, 1 pairs settled anew" in call("review", "answers", str(answers), code=1)[0]
    out, _ = call("export", "reappearances", "--purpose", "x")
    assert ",open," in out
    assert "weak link" not in out
    word = json.loads(call("review", "list", "--purpose", "x", "--json")[0])["words"][-1]
    assert (word["by"], word["confirmed"]) == ("sources", True)
    call("review", "undo", word["id"], "--by", "anna", "--why", "asked the wrong team")
    assert call("graph", "digest")[0] == before


def test_linking_again_changes_nothing_where_the_model_did_not(call: Any) -> None:
    before, _ = call("graph", "digest")
    assert call("link")[0].startswith("0 encounters linked")
    assert call("link", "--again")[0].startswith("4 encounters linked")
    assert call("graph", "digest")[0] == before


@pytest.mark.parametrize(
    "words",
    [
        ("next",),
        ("list", "--purpose", " "),
        ("explain", "team/T1", "team/T1", "--purpose", "x"),
        ("explain", "team/T1", "team/T77", "--purpose", "x"),
        ("explain", "j-none", "--purpose", "x"),
        ("same", "team/T1", "police/P2", "--by", "model-2", "--why", "x"),
        ("same", "team/T1", "police/P2", "--by", "anna", "--why", "call 06 0000 0210"),
        ("same", "team/T1", "police/P2", "--by", "anna"),
        ("undo", "last", "--by", "nobody", "--why", "x"),
    ],
)
def test_what_can_not_be_done_is_one_line_and_leaves_no_trace(call: Any, home: Home, words: tuple[str, ...]) -> None:
    before = call("graph", "digest")[0], len(audit(home))
    _, told = call("review", *words, code=2)
    assert told.count("\n") == 1
    assert "0000 0210" not in told
    assert (call("graph", "digest")[0], len(audit(home))) == before


def _today() -> str:
    from datetime import datetime  # noqa: PLC0415

    from ingest.fields.dates import LOCAL_TIME  # noqa: PLC0415

    return datetime.now(LOCAL_TIME).date().isoformat()
