"""Files of keys: made, read, replaced, and refused where a key in them is none."""

import itertools
import json
import os
import secrets
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from graph.errors import KeyringError, KeyringMismatch, KeyringMissing, KeyringWeak, UsageError
from ingest.keys import Keyring, RegionKey
from ingest.stages import KEY_BYTES

__all__ = [
    "Keyring",
    "RegionKey",
    "load_keyring",
    "load_region_key",
    "new_keyring",
    "rotating",
    "write_keyring",
    "write_region_key",
]

_SINGLE = ("region", "centre", "vault", "references", "audit", "box")
_LAYERS = ("region_layers", "centre_layers")


def rotating(path: Path) -> Path:
    """File of the keys that a rotation leads to, beside those it comes from; there while it isn't finished."""
    return path.with_name(f"{path.stem}.rotating{path.suffix}")


def new_keyring(path: Path, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> Keyring:
    """Make new keys and write them to a file that only its owner can read.

    Parameters
    ----------
    path
        File to write; its folder is made when missing.
    random_bytes
        Source of randomness: given a length, that many bytes.

    Raises
    ------
    UsageError
        When the file exists: overwriting keys would orphan everything made with them.
    """
    refuse_existing(path)
    keyring = Keyring(*(random_bytes(KEY_BYTES) for _ in _SINGLE))
    write_keyring(path, keyring)
    return keyring


def refuse_existing(path: Path) -> None:
    """Refuse to write keys where there are some."""
    if path.exists():
        message = f"{path} exists; keys are never overwritten: move the file away if you mean it"
        raise UsageError(message)


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Write the keys of an installation: the whole file, or what was there before."""
    content: dict[str, Any] = {"role": "centre", "version": keyring.version, "region_version": keyring.region_version}
    for purpose in _SINGLE:
        content[purpose] = getattr(keyring, purpose).hex()
    for purpose in _LAYERS:
        content[purpose] = [key.hex() for key in getattr(keyring, purpose)]
    write_secret(path, content | {"oldest_region": keyring.oldest_region, "mark": keyring.mark})


def write_region_key(path: Path, key: RegionKey) -> None:
    """Write the keys of a sender."""
    content = {
        "role": "sender",
        "region_version": key.version,
        "region": key.base.hex(),
        "region_layers": [layer.hex() for layer in key.layers],
        "box_public": key.box.hex(),
    }
    write_secret(path, content)


def write_secret(path: Path, content: Mapping[str, Any]) -> None:
    """Write JSON for its owner's eyes, beside and then renamed, so that a crash leaves it old or new.

    Raises
    ------
    KeyringError
        When it can't be written.
    """
    temporary = path.with_suffix(".new")
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        temporary.unlink(missing_ok=True)
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
            json.dump(content, stream, indent=1)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.rename(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        message = f"{path} can't be written ({error.strerror}): make room, or choose another home"
        raise KeyringError(message) from None


def load_keyring(path: Path, *, in_rotation: bool = False) -> Keyring:
    """Read the keys of an installation.

    Parameters
    ----------
    path
        The file.
    in_rotation
        Whether the caller is the rotation itself, which alone may read keys while one is unfinished.

    Raises
    ------
    KeyringMissing
        When there is no file, or only a sender's.
    KeyringMismatch
        When a rotation of the keys isn't finished.
    KeyringWeak
        When the file can be read by others, can't be understood, or holds a key that is short, repeated or guessable.
    """
    content = _content(path)
    if content.get("role") == "sender":
        message = f"{path} holds the keys of a sender: this home can seal, and nothing else"
        raise KeyringMissing(message)
    if rotating(path).exists() and not in_rotation:
        message = "a rotation of the keys was interrupted: `waterbed keys rotate` finishes it"
        raise KeyringMismatch(message)
    try:
        keys = {purpose: bytes.fromhex(content[purpose]) for purpose in _SINGLE}
        layers = {name: tuple(bytes.fromhex(key) for key in content.get(name, ())) for name in _LAYERS}
        oldest, mark = int(content.get("oldest_region", 1)), str(content.get("mark", ""))
        given_away = keys["region"] == b"" and bool(mark)
        named = {p: k for p, k in keys.items() if not (p == "region" and given_away)}
        named |= {f"{name} {i}": key for name in _LAYERS for i, key in enumerate(layers[name], start=2)}
        _refuse_weak(named, path)
        region_layers, centre_layers = (layers[name] for name in _LAYERS)
        return Keyring(
            *(keys[purpose] for purpose in _SINGLE),
            region_layers=region_layers,
            centre_layers=centre_layers,
            oldest_region=oldest,
            mark=mark,
        )
    except (ValueError, KeyError, TypeError):
        raise _not_keys(path) from None


def load_region_key(path: Path) -> RegionKey:
    """Read what a home seals with: a sender's keys, or the region key of an installation.

    Raises
    ------
    KeyringMissing, KeyringMismatch, KeyringWeak
        As :func:`load_keyring`; the first also where the installation has given its region key away.
    """
    content = _content(path)
    if content.get("role") != "sender":
        return load_keyring(path).region_key()
    try:
        key = RegionKey(
            bytes.fromhex(content["region"]),
            tuple(bytes.fromhex(layer) for layer in content["region_layers"]),
            bytes.fromhex(content["box_public"]),
        )
        named = {f"region {i}": k for i, k in enumerate((key.base, *key.layers), start=1)}
        _refuse_weak(named, path)
        if len(key.box) != KEY_BYTES:
            raise _not_keys(path)
    except (ValueError, KeyError, TypeError):
        raise _not_keys(path) from None
    return key


def _content(path: Path) -> dict[str, Any]:
    try:
        mode = path.stat().st_mode
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = (
            f"no keys at {path}: make them with `waterbed keys new`, or at a sender with `waterbed keys sender-new`"
        )
        raise KeyringMissing(message) from None
    except (ValueError, OSError):
        raise _not_keys(path) from None
    if not isinstance(content, dict):
        raise _not_keys(path)
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"{path} can be read by others: `chmod 600` it, and consider its keys known"
        raise KeyringWeak(message)
    return content


def _not_keys(path: Path) -> KeyringWeak:
    message = f"{path} is not a file of keys: restore it from your copy, or make new ones for an empty home"
    return KeyringWeak(message)


def _refuse_weak(keys: Mapping[str, bytes], path: Path) -> None:
    for purpose, key in keys.items():
        if len(key) < KEY_BYTES:
            message = f"the {purpose} key in {path} is too short: {KEY_BYTES} bytes are needed"
            raise KeyringWeak(message)
        # A random key of 32 bytes has fewer than 16 distinct bytes once in 10^13; text, counters of one byte and
        # repeated words have them always.
        is_text = all(32 <= byte < 127 for byte in key)
        is_run = len({(b - a) % 256 for a, b in itertools.pairwise(key)}) == 1
        if len(set(key)) < 16 or is_text or is_run:
            message = f"the {purpose} key in {path} is guessable: make keys with `waterbed keys new`"
            raise KeyringWeak(message)
    if len(set(keys.values())) < len(keys):
        message = f"two keys in {path} are the same: every purpose needs a key of its own"
        raise KeyringWeak(message)
