import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.errors import KeyringMismatch, KeyringMissing, KeyringWeak, UsageError
from ingest.key_rotation import Rotated, following
from ingest.keyring import Keyring, load_keyring, new_keyring, rotating, write_keyring


def keyring_of(seed: int) -> Keyring:
    return Keyring(*(bytes((seed * 7 + i * j * 13 + j) % 256 for j in range(32)) for i in range(1, 6)))


def test_new_keys_are_read_back_and_lie_closed(tmp_path: Path) -> None:
    path = tmp_path / "home" / "keys.json"
    made = new_keyring(path)
    assert path.stat().st_mode & 0o777 == 0o600
    assert load_keyring(path).fingerprint() == made.fingerprint()
    assert made.region.hex() not in repr(made)


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    new_keyring(tmp_path / "keys.json")
    with pytest.raises(UsageError, match="never overwritten"):
        new_keyring(tmp_path / "keys.json")


def test_missing_keys_say_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(KeyringMissing, match="waterbed keys new"):
        load_keyring(tmp_path / "keys.json")


@pytest.mark.parametrize(
    "key",
    ["", "00" * 32, "ab" * 16, b"change-me-change-me-change-me-ok".hex(), bytes(range(32)).hex(), "zz", 7, None],
)
def test_short_and_guessable_keys_are_refused(tmp_path: Path, key: object) -> None:
    path = tmp_path / "keys.json"
    new_keyring(path)
    content = json.loads(path.read_text())
    content["centre"] = key
    path.write_text(json.dumps(content))
    with pytest.raises(KeyringWeak):
        load_keyring(path)


def test_keys_that_others_can_read_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    new_keyring(path)
    path.chmod(0o644)
    with pytest.raises(KeyringWeak, match="read by others"):
        load_keyring(path)


def test_one_key_for_two_purposes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    new_keyring(path)
    content = json.loads(path.read_text())
    content["centre"] = content["region"]
    path.write_text(json.dumps(content))
    with pytest.raises(KeyringWeak, match="same"):
        load_keyring(path)


@given(st.text(max_size=20), st.text(max_size=20))
@settings(derandomize=True)
def test_tokens_depend_on_value_domain_and_both_keys(one: str, other: str) -> None:
    keys, others = keyring_of(1), keyring_of(2)
    assert (keys.token("a", one) == keys.token("a", other)) == (one == other)
    assert keys.token("a", one) != keys.token("b", one)
    assert keys.token("a", one) != others.token("a", one)
    same_region = Keyring(keys.region, others.centre, keys.vault, keys.references, keys.audit)
    same_centre = Keyring(others.region, keys.centre, keys.vault, keys.references, keys.audit)
    assert len({k.token("a", one) for k in (keys, same_region, same_centre)}) == 3


def test_rotated_keys_are_read_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = new_keyring(path)
    for what in Rotated:
        keys = following(keys, what)
    keys = replace(keys, oldest_region=2)
    write_keyring(path, keys)
    read = load_keyring(path)
    assert read == keys
    assert (read.version, read.region_version, read.oldest_region) == (3, 2, 2)
    assert read.token("a", "b") == keys.token("a", "b")


def test_a_weak_layer_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    new_keyring(path)
    content = json.loads(path.read_text())
    for layers in (["00" * 32], ["ab"], [content["centre"]], [7], "x"):
        path.write_text(json.dumps(content | {"centre_layers": layers}))
        with pytest.raises(KeyringWeak):
            load_keyring(path)


def test_keys_in_the_middle_of_a_rotation_open_nothing(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = new_keyring(path)
    write_keyring(rotating(path), following(keys, Rotated.CENTRE))
    with pytest.raises(KeyringMismatch, match="waterbed keys rotate"):
        load_keyring(path)
    assert load_keyring(path, in_rotation=True) == keys


def test_a_region_key_that_was_given_away_is_missing_and_known(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    keys = new_keyring(path)
    write_keyring(path, replace(keys, region=b""))
    read = load_keyring(path)
    assert (read.mark, read.fingerprint(), read.region) == (keys.mark, keys.fingerprint(), b"")
    for use in (lambda: read.token("a", "b"), read.region_key, lambda: following(read, Rotated.REGION)):
        with pytest.raises(KeyringMissing, match="given the region key away"):
            use()
    content = json.loads(path.read_text())
    path.write_text(json.dumps(content | {"mark": ""}))
    with pytest.raises(KeyringWeak):
        load_keyring(path)
