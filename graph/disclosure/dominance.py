"""Dominance: a count of reports that is nearly all one person's tells of that person, however large it is.

The p % rule (Hundepool and others 2012, Statistical Disclosure Control, section 4.2.2): a total is sensitive where the
second largest contributor, who knows its own part, can work out the largest to within p %: where total - largest -
second < p / 100 x largest. Counts of distinct persons, where everybody contributes one, are never sensitive by it.
"""

from collections.abc import Iterable

PERCENT = 10.0


def is_dominated(contributions: Iterable[int], *, percent: float = PERCENT) -> bool:
    """Whether a total is nearly all one contributor's.

    Parameters
    ----------
    contributions
        What each contributor adds to the total, in any order.
    percent
        How closely the largest may not be worked out.

    Examples
    --------
    >>> is_dominated([12, 1]), is_dominated([3, 3, 3, 3])
    (True, False)
    """
    ordered = sorted((n for n in contributions if n > 0), reverse=True)
    if not ordered:
        return False
    rest = sum(ordered[2:])
    return rest < percent / 100 * ordered[0]
