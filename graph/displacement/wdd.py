"""Weighted displacement difference (WDD): how many events more or less than expected, here and next door.

Change in the treated area beyond that of its control, and change next door beyond that of its control, each with its
own standard error, and their sum. Counts are Poisson; each area is divided by its weight, each period by its length.

Source: Wheeler and Ratcliffe (2018), A simple weighted displacement difference test to evaluate place based crime
interventions, Crime Science 7:11. Weights of area and time, and harm: Wheeler (2020, 2021).

Assumes that without the measure the areas would have changed by as many events as their controls do (per unit of
area), and that counts are independent given their means; ``dispersion`` widens the error where they aren't. Not to be
used where controls are of another size without weights, or where counts are so few that a normal error misleads.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scipy import stats

Pair = tuple[float, float]
"""Counts before and after."""


@dataclass(frozen=True, slots=True)
class Part:
    """An estimated change in events with its standard error."""

    estimate: float
    standard_error: float

    def interval(self, alpha: float = 0.05) -> tuple[float, float]:
        """Confidence interval of level 1 - alpha."""
        z = float(stats.norm.isf(alpha / 2))
        return self.estimate - z * self.standard_error, self.estimate + z * self.standard_error

    @property
    def z(self) -> float:
        """Estimate in standard errors."""
        return self.estimate / self.standard_error if self.standard_error else 0.0

    @property
    def p_one_sided(self) -> float:
        """Probability of a fall at least as large, if nothing changed."""
        return float(stats.norm.cdf(self.z))


@dataclass(frozen=True, slots=True)
class Wdd:
    """The parts of a WDD; local and displaced always apart."""

    local: Part
    displaced: Part
    total: Part


def wdd(
    control: Pair,
    treated: Pair,
    displacement_control: Pair = (0, 0),
    displacement: Pair = (0, 0),
    *,
    area_weights: Sequence[float] = (1, 1, 1, 1),
    time_weights: Pair = (1, 1),
    dispersion: float = 1.0,
) -> Wdd:
    """Weighted displacement difference of counts before and after.

    Parameters
    ----------
    control, treated, displacement_control, displacement
        Counts before and after in each area; the last two may be left out.
    area_weights
        Sizes of control, treated, displacement control and displacement area; the result is per unit.
    time_weights
        Lengths of the period before and after; the result is per unit.
    dispersion
        Variance of counts relative to Poisson, at least 1.
    """
    areas = (control, treated, displacement_control, displacement)
    before, after = time_weights
    changes, variances = [], []
    for (count_before, count_after), size in zip(areas, area_weights, strict=True):
        changes.append((count_after / after - count_before / before) / size)
        variances.append(dispersion * (count_after / after**2 + count_before / before**2) / size**2)
    local = Part(changes[1] - changes[0], math.sqrt(variances[1] + variances[0]))
    displaced = Part(changes[3] - changes[2], math.sqrt(variances[3] + variances[2]))
    total = Part(local.estimate + displaced.estimate, math.sqrt(sum(variances)))
    return Wdd(local, displaced, total)


def wdd_harm(components: Sequence[Wdd], weights: Sequence[float]) -> Part:
    """Total over kinds of event, each weighted by its harm; kinds are taken as independent."""
    estimate = sum(w * c.total.estimate for c, w in zip(components, weights, strict=True))
    variance = sum((w * c.total.standard_error) ** 2 for c, w in zip(components, weights, strict=True))
    return Part(estimate, math.sqrt(variance))


@dataclass(frozen=True, slots=True)
class Cumulative:
    """Treated minus control since the measure: in events, per period, and as a ratio with its log's standard error."""

    difference: Part
    per_period: Part
    log_ratio: Part


def cumulative(treated: Sequence[float], control: Sequence[float]) -> Cumulative:
    """Treated against control, summed over periods since the measure: for monitoring while it runs.

    Looked at again and again it finds something in the end: see :mod:`graph.displacement.monitor`.

    Raises
    ------
    ValueError
        When either has no events at all: then there is no ratio.
    """
    here, there = sum(treated), sum(control)
    if not (here and there):
        message = "an area without any event gives no ratio"
        raise ValueError(message)
    difference = Part(here - there, math.sqrt(here + there))
    per_period = Part(difference.estimate / len(treated), difference.standard_error / len(treated))
    return Cumulative(difference, per_period, Part(math.log(here / there), math.sqrt(1 / here + 1 / there)))


@dataclass(frozen=True, slots=True)
class Area:
    """Counts of an area before and after, and the count after that its own past lets expect.

    ``expected`` is the count before, times effort after over effort before; ``expected_variance`` its Poisson
    variance. Without effort the lengths of the periods take its place.
    """

    before: float
    after: float
    expected: float
    expected_variance: float

    @property
    def change(self) -> float:
        """Events more than the area's own past lets expect."""
        return self.after - self.expected

    @property
    def variance(self) -> float:
        """Poisson variance of the change."""
        return self.after + self.expected_variance

    def __add__(self, other: "Area") -> "Area":
        """Both areas together."""
        return Area(
            self.before + other.before,
            self.after + other.after,
            self.expected + other.expected,
            self.expected_variance + other.expected_variance,
        )


def wdd_shared_control(treated: Area, ring: Area, control: Area, *, dispersion: float) -> Wdd:
    """WDD where one control serves both parts, scaled to the size of each.

    The control's change is scaled by what each area lets expect (weights of area); since both parts lean on the same
    control, the total's variance has its weight squared once, not twice.
    """
    size = control.expected or math.inf
    to_treated, to_ring = treated.expected / size, ring.expected / size

    def part(change: float, variance: float, weight: float) -> Part:
        error = math.sqrt(dispersion * (variance + weight**2 * control.variance))
        return Part(change - weight * control.change, error)

    local = part(treated.change, treated.variance, to_treated)
    displaced = part(ring.change, ring.variance, to_ring)
    both = treated + ring
    return Wdd(local, displaced, part(both.change, both.variance, to_treated + to_ring))
