"""What the monitor tells of decisions, by rule version and year: how many, how many rejected, how long they took.

A finding may be about one person, so counts of decisions are shown as counts of persons are; shares and hours only
where the count that they are of is shown, and anew only where that is told anew.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from statistics import median

from graph.disclosure.ledger import Key, settled
from graph.disclosure.safe_count import THRESHOLD, safe_count
from graph.indicators.table import SUPPRESSED, Indicator
from graph.model.decision import Decision, Ruling

EVERYWHERE = "NL"
"""Area: rules are the same for all."""

SHARE = "percent of decisions, from the rounded counts"
HOURS = "median hours from alert to decision"


def decision_indicators(
    decisions: Iterable[Decision], before: Mapping[Key, int | None], *, threshold: int = THRESHOLD
) -> Iterator[Indicator]:
    """Decisions of a year (UTC) by version of the rule, the rejected among them, their share, and hours to decide.

    Parameters
    ----------
    decisions
        All decisions.
    before
        How counts were decided before (:mod:`graph.disclosure.ledger`).
    threshold
        Smallest count that may be shown.
    """
    by_year: dict[tuple[int, str], list[Decision]] = defaultdict(list)
    for d in decisions:
        by_year[d.at.year, d.rule_version].append(d)
    for (year, rule), made in sorted(by_year.items()):
        period = str(year)

        def count(name: str, n: int, period: str = period, rule: str = rule) -> Indicator:
            key = (EVERYWHERE, period, f"{name} {rule}")
            value = settled(key, safe_count(n, threshold=threshold).shown, before, threshold=threshold)
            return Indicator(*key, value, "" if value is not None else SUPPRESSED)

        every = count("decided", len(made))
        rejected = count("rejected", sum(d.ruling is Ruling.REJECTED for d in made))
        share = None
        if every.value is not None and rejected.value is not None:
            share = min(100, round(100 * rejected.value / every.value))
        hours = [d.hours for d in made if d.hours is not None]
        key = (EVERYWHERE, period, f"hours_to_decision {rule}")
        is_told_anew = before.get((EVERYWHERE, period, every.indicator), -1) != every.value
        fresh = round(median(hours)) if len(hours) >= threshold and every.value is not None else None
        waited = fresh if is_told_anew or key not in before else before[key]
        yield from (every, rejected)
        yield Indicator(EVERYWHERE, period, f"share_rejected {rule}", share, SHARE if share is not None else SUPPRESSED)
        yield Indicator(*key, waited, HOURS if waited is not None else SUPPRESSED)
