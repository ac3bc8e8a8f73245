"""The setting of an evaluation: which towns, which days and which registers, all chosen from before the measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.columns import EventColumns, day_number
from graph.displacement import areas as choose
from graph.displacement.areas import Areas
from graph.displacement.counts import Counts, Window
from graph.displacement.monitor import REVIEW_DAYS, last_review
from graph.geography import MunicipalityTable
from graph.model import REPORTING_CHANGES, Intervention


@dataclass(frozen=True, slots=True)
class Rules:
    """Thresholds of the evaluation; days, counts of events, and levels of significance."""

    horizon_days: int = 180
    before_days: int = 364
    least_days: int = 56
    least_events: float = 10.0
    level: float = 0.05
    q_receiving: float = 0.05
    least_received: float = 5.0
    power_z: float = 0.8416
    """Normal quantile of the power (0.8) at which the minimum detectable change is stated."""
    detectable_share: float = 0.2
    """Where a rise of this share of what was expected next door could be missed, there is too little to tell."""
    together: float = 0.02
    """p-value up to which persons and counts together show it, in the ring or in one of its towns."""
    trend_days: int = 1092
    """Days before the measure from which a drift is measured, at most."""
    review_days: tuple[int, ...] = REVIEW_DAYS
    """Days after the measure at which it is judged, the last the horizon."""
    placebo_dates: int = 6
    """Earlier dates at which placebos are asked, at most."""
    lag_days: int = 0
    """Days at the end of the data that are left out, since registers report late."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One evaluation before its numbers: where, when, by which registers.

    ``looked_days`` is the review whose level is spent; ``changes_reporting`` whether the measure, or another of its
    kind within the time compared, changes how much is reported. ``wider`` are towns one ring further out.
    """

    intervention: Intervention
    areas: Areas
    window: Window
    sources: tuple[str, ...]
    by_effort: bool
    caveats: tuple[str, ...]
    looked_days: int
    changes_reporting: bool
    wider: tuple[str, ...]


def setting_of(
    intervention: Intervention,
    others: Sequence[Intervention],
    events: EventColumns,
    counts: Counts,
    table: MunicipalityTable,
    changed: Sequence[tuple[int, str]],
    rules: Rules,
) -> Setting:
    """Choose the setting of one measure.

    Parameters
    ----------
    intervention, others
        The measure, and all measures (itself included).
    events, counts
        What was met, and how often.
    table
        Municipalities.
    changed
        Days and towns that earlier measures were found to change.
    rules
        Thresholds.
    """
    window, looked_days, left_out, caveats = _compared(intervention, others, counts, table, changed, rules)
    treated = intervention.municipalities
    sources, by_effort = _sources(counts, treated, window)
    if not by_effort:
        caveats.append("no controls data: how hard was looked is unknown, so never above step 1")
    if intervention.kind in REPORTING_CHANGES:
        caveats.append("a campaign or training changes how much is reported, not what happens")
    if counts.left_out:
        caveats.append(f"{counts.left_out} events dated only to the year are left out")
    if counts.in_operations:
        caveats.append(f"{counts.in_operations} events of joint operations are counted apart")
    shared = choose.shared_persons(events, treated, first_day=window.before, end_day=window.start)
    met = counts.window(counts.events, window.before, window.start).sum(axis=1)
    watched = [town for town, n in zip(counts.towns, met, strict=True) if n > 0]
    history = choose.history_of(counts, window, sources)
    areas = choose.choose_areas(treated, watched, table, shared_persons=shared, left_out=left_out, history=history)
    caveats += areas.caveats
    if not areas.controls:
        caveats.append("no towns far away to compare with")
    outside = {*areas.treated, *areas.ring, *areas.controls, *left_out}
    wider = tuple(t for t in areas.second_ring if t in set(watched) - outside)
    return Setting(
        intervention=intervention,
        areas=areas,
        window=window,
        sources=sources,
        by_effort=by_effort,
        caveats=tuple(caveats),
        looked_days=looked_days,
        changes_reporting=intervention.kind in REPORTING_CHANGES,
        wider=wider,
    )


def _compared(
    intervention: Intervention,
    others: Sequence[Intervention],
    counts: Counts,
    table: MunicipalityTable,
    changed: Sequence[tuple[int, str]],
    rules: Rules,
) -> tuple[Window, int, frozenset[str], list[str]]:
    """Days compared, the review whose level they spend, towns that another measure changed, and what is to be said.

    Where the data end before the horizon, only the days up to the last review are compared: between two reviews a
    verdict doesn't change.
    """
    start = day_number(intervention.effective_on)
    before, reach = max(counts.first_day, start - rules.before_days), counts.end_day - rules.lag_days - start
    looked = rules.horizon_days
    if reach < rules.horizon_days:
        looked = last_review(reach, reviews=rules.review_days) or max(0, reach)
    end = start + looked
    treated = set(intervention.municipalities)
    caveats: list[str] = []
    left_out = {town for day, town in changed if before < day < end} - treated
    for other in others:
        day = day_number(other.effective_on)
        if other.id == intervention.id or not before < day < end:
            continue
        nearby = min(table.distance_m(a, b) for a in treated for b in other.municipalities) <= 2 * choose.RING_M
        if day >= start:
            left_out |= set(other.municipalities) - treated
        if nearby and day > start and _is_large(other, treated, counts, table, Window(before, start, end)):
            end = day
            caveats.append(f"compared only until {other.effective_on}, when measure {other.id} began nearby")
        elif nearby:
            reports = ", and changes how much is reported" if other.kind in REPORTING_CHANGES else ""
            caveats.append(f"measure {other.id} of {other.effective_on} falls into the time compared{reports}")
    if left_out:
        names = ", ".join(sorted(table.name(t) for t in left_out))
        caveats.append(f"left out of the comparison, changed by another measure: {names}")
    if rules.lag_days and counts.end_day - start < rules.horizon_days + rules.lag_days:
        caveats.append(f"the last {rules.lag_days} days of the data are left out: registers report late")
    if end - start < rules.horizon_days:
        caveats.append(f"{max(end - start, 0)} of {rules.horizon_days} days after the measure are compared")
    return Window(before, start, max(end, start)), looked, frozenset(left_out), caveats


def _is_large(other: Intervention, treated: set[str], counts: Counts, table: MunicipalityTable, window: Window) -> bool:
    """Whether what another measure moves could drown the ring: its towns had half as much as the whole ring."""
    met = counts.window(counts.events, window.before, window.start).sum(axis=1)
    theirs = sum(float(n) for town, n in zip(counts.towns, met, strict=True) if town in other.municipalities)
    near = sum(
        float(n)
        for town, n in zip(counts.towns, met, strict=True)
        if town not in treated
        and town not in other.municipalities
        and min(table.distance_m(town, t) for t in treated) <= choose.RING_M
    )
    return theirs > 0 and 2 * theirs >= near


def _sources(counts: Counts, treated: Sequence[str], window: Window) -> tuple[tuple[str, ...], bool]:
    """Registers to count: those with effort on both sides of the measure; without any, those that saw both sides."""
    before = counts.window(counts.visits, window.before, window.start)
    after = counts.window(counts.visits, window.start, window.end)
    with_effort = (before.sum(axis=0) > 0) & (after.sum(axis=0) > 0)
    rows = [counts.towns.index(t) for t in treated if t in counts.towns]
    if rows and (before[rows].sum() > 0) and (after[rows].sum() > 0):
        return tuple(s for s, ok in zip(counts.sources, with_effort, strict=True) if ok), True
    early = counts.window(counts.events, window.before, window.before + 56).sum(axis=0) > 0
    late = counts.window(counts.events, window.start, window.end).sum(axis=0) > 0
    return tuple(s for s, ok in zip(counts.sources, early & late, strict=True) if ok), False
