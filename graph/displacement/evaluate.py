"""Evaluate measures: areas, counts, changes here and next door, receivers, and how loudly it may be said."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from graph.columns import EventColumns, day_number
from graph.displacement.counts import Counts, Window, count
from graph.displacement.evidence import Evidence, weigh
from graph.displacement.ladder import RULE_VERSION, Checks, step, wording
from graph.displacement.methods import change_of, other_methods
from graph.displacement.placebo import neighbour_matrix
from graph.displacement.receivers import receivers
from graph.displacement.robustness import is_robust, robustness
from graph.displacement.setting import Rules, Setting, setting_of
from graph.displacement.verdict import checks_of, is_countable, words_of
from graph.geography import MunicipalityTable
from graph.geography.division import controls_today, division_caveats, events_today, interventions_today
from graph.model import Control, Displacement, Intervention
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
    region = _Region(events, counted, table, neighbour_matrix(table, counted.towns), ordered, rules)
    changed: list[tuple[int, str]] = []
    results = []
    for intervention in ordered:
        result = _evaluate(intervention, region, changed)
        result = replace(result, caveats=(*result.caveats, *dissolved[intervention.id]))
        results.append(result)
        start = day_number(intervention.effective_on)
        if result.local is not None and (result.ladder_step > 0 or result.local.high < 0 or result.local.low > 0):
            changed += [(start, town) for town in (*result.treated, *(code for code, _ in result.receiving))]
        on_done(1)
    return tuple(results)


@dataclass(frozen=True, slots=True)
class _Region:
    """What all evaluations share."""

    events: EventColumns
    counts: Counts
    table: MunicipalityTable
    neighbours: NDArray[np.bool_]
    measures: Sequence[Intervention]
    rules: Rules


def _evaluate(intervention: Intervention, region: _Region, changed: Sequence[tuple[int, str]]) -> Displacement:
    counts, events, rules = region.counts, region.events, region.rules
    setting = setting_of(intervention, region.measures, events, counts, region.table, changed, rules)
    untouched = _earlier(setting.window, counts, rules)
    evidence = weigh(
        setting, counts, events, untouched=untouched, eligible=_eligible(setting, untouched, region, changed),
        neighbours=region.neighbours, rules=rules,
    )  # fmt: skip
    checks = checks_of(evidence, rules)
    base = _finding(evidence, checks, rules)
    if not is_countable(evidence, rules):
        return base
    receiving = _receiving(evidence, checks, rules)
    carrying, carried_by = _carrying(events, setting, [code for code, _ in receiving])
    table = robustness(evidence, counts, wider=setting.wider) if step(checks) >= 2 else ()
    checks = replace(checks, robust=is_robust(table))
    base = replace(
        base,
        ladder_step=step(checks),
        wording=wording(checks),
        wording_nl=wording(checks, "nl"),
        receiving=receiving,
        persons_carrying=carrying,
        encounters=carried_by,
        displacement_p=evidence.displaced_p,
        minimum_detectable=evidence.detectable(rules),
        robustness=table,
        caveats=(*base.caveats, *(line.said for line in table if not line.holds)),
    )
    return replace(base, methods=other_methods(base, evidence, counts))


def _earlier(window: Window, counts: Counts, rules: Rules) -> tuple[Window, ...]:
    """Windows of the same lengths before the measure, none reaching past another's start."""
    length, past = window.end - window.start, window.start - window.before
    if length <= 0:
        return ()
    starts = [window.start - k * length for k in range(1, rules.placebo_dates + 1)]
    return tuple(Window(s - past, s, s + length) for s in starts if s - past >= counts.first_day)


def _eligible(
    setting: Setting, untouched: Sequence[Window], region: _Region, changed: Sequence[tuple[int, str]]
) -> NDArray[np.bool_]:
    """Towns that no measure touched in any of the windows."""
    first = min(w.before for w in (setting.window, *untouched))
    touched = {t for day, t in changed if first < day < setting.window.end}
    for other in region.measures:
        if first < day_number(other.effective_on) < setting.window.end:
            touched |= set(other.municipalities)
    areas = setting.areas
    free = (
        {*areas.ring, *areas.controls, *setting.wider, *region.counts.towns} - touched - {*areas.treated, *areas.ring}
    )
    return np.isin(region.counts.towns, sorted(free))


def _receiving(evidence: Evidence, checks: Checks, rules: Rules) -> tuple[tuple[str, float], ...]:
    """Receiving towns, asked for only where the ring as a whole rose, or the persons show it."""
    rose = evidence.displaced_p <= evidence.level and evidence.wdd.displaced.estimate > 0
    if not ((checks.enough and rose) or checks.carried):
        return ()
    return receivers(evidence.by_town, q_most=rules.q_receiving)


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


def _finding(evidence: Evidence, checks: Checks, rules: Rules) -> Displacement:
    setting, told = evidence.setting, is_countable(evidence, rules)
    result = evidence.wdd
    return Displacement(
        id=finding_id("displacement", (setting.intervention.id,)),
        intervention_id=setting.intervention.id,
        method="wdd",
        horizon_days=rules.horizon_days,
        local=change_of(result.local) if told else None,
        displaced=change_of(result.displaced) if told else None,
        total=change_of(result.total) if told else None,
        displacement_p=None,
        dispersion=float(evidence.phi_ring),
        effort_adjusted=setting.by_effort,
        receiving=(),
        persons_carrying=None,
        ladder_step=step(checks),
        wording=wording(checks),
        wording_nl=wording(checks, "nl"),
        minimum_detectable=None,
        sources=setting.sources,
        caveats=(*words_of(evidence, checks, rules), *setting.caveats),
        treated=setting.areas.treated,
        ring=setting.areas.ring,
        controls=setting.areas.controls,
        rule_version=RULE_VERSION,
        encounters=(),
    )
