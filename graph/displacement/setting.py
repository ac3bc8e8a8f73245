"""The setting of an evaluation: which towns, which days and which registers, all chosen from before the measure."""

from collections.abc import Sequence
from dataclasses import dataclass

from graph.columns import EventColumns, day_number
from graph.displacement import areas as choose
from graph.displacement.areas import Areas
from graph.displacement.counts import Counts, Window
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


@dataclass(frozen=True, slots=True)
class Setting:
    """One evaluation before its numbers: where, when, by which registers."""

    intervention: Intervention
    areas: Areas
    window: Window
    sources: tuple[str, ...]
    by_effort: bool
    caveats: tuple[str, ...]


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
    window, left_out, caveats = _compared(intervention, others, counts, table, changed, rules)
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
    return Setting(intervention, areas, window, sources, by_effort, tuple(caveats))


def _compared(
    intervention: Intervention,
    others: Sequence[Intervention],
    counts: Counts,
    table: MunicipalityTable,
    changed: Sequence[tuple[int, str]],
    rules: Rules,
) -> tuple[Window, frozenset[str], list[str]]:
    """Days compared, towns left out because another measure changed them, and what is to be said of both."""
    start = day_number(intervention.effective_on)
    before, end = max(counts.first_day, start - rules.before_days), min(counts.end_day, start + rules.horizon_days)
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
            caveats.append(f"measure {other.id} of {other.effective_on} falls into the time compared")
    if left_out:
        names = ", ".join(sorted(table.name(t) for t in left_out))
        caveats.append(f"left out of the comparison, changed by another measure: {names}")
    if end - start < rules.horizon_days:
        caveats.append(f"{max(end - start, 0)} of {rules.horizon_days} days after the measure are compared")
    return Window(before, start, max(end, start)), frozenset(left_out), caveats


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
