import json
from collections.abc import Callable
from pathlib import Path

import pytest

from api.delivery.keys import AlertKeys, load_keys, new_keys, retire, rotate, share
from api.delivery.plan import Medium, Target
from graph.errors import KeyringMissing, KeyringWeak, UsageError


def draws(start: int = 0) -> Callable[[int], bytes]:
    numbers = iter(range(start, start + 9))
    return lambda n: bytes((next_ + i) % 256 for next_ in [7 * next(numbers)] for i in range(n))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "alert-keys.json"
    new_keys(file, random_bytes=draws())
    return file


def test_a_key_is_replaced_in_two_steps(path: Path) -> None:
    (old,) = load_keys(path).signing
    new, also = rotate(path, random_bytes=draws(5)).signing
    assert (also, new != old) == (old, True)
    with pytest.raises(UsageError, match="retire"):
        rotate(path)
    assert retire(path).signing == (new,) == load_keys(path).signing
    with pytest.raises(UsageError, match="one key only"):
        retire(path)


def test_a_shared_secret_signs_for_its_recipient_alone(path: Path) -> None:
    keys = share(path, "GM0599", random_bytes=draws(3))
    for recipient, count in (("GM0599", 2), ("GM0502", 1)):
        assert len(keys.keys_for(Target(recipient, Medium.WEBHOOK, "https://x.example/"))) == count
    assert load_keys(path) == keys


def test_keys_are_for_their_owner_and_never_overwritten(path: Path) -> None:
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(UsageError, match="exists"):
        new_keys(path)
    path.chmod(0o644)
    with pytest.raises(KeyringWeak, match="chmod"):
        load_keys(path)


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{}", '{"signing": [], "shared": {}}', '{"signing": ["00"], "shared": {}}',
        json.dumps({"signing": ["00" * 32], "shared": {}}), json.dumps({"signing": ["x"], "shared": {}}),
        json.dumps({"signing": [bytes(range(32)).hex()] * 3, "shared": {}}),
        json.dumps({"signing": [bytes(range(32)).hex()], "shared": {"GM0599": "ab"}}),
        json.dumps({"signing": [bytes(range(32)).hex()], "shared": []}),
    ],
)  # fmt: skip
def test_what_is_no_file_of_keys_is_refused(path: Path, content: str) -> None:
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KeyringWeak, match="not a file of keys"):
        load_keys(path)


def test_without_keys_it_says_how_to_make_them(tmp_path: Path) -> None:
    with pytest.raises(KeyringMissing, match="alerts keys --new"):
        load_keys(tmp_path / "gone")


def test_keys_hide_themselves(path: Path) -> None:
    keys = load_keys(path)
    assert isinstance(keys, AlertKeys)
    assert keys.signing[0].secret.hex() not in repr(keys)
    assert "b'" not in repr(keys)
