"""Which towns next door received what a measure displaced.

Each town's counts against the controls by the conditional exact test, together with its persons where enough are known
(Fisher's method), and Benjamini and Hochberg over the ring, which was fixed before. Asked only where the ring as a
whole rose, so that a list of names doesn't come of having asked often.

Assumes that counts and persons err independently where nothing happened. Not a ranking: a small town with a certain
rise stands before a large one with an uncertain one.
"""

from collections.abc import Sequence

import numpy as np

from graph.displacement.carriers import Carried
from graph.displacement.contrast import Changes, Common, contrast, masks
from graph.displacement.exact import fisher_combined, p_more
from graph.false_discovery import q_values

MIN_CARRIED = 5.0
"""Known persons who turned up next door, found and expected, from which they are used."""


def receivers(
    found: Changes,
    common: Common,
    *,
    towns: Sequence[str],
    ring: Sequence[str],
    persons: Carried | None,
    dispersion: float,
    least_received: float,
    q_most: float,
) -> tuple[tuple[str, float], ...]:
    """Towns of the ring that rose beyond the controls with their q-values, surest first.

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
    q_most
        Largest q-value that is named.
    """
    made = contrast(found, common, masks(towns, [[t] for t in ring]))
    own_error = made.null - made.expected + made.shared
    equivalent = np.divide(made.expected**2, own_error, out=np.zeros_like(own_error), where=own_error > 0)
    ratio = np.divide(own_error, made.expected, out=np.zeros_like(own_error), where=made.expected > 0)
    p_counts = p_more(equivalent, made.after, ratio=ratio, dispersion=dispersion)
    use_persons = persons is not None and persons.found + persons.expected >= MIN_CARRIED
    names, p_values = [], []
    for i, town in enumerate(ring):
        if made.after[i] < least_received or made.expected[i] <= 0:
            continue
        p = float(p_counts[i])
        names.append(town)
        p_values.append(fisher_combined([p, float(persons.p_towns[i])]) if persons and use_persons else p)
    named = [
        (town, q)
        for town, q in zip(names, q_values(p_values), strict=True)
        if q <= q_most and made.estimate[ring.index(town)] > 0
    ]
    return tuple(sorted(named, key=lambda r: (r[1], r[0])))
