"""Two Poisson counts compared exactly enough to be used when they are small.

Source: Krishnamoorthy and Thomson (2004), A more powerful test for comparing two Poisson means, Journal of
Statistical Planning and Inference 119; as statsmodels computes it. Two forms that differ where exposures do:
``pooled`` takes the variance under equal rates, ``wald`` is the paper's own, each count its own variance.

Assumes Poisson counts: dispersed ones need :mod:`graph.displacement.exact` with their dispersion. Not for counts
beyond some hundreds, where it is slow and a normal error does.
"""

from typing import Literal

from statsmodels.stats.rates import test_poisson_2indep

METHODS = {"pooled": "etest", "wald": "etest-wald"}


def etest(
    first: float,
    second: float,
    *,
    exposure: tuple[float, float] = (1.0, 1.0),
    variant: Literal["pooled", "wald"] = "pooled",
) -> float:
    """Two-sided p-value of equal rates behind two counts.

    Parameters
    ----------
    first, second
        Counts.
    exposure
        Effort, area or days behind each.
    variant
        Which variance: under equal rates, or each count's own.

    Examples
    --------
    >>> round(etest(0, 3), 4)
    0.0884
    """
    result = test_poisson_2indep(
        first, exposure[0], second, exposure[1], method=METHODS[variant], compare="ratio", alternative="two-sided"
    )
    return float(result.pvalue)
