"""Indicators by area and period, safe together: nothing small is shown, or follows from what is shown.

Areas are safety regions and their municipalities of today; periods are years and quarters. Counted are distinct persons
(presumed victims: everybody whom a register calls possible or actual victim), and reports for ``signals``. A region's
municipalities are listed in years in which the region itself is shown, a breakdown where the region's is: so what is
listed says nothing more than what is shown.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.disclosure import safe_count
from graph.disclosure.safe_count import FLOOR, THRESHOLD
from graph.disclosure.suppression import broken_down_parts, safe_categories, shown_parts
from graph.geography import MunicipalityTable
from graph.indicators.counts import GROUPS, NOTHING, Counts, count_by
from graph.indicators.met import NO_QUARTER, Met

SUPPRESSED = "suppressed"
PERCENT = "percent of presumed victims, from the rounded counts"
NOT_ESTIMATED = "not estimated; see the export hidden"

Estimates = Mapping[tuple[str, str], tuple[float, float]]
"""Band of estimates of all persons, seen or not, by region and year."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One published value; ``value`` is a rounded count (or a percentage, as ``note`` says), None where not shown."""

    area: str
    period: str
    indicator: str
    value: int | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A region and year: the region's code, its own counts, those of its municipalities.

    ``follow_up``: cases of the region's units that were opened in the year, those open now and those closed.
    """

    region: str
    year: int
    whole: Counts
    parts: Mapping[str, Counts]
    threshold: int
    follow_up: tuple[int, int] = (0, 0)

    def shown(self, area: str, indicator: str, n: int, *, period: str = "") -> Indicator:
        """Indicator that is shown, as a safe count."""
        safe = safe_count(n, threshold=self.threshold).shown
        return Indicator(area, period or str(self.year), indicator, safe, "" if safe is not None else SUPPRESSED)

    def hidden(self, area: str, indicator: str, *, period: str = "") -> Indicator:
        """Indicator that isn't."""
        return Indicator(area, period or str(self.year), indicator, None, SUPPRESSED)


def indicators(
    met: Met, table: MunicipalityTable, *, estimates: Estimates | None = None, threshold: int = THRESHOLD
) -> Iterator[Indicator]:
    """All indicators, by region, year, and then by kind.

    Parameters
    ----------
    met
        Encounters.
    table
        Municipalities.
    estimates
        Bands of hidden numbers by region and year, where they were estimated.
    threshold
        Smallest count that may be shown; never taken below the floor of 5.
    """
    for block in blocks(met, table, max(threshold, FLOOR)):
        yield from indicators_of(block, estimates=estimates)


def indicators_of(block: Block, *, estimates: Estimates | None = None) -> Iterator[Indicator]:
    """Indicators of a region and year, by kind."""
    limit = block.threshold
    totals = shown_parts(block.whole.persons, {c: n.persons for c, n in block.parts.items()}, threshold=limit)
    yield from _headline(block, "presumed_victims", totals)
    reports = {c: n.publishable_signals()[0] for c, n in block.parts.items()}
    signals = shown_parts(block.whole.publishable_signals()[0], reports, threshold=limit)
    yield from _headline(block, "signals", signals)
    if block.whole.persons >= limit:
        for group in GROUPS:
            yield from _group(block, group, totals)
        yield from _beside(block, estimates or {})


def blocks(met: Met, table: MunicipalityTable, threshold: int) -> Iterator[Block]:
    """Every region in every year from the first to the last in which anybody was met.

    ``threshold`` must be at least the floor of 5.
    """
    if not len(met):
        return
    today = [m for m in table if m.valid_until is None]
    codes = [m.code for m in today]
    regions = sorted({m.safety_region for m in today})
    region_of = {m.code: m.safety_region for m in today}
    now = [table.current(t) if t in table else "" for t in met.towns]
    town = np.array([codes.index(c) if c in region_of else -1 for c in now], dtype=np.int64)[met.town]
    region = np.array([regions.index(region_of[c]) if c in region_of else -1 for c in now], dtype=np.int64)[met.town]
    by_town, by_region = count_by(met, town), count_by(met, region)
    for r, code in enumerate(regions):
        inside = [i for i, m in enumerate(today) if m.safety_region == code]
        for year in range(int(met.year.min()), int(met.year.max()) + 1):
            parts = {codes[i]: by_town.get((i, year), NOTHING) for i in inside}
            yield Block(code, year, by_region.get((r, year), NOTHING), parts, threshold)


