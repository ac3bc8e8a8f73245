"""How a sender comes by the region's key: wrapped for the sender's own key, so that it opens for nobody else.

The sender makes a pair of X25519 keys and gives the public one; the region's key comes back wrapped by HPKE (RFC 9180).
That shows nobody the key and shows a change on the way, but not who wrapped it: for that, people at both ends compare
the fingerprint that both see.
"""

import base64
import json
import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from graph.errors import KeyringMissing, KeyringWeak, UsageError
from ingest.keyring import load_region_key, refuse_existing, write_region_key, write_secret
from ingest.keys import RegionKey, fingerprint
from ingest.sealing.envelope import Unopened, unwrapped, wrapped
from ingest.stages import KEY_BYTES

PUBLIC_PREFIX = "waterbed-sender-1:"
_FOR = b"waterbed region key 1"


def new_sender(path: Path, *, random_bytes: Callable[[int], bytes] = secrets.token_bytes) -> str:
    """Make a sender's pair of keys; the public one, as a line to be sent.

    Raises
    ------
    UsageError
        When there is a pair already.
    """
    refuse_existing(path)
    private = random_bytes(KEY_BYTES)
    write_secret(path, {"role": "sender's own", "private": private.hex()})
    return public_line(private)


def public_line(private: bytes) -> str:
    """Public key of a private one, as a line."""
    return PUBLIC_PREFIX + X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw().hex()


def read_public(text: str) -> bytes:
    """Public key of a sender, of its line.

    Raises
    ------
    UsageError
        When the text is none.
    """
    said = text.strip()
    try:
        key = bytes.fromhex(said.removeprefix(PUBLIC_PREFIX)) if said.startswith(PUBLIC_PREFIX) else b""
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES or not any(key):
        message = "this isn't the public key of a sender: it is the line that `waterbed keys sender-new` printed there"
        raise UsageError(message)
    return key


def public_fingerprint(public: bytes) -> str:
    """Fingerprint of a sender's public key, for people to compare."""
    return fingerprint(b"sender", public)


def wrap_region_key(key: RegionKey, public: bytes) -> bytes:
    """The region's key as a file for one sender."""
    said = {"region": key.base.hex(), "layers": [layer.hex() for layer in key.layers], "box": key.box.hex()}
    try:
        sealed = wrapped(json.dumps(said).encode(), public, _FOR)
    except ValueError:
        message = "this isn't a public key that anything can be wrapped for: have the sender make another"
        raise UsageError(message) from None
    content = {"region key version": key.version, "wrapped": base64.b64encode(sealed).decode()}
    return json.dumps(content, indent=1).encode() + b"\n"


def unwrap_region_key(text: bytes, own: Path, into: Path) -> RegionKey:
    """Unwrap the region's key with a sender's own, and keep it.

    Parameters
    ----------
    text
        The file that was wrapped.
    own
        File of the sender's pair.
    into
        File of keys to be written: there may be none, or those of an earlier version of the same region's.

    Raises
    ------
    KeyringMissing
        When there is no pair.
    KeyringWeak
        When the file was wrapped for another sender, or changed.
    UsageError
        When the home has other keys already.
    """
    private = load_own(own)
    try:
        content: Any = json.loads(text)
        said = json.loads(unwrapped(base64.b64decode(content["wrapped"], validate=True), private, _FOR))
        layers = tuple(bytes.fromhex(layer) for layer in said["layers"])
        key = RegionKey(bytes.fromhex(said["region"]), layers, bytes.fromhex(said["box"]))
    except (Unopened, ValueError, KeyError, TypeError):
        message = "this isn't a region key for this sender: it was wrapped for another, or changed on its way"
        raise KeyringWeak(message) from None
    if into.exists():
        _refuse_other(into, key)
    write_region_key(into, key)
    return key


def _refuse_other(path: Path, key: RegionKey) -> None:
    if json.loads(path.read_text(encoding="utf-8")).get("role") != "sender":
        message = f"{path} holds the keys of an installation: a sender needs a home of its own"
        raise UsageError(message)
    before = load_region_key(path)
    if before.mark() != key.mark() or before.version > key.version:
        message = f"{path} holds the key of another region, or a newer one: move it away if you mean it"
        raise UsageError(message)


def load_own(path: Path) -> bytes:
    """A sender's private key.

    Raises
    ------
    KeyringMissing
        When there is none.
    KeyringWeak
        When the file can't be understood.
    """
    try:
        private = bytes.fromhex(json.loads(path.read_text(encoding="utf-8"))["private"])
    except FileNotFoundError:
        message = f"no keys of a sender at {path}: make them with `waterbed keys sender-new`"
        raise KeyringMissing(message) from None
    except (ValueError, KeyError, TypeError):
        private = b""
    if len(private) != KEY_BYTES:
        message = f"{path} doesn't hold the keys of a sender: make new ones in another home"
        raise KeyringWeak(message)
    return private
