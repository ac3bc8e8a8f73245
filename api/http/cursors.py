"""Where the next page begins, sealed: it tells its holder nothing, and is worth nothing changed or elsewhere.

AES-SIV (RFC 5297) under a key that lives as long as the service: the same place gives the same cursor, so that a page
that didn't change is the same byte for byte.
"""

import base64
import binascii
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV


@dataclass(frozen=True, slots=True, repr=False)
class Cursors:
    """Seals and opens cursors with a ``key`` of 32 bytes."""

    key: bytes

    def sealed(self, after: str, *, listing: str, subject: str) -> str:
        """Cursor behind an item of a listing, for one login."""
        bound = [listing.encode(), subject.encode()]
        return base64.urlsafe_b64encode(AESSIV(self.key).encrypt(after.encode() or b"\x00", bound)).decode().rstrip("=")

    def opened(self, cursor: str, *, listing: str, subject: str) -> str | None:
        """Item behind which a page begins; None where the cursor isn't ours, or of another listing or login."""
        bound = [listing.encode(), subject.encode()]
        try:
            data = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
            return AESSIV(self.key).decrypt(data, bound).decode()
        except (InvalidTag, ValueError, binascii.Error):
            return None
