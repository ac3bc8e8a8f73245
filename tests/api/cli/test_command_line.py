"""The command line: results on stdout, one line an error on stderr, the contract's exit codes."""

import os
import subprocess
import sys
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest

from api.cli import main as cli
from api.cli.main import COMMANDS, Entry
from api.home import Home, default_home
from ingest.keyring import new_keyring

ROOT = Path(__file__).resolve().parents[3]
HEAVY = {"neo4j", "pyarrow", "pydantic", "fastapi", "numpy", "splink", "duckdb", "networkx", "rich", "cryptography"}


def waterbed(*words: str, home: Path | None = None) -> subprocess.CompletedProcess[str]:
    at = ["--home", str(home)] if home else []
    command = [sys.executable, "-m", "api.cli.main", *at, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=60)


def one_line(text: str) -> bool:
    return text.startswith("waterbed: ") and text.count("\n") == 1 and "Traceback" not in text


def run(*words: str) -> int:
    with pytest.raises(SystemExit) as end:
        cli.run(words)
    assert isinstance(end.value.code, int)
    return end.value.code


def test_help_lists_every_command_and_imports_none_of_the_heavy_parts() -> None:
    program = (
        "import sys; from api.cli.main import run\n"
        "try: run(['--help'])\n"
        f"except SystemExit as end: sys.exit(end.code or 10 * len({HEAVY!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.split("Commands:\n")[1].splitlines()] == list(COMMANDS)


@pytest.mark.parametrize("name", [n for n, entry in COMMANDS.items() if find_spec(entry.module)])
def test_every_command_tells_how_to_use_it(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(name, "--help") == 0
    assert f"Usage: waterbed {name}" in capsys.readouterr().out


def test_the_version_is_that_of_the_project(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--version") == 0
    told = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["version"]
    assert capsys.readouterr().out == f"waterbed {told}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["exprt"],
        ["--nonsense"],
        ["export"],
        ["export", "elephants"],
        ["export", "links"],
        ["export", "links", "--purpose", "  "],
        ["export", "links", "--format", "xlsx", "--purpose", "case"],
        ["export", "links", "finding-1", "--purpose", "case"],
        ["export", "network", "--purpose", "case"],
        ["export", "network", "finding-1"],
        ["export", "network", "finding-1", "--purpose", "case", "--format", "xlsx"],
        ["network", "p-1"],
        ["flows"],
        ["next", "rot-1"],
        ["next", "rot-1", "--purpose", "case", "--format", "csv"],
        ["flows", "--of", "elephants", "--purpose", "case"],
        ["flows", "--of", "seasons", "--format", "graphml", "--purpose", "case"],
        ["network", "p-1", "--purpose", "case", "--depth", "0"],
        ["network", "p-1", "--purpose", "case", "--format", "csv"],
        ["keys", "old"],
        ["summary", "GM0599"],
        ["summary", "GM0599", "--period", "24"],
        ["summary", "Nowhere", "--period", "2024Q1"],
        ["summary", "Brielle", "--period", "2024Q1"],
        ["summary", "GM0599", "--period", "2024Q1", "--language", "fr"],
        ["summary", "GM0599", "--period", "2024Q1", "--pdf", "--html"],
        ["serve", "--port", "70000"],
        ["audit", "verify", "--nonsense"],
    ],
)
def test_wrong_usage_is_one_line_and_exit_2(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("--home", str(tmp_path), *words) == 2
    said = capsys.readouterr()
    assert one_line(said.err), said.err
    assert said.out == ""


@pytest.mark.parametrize("options", [[], ["--for", "comensha"], ["--for", "other", "--period", "2024"]])
def test_a_report_says_what_it_needs(options: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--home", str(tmp_path), "export", "report", *options) == 2
    said = capsys.readouterr()
    assert "--for" in said.err
    assert one_line(said.err)
    assert said.out == ""


def test_an_empty_home_has_no_rejections_and_needs_nothing_to_say_so(tmp_path: Path) -> None:
    done = waterbed("export", "rejections", home=tmp_path / "home")
    assert (done.returncode, done.stdout, done.stderr) == (0, "file,row,column,reason\n", "")
    target = tmp_path / "out.json"
    done = waterbed("export", "rejections", "--format", "json", "-o", str(target), home=tmp_path / "home")
    assert (done.returncode, done.stdout, target.read_text()) == (0, "", "[]\n")


def test_keys_are_made_once_for_their_owner_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = Home(tmp_path / "a" / "home")
    assert run("--home", str(home.root), "keys", "new") == 0
    before = home.keys.read_text()
    assert home.keys.stat().st_mode & 0o777 == 0o600
    assert home.root.stat().st_mode & 0o777 == 0o700
    capsys.readouterr()
    assert run("--home", str(home.root), "keys", "new") == 2
    assert one_line(capsys.readouterr().err)
    assert home.keys.read_text() == before


def test_a_home_that_is_a_file_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "home").write_text("")
    assert run("--home", str(tmp_path / "home"), "keys", "new") == 3
    assert one_line(capsys.readouterr().err)


def test_without_keys_a_read_of_persons_ends_with_3(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--home", str(tmp_path), "export", "links", "--purpose", "case") == 3
    assert "keys new" in capsys.readouterr().err
    assert not (tmp_path / "graph").exists()


def test_a_graph_that_is_not_there_is_said_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    new_keyring(tmp_path / "keys.json")
    monkeypatch.setenv("WATERBED_GRAPH_URI", "nowhere")
    assert run("--home", str(tmp_path), "export", "links", "--purpose", "case") == 3
    said = capsys.readouterr()
    assert one_line(said.err), said.err
    assert said.out == ""
    assert not (tmp_path / "audit").exists()


def test_the_audit_log_is_checked_and_its_checkpoint_can_be_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from datetime import UTC, datetime  # noqa: PLC0415

    from api.audit import Act, AuditLog  # noqa: PLC0415

    home = Home(tmp_path)
    log = AuditLog(home.audit, new_keyring(home.keys).audit)
    assert run("--home", str(tmp_path), "audit", "verify") == 0
    assert capsys.readouterr().out == "whole: 0 lines\n"
    for _ in range(3):
        log.append(Act("export", "links", "case", 1, {}), actor="a", host="h", now=datetime.now(UTC))
    assert run("--home", str(tmp_path), "audit", "checkpoint") == 0
    kept = tmp_path / "kept.json"
    kept.write_text(capsys.readouterr().out)
    assert run("--home", str(tmp_path), "audit", "verify", "--checkpoint", str(kept)) == 0
    lines = log.path.read_text().splitlines(keepends=True)
    log.path.write_text("".join([lines[0], lines[1].replace("case", "cape"), lines[2]]))
    assert run("--home", str(tmp_path), "audit", "verify") == 1
    assert "line 2" in capsys.readouterr().out
    kept.write_text("{}")
    assert run("--home", str(tmp_path), "audit", "verify", "--checkpoint", str(kept)) == 2


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setitem(COMMANDS, "fail", Entry("tests.api.cli.failing", "fail", "Fail."))
    return monkeypatch


@pytest.mark.usefixtures("failing")
@pytest.mark.parametrize(
    ("how", "code", "told"),
    [
        ("value", 3, "ValueError at failing.py"),
        ("recursion", 3, "RecursionError"),
        ("ours", 3, "the graph does not answer"),
        ("usage", 2, "the call itself"),
        ("interrupt", 130, "interrupted"),
        ("disk", 3, "OSError"),
        ("one", 1, ""),
    ],
)
def test_every_failure_is_one_line_without_a_value(
    how: str, code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("fail", how) == code
    said = capsys.readouterr().err
    assert told in said
    assert "Jansen" not in said
    assert said == "" or one_line(said)


@pytest.mark.usefixtures("failing")
def test_debug_shows_the_traceback_of_an_unexpected_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--debug", "fail", "value") == 3
    said = capsys.readouterr().err
    assert "Traceback" in said
    assert "ValueError" in said
    assert "Jansen" not in said


def test_a_reader_that_leaves_is_no_reason_to_complain(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "api.cli.main", "--home", str(tmp_path), "export", "rejections"]
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, cwd=ROOT)
    os.close(write)
    assert done.stderr == ""
    assert done.returncode == cli.READER_LEFT


def test_the_default_home_is_the_users_own(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_home().root == tmp_path / "waterbed"
