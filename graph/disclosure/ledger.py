"""The ledger of releases: every count that was ever shown or hidden, who released it, and when.

It is appended to, never changed. A count is decided once: the same question gives the same answer, also when records
came or went since, for two answers to one question tell of those between them. It is decided anew only where at least
as many persons as the threshold certainly came or went; so a change by fewer is never seen, however often one asks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from graph.disclosure.safe_count import BASE, THRESHOLD

Key = tuple[str, str, str]
"""Area, period and indicator of a count."""


@dataclass(frozen=True, slots=True)
class Decided:
    """A count as it was released: ``value`` is rounded, None where it was hidden."""

    area: str
    period: str
    indicator: str
    value: int | None

    @property
    def key(self) -> Key:
        """What it is a count of."""
        return self.area, self.period, self.indicator


@dataclass(frozen=True, slots=True)
class Release:
    """One answer to a question: which edition of it, what was decided, by whom (account) and when (UTC).

    ``level`` is how finely a mayor's question was answered; empty for others.
    """

    question: str
    edition: int
    at: datetime
    by: str
    cells: tuple[Decided, ...]
    level: str = ""

    @property
    def id(self) -> str:
        """Question and edition: two that answer at once write one answer."""
        return f"{self.question} #{self.edition}"


def decided(releases: Iterable[Release]) -> dict[Key, int | None]:
    """How every count stands: as its latest release has it."""
    ordered = sorted(releases, key=lambda r: (r.at, r.question, r.edition))
    return {cell.key: cell.value for r in ordered for cell in r.cells}


def ever_shown(releases: Iterable[Release]) -> frozenset[Key]:
    """Counts that were shown in any release."""
    return frozenset(cell.key for r in releases for cell in r.cells if cell.value is not None)


def latest(releases: Iterable[Release], question: str) -> Release | None:
    """Latest edition of the answer to a question; None where it was never asked."""
    mine = [r for r in releases if r.question == question]
    return max(mine, key=lambda r: r.edition, default=None)


def settled(
    key: Key, fresh: int | None, before: Mapping[Key, int | None], *, threshold: int = THRESHOLD, base: int = BASE
) -> int | None:
    """What is to be shown of a count.

    Parameters
    ----------
    key
        Which count.
    fresh
        What the records of now would give, rounded; None for hidden.
    before
        How counts were decided.
    threshold
        Smallest count that may be shown.
    base
        What shown counts are rounded to.

    Examples
    --------
    >>> before = {("GM0502", "2024", "presumed_victims"): 40}
    >>> settled(("GM0502", "2024", "presumed_victims"), 45, before)
    40
    >>> settled(("GM0502", "2024", "presumed_victims"), 55, before)
    55
    """
    if key not in before:
        return fresh
    earlier = before[key]
    if fresh is None:
        return earlier
    # Two rounded counts this far apart are of counts at least the threshold apart; a hidden one may have been one less.
    certainly = threshold + base
    apart = abs(fresh - earlier) if earlier is not None else fresh - (threshold - 1)
    return fresh if apart >= certainly else earlier
