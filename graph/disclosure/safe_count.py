"""A count of people that may be published: below the threshold suppressed, else rounded.

Minimum frequency rule with rounding to a base, as in Hundepool and others (2012), Statistical Disclosure Control,
chapters 4 and 5. None met is suppressed like few: that nobody was met is also a fact about the few who might have
been.
"""

from dataclasses import dataclass

THRESHOLD = 10
FLOOR = 5
"""No setting lowers the threshold below this."""

BASE = 5


@dataclass(frozen=True, slots=True)
class SafeCount:
    """A published count: ``shown`` is rounded, or None where the true count is below ``threshold``.

    The true count is nowhere in it.
    """

    shown: int | None
    threshold: int

    @property
    def is_suppressed(self) -> bool:
        """Whether the count is too small to be shown."""
        return self.shown is None

    def __str__(self) -> str:
        """Show the rounded count, or that it is below the threshold."""
        return f"< {self.threshold}" if self.shown is None else f"about {self.shown}"


def safe_count(n: int, *, threshold: int = THRESHOLD, base: int = BASE) -> SafeCount:
    """Make a true count publishable.

    Parameters
    ----------
    n
        True number of distinct persons.
    threshold
        Smallest count that may be shown; never taken below the floor of 5.
    base
        Shown counts are multiples of this, rounded to the nearest, halves up, never below the threshold.

    Examples
    --------
    >>> str(safe_count(9)), str(safe_count(13))
    ('< 10', 'about 15')
    """
    limit = max(threshold, FLOOR)
    if n < limit:
        return SafeCount(None, limit)
    rounded = base * ((n + base // 2) // base)
    return SafeCount(max(rounded, base * -(-limit // base)), limit)
