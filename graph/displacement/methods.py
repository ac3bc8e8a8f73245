"""The same measure by other methods, shown beside the headline for those who ask for all of them."""

import math
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from scipy import stats

from graph.displacement.contrast import Contrast, changes, common_change, contrast, masks, no_change
from graph.displacement.counts import Counts
from graph.displacement.evidence import BOTH, LOCAL, RING, Evidence
from graph.displacement.interrupted import MIN_PERIODS, interrupted_series
from graph.displacement.log_irr import log_irr
from graph.displacement.poisson import Coefficient
from graph.displacement.ring_model import fortnights_through, ring_model
from graph.displacement.wdd import Part
from graph.model import Change, Displacement


def other_methods(base: Displacement, evidence: Evidence, counts: Counts) -> tuple[Displacement, ...]:
    """Rows of the other methods: by days, without controls, as ratios, by regression, as series, and of the persons.

    Ratios are told in events, as many as they mean of what was met after. Each has its own columns and the headline's
    step: the ladder is climbed once.
    """
    base = replace(base, robustness=(), methods=())
    return (
        *_wdds(base, evidence, counts),
        *_ratios(base, evidence, counts),
        *_series(base, evidence, counts),
        *_persons(base, evidence),
    )


def change_of(part: Part) -> Change:
    """Change with its 95 % interval."""
    low, high = part.interval()
    return Change(float(part.estimate), float(low), float(high))


def _wdds(base: Displacement, evidence: Evidence, counts: Counts) -> Iterator[Displacement]:
    setting, areas = evidence.setting, evidence.setting.areas
    days = changes(counts, setting.sources, setting.window, by_effort=False)
    sets = masks(counts.towns, [areas.treated, areas.ring, (*areas.treated, *areas.ring)])
    by_days = contrast(days, common_change(days, np.isin(counts.towns, areas.controls)), sets)
    alone = contrast(evidence.found, no_change(len(counts.sources)), sets)
    others: tuple[tuple[str, Contrast, bool], ...] = (
        ("wdd_by_days", by_days, False),
        ("wdd_without_controls", alone, setting.by_effort),
    )
    both = max(evidence.phi_local, evidence.phi_ring)
    for name, made, by_effort in others:
        ring = made.part(RING, evidence.phi_ring)
        yield replace(
            base,
            method=name,
            local=change_of(made.part(LOCAL, evidence.phi_local)),
            displaced=change_of(ring),
            total=change_of(made.part(BOTH, both)),
            displacement_p=float(1 - ring.p_one_sided),
            effort_adjusted=by_effort,
        )


def _ratios(base: Displacement, evidence: Evidence, counts: Counts) -> Iterator[Displacement]:
    made, controls = evidence.past_alone, evidence.controls_contrast
    if controls is not None:
        against = (controls[1], controls[0])
        local, ring = (
            log_irr((float(made.expected[i]), float(made.after[i])), against, dispersion=phi)
            for i, phi in ((LOCAL, evidence.phi_local), (RING, evidence.phi_ring))
        )
        after = float(made.after[LOCAL]), float(made.after[RING])
        one, other = (Coefficient(r.estimate, r.standard_error) for r in (local, ring))
        yield _of_ratios(base, "log_irr", one, other, after)
    found = ring_model(counts, evidence.setting, dispersion=evidence.phi_ring)
    if found is not None:
        after = found.local_after, found.displaced_after
        yield _of_ratios(base, "ring_quasi_poisson", found.local, found.displaced, after)


def _series(base: Displacement, evidence: Evidence, counts: Counts) -> Iterator[Displacement]:
    """The step in each area's own course, its trend going on; no controls."""
    whole, first_after = fortnights_through(counts, evidence.setting)
    if min(first_after, len(whole) - first_after) < MIN_PERIODS:
        return
    areas = evidence.setting.areas
    found = []
    for some in (areas.treated, areas.ring):
        inside = np.isin(counts.towns, some)
        met, exposure = (grid[:, inside].sum(axis=(1, 2)) for grid in (whole.met, whole.expected))
        if not ((exposure > 0).all() and met[first_after:].any() and met[:first_after].any()):
            return
        fit = interrupted_series(met, exposure, first_after=first_after, quasi=True)
        if fit is None:
            return
        found.append((fit.step, float(met[first_after:].sum())))
    (local, local_after), (ring, ring_after) = found
    yield _of_ratios(base, "interrupted_series", local, ring, (local_after, ring_after))


def _of_ratios(
    base: Displacement, name: str, local: Coefficient, displaced: Coefficient, after: tuple[float, float]
) -> Displacement:
    """Ratios as events: those met after, less what they would have been at a ratio of 1; no interval of the sum."""
    return replace(
        base,
        method=name,
        local=_events(local, after[0]),
        displaced=_events(displaced, after[1]),
        total=None,
        displacement_p=float(stats.norm.sf(displaced.estimate / displaced.standard_error)),
    )


def _events(ratio: Coefficient, after: float) -> Change:
    low, high = ratio.ratio_interval()
    return Change(after * (1 - 1 / ratio.ratio), after * (1 - 1 / low), after * (1 - 1 / high))


def _persons(base: Displacement, evidence: Evidence) -> Iterator[Displacement]:
    """Encounters next door with persons met here before, beyond those to be expected."""
    persons = evidence.persons
    if persons is None:
        return
    error = math.sqrt(persons.found + persons.expected_variance)
    yield replace(
        base,
        method="persons",
        local=None,
        displaced=change_of(Part(persons.found - persons.expected, error)),
        total=None,
        displacement_p=persons.p,
    )
