import errno
import os
from pathlib import Path

import pyarrow as pa
import pytest

from graph.errors import VaultError
from ingest.key_rotation import Rotated, following, raised_table
from ingest.linkage.tokens import SCHEMA, Tokeniser
from ingest.linkage.vault import MOST_SMALL, Vault
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


def filled(directory: Path, segments: int) -> Vault:
    """Vault of many segments, some of whose encounters were written twice."""
    tokens, store = Tokeniser(KEYS), vault(directory)
    for i in range(segments):
        names = [f"e{i:03d}", f"e{max(0, i - 3):03d}"]
        store.append(f"s{i:03d}", tokens.table([report(given_name=f"N{i}{n}") for n in names], names))
    return store


def test_put_together_it_says_the_same_in_fewer_files(tmp_path: Path) -> None:
    store = filled(tmp_path, MOST_SMALL + 5)
    before = store.read()
    store.compact()
    assert len(list(tmp_path.iterdir())) == 1
    assert store.read().equals(before)
    later = Tokeniser(KEYS).table([report(given_name="Later")], ["e001"])
    store.append("later", later)
    assert store.read().slice(1, 1)["given_exact"].to_pylist() == later["given_exact"].to_pylist()
    assert len(store.encounters()) == len(before)


def test_ended_while_it_was_put_together_it_says_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = filled(tmp_path, MOST_SMALL + 5)
    before = store.read()
    left = 7

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise KeyboardInterrupt
        os.unlink(path)  # noqa: PTH108 - the method itself is replaced
        assert not missing_ok

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", unlink)
        with pytest.raises(KeyboardInterrupt):
            store.compact()
    assert store.read().equals(before)
    store.compact()
    assert store.read().equals(before)


def test_tokens_of_another_version_aren_t_read_as_if_they_were_of_this(tmp_path: Path) -> None:
    vault(tmp_path).append("one", Tokeniser(KEYS).table([report(given_name="A")], ["a"]))
    with pytest.raises(VaultError, match="another version"):
        Vault(tmp_path, KEYS.vault, SCHEMA, version=2).read()


@pytest.mark.parametrize("what", [Rotated.CENTRE, Rotated.VAULT])
def test_taken_over_to_other_keys_it_says_the_same_wherever_that_was_ended(tmp_path: Path, what: Rotated) -> None:
    after = following(KEYS, what)
    stage = after.centre_stage
    ids = [KEYS.token("encounter", str(i)) for i in range(4)]
    people = [report(given_name=name, phones=("+31600000115",)) for name in "ABCD"]
    old = vault(tmp_path)
    for i in range(4):
        old.append(f"{ids[i]}-{i:07d}", Tokeniser(KEYS).table([people[i], people[0]], [ids[i], ids[0]]))
    new = Vault(tmp_path, after.vault, SCHEMA, version=after.version)
    wanted = Tokeniser(after).table(people, [stage.raised(i) for i in ids]).sort_by("encounter")

    def change(table: pa.Table) -> pa.Table:
        return table if after.version == KEYS.version else raised_table(table, stage, since=KEYS.version)

    for end in range(5):

        def step(done: int, _total: int, end: int = end) -> None:
            if done == end:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            new.rekey(old, rename=stage.all_raised, change=change, on_step=step)
    new.rekey(old, rename=stage.all_raised, change=change, on_step=lambda _d, _t: None)
    read = new.read()
    assert [{k: _as_set(v) for k, v in row.items()} for row in read.to_pylist()] == [
        {k: _as_set(v) for k, v in row.items()} for row in wanted.to_pylist()
    ]
    assert len(list(tmp_path.iterdir())) == 4
    with pytest.raises(VaultError):
        old.read()


def _as_set(value: object) -> object:
    return sorted(value) if isinstance(value, list) else value


def test_dropped_rows_are_counted(tmp_path: Path) -> None:
    store = filled(tmp_path, 3)
    assert store.drop(["e001", "nobody"]) == 1
    assert store.drop([]) == 0
    assert store.size()[0] == 3
