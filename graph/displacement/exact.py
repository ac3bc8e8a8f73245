"""Two counts compared by the conditional exact test, also where counts are small or vary more than Poisson.

Given their sum, the second of two Poisson counts is binomial, whatever the common rate (Przyborowski and Wilenski
1940, Biometrika 31). The upper tail of a binomial is an incomplete beta function, which is defined between whole
numbers too: so a dispersion divides both counts, as it divides the information in them.

Assumes a dispersion known or estimated elsewhere. Conservative, as every exact test of whole numbers is.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special, stats


def p_more(
    before: ArrayLike, after: ArrayLike, *, ratio: ArrayLike, dispersion: ArrayLike = 1.0
) -> NDArray[np.float64]:
    """Probability of a count at least as large after, given both, if the rate is the same.

    Parameters
    ----------
    before, after
        Counts, any shape.
    ratio
        Exposure after over exposure before.
    dispersion
        Variance relative to Poisson, at least 1.

    Examples
    --------
    >>> float(p_more(0, 3, ratio=1.0))
    0.125
    """
    b, a, r = np.asarray(before, float), np.asarray(after, float), np.asarray(ratio, float)
    phi = np.maximum(np.asarray(dispersion, float), 1.0)
    share = r / (1 + r)
    tail = special.betainc(np.maximum(a / phi, 1e-12), b / phi + 1, share)
    return np.where((a > 0) & (r > 0), tail, 1.0)


def fisher_combined(p_values: Sequence[float]) -> float:
    """One p-value of several independent ones: -2 sum(log p) is chi-squared (Fisher 1932)."""
    statistic = -2 * sum(float(np.log(max(p, 1e-300))) for p in p_values)
    return float(stats.chi2.sf(statistic, 2 * len(p_values)))
