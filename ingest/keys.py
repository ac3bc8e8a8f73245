"""The keys of an installation: who holds them can make tokens, so they lie outside the graph and have no default.

Tokens take two stages (:mod:`ingest.stages`). The *region* key is shared by the senders of a region, which is what
makes their tokens comparable; the *centre* key is the centre's alone and is applied on top before anything is stored.
So neither a sender, who lacks the centre key, nor a thief of the store, who lacks both, can try names out. Every
purpose and field has a domain of its own: a phone's token says nothing about the same digits elsewhere. The vault, the
references and the audit log have keys of their own, and so has the box that senders put record numbers into.

A rotated key gets a layer on top of those before it; how, and why the layers below stay, is in ADR 0019.
"""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from graph.errors import KeyringMissing
from ingest.stages import CentreStage, RegionStage, keyed, unkeyed


@dataclass(frozen=True, slots=True)
class RegionKey:
    """What the senders of a region share, and what else they need to seal for a centre.

    ``base`` makes the tokens; ``layers`` are those of later versions, under which tokens travel (:mod:`ingest.sealing`);
    ``box`` is the public key of the centre's box.
    """

    base: bytes = field(repr=False)
    layers: tuple[bytes, ...] = field(repr=False)
    box: bytes = field(repr=False)

    @property
    def version(self) -> int:
        """1, and one more for every rotation."""
        return 1 + len(self.layers)

    def mark(self) -> str:
        """Mark that says which region's key it is, whatever its version, and nothing else of it."""
        return region_mark(self.base)

    def fingerprint(self) -> str:
        """Fingerprint for people to compare: of the key, its layers and the box it seals for."""
        return fingerprint(b"region", self.base, *self.layers, self.box)


@dataclass(frozen=True, slots=True, repr=False)
class Keyring:
    """The keys of one installation, 32 bytes each.

    ``region`` is empty where the centre has given the region's key away: it then takes sealed files only, and ``mark``
    says whose. ``box`` is an X25519 private key. ``oldest_region``: the oldest version of the region's key with which
    a file may be sealed.
    """

    region: bytes
    centre: bytes
    vault: bytes
    references: bytes
    audit: bytes
    box: bytes = b""
    region_layers: tuple[bytes, ...] = field(default=(), kw_only=True)
    centre_layers: tuple[bytes, ...] = field(default=(), kw_only=True)
    oldest_region: int = field(default=1, kw_only=True)
    mark: str = field(default="", kw_only=True)
    centre_stage: CentreStage = field(init=False, compare=False)
    _region_stage: RegionStage | None = field(init=False, compare=False)

    def __post_init__(self) -> None:
        """Prepare both stages."""
        object.__setattr__(self, "centre_stage", CentreStage((self.centre, *self.centre_layers)))
        object.__setattr__(self, "_region_stage", RegionStage(self.region) if self.region else None)
        object.__setattr__(self, "box", self.box or hmac.digest(self.references, b"box", "sha256"))
        object.__setattr__(self, "mark", region_mark(self.region) if self.region else self.mark)

    def __repr__(self) -> str:
        """Show that there are keys, never what they are."""
        return "Keyring(…)"

    @property
    def region_stage(self) -> RegionStage:
        """The sender's stage.

        Raises
        ------
        KeyringMissing
            When the region's key was given away.
        """
        if self._region_stage is None:
            message = "this home has given the region key away: it takes sealed files only"
            raise KeyringMissing(message)
        return self._region_stage

    @property
    def version(self) -> int:
        """Version of the tokens that are stored: how many layers of the centre they went through."""
        return self.centre_stage.version

    @property
    def region_version(self) -> int:
        """Version of the region's key."""
        return 1 + len(self.region_layers)

    def region_key(self) -> RegionKey:
        """What a sender is given.

        Raises
        ------
        KeyringMissing
            When the region's key was given away.
        """
        _ = self.region_stage
        public = X25519PrivateKey.from_private_bytes(self.box).public_key()
        return RegionKey(self.region, self.region_layers, public.public_bytes_raw())

    def token(self, domain: str, value: str) -> str:
        """Token of a value within a domain through both stages, as text."""
        return self.centre_stage.token(self.region_stage.base(domain, value))

    def unkeyed(self, domain: str, value: str) -> str:
        """Token of something that points at nobody, through the centre's stage alone."""
        return self.centre_stage.raised(unkeyed(domain, value))

    def number(self, domain: str, value: str) -> int:
        """Token as a signed 64-bit integer, for the columns that linkage compares."""
        return self.centre_stage.number(self.region_stage.base(domain, value))

    def small_number(self, domain: str, value: str) -> int:
        """Token as a signed 32-bit integer, for lists of many tokens per value."""
        return self.centre_stage.small_number(self.region_stage.base(domain, value))

    def anchored(self, domain: str, values: tuple[str, ...], anchors: Sequence[str]) -> list[int]:
        """Tokens of values, each keyed together with each anchor, as signed 32-bit integers, sorted."""
        if not (values and anchors):
            return []
        blocks = self.region_stage.anchored_blocks(domain, values, anchors)
        return sorted(set(self.centre_stage.small_numbers(blocks)))

    def columns(self, schema: pa.Schema) -> pa.Schema:
        """Columns of a linkage table as the vault keeps them."""
        return schema

    def fingerprint(self) -> str:
        """Token of a constant: says whether stored data were made with these keys, and nothing else."""
        return self.unkeyed("fingerprint", self.mark)


def region_mark(base: bytes) -> str:
    """Mark of a region's key: the same for every version of it."""
    return keyed(base)(b"mark")[:8].hex()


def fingerprint(purpose: bytes, *keys: bytes) -> str:
    """Fingerprint of keys, 80 bits in groups of four digits, for people to read to each other."""
    digits = keyed(keys[0])(b"fingerprint\x1f" + purpose + b"".join(keys[1:])).hex()[:20]
    return "-".join(digits[i : i + 4] for i in range(0, 20, 4))
