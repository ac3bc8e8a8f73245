"""Indicators of a region and year that are safe together with everything that was released of them before.

What the records of now would give meets what was decided (:mod:`graph.disclosure.ledger`). Where the union shows more
than either by itself, the attack is made on it (:mod:`graph.disclosure.attack`); what doesn't stand it is told more
coarsely: without municipalities broken down, without municipalities, or nothing that wasn't shown.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from graph.disclosure.ledger import Decided, Key, settled
from graph.disclosure.safe_count import safe_count
from graph.indicators.counts import GROUPS, Counts
from graph.indicators.met import NO_QUARTER
from graph.indicators.table import PERCENT, SUPPRESSED, Block, Indicator, indicators_of
from graph.indicators.union import Grid

SHARE = "share_of_men"
PERSONS = "presumed_victims"


def settle(block: Block, before: Mapping[Key, int | None], shown_ever: frozenset[Key]) -> tuple[Indicator, ...]:
    """What is told of a region and year.

    Parameters
    ----------
    block
        What the records of now say.
    before
        How counts were decided.
    shown_ever
        Counts that were shown in any release.
    """
    fresh = [i for i in indicators_of(block) if i.indicator != SHARE]
    structural = {_key(i) for i in fresh if i.value is not None}
    every = grids(block)
    for finest in (2, 1, 0, None):
        told = [_settled(i, before, block, finest) for i in fresh]
        told += [_kept(key, value) for key, value in _forgotten(block, fresh, before)]
        shown = {_key(i) for i in told if i.value is not None} | shown_ever
        if finest is None or all(_holds(grid, shown, structural, block.threshold) for grid in every):
            return tuple(_with_shares(told))
    raise AssertionError("the last step holds always")


def settled_persons(block: Block, key: Key, before: Mapping[Key, int | None], shown_ever: frozenset[Key]) -> int | None:
    """What is told of one count of persons by itself, as to a mayor.

    Parameters
    ----------
    block
        Region and year that it lies in.
    key
        Area of today, period (``2024``, ``2024Q3``) and :data:`PERSONS`.
    before, shown_ever
        As :func:`settle` takes them.
    """
    area, period, _ = key
    counts = block.whole if area == block.region else block.parts[area]
    _, is_quarter, quarter = period.partition("Q")
    n = counts.persons_by_quarter[int(quarter) - 1] if is_quarter else counts.persons
    value = settled(key, safe_count(n, threshold=block.threshold).shown, before, threshold=block.threshold)
    if value is None or key in shown_ever:
        return value
    told = shown_ever | {key}
    is_safe = not any(g.given_away(told, threshold=block.threshold) for g in grids(block) if g.holds(key))
    return value if is_safe else before.get(key)


def released(told: Iterable[Indicator]) -> tuple[Decided, ...]:
    """What a release of these indicators decides; shares follow from counts, and notes from values."""
    return tuple(Decided(i.area, i.period, i.indicator, i.value) for i in told if i.indicator != SHARE)


def shown_again(cells: Iterable[Decided]) -> tuple[Indicator, ...]:
    """Indicators of a release, where records of its year are there no more."""
    return tuple(_with_shares([_kept(c.key, c.value) for c in cells]))


def grids(block: Block) -> list[Grid]:
    """Tables of a region and year that share margins: persons and signals by quarter, persons by each breakdown."""
    quarters = [f"{block.year}Q{q + 1}" for q in range(NO_QUARTER)]
    year = str(block.year)
    found = []
    for name in (PERSONS, "signals"):
        columns = (*((q, name) for q in quarters), None)
        by_quarter, total = (_persons_by, _persons) if name == PERSONS else (_signals_by, _signals)
        found.append(
            Grid(
                block.region,
                columns,
                (year, name),
                by_quarter(block.whole),
                {p: by_quarter(c) for p, c in block.parts.items()},
                {block.region: total(block.whole)} | {p: total(c) for p, c in block.parts.items()},
            )
        )
    totals = {block.region: block.whole.persons} | {p: c.persons for p, c in block.parts.items()}
    for group, categories in GROUPS.items():
        found.append(
            Grid(
                block.region,
                (*((year, category) for category in categories), None),
                (year, PERSONS),
                _by_category(block.whole, group),
                {p: _by_category(c, group) for p, c in block.parts.items()},
                totals,
            )
        )
    return found


def _holds(grid: Grid, shown: set[Key], structural: set[Key], threshold: int) -> bool:
    """Whether a grid gives nothing away: it shows no more than the rule by itself does, or it stands the attack."""
    mine = shown & grid.keys()
    return mine <= structural or not grid.given_away(mine, threshold=threshold)


def _settled(i: Indicator, before: Mapping[Key, int | None], block: Block, finest: int | None) -> Indicator:
    is_too_fine = finest is None or _fineness(i, block) > finest
    fresh = None if is_too_fine else i.value
    value = settled(_key(i), fresh, before, threshold=block.threshold)
    if value == i.value:
        return i
    return replace(i, value=value, note="" if value is not None else i.note or SUPPRESSED)


def _fineness(i: Indicator, block: Block) -> int:
    """0 for a region's counts, 1 for a municipality's total of a year, 2 for what it is broken down into."""
    if i.area == block.region:
        return 0
    return 1 if i.period == str(block.year) and i.indicator in (PERSONS, "signals") else 2


def _forgotten(
    block: Block, fresh: Sequence[Indicator], before: Mapping[Key, int | None]
) -> Iterator[tuple[Key, int | None]]:
    """Counts of this region and year that were decided and aren't listed any more, as when its records went."""
    listed = {_key(i) for i in fresh}
    areas = {block.region, *block.parts}
    for key, value in before.items():
        area, period, _ = key
        if area in areas and period[:4] == str(block.year) and key not in listed and value is not None:
            yield key, value


def _kept(key: Key, value: int | None) -> Indicator:
    return Indicator(*key, value, "" if value is not None else SUPPRESSED)


def _with_shares(told: Sequence[Indicator]) -> Iterator[Indicator]:
    """Indicators, with the share of men where men and all are shown: it says no more than they do."""
    value = {_key(i): i.value for i in told}
    for i in told:
        yield i
        every = value.get((i.area, i.period, PERSONS))
        if i.indicator == "men" and i.value is not None and every:
            yield Indicator(i.area, i.period, SHARE, min(100, round(100 * i.value / every)), PERCENT)


def _key(i: Indicator) -> Key:
    return i.area, i.period, i.indicator


def _persons(c: Counts) -> int:
    return c.persons


def _persons_by(c: Counts) -> Sequence[int]:
    return c.persons_by_quarter


def _signals(c: Counts) -> int:
    return c.signals


def _signals_by(c: Counts) -> Sequence[int]:
    return c.signals_by_quarter


def _by_category(c: Counts, group: str) -> list[int]:
    apart = [c.groups[group].get(category, 0) for category in GROUPS[group]]
    return [*apart, c.persons - sum(apart)]
