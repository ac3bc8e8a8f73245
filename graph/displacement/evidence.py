"""Everything that is known of one measure before anything is said: changes, errors, drift, persons, placebos."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from graph.columns import EventColumns
from graph.displacement.before import Drift, dispersion, drift, fortnights, is_after_a_peak
from graph.displacement.carriers import Carried, carried
from graph.displacement.contrast import Changes, Common, Contrast, changes, common_change, contrast, masks, no_change
from graph.displacement.counts import FORTNIGHT_DAYS, Counts, Window
from graph.displacement.monitor import level_at
from graph.displacement.placebo import NO_PLACEBOS, Placebos, placebos
from graph.displacement.receivers import TownTest, town_tests
from graph.displacement.setting import Rules, Setting
from graph.displacement.wdd import Wdd

LOCAL, RING, BOTH = 0, 1, 2
"""Rows of a contrast: the treated area, the ring, and both."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one measure. ``phi_local`` and ``phi_ring`` are the dispersions that errors hold.

    ``level`` is the one-sided level of this look. ``by_days`` is the ring's own change without effort or controls,
    ``past_alone`` its change against its own past. ``by_town`` tests each town of the ring, counts and persons together.
    """

    setting: Setting
    found: Changes
    common: Common
    made: Contrast
    by_days: Contrast
    past_alone: Contrast
    phi: float
    phi_local: float
    phi_ring: float
    drift: Drift | None
    persons: Carried | None
    by_town: tuple[TownTest, ...]
    rings: Placebos
    controls: tuple[float, float, float]
    after_a_peak: bool
    level: float

    @property
    def wdd(self) -> Wdd:
        """The headline: local, displaced and total."""
        phi_total = max(self.phi_local, self.phi_ring)
        return Wdd(
            self.made.part(LOCAL, self.phi_local), self.made.part(RING, self.phi_ring), self.made.part(BOTH, phi_total)
        )

    @property
    def displaced_p(self) -> float:
        """Probability of a rise next door at least as large, if nothing changed."""
        return float(1 - self.wdd.displaced.p_one_sided)

    @property
    def controls_contrast(self) -> tuple[float, float, float] | None:
        """Events of the controls after, expected of their past, and the variance of that; None without any."""
        after, expected, variance = self.controls
        return self.controls if expected > 0 and after > 0 and variance > 0 else None

    def rises(self, made: Contrast) -> bool:
        """Whether the ring's change in a contrast is a rise at this look's level."""
        part = made.part(RING, self.phi_ring)
        return part.estimate > 0 and 1 - part.p_one_sided <= self.level

    def detectable(self, rules: Rules) -> float:
        """Smallest displaced change, in events, that would be found with a power of 0.8."""
        return (float(stats.norm.isf(self.level)) + rules.power_z) * self.made.null_error(RING, self.phi_ring)


def weigh(
    setting: Setting,
    counts: Counts,
    events: EventColumns,
    *,
    untouched: Sequence[Window],
    eligible: NDArray[np.bool_],
    neighbours: NDArray[np.bool_],
    rules: Rules,
) -> Evidence:
    """Gather the evidence on a measure.

    Parameters
    ----------
    setting
        Towns, days and registers.
    counts, events
        What was met.
    untouched
        Earlier windows of the same lengths, for placebos.
    eligible
        Towns that no measure touched within any of the windows, shape (towns,).
    neighbours
        Which towns are next door to which, shape (towns, towns).
    rules
        Thresholds.
    """
    window, areas, towns = setting.window, setting.areas, counts.towns
    sets = masks(towns, [areas.treated, areas.ring, (*areas.treated, *areas.ring)])
    controls = np.isin(towns, areas.controls)
    found = changes(counts, setting.sources, window, by_effort=setting.by_effort)
    common = common_change(found, controls)
    past = fortnights(
        counts, setting.sources, first_day=window.before, start=window.start, by_effort=setting.by_effort,
        common=controls | sets[BOTH],
    )  # fmt: skip
    phi = dispersion(past, controls | sets[BOTH])
    dated = [found, *(changes(counts, setting.sources, w, by_effort=setting.by_effort) for w in untouched)]
    rings, singles = (
        placebos(dated, eligible, neighbours, dispersion=phi) if eligible.any() else (NO_PLACEBOS, NO_PLACEBOS)
    )
    phi_ring, phi_local = phi * rings.inflation, phi * singles.inflation
    longer = fortnights(
        counts, setting.sources, first_day=window.start - rules.trend_days, start=window.start,
        by_effort=setting.by_effort, common=controls,
    )  # fmt: skip
    days = changes(counts, setting.sources, window, by_effort=False)
    nothing = no_change(len(counts.sources))
    persons = carried(
        events, treated=areas.treated, ring=areas.ring, sources=setting.sources, first_day=counts.first_day,
        start=window.start, end=window.end,
    )  # fmt: skip
    return Evidence(
        setting=setting,
        found=found,
        common=common,
        made=contrast(found, common, sets),
        by_days=contrast(days, nothing, sets),
        past_alone=contrast(found, nothing, sets),
        phi=phi,
        phi_local=phi_local,
        phi_ring=phi_ring,
        drift=drift(longer, sets[RING], controls, dispersion=phi),
        persons=persons,
        by_town=town_tests(
            found, common, towns=towns, ring=areas.ring, persons=persons, dispersion=max(phi_local, phi),
            least_received=rules.least_received,
        ),
        rings=rings,
        controls=(
            float(found.after[controls].sum()),
            float(found.expected[controls].sum()),
            float(found.expected_variance[controls].sum()),
        ),
        after_a_peak=is_after_a_peak(past, sets[LOCAL], dispersion=phi),
        level=level_at(setting.looked_days, level=rules.level, reviews=rules.review_days),
    )  # fmt: skip


def drift_most(evidence: Evidence) -> float | None:
    """Largest rise next door, in events, that the drift before the measure may have made; None where none was seen."""
    if evidence.drift is None:
        return None
    window = evidence.setting.window
    apart = (window.end - window.before) / 2 / FORTNIGHT_DAYS
    return evidence.drift.upper(apart) * float(evidence.made.expected[RING])
