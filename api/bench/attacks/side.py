"""One table of tokens as an attacker sees it: which record holds which token, and what lies in it in the open."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from scipy import sparse

Matrix = Any
"""Sparse matrix in compressed rows."""

Numbers = NDArray[np.float32]


class Side:
    """A linkage table. Tokens of a column are numbered from 0 in the order of their value.

    Columns that hold no token are seen as they are: flags, and of every list its length (as ``length of …``).
    """

    def __init__(self, table: pa.Table) -> None:
        for name in table.column_names:
            kind = table[name].type
            if pa.types.is_list(kind):
                length = pc.cast(pc.list_value_length(table[name]), pa.int64())
                table = table.append_column(f"length of {name}", length)
            elif pa.types.is_boolean(kind):
                table = table.set_column(table.column_names.index(name), name, pc.cast(table[name], pa.int64()))
        self._table = table
        self._incidences: dict[str, tuple[Matrix, NDArray[np.int64]]] = {}
        self.rows = len(table)
        self.columns = tuple(name for name in table.column_names if name != "encounter")

    def incidence(self, column: str) -> Matrix:
        """Records x tokens, 1 where a record holds a token."""
        return self._read(column)[0]

    def tokens(self, column: str) -> NDArray[np.int64]:
        """Tokens of a column by their number."""
        return self._read(column)[1]

    def counts(self, column: str) -> Numbers:
        """How many records hold each token."""
        return total(self.incidence(column), 0)

    def add(self, column: str, incidence: Matrix) -> None:
        """Add a column that the attacker has worked out: records x groups."""
        self._incidences[column] = (incidence, np.arange(incidence.shape[1]))
        self.columns = (*self.columns, column)

    def _read(self, column: str) -> tuple[Matrix, NDArray[np.int64]]:
        if column not in self._incidences:
            values = self._table[column].combine_chunks()
            if pa.types.is_list(values.type):
                held, rows = pc.list_flatten(values), pc.list_parent_indices(values)
            else:
                held, rows = pc.drop_null(values), pc.indices_nonzero(pc.is_valid(values))
            tokens, number = np.unique(held.to_numpy(zero_copy_only=False), return_inverse=True)
            cells = (np.ones(len(number), np.float32), (rows.to_numpy(zero_copy_only=False), number))
            self._incidences[column] = (sparse.csr_matrix(cells, shape=(self.rows, len(tokens))), tokens)
        return self._incidences[column]


def total(matrix: Matrix, axis: int) -> Numbers:
    """Sums of a sparse matrix along an axis, as a flat array."""
    return np.asarray(matrix.sum(axis=axis), dtype=np.float32).ravel()


def dense(matrix: Matrix) -> Numbers:
    """Sparse matrix written out."""
    return np.asarray(matrix.todense(), dtype=np.float32)


def once(matrix: Matrix) -> Matrix:
    """Matrix in which a cell says only whether there is anything."""
    found = matrix.tocsr().astype(np.float32)
    found.data = np.minimum(found.data, 1)
    return found


def one_to_one(target: NDArray[np.int64], known: NDArray[np.int64]) -> Matrix:
    """Reading of values that lie in the open: each stands for itself."""
    where = {value: i for i, value in enumerate(known.tolist())}
    pairs = [(i, where[value]) for i, value in enumerate(target.tolist()) if value in where]
    rows, columns = [i for i, _ in pairs], [j for _, j in pairs]
    cells = (np.ones(len(pairs), np.float32), (rows, columns))
    return sparse.csr_matrix(cells, shape=(len(target), len(known)))
