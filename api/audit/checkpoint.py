"""A checkpoint: how far the log went at a moment, signed, so that who holds a copy of it can tell when lines are gone.

The signature is ed25519 (RFC 8032) under a key that follows from the home's audit key; its public half is given away
freely, so that a copy is proven by who can't write lines. It is over the domain below and the canonical JSON (sorted
keys, no spaces) of ``seq`` and ``hash``.
"""

import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from api.audit.entry import GENESIS

DOMAIN: Final = b"waterbed audit checkpoint\x1f"
_SEED_DOMAIN = b"audit checkpoint signing key"
_SEAL_DOMAIN = b"audit checkpoint\x1f"
_HASH_CHARACTERS = len(GENESIS)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The last line there was at a moment: its number and hash, and the signature over both (hexadecimal)."""

    seq: int
    hash: str
    signature: str


@lru_cache(maxsize=8)
def public_key(key: bytes) -> str:
    """Public half of the pair that checkpoints are signed with (hexadecimal). ``key``: the home's audit key, 32 bytes."""
    return _pair(key).public_key().public_bytes_raw().hex()


def signed_checkpoint(key: bytes, seq: int, last_hash: str) -> Checkpoint:
    """Checkpoint after line ``seq``; 0 and :data:`GENESIS` before the first."""
    return Checkpoint(seq, last_hash, _pair(key).sign(_said(seq, last_hash)).hex())


def checkpoint_text(checkpoint: Checkpoint) -> str:
    """Checkpoint as one line of JSON."""
    return json.dumps({"seq": checkpoint.seq, "hash": checkpoint.hash, "signature": checkpoint.signature}) + "\n"


def parsed_checkpoint(text: str | bytes, key: bytes) -> Checkpoint | None:
    """Checkpoint from its text; None where the home with this audit key didn't sign it.

    Homes of before signatures have one with a seal (HMAC-SHA-256 under the audit key), which counts until the next line
    replaces it.
    """
    try:
        said = json.loads(text)
        if "seal" in said:
            return signed_checkpoint(key, said["seq"], said["hash"]) if _is_sealed(said, key) else None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    return proven_checkpoint(said, public_key(key))


def proven_checkpoint(said: Mapping[str, Any], public: str) -> Checkpoint | None:
    """Checkpoint from its JSON, by the ``public`` key alone; None where its holder didn't sign it."""
    try:
        checkpoint = Checkpoint(said["seq"], said["hash"], said["signature"])
        if type(checkpoint.seq) is not int or len(checkpoint.hash) != _HASH_CHARACTERS:
            return None
        signature = bytes.fromhex(checkpoint.signature)
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(public)).verify(
            signature, _said(checkpoint.seq, checkpoint.hash)
        )
    except (InvalidSignature, ValueError, KeyError, TypeError, AttributeError):
        return None
    return checkpoint


@lru_cache(maxsize=8)
def _pair(key: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(hmac.digest(key, _SEED_DOMAIN, "sha256"))


def _said(seq: int, last_hash: str) -> bytes:
    return DOMAIN + _canonical({"seq": seq, "hash": last_hash})


def _canonical(said: Mapping[str, Any]) -> bytes:
    return json.dumps(said, sort_keys=True, separators=(",", ":")).encode()


def _is_sealed(said: Mapping[str, Any], key: bytes) -> bool:
    seal = hmac.digest(key, _SEAL_DOMAIN + _canonical({"seq": said["seq"], "hash": said["hash"]}), "sha256").hex()
    return type(said["seq"]) is int and hmac.compare_digest(said["seal"].encode(), seal.encode())
