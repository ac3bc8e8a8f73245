"""Quasi-Poisson regression: log of the mean count is linear, the variance a multiple of the mean.

Source: McCullagh and Nelder (1989), Generalized Linear Models, chapter 6; dispersion is Pearson's statistic over its
degrees of freedom. Fitted by statsmodels. Assumes that rows are independent given their means; not for counts that
are nearly all zero.
"""

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import statsmodels.api as sm
from numpy.typing import NDArray
from scipy import stats
from statsmodels.tools.sm_exceptions import ConvergenceWarning, DomainWarning, PerfectSeparationWarning

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A coefficient on the log scale, and its standard error."""

    estimate: float
    standard_error: float

    @property
    def ratio(self) -> float:
        """Rate ratio."""
        return math.exp(self.estimate)

    def ratio_interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """Interval of the rate ratio, level 1 - alpha."""
        z = float(stats.norm.isf(alpha / 2))
        return math.exp(self.estimate - z * self.standard_error), math.exp(self.estimate + z * self.standard_error)


@dataclass(frozen=True, slots=True)
class Fit:
    """Coefficients by name, and the dispersion that their errors hold (1 where Poisson was asked for)."""

    coefficients: Mapping[str, Coefficient]
    dispersion: float
    pearson: float
    """Pearson's dispersion, whatever the errors hold."""


def fit_poisson(
    counts: Floats, columns: Mapping[str, Floats], *, log_exposure: Floats, quasi: bool, dispersion: float | None = None
) -> Fit | None:
    """Fit a log-linear model of counts; None where it doesn't converge.

    Parameters
    ----------
    counts
        Counts, shape (n,).
    columns
        Design by name, each of shape (n,); name an intercept yourself.
    log_exposure
        Offset, shape (n,).
    quasi
        Whether errors hold the dispersion; never less than 1.
    dispersion
        One known from elsewhere (the time before the measure); errors hold the larger.
    """
    design = np.column_stack(list(columns.values()))
    family = sm.families.Poisson()
    with warnings.catch_warnings():
        for kind in (ConvergenceWarning, DomainWarning, PerfectSeparationWarning, RuntimeWarning):
            warnings.simplefilter("ignore", kind)
        try:
            result = sm.GLM(counts, design, family=family, offset=log_exposure).fit(maxiter=50)
        except (np.linalg.LinAlgError, ValueError):
            return None
    if not result.converged or not np.isfinite(result.params).all():
        return None
    pearson = float(result.pearson_chi2 / result.df_resid)
    held = max(1.0, pearson, dispersion or 1.0) if quasi else 1.0
    errors = np.sqrt(np.diag(result.cov_params())) * math.sqrt(held)
    named = {name: Coefficient(float(b), float(e)) for name, b, e in zip(columns, result.params, errors, strict=True)}
    return Fit(named, held, pearson)
