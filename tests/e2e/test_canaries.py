"""Nothing that was planted in a file comes out anywhere: graph, home, exports, logs, errors, pages.

Allowed are a file's own name in the report of its ingest and in the rejections, and record numbers where they were
asked for with ``--with-references``.
"""

import contextlib
import csv
import io
import json
import re
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import httpx2
import pytest

from tests.canaries import Hit, Scanner
from tests.e2e.commands import Command, new_home
from tests.e2e.loud import Words, run_all
from tests.e2e.planting import Planted, plant
from tests.e2e.reporting import left_by_a_feed, reporting, signals

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

PERSONAL = ("links", "itineraries", "reappearances", "rotations", "relocations", "displacements")
EDGES = "MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS properties, a.id AS one, b.id AS other"
NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"

COMMANDS: tuple[tuple[str, ...], ...] = (
    ("alerts", "list"), ("audit", "verify"), ("vault", "status"), ("keys", "show"), ("graph", "status"),
    ("graph", "digest"), ("summary", "GM0599", "--period", "2024Q2"), ("summary", "GM0599", "--period", "2024"),
    ("graph", "query", NODES), ("graph", "query", EDGES), ("policy", "show"), ("linkage", "show"), ("link",),
    ("review", "next", "--n", "500", "--purpose", "test"), ("review", "list", "--purpose", "test", "--json"),
    ("findings", "list"), ("profile", "show", "GM0599"),
)  # fmt: skip
TAKEN_IN: tuple[tuple[str, ...], ...] = (
    ("signals", "status"),
    ("signals", "take"),
    ("feed", "take"),
    ("feed", "status"),
)
REASONS = ("--by", "desk", "--reason", "seen by two teams")
READ = (
    "/", "/livez", "/readyz", "/v1/openapi.json", "/v1/persons", "/v1/findings", "/v1/alerts", "/v1/cases", "/v1/rules",
    "/v1/basic-level", "/v1/indicators", "/v1/municipalities", "/melden",
)  # fmt: skip


