"""Tokens under keys that nobody keeps, and the keyed bigrams that other products use."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from ingest.linkage import names
from ingest.linkage.tokens import Tokeniser
from ingest.report import Report


@dataclass(frozen=True, slots=True)
class KeyedNumbers:
    """Linkage tokens as the vault holds them; to who lacks the key one keyed hash is as good as another."""

    key: bytes

    def number(self, domain: str, value: str) -> int:
        """Token of 64 bits."""
        return int.from_bytes(self._digest(domain, value)[:8], "big", signed=True)

    def small_number(self, domain: str, value: str) -> int:
        """Token of 32 bits."""
        return int.from_bytes(self._digest(domain, value)[:4], "big", signed=True)

    def anchored(self, domain: str, values: tuple[str, ...], anchors: Sequence[str]) -> list[int]:
        """Tokens of 32 bits, of each value together with each anchor."""
        return sorted({self.small_number(domain, f"{value}\x1f{anchor}") for anchor in anchors for value in values})

    def columns(self, schema: pa.Schema) -> pa.Schema:
        """Columns of the vault, as they are."""
        return schema

    def _digest(self, domain: str, value: str) -> bytes:
        return hashlib.blake2b(f"{domain}\x1f{value}".encode(), key=self.key, digest_size=8).digest()


def tokens(reports: Sequence[Report], encounters: Sequence[str], key: bytes) -> pa.Table:
    """Linkage table of reports as it lies in the vault, under a key."""
    return Tokeniser(KeyedNumbers(key)).table(reports, encounters)


def bigrams(reports: Sequence[Report], encounters: Sequence[str], key: bytes) -> pa.Table:
    """Table with a keyed list of bigrams in place of every other token of a family name: what is compared against."""
    made = KeyedNumbers(key)
    table = tokens(reports, encounters, key)
    others = [name for name in table.column_names if "family" not in name and name != "sounding"]
    lists = [
        sorted({made.number("bigram", pair) for pair in _pairs(report.person.family_name)}) or None
        for report in reports
    ]
    spelt = table.select([*others, "family_exact"])
    return spelt.append_column("family_bigrams", pa.array(lists, pa.list_(pa.int64())))


def _pairs(name: str | None) -> list[str]:
    text = names.spelling(name) if name else ""
    padded = f"_{text}_"
    return [padded[i : i + 2] for i in range(len(padded) - 1)] if text else []
