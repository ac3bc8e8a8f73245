import base64
import json
from pathlib import Path

import pytest

from graph.errors import KeyringMissing, KeyringWeak, UsageError
from ingest.handover import new_sender, public_fingerprint, read_public, unwrap_region_key, wrap_region_key
from ingest.key_rotation import Rotated, following
from ingest.keyring import load_keyring, load_region_key, new_keyring
from tests.factories import KEYS


def sender(folder: Path) -> tuple[Path, bytes]:
    line = new_sender(folder / "sender.json")
    return folder, read_public(line + "\n")


def test_the_key_arrives_at_its_sender_and_both_see_the_same_fingerprint(tmp_path: Path) -> None:
    home, public = sender(tmp_path)
    wrapped = wrap_region_key(KEYS.region_key(), public)
    assert KEYS.region.hex() not in wrapped.decode()
    assert KEYS.region not in base64.b64decode(json.loads(wrapped)["wrapped"])
    key = unwrap_region_key(wrapped, home / "sender.json", home / "keys.json")
    assert key == KEYS.region_key() == load_region_key(home / "keys.json")
    assert key.fingerprint() == KEYS.region_key().fingerprint()
    for path in (home / "keys.json", home / "sender.json"):
        assert path.stat().st_mode & 0o777 == 0o600
    assert KEYS.region.hex() not in repr(key) + repr(KEYS.region_key())


def test_a_sender_s_home_can_seal_and_nothing_else(tmp_path: Path) -> None:
    home, public = sender(tmp_path)
    unwrap_region_key(wrap_region_key(KEYS.region_key(), public), home / "sender.json", home / "keys.json")
    assert set(json.loads((home / "keys.json").read_text())) == {
        "role", "region_version", "region", "region_layers", "box_public",
    }  # fmt: skip
    with pytest.raises(KeyringMissing, match="can seal, and nothing else"):
        load_keyring(home / "keys.json")


def test_wrapped_for_one_it_opens_for_no_other(tmp_path: Path) -> None:
    _, public = sender(tmp_path / "a")
    other, _ = sender(tmp_path / "b")
    with pytest.raises(KeyringWeak, match="wrapped for another"):
        unwrap_region_key(wrap_region_key(KEYS.region_key(), public), other / "sender.json", other / "keys.json")
    assert not (other / "keys.json").exists()


def test_every_change_on_the_way_is_seen(tmp_path: Path) -> None:
    home, public = sender(tmp_path)
    wrapped = json.loads(wrap_region_key(KEYS.region_key(), public))
    sealed = base64.b64decode(wrapped["wrapped"])
    for at in range(0, len(sealed), 17):
        changed = bytearray(sealed)
        changed[at] ^= 1
        text = json.dumps(wrapped | {"wrapped": base64.b64encode(changed).decode()}).encode()
        with pytest.raises(KeyringWeak, match="changed on its way"):
            unwrap_region_key(text, home / "sender.json", home / "keys.json")
    for text in (b"", b"{}", b"[]", b"\xff", b'{"wrapped": 1}', b'{"wrapped": "AAAA"}'):
        with pytest.raises(KeyringWeak):
            unwrap_region_key(text, home / "sender.json", home / "keys.json")


def test_keys_that_are_there_give_way_to_newer_ones_of_the_same_region_alone(tmp_path: Path) -> None:
    home, public = sender(tmp_path)
    newer = following(KEYS, Rotated.REGION)

    def take(key_of: bytes) -> None:
        unwrap_region_key(key_of, home / "sender.json", home / "keys.json")

    take(wrap_region_key(KEYS.region_key(), public))
    take(wrap_region_key(newer.region_key(), public))
    assert load_region_key(home / "keys.json").version == 2
    for refused in (KEYS, new_keyring(tmp_path / "elsewhere" / "keys.json")):
        with pytest.raises(UsageError, match="another region, or a newer one"):
            take(wrap_region_key(refused.region_key(), public))
    centre = tmp_path / "centre" / "keys.json"
    new_keyring(centre)
    with pytest.raises(UsageError, match="a home of its own"):
        unwrap_region_key(wrap_region_key(KEYS.region_key(), public), home / "sender.json", centre)


def test_a_sender_s_pair_is_never_overwritten_and_must_be_there(tmp_path: Path) -> None:
    home, _ = sender(tmp_path)
    with pytest.raises(UsageError, match="never overwritten"):
        new_sender(home / "sender.json")
    with pytest.raises(KeyringMissing, match="sender-new"):
        unwrap_region_key(b"{}", tmp_path / "nowhere.json", tmp_path / "keys.json")
    (home / "sender.json").write_text("{}")
    with pytest.raises(KeyringWeak, match="doesn't hold"):
        unwrap_region_key(b"{}", home / "sender.json", home / "keys.json")


@pytest.mark.parametrize(
    "text", ["", "waterbed-sender-1:", "waterbed-sender-1:zz", "waterbed-sender-1:" + "00" * 32, "ab" * 32]
)
def test_what_is_no_public_key_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match="sender-new"):
        read_public(text)


def test_fingerprints_of_two_senders_differ(tmp_path: Path) -> None:
    assert len({public_fingerprint(sender(tmp_path / name)[1]) for name in "ab"}) == 2
