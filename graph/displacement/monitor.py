"""Looking again and again at a measure that runs: at fixed dates, with a level that all looks share.

Who looks often enough finds something in the end. So a measure is judged at review dates fixed beforehand, on the data
up to that date, and each look spends a part of the level: little early, nearly all at the end. Source: Lan and DeMets
(1983), Discrete sequential boundaries for clinical trials, Biometrika 70, with the spending function that resembles
O'Brien and Fleming (1979); boundaries by the recursion of Armitage, McPherson and Rowe (1969).

Assumes that evidence grows in proportion to the days looked at. Not for measures whose dates are chosen by what was
seen.
"""

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from scipy import optimize, stats

REVIEW_DAYS = (60, 120, 180)
"""Days after a measure at which it is judged."""

_GRID = 801
_WIDTH = 8.0


def spent(share: float, *, level: float) -> float:
    """Part of a one-sided level that is spent when a share of the time has passed."""
    return float(2 * stats.norm.sf(stats.norm.isf(level / 2) / np.sqrt(share))) if share > 0 else 0.0


@lru_cache(maxsize=64)
def boundaries(shares: tuple[float, ...], *, level: float) -> tuple[float, ...]:
    """Standardised statistic from which each look finds something, one-sided.

    Parameters
    ----------
    shares
        Shares of the whole time at which is looked, rising, the last at most 1.
    level
        Probability that any look finds something where there is nothing.

    Examples
    --------
    >>> [round(z, 2) for z in boundaries((0.5, 1.0), level=0.025)]
    [2.96, 1.97]
    """
    found: list[float] = []
    density, points, before = None, np.zeros(0), 0.0
    for i, share in enumerate(shares):
        spend = spent(share, level=level) - (spent(shares[i - 1], level=level) if i else 0.0)
        scale = np.sqrt(share - before)
        if density is None:
            z = float(stats.norm.isf(spend))
        else:
            weights = density * (points[1] - points[0])

            def crossed(
                z: float, weights: np.ndarray = weights, points: np.ndarray = points, s: float = share, d: float = scale,
                spend: float = spend,
            ) -> float:  # fmt: skip
                return float((weights * stats.norm.sf((z * np.sqrt(s) - points) / d)).sum()) - spend

            z = float(optimize.brentq(crossed, -2.0, 10.0))
        found.append(z)
        if i + 1 == len(shares):
            break
        new = np.linspace(-_WIDTH * np.sqrt(share), z * np.sqrt(share), _GRID)
        if density is None:
            made = stats.norm.pdf(new, scale=scale)
        else:
            kernel = stats.norm.pdf(new[:, None] - points[None, :], scale=scale)
            made = kernel @ (density * (points[1] - points[0]))
        density, points, before = made, new, share
    return tuple(found)


def level_at(days: int, *, level: float, reviews: Sequence[int] = REVIEW_DAYS) -> float:
    """One-sided level of the look that is due after some days; the whole level's last part at the end.

    Parameters
    ----------
    days
        Days after the measure that are compared: one of the reviews.
    level
        Of all looks together.
    reviews
        Days after the measure at which is looked.
    """
    passed = tuple(r / reviews[-1] for r in reviews if r <= max(days, reviews[0]))
    return float(stats.norm.sf(boundaries(passed, level=level)[-1]))


def last_review(days: int, *, reviews: Sequence[int] = REVIEW_DAYS) -> int | None:
    """Day of the last review that lies within some days; None before the first."""
    return max((r for r in reviews if r <= days), default=None)
