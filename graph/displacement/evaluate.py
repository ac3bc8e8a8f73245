"""Evaluate measures: areas, counts, changes here and next door, receivers, and how loudly it may be said."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
from scipy import stats

from graph.columns import EventColumns, day_number
from graph.displacement.counts import Counts, area, count, dispersion
from graph.displacement.ladder import RULE_VERSION, Checks, step, wording
from graph.displacement.log_irr import log_irr
from graph.displacement.setting import Rules, Setting, setting_of
from graph.displacement.wdd import Area, Part, Wdd, wdd_shared_control
from graph.false_discovery import q_values
from graph.geography import MunicipalityTable
from graph.geography.division import controls_today, division_caveats, events_today, interventions_today
from graph.model import Change, Control, Displacement, Intervention
from graph.reappearance import finding_id


def evaluate_all(
    interventions: Sequence[Intervention],
    events: EventColumns,
    controls: Sequence[Control],
    table: MunicipalityTable,
    *,
    rules: Rules,
    on_done: Callable[[int], None] = lambda _n: None,
) -> tuple[Displacement, ...]:
    """Evaluate every measure, in the order in which they took effect.

    What an earlier measure was found to change is left out of the comparisons of a later one.

    Parameters
    ----------
    interventions
        Measures.
    events
        Every row of every register, tallies included.
    controls
        How hard was looked.
    table
        Municipalities and where they lie.
    rules
        Thresholds.
    on_done
        Told after each measure.
    """
    if not len(events):
        return ()
    events, controls = events_today(events, table), controls_today(controls, table)
    dissolved = {i.id: division_caveats(i.municipalities, table) for i in interventions}
    interventions = interventions_today(interventions, table)
    counted = count(events, controls)
    ordered = sorted(interventions, key=lambda i: (i.effective_on, i.id))
    changed: list[tuple[int, str]] = []
    results = []
    for intervention in ordered:
        result = _evaluate(intervention, ordered, events, counted, table, changed, rules)
        result = replace(result, caveats=(*result.caveats, *dissolved[intervention.id]))
        results.append(result)
        start = day_number(intervention.effective_on)
        if result.local is not None and (result.ladder_step > 0 or result.local.high < 0 or result.local.low > 0):
            changed += [(start, town) for town in (*result.treated, *(code for code, _ in result.receiving))]
        on_done(1)
    return tuple(results)


def _evaluate(
    intervention: Intervention,
    others: Sequence[Intervention],
    events: EventColumns,
    counts: Counts,
    table: MunicipalityTable,
    changed: Sequence[tuple[int, str]],
    rules: Rules,
) -> Displacement:
    setting = setting_of(intervention, others, events, counts, table, changed, rules)
    window, areas = setting.window, setting.areas
    too_short = min(window.start - window.before, window.end - window.start) < rules.least_days
    everywhere = (*areas.treated, *areas.ring, *areas.controls)
    phi = 1.0 if too_short else _phi(counts, everywhere, setting)
    treated, ring, control = (_area(counts, towns, setting) for towns in (areas.treated, areas.ring, areas.controls))
    enough = not too_short and treated.expected >= rules.least_events and ring.expected >= rules.least_events
    result = wdd_shared_control(treated, ring, control, dispersion=phi)
    per_days = replace(setting, by_effort=False)
    more_next_door = _rises(_area(counts, areas.ring, per_days), phi, rules)
    per_control = _rises(ring, phi, rules) if setting.by_effort else None
    detectable = (float(stats.norm.isf(rules.level)) + rules.power_z) * result.displaced.standard_error
    checks = Checks(enough and detectable <= max(ring.expected, 1.0), more_next_door, per_control)
    receiving = _receiving(counts, setting, control, phi, rules) if checks.enough else ()
    carrying, carried_by = _carrying(events, setting, [code for code, _ in receiving])
    base = _finding(setting, result, phi, checks, rules)
    return replace(
        base,
        receiving=receiving,
        persons_carrying=carrying,
        encounters=carried_by,
        displacement_p=float(1 - result.displaced.p_one_sided) if enough else None,
        minimum_detectable=float(detectable) if enough else None,
        methods=_other_methods(base, counts, setting, phi) if enough else (),
    )


def _area(counts: Counts, towns: Sequence[str], setting: Setting) -> Area:
    return area(counts, towns, setting.sources, setting.window, by_effort=setting.by_effort)


def _phi(counts: Counts, towns: Sequence[str], setting: Setting) -> float:
    return dispersion(counts, towns, setting.sources, setting.window, by_effort=setting.by_effort)


def _rises(ring: Area, phi: float, rules: Rules) -> bool:
    """Whether a ring's own change is a rise, one-sided."""
    part = Part(ring.change, (phi * ring.variance) ** 0.5)
    return part.estimate > 0 and 1 - part.p_one_sided <= rules.level