@dataclass
class Said:
    """What came out, by where; ``reports`` are those of an ingest, which may name its files."""

    outputs: dict[str, bytes] = field(default_factory=dict)
    reports: dict[str, bytes] = field(default_factory=dict)
    referring: dict[str, bytes] = field(default_factory=dict)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Planted:
    return plant(tmp_path_factory.mktemp("sender"))


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder that the commands take for temporary files."""
    return tmp_path_factory.mktemp("scratch")


@pytest.fixture(scope="module")
def waterbed(tmp_path_factory: pytest.TempPathFactory, scratch: Path) -> Iterator[Command]:
    with new_home(tmp_path_factory.mktemp("canaries") / "home", {"TMPDIR": str(scratch)}) as command:
        yield command


@pytest.fixture(scope="module")
def said(waterbed: Command, files: Planted, tmp_path_factory: pytest.TempPathFactory) -> Said:
    found = Said()
    out = tmp_path_factory.mktemp("out")
    crashed(waterbed, files)
    sealed = [out / f"{i}.sealed" for i, _ in enumerate(files.files)]
    come_in: dict[str, Words] = {
        "ingest": ("ingest", *files.files),
        "ingest again": ("ingest", "--json", *files.files),
        **{f"seal {i}": ("seal", path, "-o", sealed[i]) for i, path in enumerate(files.files)},
        **{f"layout guess {i}": ("layout", "guess", path) for i, path in enumerate(files.files)},
    }
    found.reports |= run_all(waterbed, come_in)
    there = [path for path in sealed if path.exists()]
    found.outputs |= {f"sealed file {path.name}": path.read_bytes() for path in there}
    found.outputs["pages"] = b"".join(pages(waterbed, files, out))
    later: dict[str, Words] = {
        **{f"ingest of {path.name}": ("ingest", path) for path in there},
        "export rejections": ("export", "rejections"),
    }
    found.reports |= run_all(waterbed, {" ".join(words): words for words in TAKEN_IN})
    found.reports |= left_by_a_feed(out)
    found.reports |= run_all(waterbed, later)
    asked: dict[str, Words] = {"analyse": ("analyse",), "export alerts": ("export", "alerts")}
    for kind in PERSONAL:
        for file_format in ("csv", "json", "parquet"):
            path = out / f"{kind}.{file_format}"
            asked[f"{path.name} says"] = ("export", kind, "--purpose", "test", "--format", file_format, "-o", path)
        asked[f"export {kind} refused"] = ("export", kind)
    found.outputs |= run_all(waterbed, {**asked, **{" ".join(words): words for words in COMMANDS}})
    for kind in PERSONAL:
        for file_format in ("csv", "json", "parquet"):
            found.outputs[f"export {kind} {file_format}"] = (out / f"{kind}.{file_format}").read_bytes()
    explained: dict[str, Words] = {}
    for one, other in some_pairs(waterbed):
        words = ("review", "explain", one, other, "--purpose", "test")
        explained |= {f"explain {one}": words, f"explain {one} as JSON": (*words, "--json")}
    found.outputs |= run_all(waterbed, {**explained, **followed_up(found.outputs["export reappearances csv"])})
    found.outputs |= run_all(waterbed, handed_over(found.outputs["cases open"]))
    found.referring |= run_all(
        waterbed,
        {
            **{kind: ("export", kind, "--purpose", "test", "--with-references") for kind in PERSONAL},
            "review next": ("review", "next", "--n", "500", "--purpose", "test", "--with-references"),
            "report": ("export", "report", "--for", "comensha", "--period", "2024", "--purpose", "test"),
        },
    )
    return found


def some_pairs(waterbed: Command) -> list[tuple[str, str]]:
    """Pairs of stored encounters that were judged."""
    query = "MATCH (j:Judgement) RETURN j.left AS one, j.right AS other ORDER BY j.id LIMIT 3"
    said = waterbed("graph", "query", query).out
    ids = re.findall(r"\d+-[0-9a-f]{32}", said)
    return list(zip(ids[::2], ids[1::2], strict=True))


def crashed(waterbed: Command, files: Planted) -> None:
    """Let an ingest be killed on its way."""
    with subprocess.Popen(
        waterbed.line("ingest", *files.files),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=waterbed.env(),
    ) as process:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(6)
        process.send_signal(signal.SIGKILL)


def followed_up(reappearances: bytes) -> dict[str, Words]:
    """Commands of an analyst on the first two of the reappearances, and of a privacy officer on its person."""
    first, second, *_ = csv.DictReader(io.StringIO(reappearances.decode()))
    finding, person = first["finding_id"], first["person_id"]
    return {
        "findings accept": ("findings", "accept", finding, *REASONS),
        "findings reject": ("findings", "reject", second["finding_id"], *REASONS),
        "rules report": ("rules", "report", "--json"),
        "cases open": ("cases", "open", finding, "--unit", "GM0599", "--by", "desk"),
        "explain finding": ("explain", finding, "--purpose", "test"),
        "network": ("export", "network", finding, "--purpose", "test"),
        "subject": ("export", "subject", person, "--purpose", "test"),
    }


def handed_over(opened: bytes) -> dict[str, Words]:
    """Commands of two desks on a case, by what its opening said."""
    (case,) = re.findall(r"^([\w-]{16})  GM0599 ", opened.decode(), re.MULTILINE)
    steps: dict[str, Words] = {
        "cases hand-over": ("hand-over", case, "--to", "GM0502", "--by", "desk"),
        "cases take-over": ("take-over", case, "--by", "capelle"),
        "cases follow-up": ("follow-up", case, "--on", "2999-01-01", "--by", "capelle"),
        "cases close": ("close", case, "--reason", "referred", "--by", "capelle"),
        "cases show": ("show", case),
        "cases list": ("list", "--all"),
    }
    told: Words = ("alerts", "list", "--attempts")
    return {**{name: ("cases", *words) for name, words in steps.items()}, "alerts of cases": told}


def pages(waterbed: Command, files: Planted, folder: Path) -> Iterator[bytes]:
    """Headers and bodies of what the service answers, to anybody and to an analyst, and what it logs.

    Meanwhile a resident and an organisation send signals, and a service leaves files, all with planted values.
    """
    (waterbed.home / "demo").touch()
    code = reporting(waterbed.home, folder, files)
    with subprocess.Popen(
        waterbed.line("serve", "--port", "0"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=waterbed.env()
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().decode().strip()
            with httpx2.Client(base_url=address, timeout=60) as browser:
                yield from (answered(browser.get(path)) for path in READ)
                for path, fields in signals(files, code):
                    taken = browser.post(path, data=fields, headers={"Origin": address})
                    assert re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}-[2-9A-Z]{5}", taken.text), taken.text
                    yield answered(taken)
                choice = {"role": "analyst", "units": ["NL"], "name": "anna", "sources": []}
                yield answered(browser.post("/v1/login/role", json=choice))
                yield from (answered(browser.get(path)) for path in READ)
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=60)
            yield out + err


def answered(answer: httpx2.Response) -> bytes:
    return str(answer.headers).encode() + answer.content


@pytest.fixture(scope="module")
def scanner(files: Planted) -> Scanner:
    return Scanner(list(files.values))


def hits(scanner: Scanner, contents: dict[str, bytes]) -> list[Hit]:
    return [hit for where, content in contents.items() for hit in scanner.scan(where, content)]


def in_folder(folder: Path) -> dict[str, bytes]:
    """Every file below a folder, with its name."""
    return {
        str(path.relative_to(folder)): str(path).encode() + b"\n" + path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_planted_rows_are_in(said: Said) -> None:
    counted = json.loads(
        said.reports["ingest again"][said.reports["ingest again"].index(b"{\n") :].split(b"\n}")[0] + b"\n}"
    )
    assert sum(f["unchanged"] for f in counted["files"]) > 300
    assert said.outputs["export links csv"].count(b"\n") > 300
    assert b"Encounter" in said.outputs[f"graph query {NODES}"]
    assert b"DEBUG" in said.outputs["analyse"]
    assert any(b"given" in content for where, content in said.outputs.items() if where.startswith("explain"))
    assert b"2 stored, 0 rejected" in said.reports["signals take"]
    assert b"scan: taken" in said.reports["feed take"]
    assert b"scan: quarantined" in said.reports["feed take"]
    assert b"ClosedReferred" in said.outputs["cases show"]
    assert b"hand_over" in said.outputs["alerts of cases"]
    assert b"accepted" in said.outputs["subject"]
    assert b"may_be_reported" in said.referring["report"]


def test_no_export_query_page_log_or_sealed_file_holds_what_was_planted(said: Said, scanner: Scanner) -> None:
    assert hits(scanner, said.outputs) == []


def test_reports_of_an_ingest_name_their_files_and_nothing_else(said: Said, scanner: Scanner, files: Planted) -> None:
    assert [hit for hit in hits(scanner, said.reports) if hit.value not in files.in_file_names] == []


def test_with_references_record_numbers_are_told_and_nothing_else(said: Said, scanner: Scanner, files: Planted) -> None:
    found = hits(scanner, said.referring)
    assert {hit.value for hit in found} & files.in_records
    assert [hit for hit in found if hit.value not in files.in_records] == []


@pytest.mark.usefixtures("said")
def test_the_home_holds_nothing_of_it_but_the_names_of_files_with_rejected_rows(
    waterbed: Command, scanner: Scanner, files: Planted
) -> None:
    contents = in_folder(waterbed.home)
    assert any("vault" in name for name in contents)
    found = hits(scanner, contents)
    ledger = [hit for hit in found if hit.where == "rejections.jsonl" and hit.value in files.in_file_names]
    assert [hit for hit in found if hit not in ledger] == []


@pytest.mark.usefixtures("said")
def test_no_temporary_file_of_a_command_holds_it(scratch: Path, scanner: Scanner) -> None:
    assert hits(scanner, in_folder(scratch)) == []


def test_the_scan_would_have_seen_it(waterbed: Command, scanner: Scanner, files: Planted, said: Said) -> None:
    """A value that is put where nothing should be is seen there."""
    value = files.values[0]
    log = waterbed.home / "graph" / "planted.log"
    log.write_text(f"noise {value} noise")
    try:
        assert value in {hit.value for hit in hits(scanner, in_folder(waterbed.home))}
    finally:
        log.unlink()
    assert value in {hit.value for hit in hits(scanner, {"x": said.outputs["analyse"] + value.upper().encode()})}
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / value).write_text("")
        assert value in {hit.value for hit in hits(scanner, in_folder(Path(folder)))}
