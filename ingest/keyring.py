"""The keys of an installation: who holds them can make tokens, so they lie outside the graph and have no default.

Tokens take two stages, both HMAC-SHA-256 with 256-bit keys. The *region* key is shared by the senders of a region,
which is what makes their tokens comparable; the *centre* key is the centre's alone and is applied on top before
anything is stored. So neither a sender, who lacks the centre key, nor a thief of the store, who lacks both, can try
names out. Every purpose and field has a domain of its own: a phone's token says nothing about the same digits
elsewhere. The vault, the references and the audit log have keys of their own.
"""

import hmac
import itertools
import json
import os
import secrets
import stat
from collections.abc import Callable
from dataclasses import dataclass, fields
from pathlib import Path

from graph.errors import KeyringMissing, KeyringWeak, UsageError

KEY_BYTES = 32
TOKEN_VERSION = "1"
"""Version of the keys a token was made with; stands before every token."""

_PURPOSES = ("region", "centre", "vault", "references", "audit")
_SEPARATOR = b"\x1f"


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The keys of one installation, 32 bytes each."""

    region: bytes
    centre: bytes
    vault: bytes
    references: bytes
    audit: bytes

    def __repr__(self) -> str:
        """Show that there are keys, never what they are."""
        return "Keyring(…)"

    def digest(self, domain: str, value: str) -> bytes:
        """Token of a value within a domain, 32 bytes, through both stages."""
        name = domain.encode() + _SEPARATOR
        at_sender = hmac.digest(self.region, name + value.encode(), "sha256")
        return hmac.digest(self.centre, name + at_sender, "sha256")

    def token(self, domain: str, value: str) -> str:
        """Token as text: its key version, a dash, and 128 bits in hexadecimal."""
        return f"{TOKEN_VERSION}-{self.digest(domain, value)[:16].hex()}"

    def number(self, domain: str, value: str) -> int:
        """Token as a signed 64-bit integer, for the columns that linkage compares."""
        return int.from_bytes(self.digest(domain, value)[:8], "big", signed=True)

    def small_number(self, domain: str, value: str) -> int:
        """Token as a signed 32-bit integer, for lists of many tokens per value."""
        return int.from_bytes(self.digest(domain, value)[:4], "big", signed=True)

    def fingerprint(self) -> str:
        """Token of a constant: says whether stored data were made with these keys, and nothing else."""
        return self.token("fingerprint", "waterbed")


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
    if path.exists():
        message = f"{path} exists; keys are never overwritten: move the file away if you mean it"
        raise UsageError(message)
    keyring = Keyring(**{purpose: random_bytes(KEY_BYTES) for purpose in _PURPOSES})
    content = {"version": TOKEN_VERSION} | {f.name: getattr(keyring, f.name).hex() for f in fields(keyring)}
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_suffix(".new")
    temporary.unlink(missing_ok=True)
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as stream:
        json.dump(content, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    temporary.rename(path)
    return keyring


def load_keyring(path: Path) -> Keyring:
    """Read the keys of an installation.

    Raises
    ------
    KeyringMissing
        When there is no file.
    KeyringWeak
        When the file can be read by others, can't be understood, or holds a key that is short, repeated or guessable.
    """
    try:
        mode = path.stat().st_mode
        content = json.loads(path.read_text(encoding="utf-8"))
        keys = {purpose: bytes.fromhex(content[purpose]) for purpose in _PURPOSES}
    except FileNotFoundError:
        message = f"no keys at {path}: make them with `waterbed keys new`"
        raise KeyringMissing(message) from None
    except (ValueError, KeyError, TypeError):
        message = f"{path} is not a file of keys: restore it from your copy, or make new ones for an empty home"
        raise KeyringWeak(message) from None
    if mode & (stat.S_IRWXG | stat.S_IRWXO):
        message = f"{path} can be read by others: `chmod 600` it, and consider its keys known"
        raise KeyringWeak(message)
    for purpose, key in keys.items():
        _refuse_weak(purpose, key, path)
    if len(set(keys.values())) < len(keys):
        message = f"two keys in {path} are the same: every purpose needs a key of its own"
        raise KeyringWeak(message)
    return Keyring(**keys)


def _refuse_weak(purpose: str, key: bytes, path: Path) -> None:
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
