"""What closes a sealed file: a key of its own, wrapped for the centre's box, over its tokens and record numbers.

The file's key is wrapped by HPKE (RFC 9180: X25519, HKDF-SHA-256, AES-256-GCM), so that the centre alone opens it. Under
it every base token is enciphered as one block of AES-256, after the layers of the region key's later versions: tokens
of a stolen file can be tried against names by nobody, not even by another sender of the region, and can't be compared
with those of another file. Record numbers are enciphered by AES-256-GCM, each bound to its row's token and padded, so
that their lengths don't tell. A MAC over header and body shows a file that was changed on its way.
"""

from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from ingest.stages import keyed

_SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)
_PAD_BYTES = 32


class Unopened(ValueError):
    """It wasn't made for this key, or was changed on its way."""


def wrapped(secret: bytes, public: bytes, purpose: bytes) -> bytes:
    """A secret that only the holder of the private key can unwrap, and only for this purpose."""
    return _SUITE.encrypt(secret, X25519PublicKey.from_public_bytes(public), info=purpose)


def unwrapped(sealed: bytes, private: bytes, purpose: bytes) -> bytes:
    """The secret of :func:`wrapped`.

    Raises
    ------
    Unopened
        When it was wrapped for another key or purpose, or changed.
    """
    try:
        return _SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info=purpose)
    except (InvalidTag, ValueError):
        raise Unopened from None


class Envelope:
    """The ciphers of one sealed file."""

    def __init__(self, key: bytes, layers: Sequence[bytes]) -> None:
        """Derive a key for each use.

        Parameters
        ----------
        key
            The file's own key, 32 bytes.
        layers
            Those of the region's key from version 2 on, as far as the file's version goes.
        """
        prf = keyed(key)
        self._blocks = (*layers, prf(b"tokens"))
        self._numbers = AESGCM(prf(b"numbers"))
        self._mac = keyed(prf(b"mac"))

    def close(self, blocks: bytes) -> bytes:
        """Base tokens, one after another, as they lie in the file."""
        for key in self._blocks:
            blocks = _ecb(key).encryptor().update(blocks)
        return blocks

    def open(self, blocks: bytes) -> bytes:
        """Undo :meth:`close`."""
        for key in reversed(self._blocks):
            blocks = _ecb(key).decryptor().update(blocks)
        return blocks

    def close_number(self, row: int, base: bytes, number: str) -> bytes:
        """Record number of a row, bound to its base token."""
        text = number.encode()
        padded = len(text).to_bytes(4, "big") + text
        padded += bytes(-len(padded) % _PAD_BYTES)
        return self._numbers.encrypt(row.to_bytes(12, "big"), padded, base)

    def open_number(self, row: int, base: bytes, sealed: bytes) -> str:
        """Undo :meth:`close_number`.

        Raises
        ------
        Unopened
            When it was changed, or belongs to another row.
        """
        try:
            padded = self._numbers.decrypt(row.to_bytes(12, "big"), sealed, base)
            return padded[4 : 4 + int.from_bytes(padded[:4], "big")].decode()
        except (InvalidTag, ValueError):
            raise Unopened from None

    def mac(self, header: bytes, body: bytes) -> str:
        """MAC over the header and the digest of the body."""
        return self._mac(header + body).hex()


def _ecb(key: bytes) -> Cipher[Any]:
    # Blocks are themselves outputs of HMAC: equal ones are equal tokens, which is what is to be seen, and no more.
    return Cipher(algorithms.AES(key), modes.ECB())  # noqa: S305
