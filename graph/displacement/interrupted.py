"""Interrupted time series: the level and slope of one area's counts before a measure, and the step at it.

Segmented quasi-Poisson regression with an exposure offset. Source: Lopez Bernal, Cummins and Gasparrini (2017),
Interrupted time series regression for the evaluation of public health interventions, International Journal of
Epidemiology 46:348-355.

Assumes that the trend before would have gone on, and that nothing else happened at the time: it has no controls.
Not for fewer than some ten periods on either side.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from graph.displacement.poisson import Coefficient, fit_poisson

MIN_PERIODS = 10
"""Periods on either side below which no step is to be told."""


@dataclass(frozen=True, slots=True)
class Interrupted:
    """Step at the measure and trend per period, as coefficients of the log rate."""

    step: Coefficient
    trend: Coefficient
    dispersion: float


def interrupted_series(counts: ArrayLike, exposure: ArrayLike, *, first_after: int, quasi: bool) -> Interrupted | None:
    """Fit step and trend; None where the fit doesn't converge.

    Parameters
    ----------
    counts, exposure
        Per period, shape (n,), in order of time.
    first_after
        Index of the first period after the measure.
    quasi
        Whether errors hold the dispersion.
    """
    y, e = np.asarray(counts, float), np.asarray(exposure, float)
    time = np.arange(1, len(y) + 1, dtype=float)
    columns = {
        "level": np.ones(len(y)),
        "step": (np.arange(len(y)) >= first_after).astype(float),
        "trend": time,
    }
    fit = fit_poisson(y, columns, log_exposure=np.log(e), quasi=quasi)
    if fit is None:
        return None
    return Interrupted(fit.coefficients["step"], fit.coefficients["trend"], fit.pearson)