def _headline(block: Block, name: str, totals: frozenset[str]) -> Iterator[Indicator]:
    """A count by year and by quarter."""
    whole, by_quarter = _both(block.whole, name)
    yield block.shown(block.region, name, whole)
    if whole < block.threshold:
        return
    for code, counts in block.parts.items():
        yield block.shown(code, name, _both(counts, name)[0]) if code in totals else block.hidden(code, name)
    broken = broken_down_parts(
        by_quarter,
        {code: _both(counts, name)[1] for code, counts in block.parts.items()},
        among=totals,
        threshold=block.threshold,
        may_be_empty=frozenset({NO_QUARTER}),
    )
    for quarter in range(NO_QUARTER):
        period = f"{block.year}Q{quarter + 1}"
        if broken is None:
            yield block.hidden(block.region, name, period=period)
            continue
        yield block.shown(block.region, name, by_quarter[quarter], period=period)
        for code, counts in block.parts.items():
            if code in broken:
                yield block.shown(code, name, _both(counts, name)[1][quarter], period=period)
            else:
                yield block.hidden(code, name, period=period)


def _both(counts: Counts, name: str) -> tuple[int, Sequence[int]]:
    if name == "signals":
        return counts.publishable_signals()
    return counts.persons, counts.persons_by_quarter


def _group(block: Block, group: str, totals: frozenset[str]) -> Iterator[Indicator]:
    """Persons of a year by category; those that can't stand apart aren't named."""
    named = {category: block.whole.groups[group].get(category, 0) for category in GROUPS[group]}
    kept = safe_categories(named, block.whole.persons, threshold=block.threshold)

    def by_column(counts: Counts) -> list[int]:
        apart = [counts.groups[group].get(category, 0) for category in kept]
        return [*apart, counts.persons - sum(apart)]

    whole = by_column(block.whole)
    parts = {code: by_column(counts) for code, counts in block.parts.items()}
    broken = broken_down_parts(whole, parts, among=totals, threshold=block.threshold) if kept else None
    for category in GROUPS[group]:
        if broken is None or category not in kept:
            yield block.hidden(block.region, category)
            continue
        column = kept.index(category)
        yield from _with_share(block, block.region, category, whole[column], block.whole.persons)
        for code, counts in parts.items():
            if code in broken:
                yield from _with_share(block, code, category, counts[column], block.parts[code].persons)
            else:
                yield block.hidden(code, category)


def _with_share(block: Block, area: str, category: str, n: int, total: int) -> Iterator[Indicator]:
    """A category, and for men their share: computed from what is shown, so that it says no more than that."""
    one, every = block.shown(area, category, n), block.shown(area, "presumed_victims", total)
    yield one
    if category == "men" and one.value is not None and every.value:
        yield Indicator(area, one.period, "share_of_men", min(100, round(100 * one.value / every.value)), PERCENT)


def _beside(block: Block, estimates: Estimates) -> Iterator[Indicator]:
    """Registered against estimated, for the region and year; and what became of findings."""
    period = str(block.year)
    yield block.shown(block.region, "registered", block.whole.persons)
    band = estimates.get((block.region, period))
    for end, name in enumerate(("estimated_low", "estimated_high")):
        value = None if band is None else safe_count(round(band[end]), threshold=block.threshold).shown
        yield Indicator(block.region, period, name, value, "" if value is not None else NOT_ESTIMATED)
    for name, n in zip(("follow_up_open", "follow_up_closed"), block.follow_up, strict=True):
        yield block.shown(block.region, name, n)
