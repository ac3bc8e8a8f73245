"""The two stages of a token: the region's key at the sender, the centre's on top before anything is stored.

Both are HMAC-SHA-256 (FIPS 198-1) with keys of 256 bits, cut to 128 bits. A *base token* is what the region's key makes
of a value within a domain: the same at every sender of the region, which is what makes records comparable. A *token*
is what the layers of the centre make of a base token. As text a token is its version, a dash and 32 hexadecimal
digits: version 0 is a base token, version n has been through n layers of the centre. So no two tokens of different
versions are ever equal, and any token can be raised to the newest version by who holds the layers, without the value.

In tables for linkage a token is a number of 64 bits, or of 32 in long lists; there the version stands with the table.
The long lists hold near misses of a value, each *anchored*: keyed together with another value of the record, so that
lists can be compared only between records that share it. There are a hundred million of them in a large region, so
anchoring and the centre's stage of 32-bit numbers are AES-256 (FIPS 197) on blocks of base tokens, under keys that
HMAC derives from the stage's own.
"""

import hashlib
import re
import struct
from collections.abc import Callable, Sequence
from functools import lru_cache

import pyarrow as pa
from cryptography.hazmat.primitives.ciphers import Cipher, CipherContext, algorithms, modes

KEY_BYTES = 32
TOKEN_BYTES = 16
_BLOCK_BYTES = 64
_SMALL_BYTES = 4
MOST_REMEMBERED = 200_000
"""Lists of near misses that are remembered before all are forgotten: about 100 MB."""

_SEPARATOR = b"\x1f"
_TOKEN = re.compile(r"\b([1-9]\d{0,3})-([0-9a-f]{32})\b")

Prf = Callable[[bytes], bytes]


def keyed(key: bytes, beginning: bytes = b"") -> Prf:
    """HMAC-SHA-256 under a key, as a function of the message, or of what comes after a beginning of all messages.

    The padded key and the beginning are hashed once and the states are copied for each message, which takes a third of
    the time of :func:`hmac.digest` for messages as short as ours.
    """
    block = key.ljust(_BLOCK_BYTES, b"\0") if len(key) <= _BLOCK_BYTES else hashlib.sha256(key).digest()
    inside = hashlib.sha256(bytes(b ^ 0x36 for b in block.ljust(_BLOCK_BYTES, b"\0")))
    outside = hashlib.sha256(bytes(b ^ 0x5C for b in block.ljust(_BLOCK_BYTES, b"\0")))
    inside.update(beginning)

    def prf(message: bytes) -> bytes:
        inner, outer = inside.copy(), outside.copy()
        inner.update(message)
        outer.update(inner.digest())
        return outer.digest()

    return prf


def permutation(key: bytes) -> CipherContext:
    """AES-256 on each block of 16 bytes by itself: a keyed permutation of base tokens."""
    return Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - blocks are pseudorandom and never repeat in meaning


@lru_cache(maxsize=256)
def _first_four(blocks: int) -> struct.Struct:
    """Reads the first four bytes of each block of 16 as a signed number."""
    return struct.Struct(">" + "i12x" * blocks)


def unkeyed(domain: str, value: str) -> str:
    """Base token of something that points at nobody, such as what a tally keeps: made alike with and without a key."""
    return base_text(hashlib.sha256(domain.encode() + _SEPARATOR + value.encode()).digest()[:TOKEN_BYTES])


def base_text(base: bytes) -> str:
    """Write a base token as text: version 0."""
    return f"0-{base.hex()}"


def base_bytes(text: str) -> bytes:
    """Read a base token from its text.

    Raises
    ------
    ValueError
        When it isn't one.
    """
    version, _, digits = text.partition("-")
    found = bytes.fromhex(digits)
    if version != "0" or len(found) != TOKEN_BYTES:
        message = "not a base token"
        raise ValueError(message)
    return found


