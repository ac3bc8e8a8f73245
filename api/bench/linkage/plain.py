"""The peer: Splink on plain values, with the same blocking rules, and similarity where tokens have near misses.

Its table has the columns of a linkage table with the values themselves in place of tokens, so that every rule reads
the same; its levels compare them by Damerau-Levenshtein and Jaro-Winkler.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import pyarrow as pa

from ingest.linkage.levels import Comparison, Level
from ingest.linkage.model import Model
from ingest.linkage.tokens import Row


class PlainNumbers:
    """Gives the value itself where a keyring gives a token."""

    def number(self, domain: str, value: str) -> str:
        """Value of a token column."""
        return f"{value}" if domain.startswith("link-name") else f"{domain} {value}"

    def small_number(self, domain: str, value: str) -> str:
        """Value of a list of near misses."""
        return f"{domain} {value}"

    def anchored(self, domain: str, values: tuple[str, ...], anchors: Sequence[str]) -> list[str]:
        """Values beside each anchor."""
        return sorted(f"{domain} {value} {anchor}" for value in values for anchor in anchors)

    def columns(self, schema: pa.Schema) -> pa.Schema:
        """Columns of text in place of tokens."""
        return plain_schema(schema)


def plain_schema(schema: pa.Schema) -> pa.Schema:
    """Schema with text in place of 32-bit and 64-bit integers."""
    return pa.schema([(f.name, _plain_type(f.type)) for f in schema])


def _plain_type(kind: pa.DataType) -> pa.DataType:
    if pa.types.is_list(kind):
        return pa.list_(pa.string())
    return pa.string() if pa.types.is_integer(kind) else kind


def plain_table(rows: Iterable[Row], schema: pa.Schema) -> pa.Table:
    """Table of plain rows."""
    return pa.Table.from_pylist(list(rows), schema=plain_schema(schema))


def plain_model(model: Model, columns: Mapping[str, str]) -> Model:
    """Model of the peer: the same fields, weights and rules; near misses by string distance.

    Parameters
    ----------
    model
        Model on tokens.
    columns
        Text column of each field that is compared by distance.
    """
    return replace(model, version="plain", comparisons=tuple(_plain(c, columns) for c in model.comparisons))


def _plain(comparison: Comparison, columns: Mapping[str, str]) -> Comparison:
    column = columns.get(comparison.field)
    if column is None:
        return comparison
    found: list[Level] = []
    for level in comparison.levels:
        if level.name in ("one letter", "one digit", "one character"):
            near = f"damerau_levenshtein({column}_l, {column}_r) <= 1"
            found.append(replace(level, condition=near))
            if level.name == "one letter":
                alike = f"jaro_winkler_similarity({column}_l, {column}_r) >= 0.92"
                found.append(Level("alike", alike, m=0.02, u=0.002))
        else:
            found.append(level)
    return replace(comparison, levels=tuple(found))
