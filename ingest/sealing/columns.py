"""Columns of tokens as a whole: enciphered block by block, or taken through the centre's stage, each value once."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from ingest.stages import TOKEN_BYTES, CentreStage

BASE = pa.binary(TOKEN_BYTES)
"""Type of a column of base tokens."""

MOST_REMEMBERED = 1_000_000
"""Tokens that are remembered before all are forgotten: about 150 MB."""


def is_tokens(kind: pa.DataType) -> bool:
    """Whether a column of this type holds base tokens, one or a list a row."""
    return bool(kind == BASE or (pa.types.is_list(kind) and kind.value_type == BASE))


def enciphered(table: pa.Table, cipher: Callable[[bytes], bytes]) -> pa.Table:
    """Table in which every base token went through a permutation of blocks of 16 bytes.

    Parameters
    ----------
    table
        Any table; columns of other types stay.
    cipher
        The permutation, on any number of blocks after each other.
    """

    def blocks(values: pa.Array) -> pa.Array:
        if not len(values):
            return values
        start = values.offset * TOKEN_BYTES
        plain = values.buffers()[1].slice(start, len(values) * TOKEN_BYTES).to_pybytes()
        whole = pa.FixedSizeBinaryArray.from_buffers(BASE, len(values), [None, pa.py_buffer(cipher(plain))])
        return pc.if_else(values.is_valid(), whole, pa.scalar(None, BASE)) if values.null_count else whole

    columns = [_each(c.combine_chunks(), blocks) if is_tokens(c.type) else c for c in table.columns]
    return pa.table(columns, names=table.column_names)


class CentreColumns:
    """Takes columns of base tokens through the centre's stage."""

    def __init__(self, stage: CentreStage) -> None:
        self._stage = stage
        self._numbers: dict[bytes, int] = {}

    def table(self, table: pa.Table, schema: pa.Schema) -> pa.Table:
        """Linkage table as the vault keeps it, of one as a sender makes it.

        Parameters
        ----------
        table
            The columns of ``schema``, with base tokens where that has integers.
        schema
            Columns of the result.
        """
        columns = [self._column(table[f.name].combine_chunks(), f.type) for f in schema]
        return pa.table(columns, schema=schema)

    def _column(self, column: pa.Array, kind: pa.DataType) -> pa.Array:
        if not is_tokens(column.type):
            return column.cast(kind)
        is_list = pa.types.is_list(kind)
        if (kind.value_type if is_list else kind) == pa.int64():
            found = _each(column, lambda v: self._mapped(v, self._numbers, self._stage.number, np.int64))
        else:
            found = _each(column, self._small)
        return _sorted_lists(found) if is_list else found

    def _small(self, values: pa.Array) -> pa.Array:
        if values.null_count or not len(values):
            return pa.array(
                [None if v is None else self._stage.small_number(v) for v in values.to_pylist()], pa.int32()
            )
        start = values.offset * TOKEN_BYTES
        return pa.array(
            self._stage.small_numbers(values.buffers()[1].slice(start, len(values) * TOKEN_BYTES).to_pybytes())
        )

    def _mapped(
        self, values: pa.Array, known: dict[bytes, int], number: Callable[[bytes], int], kind: type[np.generic]
    ) -> pa.Array:
        coded = values.dictionary_encode()
        if len(known) > MOST_REMEMBERED:
            known.clear()
        distinct = []
        for base in coded.dictionary.to_pylist():
            token = known.get(base)
            if token is None:
                token = known[base] = number(base)
            distinct.append(token)
        return pa.array(np.array(distinct, dtype=kind)).take(coded.indices)


def _each(column: pa.Array, change: Callable[[pa.Array], pa.Array]) -> pa.Array:
    """Column with its values changed, or those in its lists."""
    if not pa.types.is_list(column.type):
        return change(column)
    offsets = column.offsets
    first, last = offsets[0].as_py(), offsets[-1].as_py()
    values = change(column.values.slice(first, last - first))
    return pa.ListArray.from_arrays(pc.subtract(offsets, first), values, mask=column.is_null())


def _sorted_lists(column: pa.Array) -> pa.Array:
    """Column with each list sorted, as a set is written."""
    lengths = pc.fill_null(pc.list_value_length(column), 0).to_numpy(zero_copy_only=False)
    values = column.flatten().to_numpy(zero_copy_only=False)
    order = np.lexsort((values, np.repeat(np.arange(len(lengths)), lengths)))
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(values[order]), mask=column.is_null())
