"""Signatures of messages by Standard Webhooks 1.0: who sent it, that nothing was changed, and when.

Signed is ``id.timestamp.body``. With a key pair (Ed25519, ``v1a``) the receiver holds nothing that could forge; with a
shared secret (HMAC-SHA-256, ``v1``) it does, but libraries that only know that form can check it. While a key is being
replaced a message carries a signature of each, and one that fits is enough.

Source: Standard Webhooks specification 1.0.0, sections on headers and signature schemes.
"""

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

TOLERANCE = timedelta(minutes=5)
"""How far the moment of sending may lie from the receiver's clock."""

PRIVATE, PUBLIC, SHARED = "whsk_", "whpk_", "whsec_"
"""What keys begin with when written down."""
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private Ed25519 key."""

    secret: bytes = field(repr=False)

    @property
    def public(self) -> str:
        """Its public half as receivers write it down."""
        public = Ed25519PrivateKey.from_private_bytes(self.secret).public_key()
        return PUBLIC + base64.b64encode(public.public_bytes_raw()).decode()

    def signature(self, content: bytes) -> str:
        """Signature of a content, with the name of its scheme."""
        signed = Ed25519PrivateKey.from_private_bytes(self.secret).sign(content)
        return f"v1a,{base64.b64encode(signed).decode()}"


@dataclass(frozen=True, slots=True)
class SharedSecret:
    """A secret that sender and receiver share, of 24 to 64 bytes."""

    secret: bytes = field(repr=False)

    def signature(self, content: bytes) -> str:
        """Signature of a content, with the name of its scheme."""
        return f"v1,{base64.b64encode(hmac.digest(self.secret, content, 'sha256')).decode()}"


Key = SigningKey | SharedSecret


def headers(message_id: str, body: bytes, keys: Sequence[Key], *, at: datetime) -> dict[str, str]:
    """Headers of a message: its id, the moment of sending, and a signature by each key.

    Parameters
    ----------
    message_id
        The same whenever the message is sent.
    body
        The bytes that are sent.
    keys
        At least one.
    at
        When it is sent.
    """
    moment = str(int(at.timestamp()))
    content = _content(message_id, moment, body)
    return {
        "webhook-id": message_id,
        "webhook-timestamp": moment,
        "webhook-signature": " ".join(key.signature(content) for key in keys),
    }


def is_signed(received: Mapping[str, str], body: bytes, keys: Sequence[str], *, now: datetime) -> bool:
    """Whether a message was signed by one of these keys, lately, and not changed: what a receiver has to ask.

    Parameters
    ----------
    received
        Headers of the message.
    body
        Its bytes.
    keys
        Public keys (``whpk_…``) or shared secrets (``whsec_…``) that are trusted.
    now
        The receiver's clock.
    """
    given = {name.lower(): value for name, value in received.items()}
    message_id, moment = given.get("webhook-id", ""), given.get("webhook-timestamp", "")
    if not message_id or not (moment.isascii() and moment.isdigit() and len(moment) < 13):
        return False
    if abs(now.timestamp() - int(moment)) > TOLERANCE.total_seconds():
        return False
    content = _content(message_id, moment, body)
    signatures = given.get("webhook-signature", "").split()
    return any(_fits(signature, content, key) for signature in signatures for key in keys)


def _fits(signature: str, content: bytes, key: str) -> bool:
    scheme, _, text = signature.partition(",")
    try:
        signed = base64.b64decode(text, validate=True)
        if scheme == "v1a" and key.startswith(PUBLIC):
            raw = base64.b64decode(key.removeprefix(PUBLIC), validate=True)
            Ed25519PublicKey.from_public_bytes(raw).verify(signed, content)
            return True
        if scheme == "v1" and key.startswith(SHARED):
            secret = base64.b64decode(key.removeprefix(SHARED), validate=True)
            return hmac.compare_digest(hmac.digest(secret, content, "sha256"), signed)
    except (InvalidSignature, binascii.Error, ValueError):
        pass
    return False


def _content(message_id: str, moment: str, body: bytes) -> bytes:
    return f"{message_id}.{moment}.".encode() + body
