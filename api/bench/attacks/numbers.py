"""Tokens under keys that nobody keeps, and the keyed bigrams that other products use."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from ingest.linkage import names
from ingest.linkage.tokens import Tokeniser
from ingest.report import Report


@dataclass(frozen=True, slots=True)
class KeyedNumbers:
    """Linkage tokens as the vault holds them; to who lacks the key one keyed hash is as good as another."""

    key: bytes
    _seen: dict[tuple[str, str], int] = field(default_factory=dict, repr=False, compare=False)

    def number(self, domain: str, value: str) -> int:
        """Token of 64 bits."""
        return int.from_bytes(self._digest(domain, value)[:8], "big", signed=True)

    def small_number(self, domain: str, value: str) -> int:
        """Token of 32 bits."""
        return int.from_bytes(self._digest(domain, value)[:4], "big", signed=True)

    def anchored(self, domain: str, values: tuple[str, ...], anchors: Sequence[str]) -> list[int]:
        """Tokens of 32 bits, of each value together with each anchor."""
        of_values, of_anchors = (self._all(domain, some) for some in (values, anchors))
        found: list[int] = np.unique(_mixed(of_values[:, None], of_anchors[None, :]).view(np.int32)[..., ::2]).tolist()
        return found

    def columns(self, schema: pa.Schema) -> pa.Schema:
        """Columns of the vault, as they are."""
        return schema

    def _all(self, domain: str, values: Sequence[str]) -> NDArray[np.uint64]:
        for value in values:
            if (domain, value) not in self._seen:
                self._seen[domain, value] = int.from_bytes(self._digest(domain, value)[:8], "big")
        return np.array([self._seen[domain, value] for value in values], dtype=np.uint64)

    def _digest(self, domain: str, value: str) -> bytes:
        return hashlib.blake2b(f"{domain}\x1f{value}".encode(), key=self.key, digest_size=8).digest()


def _mixed(one: NDArray[np.uint64], other: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Mix two digests into one (the finaliser of SplitMix64: Steele and others 2014)."""
    mixed = one * np.uint64(0x9E3779B97F4A7C15) + other
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))


def tokens(reports: Sequence[Report], encounters: Sequence[str], key: bytes) -> pa.Table:
    """Linkage table of reports as it lies in the vault, under a key."""
    return Tokeniser(KeyedNumbers(key)).table(reports, encounters)


def bigrams(table: pa.Table, reports: Sequence[Report], key: bytes) -> pa.Table:
    """Linkage table with a keyed list of bigrams in place of every other token of a family name: what is compared against."""
    made = KeyedNumbers(key)
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
