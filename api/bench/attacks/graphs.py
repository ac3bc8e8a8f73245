"""Which values are near each other, as tokens that they share tell without being read."""

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from api.bench.attacks.side import Matrix, Side, once, total

_CROWD = 60
"""A token that more values share says nothing of being near."""

_LARGEST_GROUP = 0.2


def neighbours(side: Side, column: str, spelt: Matrix) -> Matrix:
    """Values x values, 1 where two share a token of a column.

    Parameters
    ----------
    side
        The table.
    column
        Column of tokens.
    spelt
        Records x values.
    """
    held = once(spelt.T @ side.incidence(column))
    sharing = total(held, 0)
    held = held[:, np.flatnonzero((sharing > 1) & (sharing <= _CROWD))]
    near = once(held @ held.T)
    near.setdiag(0)
    near.eliminate_zeros()
    return near


def regrouped(side: Side, column: str, spelt: Matrix) -> Matrix | None:
    """Records x groups: values that ever share a token of a column are one group; None where it is no grouping.

    A token that is keyed together with an anchor falls apart into one for each anchor. Where values keep a token of
    their own, this puts it together again.
    """
    held = once(spelt.T @ side.incidence(column))
    count, group = connected_components(held @ held.T, directed=False)
    if np.bincount(group).max() > _LARGEST_GROUP * held.shape[0] or count == held.shape[0]:
        return None
    member = csr_matrix((np.ones(len(group), np.float32), (np.arange(len(group)), group)), shape=(len(group), count))
    return once(spelt @ member)
