"""How well a token could be a value, as log-likelihoods, and from there to who is taken for whom.

Rows are what the attacker doesn't know (tokens), columns what she knows (values).
"""

import numpy as np
from scipy import sparse
from scipy.optimize import linear_sum_assignment
from scipy.special import gammaln

from api.bench.attacks.side import Matrix, Numbers, dense, total

SPREAD = 3.0
"""Variance of a count over its mean: persons come in several records each, so that records aren't independent."""

_SIGNATURE = 25
_LEAST_EXPECTED = 0.02
_LEAST_POSTERIOR = 0.02
_BALANCED = 6


def of_counts(seen: Numbers, expected: Numbers, spread: float = SPREAD) -> Numbers:
    """Poisson log-likelihood of counts against expected ones, both divided by the spread."""
    mean = np.maximum(expected, _LEAST_EXPECTED) / spread
    count = seen / spread
    found = count[:, None] * np.log(mean)[None, :] - mean[None, :] - gammaln(count + 1)[:, None]
    return np.asarray(found, dtype=np.float32)


def of_company(seen: Matrix, expected: Matrix, *, smoothing: float, spread: float) -> Numbers:
    """Multinomial log-likelihood, against the whole column's, of what stands beside a token.

    Parameters
    ----------
    seen
        Tokens x values of another column: how often beside each other, as far as those are read.
    expected
        Values x values of the other column, as known.
    smoothing
        Weight, in counts, of the other column's overall shares.
    spread
        Divides the result.
    """
    overall = total(expected, 0) + 1e-3
    overall /= overall.sum()
    cells = expected.tocoo()
    gain = np.log1p(cells.data / (smoothing * overall[cells.col])).astype(np.float32)
    gains = sparse.csr_matrix((gain, (cells.row, cells.col)), shape=expected.shape)
    alone = np.log(smoothing / (total(expected, 1) + smoothing))
    found = dense(seen.tocsr() @ gains.T) + total(seen, 1)[:, None] * alone[None, :]
    return np.asarray(found / spread, dtype=np.float32)


def of_shape(seen: Matrix, expected: Matrix, scale: float) -> Numbers:
    """Log-likelihood of the largest counts beside a token, in order of size: what can be said before any is read."""
    ours, theirs = _largest(seen), _largest(expected) * scale
    found = sum(of_counts(ours[:, i], theirs[:, i] + 0.05) for i in range(_SIGNATURE))
    return np.asarray(found, dtype=np.float32) * np.float32(4 / _SIGNATURE**0.5)


def _largest(matrix: Matrix) -> Numbers:
    found, rows = np.zeros((matrix.shape[0], _SIGNATURE), np.float32), matrix.tocsr()
    for i in range(matrix.shape[0]):
        cells = np.sort(rows.data[rows.indptr[i] : rows.indptr[i + 1]])[::-1][:_SIGNATURE]
        found[i, : len(cells)] = cells
    return found


def read(scores: Numbers) -> Matrix:
    """Posterior of each token over values, no value taken more than once in all (Sinkhorn 1964), small ones dropped."""
    share = np.exp(np.maximum(scores - scores.max(1, keepdims=True), -30))
    share /= share.sum(1, keepdims=True)
    for _ in range(_BALANCED):
        share /= np.maximum(share.sum(0, keepdims=True), 1)
        share /= np.maximum(share.sum(1, keepdims=True), 1e-12)
    share[share < _LEAST_POSTERIOR] = 0
    return sparse.csr_matrix(share.astype(np.float32))


def assigned(scores: Numbers) -> list[int]:
    """Best one-to-one assignment (Hungarian method): the value of each token, -1 where it has none."""
    found = [-1] * scores.shape[0]
    for row, column in zip(*linear_sum_assignment(scores, maximize=True), strict=True):
        found[row] = int(column)
    return found
