"""Two Poisson counts compared exactly enough to be used when they are small.

Source: Krishnamoorthy and Thomson (2004), A more powerful test for comparing two Poisson means, Journal of
Statistical Planning and Inference 119. The form with the pooled variance, as statsmodels computes it (``etest``).
"""

from statsmodels.stats.rates import test_poisson_2indep


def etest(first: float, second: float, *, exposure: tuple[float, float] = (1.0, 1.0)) -> float:
    """Two-sided p-value of equal rates behind two counts.

    Examples
    --------
    >>> round(etest(0, 3), 4)
    0.0884
    """
    result = test_poisson_2indep(
        first, exposure[0], second, exposure[1], method="etest", compare="ratio", alternative="two-sided"
    )
    return float(result.pvalue)
