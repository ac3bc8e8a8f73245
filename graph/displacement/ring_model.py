"""Ring model: quasi-Poisson regression of the treated area, the ring and the controls, fortnight by fortnight.

    log E(count) = log(exposure) + area x register + register x (trend + season) + treated x after + ring x after

Exposure is what each town and register of an area was to find by its rate before the measure and its visits (or days)
in the fortnight; season is a yearly sine and cosine. Registers that work near the controls and here have their own, all
others share one: a trend that only the treated area or the ring has couldn't be told from the effect. Dispersion is the larger of this model's and that of the time
before. Source: Wheeler and Ratcliffe (2018) for the areas, McCullagh and Nelder (1989) for the fit; rings as exposures
after Butts (2021), arXiv:2105.03737.

Assumes that areas share season and trend of a register. Not for fewer than a year before the measure, where season and
effect look the same; unlike the WDD it takes ratios, not events, as what would have stayed the same.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.displacement.before import Fortnights, fortnights
from graph.displacement.counts import FORTNIGHT_DAYS, Counts
from graph.displacement.poisson import Coefficient, fit_poisson
from graph.displacement.setting import Setting

PER_YEAR = 365.25 / FORTNIGHT_DAYS


@dataclass(frozen=True, slots=True)
class RingModel:
    """Log ratios of the treated area and the ring after the measure, and the events they were found on."""

    local: Coefficient
    displaced: Coefficient
    local_after: float
    displaced_after: float


def ring_model(counts: Counts, setting: Setting, *, dispersion: float) -> RingModel | None:
    """Fit the model; None where it doesn't converge or an area saw nothing on either side.

    Parameters
    ----------
    counts
        Events and visits.
    setting
        Towns, days and registers.
    dispersion
        Of the time before.
    """
    areas = setting.areas
    whole, first_after = fortnights_through(counts, setting)
    groups = [np.isin(counts.towns, some) for some in (areas.treated, areas.ring, areas.controls)]
    return _fitted(whole, groups, first_after, dispersion)


def fortnights_through(counts: Counts, setting: Setting) -> tuple[Fortnights, int]:
    """Fortnights on both sides of the measure, nothing taken out that towns did in common, and the first one after it."""
    window = setting.window
    n_after = (window.end - window.start) // FORTNIGHT_DAYS
    whole = fortnights(
        counts, setting.sources, first_day=window.before, start=window.start + n_after * FORTNIGHT_DAYS,
        by_effort=setting.by_effort, common=np.zeros(len(counts.towns), dtype=bool),
    )  # fmt: skip
    return whole, len(whole) - n_after


def _fitted(
    whole: Fortnights, groups: list[NDArray[np.bool_]], first_after: int, dispersion: float
) -> RingModel | None:
    met = np.stack([whole.met[:, g].sum(axis=1) for g in groups], axis=1)
    exposure = np.stack([whole.expected[:, g].sum(axis=1) for g in groups], axis=1)
    time, area, source = (i.ravel() for i in np.indices(met.shape))
    y, e = met.ravel(), exposure.ravel()
    keep = e > 0
    time, area, source, y, e = time[keep], area[keep], source[keep], y[keep], e[keep]
    after = time >= first_after
    sums = [y[(area == a) & (after == late)].sum() for a in (0, 1) for late in (False, True)]
    if not all(sums):
        return None
    columns = {}
    for a, s in sorted(set(zip(area.tolist(), source.tolist(), strict=True))):
        columns[f"{a}-{s}"] = ((area == a) & (source == s)).astype(float)
    on_both_sides = set(source[area == 2].tolist()) & set(source[area < 2].tolist())
    group = np.array([s if s in on_both_sides else -1 for s in source.tolist()])
    for s in sorted(set(group.tolist())):
        of_register = group == s
        columns[f"trend-{s}"] = of_register * (time - time.mean()) / PER_YEAR
        columns[f"sine-{s}"] = of_register * np.sin(2 * np.pi * time / PER_YEAR)
        columns[f"cosine-{s}"] = of_register * np.cos(2 * np.pi * time / PER_YEAR)
    columns["local"], columns["displaced"] = ((area == 0) & after) * 1.0, ((area == 1) & after) * 1.0
    fit = fit_poisson(y, columns, log_exposure=np.log(e), quasi=True, dispersion=dispersion)
    if fit is None:
        return None
    return RingModel(fit.coefficients["local"], fit.coefficients["displaced"], float(sums[1]), float(sums[3]))
