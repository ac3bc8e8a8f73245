"""The keys that alerts are signed with: a pair of the installation's own, and secrets for receivers that need one.

They lie in a file of their own, for its owner alone. Keys are replaced in two steps: ``rotate`` puts a new one before
the old, and messages carry a signature of both; when every receiver trusts the new one, ``retire`` drops the old.
"""

import json
import secrets
import stat
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from api.delivery.plan import Target
from api.delivery.signature import KEY_BYTES, Key, SharedSecret, SigningKey
from graph.errors import KeyringMissing, KeyringWeak, UsageError
from ingest.keyring import write_secret

MOST_KEYS = 2


@dataclass(frozen=True, slots=True)
class AlertKeys:
    """Signing keys, the newest first, and shared secrets by recipient."""

    signing: tuple[SigningKey, ...]
    shared: Mapping[str, SharedSecret] = field(default_factory=dict)

    def keys_for(self, target: Target) -> tuple[Key, ...]:
        """Every key that signs what this target is sent."""
        secret = self.shared.get(target.recipient)
        return (*self.signing, secret) if secret else self.signing


def load_keys(path: Path) -> AlertKeys:
    """Read the keys that alerts are signed with.

    Raises
    ------
    KeyringMissing
        When there are none.
    KeyringWeak
        When the file can be read by others or isn't one of keys.
    """
    try:
        mode = path.stat().st_mode
        content = json.loads(path.read_text(encoding="utf-8"))
        signing = tuple(SigningKey(bytes.fromhex(key)) for key in content["signing"])
        shared = {name: SharedSecret(bytes.fromhex(key)) for name, key in content["shared"].items()}
    except FileNotFoundError:
        message = f"no keys at {path}: make them with `waterbed alerts keys --new`"
        raise KeyringMissing(message) from None
    except (ValueError, KeyError, TypeError, AttributeError, OSError):
        raise _not_keys(path) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = (
            f"{path} can be read by others: `chmod 600` it, and replace its keys with `waterbed alerts keys --rotate`"
        )
        raise KeyringWeak(message)
    every = [*(key.secret for key in signing), *(key.secret for key in shared.values())]
    if not signing or len(signing) > MOST_KEYS or any(len(key) != KEY_BYTES or len(set(key)) < 16 for key in every):
        raise _not_keys(path)
    return AlertKeys(signing, shared)


def new_keys(path: Path, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> AlertKeys:
    """Make a pair of keys where there is none.

    Raises
    ------
    UsageError
        When there is a file of keys.
    """
    if path.exists():
        message = f"{path} exists: replace the key in it with `waterbed alerts keys --rotate`"
        raise UsageError(message)
    return _written(path, AlertKeys((SigningKey(random_bytes(KEY_BYTES)),)))


def rotate(path: Path, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> AlertKeys:
    """Put a new key before the one that signs now; both sign from here on.

    Raises
    ------
    UsageError
        When a rotation is under way.
    """
    keys = load_keys(path)
    if len(keys.signing) >= MOST_KEYS:
        message = "two keys sign already: end that rotation with `waterbed alerts keys --retire`"
        raise UsageError(message)
    return _written(path, replace(keys, signing=(SigningKey(random_bytes(KEY_BYTES)), *keys.signing)))


def retire(path: Path) -> AlertKeys:
    """Drop the old key of a rotation.

    Raises
    ------
    UsageError
        When there is only one.
    """
    keys = load_keys(path)
    if len(keys.signing) == 1:
        message = "there is one key only: begin a rotation with `waterbed alerts keys --rotate`"
        raise UsageError(message)
    return _written(path, replace(keys, signing=keys.signing[:1]))


def share(path: Path, recipient: str, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> AlertKeys:
    """Make a new shared secret for a recipient whose library checks no other signature, in place of an earlier one."""
    keys = load_keys(path)
    return _written(path, replace(keys, shared={**keys.shared, recipient: SharedSecret(random_bytes(KEY_BYTES))}))


def _written(path: Path, keys: AlertKeys) -> AlertKeys:
    content = {
        "signing": [key.secret.hex() for key in keys.signing],
        "shared": {name: key.secret.hex() for name, key in sorted(keys.shared.items())},
    }
    write_secret(path, content)
    return keys


def _not_keys(path: Path) -> KeyringWeak:
    return KeyringWeak(
        f"{path} is not a file of keys for alerts: restore it from your copy, or move it away and make new ones"
    )