class RegionStage:
    """The sender's stage: from a value to its base token."""

    def __init__(self, key: bytes) -> None:
        self._key = key
        self._domains: dict[str, Prf] = {}
        self._anchoring = permutation(keyed(key)(b"anchoring"))
        self._blocks: dict[tuple[str, tuple[str, ...]], int] = {}

    def __repr__(self) -> str:
        """Show that there is a key, never what it is."""
        return "RegionStage(…)"

    def base(self, domain: str, value: str) -> bytes:
        """Base token of a value within a domain, 16 bytes."""
        prf = self._domains.get(domain)
        if prf is None:
            prf = self._domains[domain] = keyed(self._key, domain.encode() + _SEPARATOR)
        return prf(value.encode())[:TOKEN_BYTES]

    def token(self, domain: str, value: str) -> str:
        """Base token as text."""
        return base_text(self.base(domain, value))

    def unkeyed(self, domain: str, value: str) -> str:
        """As :func:`unkeyed`."""
        return unkeyed(domain, value)

    def number(self, domain: str, value: str) -> bytes:
        """Base token, for a column that the centre makes 64-bit numbers of."""
        return self.base(domain, value)

    def small_number(self, domain: str, value: str) -> bytes:
        """Base token, for a column that the centre makes 32-bit numbers of."""
        return self.base(domain, value)

    def anchored(self, domain: str, values: tuple[str, ...], anchors: Sequence[str]) -> list[bytes]:
        """Base tokens of values, each keyed together with each anchor: comparable only where an anchor is shared."""
        blocks = self.anchored_blocks(domain, values, anchors)
        return sorted({blocks[i : i + TOKEN_BYTES] for i in range(0, len(blocks), TOKEN_BYTES)})

    def anchored_blocks(self, domain: str, values: tuple[str, ...], anchors: Sequence[str]) -> bytes:
        """As :meth:`anchored`, the tokens after each other: AES of value's base token XOR anchor's base token."""
        key = (domain, values)
        together = self._blocks.get(key)
        if together is None:
            if len(self._blocks) > MOST_REMEMBERED:
                self._blocks.clear()
            together = int.from_bytes(b"".join(self.base(domain, value) for value in values), "big")
            self._blocks[key] = together
        many, length, anchoring = len(values), TOKEN_BYTES * len(values), f"{domain}-anchor"
        mixed = [
            (together ^ int.from_bytes(self.base(anchoring, anchor) * many, "big")).to_bytes(length, "big")
            for anchor in anchors
        ]
        return self._anchoring.update(b"".join(mixed))

    def columns(self, schema: pa.Schema) -> pa.Schema:
        """Columns of a linkage table as a sender makes them: base tokens where the centre has numbers."""
        return pa.schema([pa.field(f.name, _base_type(f.type)) for f in schema])


def _base_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(_base_type(kind.value_type))
    return pa.binary(TOKEN_BYTES) if kind in (pa.int64(), pa.int32()) else kind


class CentreStage:
    """The centre's stage: its layers, oldest first, each applied to what the one before gave."""

    def __init__(self, layers: Sequence[bytes]) -> None:
        self._ids = tuple(keyed(key, b"id" + _SEPARATOR) for key in layers)
        self._numbers = tuple(keyed(key, b"64" + _SEPARATOR) for key in layers)
        self._small = tuple(permutation(keyed(key)(b"small numbers")) for key in layers)

    def __repr__(self) -> str:
        """Show how many layers there are, never a key."""
        return f"CentreStage({len(self._ids)} layers)"

    @property
    def version(self) -> int:
        """Version of the tokens it makes."""
        return len(self._ids)

    def token(self, base: bytes) -> str:
        """Token of a base token, as text."""
        return f"{self.version}-{_through(self._ids, base, TOKEN_BYTES).hex()}"

    def raised(self, text: str) -> str:
        """Token of any version as one of the newest; one that is of the newest already stays as it is.

        Raises
        ------
        ValueError
            When the text isn't a token, or has a version newer than the newest layer.
        """
        version, _, digits = text.partition("-")
        since, value = int(version), bytes.fromhex(digits)
        if len(value) != TOKEN_BYTES or not 0 <= since <= self.version:
            message = "not a token of these keys"
            raise ValueError(message)
        return f"{self.version}-{_through(self._ids[since:], value, TOKEN_BYTES).hex()}"

    def all_raised(self, text: str) -> str:
        """Text in which every token of an older version is raised to the newest."""

        def newest(match: re.Match[str]) -> str:
            return match[0] if int(match[1]) >= self.version else self.raised(match[0])

        return _TOKEN.sub(newest, text)

    def holds_older(self, text: str) -> bool:
        """Whether a token of an older version stands in a text."""
        return any(int(match[1]) < self.version for match in _TOKEN.finditer(text))

    def number(self, base: bytes) -> int:
        """Token as a signed 64-bit number."""
        return self.number_since(base, 0)

    def small_number(self, base: bytes) -> int:
        """Token as a signed 32-bit number."""
        return self.small_number_since(base, 0)

    def number_since(self, value: bytes, since: int) -> int:
        """Signed 64-bit number of what the layers after the first ``since`` make of a value.

        The value is a base token where ``since`` is 0, else the eight bytes of a number of that version.
        """
        return int.from_bytes(_through(self._numbers[since:], value, 8), "big", signed=True)

    def small_number_since(self, value: bytes, since: int) -> int:
        """As :meth:`number_since`, for 32 bits."""
        for layer in self._small[since:]:
            value = layer.update(value.ljust(TOKEN_BYTES, b"\0"))[:_SMALL_BYTES]
        return int.from_bytes(value, "big", signed=True)

    def small_numbers(self, bases: bytes) -> tuple[int, ...]:
        """Signed 32-bit numbers of base tokens that stand after each other."""
        unpack = _first_four(len(bases) // TOKEN_BYTES).unpack
        blocks = bases
        for layer in self._small[:-1]:
            cut = layer.update(blocks)
            blocks = b"".join(
                cut[i : i + _SMALL_BYTES].ljust(TOKEN_BYTES, b"\0") for i in range(0, len(cut), TOKEN_BYTES)
            )
        return unpack(self._small[-1].update(blocks))


def _through(layers: Sequence[Prf], value: bytes, length: int) -> bytes:
    for layer in layers:
        value = layer(value)[:length]
    return value
