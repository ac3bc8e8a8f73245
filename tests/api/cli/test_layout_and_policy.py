"""``waterbed layout`` and ``waterbed policy``: what a script sees of them."""

import json
from pathlib import Path

import pytest

from api.cli import main as cli

HEADER = "Zaaknr;Datum controle;Beoordeling;Voornaam;Gemeente"
ROWS = [f"Z{n};{n + 1:02}-03-2024;vermoedelijk slachtoffer;Ornelda;Rotterdam" for n in range(20)]


def end_of(*words: str | Path) -> int:
    with pytest.raises(SystemExit) as end:
        cli.run([str(word) for word in words])
    assert isinstance(end.value.code, int)
    return end.value.code


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "register.csv"
    path.write_text("\n".join([HEADER, *ROWS]) + "\n", encoding="utf-8")
    return path


def test_a_proposal_filled_in_can_be_checked_and_used(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "layout.toml"
    assert end_of("layout", "guess", file, "-o", out) == 0
    said = capsys.readouterr()
    assert said.out == ""
    assert "record_id" in said.err
    assert end_of("layout", "guess", file, "-o", out) == 2
    assert end_of("layout", "check", out) == 3
    text = out.read_text(encoding="utf-8").split("[constants]")[0] + "[constants]\n"
    constants = {"source_id": "t", "reporter_type": "municipality", "legal_basis": "b", "purpose": "p", "regime": "AVG"}
    out.write_text(text + "".join(f'{c} = "{v}"\n' for c, v in constants.items()), encoding="utf-8")
    home = tmp_path / "home"
    capsys.readouterr()
    assert end_of("--home", home, "layout", "check", out, file, "--json") == 0
    said = capsys.readouterr()
    assert json.loads(said.out)["dry_run"]["outcomes"] == {"stored": 20}
    assert "Ornelda" not in said.out + said.err
    assert not home.exists()


def test_a_proposal_goes_to_standard_output_and_says_what_it_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "register.csv"
    path.write_text("Beoordeling;Voornaam;Gemeente;Geslacht\n" + "geen signaal;Ornelda;Rotterdam;vrouw\n" * 9)
    assert end_of("layout", "guess", path) == 1
    said = capsys.readouterr()
    assert said.out.startswith("# Proposed")
    assert "needed and not found: record_id, observed_on" in said.err
    assert "Ornelda" not in said.out + said.err


def test_what_is_no_register_and_wrong_usage_end_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "x.csv"
    path.write_text("Ornelda;1\nIlko;2\n")
    for words, code in ((("guess", path), 3), (("guess", path, "--kind", "people"), 2), (("check", path), 3)):
        assert end_of("layout", *words) == code
        said = capsys.readouterr()
        assert said.err.startswith("waterbed: ")
        assert said.err.count("\n") == 1
        assert "Ornelda" not in said.err


def test_a_policy_is_checked_before_it_is_used(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert end_of("policy", "show", "--demo") == 0
    path = tmp_path / "policy.toml"
    path.write_text(capsys.readouterr().out, encoding="utf-8")
    assert end_of("policy", "check", path) == 0
    path.write_text(path.read_text(encoding="utf-8").replace("= 1825", "= 0"), encoding="utf-8")
    assert end_of("policy", "check", path) == 1
    assert 'the basis "WGS art. 2.24" has no term' in capsys.readouterr().err
    path.write_text('plain_ingest = "yes"\n', encoding="utf-8")
    assert end_of("policy", "check", path) == 3
    assert end_of("policy", "check", tmp_path / "gone.toml") == 3


@pytest.mark.parametrize("words", [("ingest", "x.csv"), ("export", "links", "--purpose", "p"), ("policy", "show")])
def test_a_broken_policy_stops_whatever_uses_it_in_a_line_that_names_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]
) -> None:
    home = tmp_path / "home"
    assert end_of("--home", home, "keys", "new") == 0
    (home / "policy.toml").write_text('purposes = ["p"]\nplain_ingest = "yes"\n[bases]\n"b" = 1\n')
    capsys.readouterr()
    assert end_of("--home", home, *words) == 3
    said = capsys.readouterr().err
    assert "plain_ingest is true or false" in said
    assert said.count("\n") == 1
    assert not (home / "graph").exists()
