"""Persons as they might be: judgements drawn again with their own probabilities.

A link that is sure at 0.95 is wrong once in twenty; a pair left apart at 0.7 is one person more often than not. Each
uncertain judgement is drawn anew as right or wrong, on its own, and persons follow; what an estimate does over the
draws is the part of its error that comes of linkage. Reviewers' and sources' words of "different" stay.

Assumes that judgements err independently, as :mod:`graph.weakest_cut` does. It knows nothing of pairs that were never
compared, so it understates missed links.
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components

from graph.model import Judgement, Verdict

DRAWS = 50
CERTAIN = 0.9999


def redrawn_persons(
    ids: Sequence[str], judgements: Sequence[Judgement], *, seed: int, draws: int = DRAWS
) -> Iterator[NDArray[np.int64]]:
    """Person codes of encounters, drawn again and again.

    Parameters
    ----------
    ids
        Encounters.
    judgements
        One for each pair that any stands on (:func:`graph.standing.standing_words`).
    seed
        Of the draws.
    draws
        How many.
    """
    index = {e: i for i, e in enumerate(ids)}
    left, right, probability = [], [], []
    for j in judgements:
        a, b = index.get(j.left), index.get(j.right)
        if a is None or b is None or j.verdict is Verdict.DIFFERENT:
            continue
        left.append(a)
        right.append(b)
        probability.append(1.0 if j.confirmed or j.probability >= CERTAIN else j.probability)
    p = np.array(probability)
    rng = np.random.default_rng(seed)
    rows, columns = np.array(left, dtype=np.int64), np.array(right, dtype=np.int64)
    for _ in range(draws):
        drawn = rng.random(len(p)) < p
        graph = coo_array((np.ones(int(drawn.sum())), (rows[drawn], columns[drawn])), shape=(len(ids), len(ids)))
        yield connected_components(graph, directed=False)[1].astype(np.int64)
