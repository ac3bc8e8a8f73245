"""Placebos: the same question asked of towns and dates where no measure was, to see what chance alone answers.

Randomisation inference for one treated unit (Fisher 1935; Abadie, Diamond and Hainmueller 2010): the change next door
is ranked among the changes next door to other towns, on the same date and on earlier ones. The spread of the same
changes also says how much counts of half a year vary beyond what fortnights show: where the pull of a town goes on for
months, errors made from fortnights are too small.

Assumes that placebo towns could have been treated as well. Rings overlap, so the number of placebos overstates what
they know: the effective number counts each town once a date.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from graph.displacement.contrast import Changes, common_change, contrast
from graph.geography import MunicipalityTable, Neighbourhood

MIN_EXPECTED = 10.0
"""Events that a placebo area must let expect."""

ALLOWANCE = 1.15
"""Fortnights show less than half-years vary, even where nothing drifts: visits are many or few in one season or another."""

MIN_FOR_SPREAD = 20.0
"""Effective placebos from which their spread is taken over into the errors."""


@dataclass(frozen=True, slots=True)
class Placebos:
    """Changes of placebo areas in standard errors, and how many independent ones they amount to."""

    z: NDArray[np.float64]
    effective: float

    def rank_p(self, z: float) -> float | None:
        """Share of placebos that rose as much or more, the real one among them; None without any."""
        if not len(self.z):
            return None
        return float((1 + (self.z >= z).sum()) / (1 + len(self.z)))

    @property
    def inflation(self) -> float:
        """Spread of the placebos in standard errors, squared, at least the allowance: what dispersion is multiplied with.

        Only as far as it goes beyond what so many placebos spread by chance (80 % of a chi-squared): else every error
        would hold the noise of this one.
        """
        if self.effective < MIN_FOR_SPREAD:
            return ALLOWANCE
        low, high = np.quantile(self.z, [0.15866, 0.84134])
        by_chance = float(stats.chi2.ppf(0.8, self.effective)) / self.effective
        return max(ALLOWANCE, float((high - low) / 2) ** 2 / by_chance)


NO_PLACEBOS = Placebos(np.zeros(0), 0.0)


def placebos(
    dated: Sequence[Changes], eligible: NDArray[np.bool_], neighbours: NDArray[np.bool_], *, dispersion: float
) -> tuple[Placebos, Placebos]:
    """Placebo rings, and placebo towns.

    Parameters
    ----------
    dated
        Changes at the measure's date, and at earlier ones.
    eligible
        Towns that no measure touched, shape (towns,).
    neighbours
        Which towns are next door to which, shape (towns, towns).
    dispersion
        Of the counts.
    """
    rings = neighbours & eligible[None, :] & eligible[:, None]
    rings, single = rings[rings.any(axis=1)], np.diag(eligible)[eligible]
    rings = np.unique(rings, axis=0)
    ring_z: list[NDArray[np.float64]] = []
    town_z: list[NDArray[np.float64]] = []
    ring_n, town_n = 0.0, 0.0
    for found in dated:
        common = common_change(found, eligible)
        for sets, into in ((rings, ring_z), (single, town_z)):
            if not len(sets):
                continue
            made = contrast(found, common, sets)
            usable = made.expected >= MIN_EXPECTED
            into.append(made.z(dispersion)[usable])
            if sets is rings and usable.any():
                ring_n += float(sets[usable].any(axis=0).sum() / sets[usable].sum(axis=1).mean())
            elif usable.any():
                town_n += float(usable.sum())
    return _joined(ring_z, ring_n), _joined(town_z, town_n)


def _joined(found: Sequence[NDArray[np.float64]], effective: float) -> Placebos:
    return Placebos(np.concatenate(found), effective) if found else NO_PLACEBOS


def neighbour_matrix(table: MunicipalityTable, towns: Sequence[str]) -> NDArray[np.bool_]:
    """Which towns are next door to which, as rings are chosen; none is its own neighbour."""
    round_them = Neighbourhood(table)
    index = {town: i for i, town in enumerate(towns)}
    near = np.zeros((len(towns), len(towns)), dtype=bool)
    for a, i in index.items():
        for b, j in index.items():
            if i < j and round_them.is_next_door(a, b):
                near[i, j] = near[j, i] = True
    return near
