"""Nothing that was planted in a file comes out anywhere: graph, home, exports, logs, errors, pages.

Allowed are a file's own name in the report of its ingest and in the rejections, and record numbers where they were
asked for with ``--with-references``.
"""

import contextlib
import http.client
import json
import re
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.canaries import Hit, Scanner
from tests.e2e.commands import Command, new_home
from tests.e2e.planting import Planted, plant

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

LOUD = "import logging; logging.basicConfig(level=logging.DEBUG, force=True); from api.cli.main import run; run()"
"""The command with every library's log at DEBUG on standard error."""

PERSONAL = ("links", "itineraries", "reappearances", "rotations", "relocations", "displacements")
EDGES = "MATCH (a)-[r]->(b) RETURN type(r) AS type, properties(r) AS properties, a.id AS one, b.id AS other"
NODES = "MATCH (n) RETURN labels(n) AS labels, properties(n) AS properties"


@dataclass
class Said:
    """What came out, by where; ``reports`` are those of an ingest, which may name its files."""

    outputs: dict[str, bytes] = field(default_factory=dict)
    reports: dict[str, bytes] = field(default_factory=dict)
    referring: dict[str, bytes] = field(default_factory=dict)


def run(waterbed: Command, *arguments: str | Path) -> bytes:
    """Run a command with ``--debug`` and all logs; everything it says."""
    words = ["--debug", "--home", str(waterbed.home), *map(str, arguments)]
    ran = subprocess.run(
        [sys.executable, "-c", LOUD, *words],
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=waterbed.env(),
        check=False,
        timeout=300,
    )
    return ran.stdout + ran.stderr


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
    found.reports["ingest"] = run(waterbed, "ingest", *files.files)
    found.reports["ingest again"] = run(waterbed, "ingest", "--json", *files.files)
    for i, path in enumerate(files.files):
        sealed = out / f"{i}.sealed"
        found.reports[f"seal {i}"] = run(waterbed, "seal", path, "-o", sealed)
        if sealed.exists():
            found.outputs[f"sealed file {i}"] = sealed.read_bytes()
            found.reports[f"ingest of sealed {i}"] = run(waterbed, "ingest", sealed)
    found.outputs["analyse"] = run(waterbed, "analyse")
    for kind in PERSONAL:
        for file_format in ("csv", "json", "parquet"):
            path = out / f"{kind}.{file_format}"
            asked = ("export", kind, "--purpose", "test", "--format", file_format, "-o", path)
            found.outputs[f"export {kind} says"] = run(waterbed, *asked)
            found.outputs[f"export {kind} {file_format}"] = path.read_bytes()
        found.outputs[f"export {kind} refused"] = run(waterbed, "export", kind)
        found.referring[kind] = run(waterbed, "export", kind, "--purpose", "test", "--with-references")
    found.outputs["export alerts"] = run(waterbed, "export", "alerts")
    found.reports["export rejections"] = run(waterbed, "export", "rejections")
    for words in (
        ("alerts", "list"), ("audit", "verify"), ("vault", "status"), ("keys", "show"), ("graph", "status"),
        ("graph", "digest"), ("summary", "GM0599", "--period", "2024Q2"), ("summary", "GM0599", "--period", "2024"),
        ("graph", "query", NODES), ("graph", "query", EDGES), ("policy", "show"), ("linkage", "show"), ("link",),
        ("review", "next", "--n", "500", "--purpose", "test"), ("review", "list", "--purpose", "test", "--json"),
    ):  # fmt: skip
        found.outputs[" ".join(words)] = run(waterbed, *words)
    for i, path in enumerate(files.files):
        found.reports[f"layout guess {i}"] = run(waterbed, "layout", "guess", path)
    for one, other in some_pairs(waterbed):
        found.outputs[f"explain {one}"] = run(waterbed, "review", "explain", one, other, "--purpose", "test")
        found.outputs[f"explain {one} as JSON"] = run(
            waterbed, "review", "explain", one, other, "--purpose", "test", "--json"
        )
    named = ("review", "next", "--n", "500", "--purpose", "test", "--with-references")
    found.referring["review next"] = run(waterbed, *named)
    found.outputs["pages"] = b"".join(pages(waterbed))
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


def pages(waterbed: Command) -> Iterator[bytes]:
    """Headers and bodies of what the service answers, and what it logs."""
    with subprocess.Popen(
        waterbed.line("serve", "--port", "0"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=waterbed.env()
    ) as process:
        try:
            assert process.stdout is not None
            address = process.stdout.readline().decode().strip().removeprefix("http://")
            for path in ("/", "/livez", "/readyz", "/v1/openapi.json", "/v1/persons", "/v1/findings", "/v1/alerts"):
                connection = http.client.HTTPConnection(address, timeout=20)
                connection.request("GET", path)
                answer = connection.getresponse()
                yield str(answer.getheaders()).encode() + answer.read()
                connection.close()
        finally:
            process.send_signal(signal.SIGTERM)
            out, err = process.communicate(timeout=30)
            yield out + err


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
