"""Sealing, handing keys out and rotating them, in homes on the embedded engine."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.home import Home
from api.jobs.opened import opened_graph
from api.jobs.rotate import rotate
from api.jobs.seal import seal_file
from graph.errors import UsageError
from graph.store.digest import _lines
from ingest.key_rotation import Rotated
from ingest.keyring import load_keyring, rotating
from ingest.simulation import simulate
from tests.e2e.commands import Command, new_home

pytestmark = [pytest.mark.embedded, pytest.mark.slow]

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FILES = ("controleteams_2024.csv", "politie_2024.csv", "zorg_2024.csv", "controles.csv", "maatregelen.csv")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("region")
    simulate(folder, seed=7, encounters=300)
    for path in folder.glob("*.csv"):
        if path.name not in FILES:
            path.unlink()
    return folder


@pytest.fixture(scope="module")
def centre(files: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Command]:
    """A centre that has taken the plain files."""
    with new_home(tmp_path_factory.mktemp("centre") / "home") as waterbed:
        waterbed("ingest", files, code=0)
        yield waterbed


def sender_of(centre: Command, folder: Path) -> Command:
    """A sender's home with the region's key."""
    sender = Command(folder / "sender", {})
    (folder / "us.pub").write_text(sender("keys", "sender-new", code=0).out)
    wrapped = centre("keys", "wrap", "--for", folder / "us.pub", "-o", folder / "region.wrapped", code=0)
    unwrapped = sender("keys", "unwrap", folder / "region.wrapped", code=0)
    assert wrapped.out == unwrapped.out
    return sender


def seal_all(sender: Command, files: Path, into: Path) -> Path:
    into.mkdir()
    for name in FILES:
        sealed = into / f"{name}.sealed"
        seal_file(
            Home(sender.home),
            files / name,
            sealed,
            layout=None,
            kind=None,
            now=NOW,
            on_rows=lambda _n: None,
            on_rejected=lambda _table, _rejections: None,
        )
    return into


def outcomes(ran: str) -> set[str]:
    return {
        name
        for f in json.loads(ran)["files"]
        for name in ("stored", "new_version", "premises_signal", "reduced", "rejected", "unchanged")
        if f[name]
    }


def keys_of(waterbed: Command, other: Command) -> None:
    path = Home(other.home).keys
    path.unlink()
    path.write_bytes(Home(waterbed.home).keys.read_bytes())
    path.chmod(0o600)


def test_sealed_files_make_the_graph_that_plain_ones_make(centre: Command, files: Path, tmp_path: Path) -> None:
    sender = sender_of(centre, tmp_path)
    sealed = seal_all(sender, files, tmp_path / "sealed")
    with new_home(tmp_path / "other") as other:
        keys_of(centre, other)
        other("ingest", sealed, code=0)
        assert other.digest() == centre.digest()
        for again in (files, sealed):
            assert outcomes(other("ingest", again, "--json", code=0).out) == {"unchanged"}
        links = other("export", "links", "--purpose", "x", "--with-references", code=0).rows()
        assert links == centre("export", "links", "--purpose", "x", "--with-references", code=0).rows()
        assert {row["encounter_ref"].count("/") for row in links} == {1}
    assert outcomes(centre("ingest", sealed, "--json", code=0).out) == {"unchanged"}


def test_a_policy_without_plain_ingest_takes_sealed_files_alone(centre: Command, files: Path, tmp_path: Path) -> None:
    sealed = seal_all(sender_of(centre, tmp_path), files, tmp_path / "sealed")
    policy = Home(centre.home).policy
    policy.write_text('purposes = ["signalering_mensenhandel"]\nplain_ingest = false\n[bases]\n"WGS art. 2.24" = 0\n')
    try:
        refused = centre("ingest", files / FILES[0], code=3)
        assert "seal it at the sender" in refused.err
        centre("ingest", sealed / f"{FILES[3]}.sealed", code=0)
    finally:
        policy.unlink()


def test_a_sender_s_home_seals_and_does_nothing_else(centre: Command, files: Path, tmp_path: Path) -> None:
    sender = sender_of(centre, tmp_path)
    for words in (
        ("ingest", files),
        ("export", "links", "--purpose", "x"),
        ("keys", "rotate", "centre"),
        ("vault", "status"),
    ):
        refused = sender(*words, code=3)
        assert refused.err == (
            f"waterbed: {Home(sender.home).keys} holds the keys of a sender: this home can seal, and nothing else\n"
        )
    assert not Home(sender.home).graph.exists()
    bad = tmp_path / "bad.csv"
    first, *rows = (files / FILES[1]).read_text(encoding="utf-8").splitlines()
    bad.write_text("\n".join([first, *rows[:3], "too,few,cells"]) + "\n", encoding="utf-8")
    told = sender("seal", bad, "-o", tmp_path / "bad.sealed", "--rejections", tmp_path / "rejected.csv", code=1)
    assert "row 4, the row: too few cells" in told.out
    with (tmp_path / "rejected.csv").open(encoding="utf-8-sig", newline="") as stream:
        assert list(csv.DictReader(stream, delimiter=";")) == [
            {"file": "bad.csv", "row": "4", "column": "", "reason": "too few cells"}
        ]
    shown = sender("keys", "show", code=0).out
    assert "can         seal" in shown
    assert centre("keys", "show", code=0).out.split()[3] in shown


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("seal", "nowhere.csv", "-o", "x"), 3, "does not exist"),
        (("keys", "rotate", "audit"), 2, "one of centre, region, vault, references"),
        (("keys", "rotate"), 2, "no rotation was interrupted"),
        (("keys", "wrap", "--for", "nowhere.pub", "-o", "x"), 2, "can't be read"),
        (("keys", "unwrap", "nowhere"), 2, "can't be read"),
        (("keys", "give-away", "--fingerprint", "0000"), 2, "isn't the fingerprint"),
        (("vault", "expire"), 1, "sets no term"),
    ],
)
def test_misuse_is_one_line(centre: Command, words: tuple[str, ...], code: int, said: str) -> None:
    refused = centre(*words, code=code)
    assert said in refused.err
    assert refused.err.count("\n") == 1


def rotated_everywhere(centre: Command, what: Rotated) -> int:
    """Rotate, ended at every step in turn; how many steps there were."""
    home, steps = Home(centre.home), 0
    while True:
        end = End(steps)
        try:
            rotate(home, None if rotating(home.keys).exists() else what, on_step=end)
        except KeyboardInterrupt:
            steps += 1
        else:
            return steps


class End:
    """Ends what it is told of after so many steps."""

    def __init__(self, after: int) -> None:
        self.left = after

    def __call__(self, _name: str, _done: int, _total: int) -> None:
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt


def test_rotated_and_ended_at_every_step_the_same_people_stay_the_same(files: Path, tmp_path: Path) -> None:
    with new_home(tmp_path / "home") as centre, new_home(tmp_path / "fresh") as fresh:
        centre("ingest", files, code=0)
        old = seal_all(sender_of(centre, tmp_path), files, tmp_path / "old")
        wanted = centre("export", "links", "--purpose", "x", "--with-references").rows()
        plain = centre("export", "links", "--purpose", "x").rows()
        alerts = centre("export", "alerts").rows()
        for what, versions in ((Rotated.REGION, (2, 2)), (Rotated.CENTRE, (3, 2)), (Rotated.VAULT, (3, 2)),
                               (Rotated.REFERENCES, (3, 2))):  # fmt: skip
            assert rotated_everywhere(centre, what) > 4
            keys = load_keyring(Home(centre.home).keys)
            assert (keys.version, keys.region_version) == versions
        assert sorted_rows(centre("export", "links", "--purpose", "x", "--with-references").rows()) == sorted_rows(
            wanted
        )
        after = centre("export", "links", "--purpose", "x").rows()
        assert {r["encounter_ref"][:2] for r in after} == {"3-"}
        assert {r["person_id"] for r in after} == {r["person_id"] for r in plain}
        assert centre("export", "alerts").rows() == alerts
        before = centre.digest()
        for again in (files, old):
            assert outcomes(centre("ingest", again, "--json", code=0).out) == {"unchanged"}
        assert centre.digest() == before
        keys_of(centre, fresh)
        fresh("ingest", files, code=0)
        assert known(fresh) == known(centre)
        centre("keys", "retire", code=0)
        refused = centre("ingest", old, code=3)
        assert "sealed with version 1" in refused.err
        Home(fresh.home).keys.unlink()


def known(waterbed: Command) -> list[str]:
    """What a digest is made of, but for which of two encounters at one moment decides a reappearance: ids break that tie."""
    with opened_graph(Home(waterbed.home)) as db:
        lines = list(_lines(db))
    return sorted(_without_tie(line) if line.startswith("reappearance ") else line for line in lines)


def _without_tie(line: str) -> str:
    content = json.loads(line.removeprefix("reappearance "))
    return json.dumps(
        {k: v for k, v in content.items() if k not in ("deciding_encounter", "encounters")}, sort_keys=True
    )


def sorted_rows(rows: list[dict[str, str]]) -> list[list[tuple[str, str]]]:
    return sorted(sorted(row.items()) for row in rows)


def test_a_rotation_that_was_killed_lets_nothing_else_in_until_it_is_finished(files: Path, tmp_path: Path) -> None:
    with new_home(tmp_path / "home") as centre:
        centre("ingest", files / FILES[2], code=0)
        code = (
            "import os, sys; from pathlib import Path; from api.home import Home; from api.jobs.rotate import rotate\n"
            "from ingest.key_rotation import Rotated\n"
            "def step(name, done, total):\n"
            "    if name == 'graph' and done: os._exit(9)\n"
            "rotate(Home(Path(sys.argv[1])), Rotated.CENTRE, on_step=step)\n"
        )
        ran = subprocess.run([sys.executable, "-c", code, str(centre.home)], capture_output=True, check=False)
        assert ran.returncode == 9
        for words in (("ingest", files), ("export", "links", "--purpose", "x"), ("vault", "status"), ("keys", "show")):
            assert "a rotation of the keys was interrupted" in centre(*words, code=3).err
        with pytest.raises(UsageError, match="finishes it first"):
            rotate(Home(centre.home), Rotated.CENTRE, on_step=End(9))
        centre("keys", "rotate", code=0)
        assert outcomes(centre("ingest", files / FILES[2], "--json", code=0).out) == {"unchanged"}


def test_a_centre_that_gave_the_region_key_away_takes_sealed_files_alone(files: Path, tmp_path: Path) -> None:
    with new_home(tmp_path / "home") as centre:
        keeper = sender_of(centre, tmp_path)
        sealed = seal_all(keeper, files, tmp_path / "sealed")
        fingerprint = keeper("keys", "show", code=0).out.split("region")[1].split(",")[1].split()[0]
        centre("keys", "give-away", "--fingerprint", fingerprint, code=0)
        assert "given its region key away" in centre("ingest", files, code=3).err
        centre("ingest", sealed, code=0)
        other = Command(tmp_path / "another", {})
        (tmp_path / "another.pub").write_text(other("keys", "sender-new", code=0).out)
        keeper("keys", "wrap", "--for", tmp_path / "another.pub", "-o", tmp_path / "w", code=0)
        other("keys", "unwrap", tmp_path / "w", code=0)
        assert (
            "given the region key away"
            in centre("keys", "wrap", "--for", tmp_path / "another.pub", "-o", "x", code=3).err
        )


def test_tokens_over_their_term_leave_the_vault_and_the_encounters_stay(files: Path, tmp_path: Path) -> None:
    with new_home(tmp_path / "home") as centre:
        centre("ingest", files, code=0)
        digest, held = centre.digest(), centre("vault", "status", code=0).out
        Home(centre.home).policy.write_text(
            'purposes = ["signalering_mensenhandel"]\nplain_ingest = true\nvault_days = 1\n[bases]\n"WGS art. 2.24" = 0\n'
        )
        gone = centre("vault", "expire", code=0).out
        assert gone.split()[0] != "0"
        assert gone.split()[0] == held.split()[1]
        assert centre("vault", "status", code=0).out.split()[1] == "0"
        assert centre.digest() == digest
