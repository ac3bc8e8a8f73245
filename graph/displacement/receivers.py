"""Which towns next door received what a measure displaced.

Each town's counts against the controls by the conditional exact test, together with its persons where enough are known
(Fisher's method), and Benjamini and Hochberg over the ring, which was fixed before: a town that met too few to be named
stays in the list. Asked only where the ring as a whole was found to receive, so that a list of names doesn't come of
having asked often.

Assumes that counts and persons err independently where nothing happened. Not a ranking: a small town with a certain
rise stands before a large one with an uncertain one.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.displacement.carriers import Carried
from graph.displacement.contrast import Changes, Common, contrast, masks
from graph.displacement.exact import fisher_combined, p_more
from graph.false_discovery import q_values

MIN_COMPARED = 5.0
"""Persons who turned up next door, after the measure and after earlier dates, from which they are used."""


@dataclass(frozen=True, slots=True)
class TownTest:
    """What one town next door shows: its p-value, counts and persons together, 1 where its counts didn't rise."""

    town: str
    p: float


def town_tests(
    found: Changes,
    common: Common,
    *,
    towns: Sequence[str],
    ring: Sequence[str],
    persons: Carried | None,
    dispersion: float,
    least_received: float,
) -> tuple[TownTest, ...]:
    """Test each town of the ring of which something was to be expected, whatever was met there after the measure.

    Parameters
    ----------
    found, common
        Changes of every town, and what the controls changed by.
    towns, ring
        All towns in the order of ``found``, and those next door.
    persons
        What was found of the persons, by town of the ring.
    dispersion
        Of a town's counts.
    least_received
        Events after the measure that a town must have.
    """
    made = contrast(found, common, masks(towns, [[t] for t in ring]))
    own_error = made.null - made.expected + made.shared
    equivalent = np.divide(made.expected**2, own_error, out=np.zeros_like(own_error), where=own_error > 0)
    ratio = np.divide(own_error, made.expected, out=np.zeros_like(own_error), where=made.expected > 0)
    p_counts = p_more(equivalent, made.after, ratio=ratio, dispersion=dispersion)
    used = persons if persons is not None and persons.compared >= MIN_COMPARED else None
    tests = []
    for i in np.flatnonzero(made.expected > 0).tolist():
        rose = made.estimate[i] > 0 and made.after[i] >= least_received
        judged = used is not None and not np.isnan(used.p_towns[i])
        together = [float(p_counts[i]), *([float(used.p_towns[i])] if used and judged else [])]
        tests.append(TownTest(ring[i], fisher_combined(together) if rose else 1.0))
    return tuple(tests)


def receivers(tests: Sequence[TownTest], *, q_most: float) -> tuple[tuple[str, float], ...]:
    """Towns of which it is shown that they received, with their q-values up to ``q_most``, surest first."""
    q = q_values([t.p for t in tests])
    named = [(test.town, q_town) for test, q_town in zip(tests, q, strict=True) if q_town <= q_most]
    return tuple(sorted(named, key=lambda r: (r[1], r[0])))


def any_received(tests: Sequence[TownTest]) -> float:
    """One p-value for none of the towns having received (Simes 1986, Biometrika 73): sharp where few did."""
    return min(q_values([t.p for t in tests]), default=1.0)