def _receiving(
    counts: Counts, setting: Setting, control: Area, phi: float, rules: Rules
) -> tuple[tuple[str, float], ...]:
    """Towns of the ring that rose more than the controls, by their own ratio, Benjamini-Hochberg over the ring."""
    tested = []
    for town in setting.areas.ring:
        one = _area(counts, [town], setting)
        if one.after >= rules.least_received and one.expected > 0:
            against = (control.expected, control.after) if control.expected > 0 else (1e9, 1e9)
            tested.append((town, log_irr((one.expected, one.after), against, dispersion=phi).p_greater))
    adjusted = q_values([p for _, p in tested])
    found = [(town, q) for (town, _), q in zip(tested, adjusted, strict=True) if q <= rules.q_receiving]
    return tuple(sorted(found, key=lambda r: (r[1], r[0])))


def _carrying(events: EventColumns, setting: Setting, receiving: Sequence[str]) -> tuple[int | None, tuple[str, ...]]:
    """Persons met in the treated area before and in a receiving town after, and the encounters that show it."""
    window = setting.window
    here = np.isin(
        events.municipality,
        [events.municipalities.index(t) for t in setting.areas.treated if t in events.municipalities],
    )
    there = np.isin(events.municipality, [events.municipalities.index(t) for t in receiving])
    known = events.person >= 0
    before = here & known & (events.day >= window.before) & (events.day < window.start)
    after = there & known & (events.day >= window.start) & (events.day < window.end)
    both = np.intersect1d(events.person[before], events.person[after])
    shown = (before | after) & np.isin(events.person, both)
    return len(both), tuple(sorted(events.ids[i] for i in np.flatnonzero(shown)))


def _finding(setting: Setting, result: Wdd, phi: float, checks: Checks, rules: Rules) -> Displacement:
    intervention = setting.intervention
    told = checks.enough
    return Displacement(
        id=finding_id("displacement", (intervention.id,)),
        intervention_id=intervention.id,
        method="wdd",
        horizon_days=rules.horizon_days,
        local=_change(result.local) if told else None,
        displaced=_change(result.displaced) if told else None,
        total=_change(result.total) if told else None,
        displacement_p=None,
        dispersion=float(phi),
        effort_adjusted=setting.by_effort,
        receiving=(),
        persons_carrying=None,
        ladder_step=step(checks),
        wording=wording(checks),
        minimum_detectable=None,
        sources=setting.sources,
        caveats=(*setting.caveats, "steps 3 to 5 are not judged yet"),
        treated=setting.areas.treated,
        ring=setting.areas.ring,
        controls=setting.areas.controls,
        rule_version=RULE_VERSION,
        encounters=(),
    )


def _change(part: Part) -> Change:
    low, high = part.interval()
    return Change(float(part.estimate), float(low), float(high))


def _other_methods(base: Displacement, counts: Counts, setting: Setting, phi: float) -> tuple[Displacement, ...]:
    """The same measure by days instead of effort, and without controls: shown beside the headline."""
    found = []
    for name, other, towns in (
        ("wdd_by_days", replace(setting, by_effort=False), setting.areas.controls),
        ("wdd_without_controls", setting, ()),
    ):
        treated, ring, control = (
            _area(counts, some, other) for some in (setting.areas.treated, setting.areas.ring, towns)
        )
        result = wdd_shared_control(treated, ring, control, dispersion=phi)
        found.append(
            replace(
                base,
                method=name,
                local=_change(result.local),
                displaced=_change(result.displaced),
                total=_change(result.total),
                displacement_p=float(1 - result.displaced.p_one_sided),
                effort_adjusted=other.by_effort,
            )
        )
    return tuple(found)
