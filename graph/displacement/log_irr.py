"""Log incidence rate ratio, treated against control, after against before.

Source: Wilson (2022), The relative incident rate ratio effect size for count-based impact evaluations, Journal of
Quantitative Criminology 38. Assumes that areas would have changed in proportion; where WDD and log IRR disagree, the
answer depends on the scale. Not to be used with a zero count (half an event is added then, and said).
"""

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LogIrr:
    """Log of the ratio of ratios, its standard error, and whether half an event had to be added."""

    estimate: float
    standard_error: float
    corrected: bool

    @property
    def ratio(self) -> float:
        """The ratio itself."""
        return math.exp(self.estimate)


def log_irr(
    treated: tuple[float, float],
    control: tuple[float, float],
    *,
    exposure: tuple[float, float, float, float] = (1, 1, 1, 1),
    dispersion: float = 1.0,
) -> LogIrr:
    """Log incidence rate ratio of counts before and after.

    Parameters
    ----------
    treated, control
        Counts before and after.
    exposure
        Effort behind treated before and after, control before and after.
    dispersion
        Variance of counts relative to Poisson, at least 1.
    """
    counts = [*treated, *control]
    corrected = min(counts) <= 0
    if corrected:
        counts = [c + 0.5 for c in counts]
    before, after, c_before, c_after = (c / e for c, e in zip(counts, exposure, strict=True))
    estimate = math.log(after / before) - math.log(c_after / c_before)
    return LogIrr(estimate, math.sqrt(dispersion * sum(1 / c for c in counts)), corrected)
