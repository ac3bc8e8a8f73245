import errno
import os
from pathlib import Path

import pytest

from graph.errors import VaultError
from ingest.linkage.tokens import SCHEMA, Tokeniser
from ingest.linkage.vault import Vault
from tests.factories import KEYS, report


def vault(directory: Path, key: bytes = KEYS.vault) -> Vault:
    return Vault(directory, key, SCHEMA)


def test_the_segment_written_last_says_what_an_encounter_is(tmp_path: Path) -> None:
    tokens = Tokeniser(KEYS)
    first = tokens.table([report(given_name="Zlatka"), report(given_name="Bianca")], ["a", "b"])
    later = tokens.table([report(given_name="Zlata")], ["a"])
    store = vault(tmp_path / "vault")
    assert len(store.read()) == 0
    store.append("one", first)
    store.append("two", later)
    store.append("two", later)
    read = store.read()
    assert read["encounter"].to_pylist() == ["a", "b"]
    assert read["given_exact"][0] == later["given_exact"][0]


def test_no_plain_text_and_no_token_lies_open(tmp_path: Path) -> None:
    table = Tokeniser(KEYS).table([report(given_name="Zlatka")], ["encounter-a"])
    vault(tmp_path).append("one", table)
    (path,) = tmp_path.iterdir()
    content = path.read_bytes()
    assert path.stat().st_mode & 0o777 == 0o600
    for hidden in (
        b"Zlatka",
        b"zlatka",
        b"encounter-a",
        table["given_exact"][0].as_py().to_bytes(8, "little", signed=True),
    ):
        assert hidden not in content


def test_another_key_or_a_changed_byte_is_said_in_one_line(tmp_path: Path) -> None:
    vault(tmp_path).append("one", Tokeniser(KEYS).table([report(given_name="Zlatka")], ["a"]))
    with pytest.raises(VaultError, match="another key"):
        vault(tmp_path, KEYS.references).read()
    (path,) = tmp_path.iterdir()
    content = bytearray(path.read_bytes())
    content[-1] ^= 1
    path.write_bytes(content)
    with pytest.raises(VaultError, match="damaged"):
        vault(tmp_path).read()


def test_what_is_dropped_is_in_no_segment(tmp_path: Path) -> None:
    tokens = Tokeniser(KEYS)
    store = vault(tmp_path)
    store.append("one", tokens.table([report(given_name="A"), report(given_name="B")], ["a", "b"]))
    store.append("two", tokens.table([report(given_name="AA")], ["a"]))
    store.drop(["a"])
    assert store.read()["encounter"].to_pylist() == ["b"]
    store.drop(["b"])
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(VaultError, match="free the disk"):
        vault(tmp_path).append("one", Tokeniser(KEYS).table([report(given_name="A")], ["a"]))
    assert list(tmp_path.iterdir()) == []
