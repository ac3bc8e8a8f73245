"""What an attacker can work out of everything that was ever shown: one system of linear relations, solved.

The attacker knows the sums that are shown exactly (more than they do: what is shown is rounded), that counts aren't
negative, and by how much counts of persons overlap, so that they add up. What is asked: how large, and how small, may
a hidden count be that is below the threshold? It is **exposed** where it can be told to be small (its largest value is
below the threshold), or is known within less than what "below the threshold" leaves open (0 to threshold - 1).

The feasibility interval of Willenborg and de Waal (2001), Elements of Statistical Disclosure Control, chapter 5; the
audit of Hundepool and others (2012), Statistical Disclosure Control, chapter 4.4. Solved by HiGHS (Huangfu and Hall
2018), all counts asked about at once.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linprog
from scipy.sparse import block_diag, csr_array

Mask = NDArray[np.float64]
"""Which atoms a count sums, as 0 and 1, shape (atoms,)."""

_SLACK = 1e-6


def exposed(
    atoms: NDArray[np.int64],
    shown: Sequence[Mask],
    hidden: Mapping[str, tuple[Mask, int]],
    *,
    threshold: int,
) -> tuple[str, ...]:
    """Names of hidden counts below the threshold that the shown ones give away, sorted.

    Parameters
    ----------
    atoms
        True counts of the finest cells, shape (atoms,).
    shown
        Sums of them that are shown.
    hidden
        Sums that are below the threshold and not shown, by name, each with how much less the count itself is than
        the sum (persons who are in several atoms).
    threshold
        Smallest count that may be shown.

    Examples
    --------
    >>> whole, first, other = np.array([1.0, 1.0]), np.array([1.0, 0.0]), np.array([0.0, 1.0])
    >>> exposed(np.array([40, 3]), [whole, first], {"other": (other, 0)}, threshold=10)
    ('other',)
    """
    if not shown or not hidden:
        return ()
    known = np.unique(np.array(shown), axis=0)
    # Cells that are in the same shown sums can take each other's place: they count as one.
    patterns, place = np.unique(known, axis=1, return_inverse=True)
    sizes = np.bincount(place.reshape(-1), minlength=patterns.shape[1])
    masks = np.array([mask for mask, _ in hidden.values()])
    overlaps = np.array([overlap for _, overlap in hidden.values()], dtype=np.float64)
    inside = np.array([np.bincount(place.reshape(-1), mask, minlength=len(sizes)) for mask in masks])
    sums = known @ atoms
    is_bound = patterns.any(axis=0)
    unbounded = (inside[:, ~is_bound] > 0).any(axis=1)
    most = _extremes((inside > 0) & is_bound, patterns, sums, largest=True) - overlaps
    least = np.maximum(_extremes((inside == sizes) & is_bound, patterns, sums, largest=False) - overlaps, 0.0)
    is_small = (most < threshold - _SLACK) | (most - least < threshold - 1 - _SLACK)
    return tuple(sorted(name for name, given in zip(hidden, is_small & ~unbounded, strict=True) if given))


def _extremes(
    objectives: NDArray[np.bool_], known: NDArray[np.float64], sums: NDArray[np.float64], *, largest: bool
) -> NDArray[np.float64]:
    """Largest or smallest value of each sum of cells, solved as one program of as many blocks."""
    wanted, which = np.unique(objectives, axis=0, return_inverse=True)
    n = len(wanted)
    system: Any = block_diag([csr_array(known)] * n, format="csr")
    costs = (-1.0 if largest else 1.0) * wanted.ravel()
    solved = linprog(costs, A_eq=system, b_eq=np.tile(sums, n), bounds=(0, None), method="highs")
    assert solved.success, f"the truth itself solves it: {solved.message}"
    found = (wanted * np.asarray(solved.x).reshape(wanted.shape)).sum(axis=1)
    return np.asarray(found[which.reshape(-1)], dtype=np.float64)
