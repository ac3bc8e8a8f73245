"""How clearly a business left one town for another, and how clearly chance would have it.

*Clearly*: few sightings on the wrong side of a day, here after it or there before it, and little silence between the
last here and the first there. Chance: every unit's
sightings are shifted in time by an amount of her own, those of one person together, so that who was met where, how
often and over how long stays, and only the common moment goes. The shift runs along what all registers saw in each
town (a tenth of the way is a tenth of what was seen there), so a town that was looked at only later isn't an arrival.
The p-value is the share of such data sets with a move as clear, in either order (a Monte Carlo test, Besag and
Clifford 1989; the shifts are like those of the rotation's null). Sightings of one person aren't independent of each other:
to exchange them one by one (Fisher's exact test) would take three residents of a salon for ten witnesses.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from graph.columns import EncounterColumns, Ints
from graph.relocation.rules import RelocationRules

Days = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Looking:
    """Days on which each town was looked at, sorted, every encounter counting once: ``days[town]``."""

    days: tuple[Ints, ...]

    def place(self, town: Ints, day: Ints) -> Days:
        """Where days lie along what was seen in their towns, in [0, 1]."""
        found = np.empty(len(day))
        for t in np.unique(town):
            here, mine = self.days[t], town == t
            low, high = np.searchsorted(here, day[mine], "left"), np.searchsorted(here, day[mine], "right")
            found[mine] = (low + high) / 2 / max(1, len(here))
        return found

    def day(self, town: Ints, place: Days) -> Days:
        """Days at places along what was seen, the inverse of :meth:`place`; ``place`` has shape (draws, n)."""
        found = np.empty(place.shape)
        for t in np.unique(town):
            here, mine = self.days[t], town == t
            at = np.clip((place[:, mine] * len(here)).astype(np.int64), 0, len(here) - 1)
            found[:, mine] = here[at]
        return found


def looking(columns: EncounterColumns) -> Looking:
    """What was looked at, from all encounters."""
    day = (columns.first_day + columns.last_day) // 2
    order = np.lexsort((day, columns.municipality))
    town = columns.municipality[order]
    bounds = np.searchsorted(town, np.arange(len(columns.municipalities) + 1))
    return Looking(tuple(day[order[a:b]] for a, b in pairwise(bounds)))


@dataclass(frozen=True, slots=True)
class Parting:
    """The best day to part here from there, one for each data set, shape (draws,).

    ``wrong`` counts the sightings on the wrong side of it. Of the others ``left`` is the last day here and ``arrived``
    the first there; ``tenure`` is the longer of the two places' spans in days.
    """

    wrong: NDArray[np.int64]
    left: Days
    arrived: Days
    tenure: Days

    def clarity(self, rules: RelocationRules, *, most_wrong: int) -> Days:
        """How clear a move each is, smaller is clearer: by sightings on the wrong side, then by how long the silence was.

        Infinite where it is no move: too many on the wrong side, the new place too long after the old one, or neither
        kept for a while.
        """
        silence = self.arrived - self.left
        fits = (silence > 0) & (silence <= rules.silence_days[-1]) & (self.tenure >= rules.min_tenure_days)
        fits &= self.wrong <= most_wrong
        band = np.searchsorted(rules.silence_days, silence)
        return np.where(fits, self.wrong * float(len(rules.silence_days)) + band, np.inf)


def parting(day: Days, is_there: NDArray[np.bool_]) -> Parting:
    """Part sightings at two towns by one day.

    Parameters
    ----------
    day
        Days, shape (draws, n).
    is_there
        Whether each sighting is at the new place, shape (n,), at least one each; on one day those of the old come first.

    Examples
    --------
    >>> found = parting(np.array([[1.0, 2, 3, 4]]), np.array([False, True, False, True]))
    >>> (found.wrong.tolist(), found.left.tolist(), found.arrived.tolist())
    ([1], [1.0], [2.0])
    """
    order = np.argsort(day + 0.25 * is_there, axis=1, kind="stable")
    there, sorted_day = is_there[order], np.take_along_axis(day, order, axis=1)
    before = np.zeros((len(day), 1), dtype=np.int64)
    early_there = np.concatenate([before, np.cumsum(there, axis=1)], axis=1)
    early_here = np.concatenate([before, np.cumsum(~there, axis=1)], axis=1)
    wrong = early_there + early_here[:, -1:] - early_here
    cut = np.argmin(wrong, axis=1)[:, None]
    is_early = np.arange(day.shape[1])[None, :] < cut
    old, new = is_early & ~there, ~is_early & there
    first_here = np.where(old, sorted_day, np.inf).min(axis=1)
    left = np.where(old, sorted_day, -np.inf).max(axis=1)
    arrived = np.where(new, sorted_day, np.inf).min(axis=1)
    last_there = np.where(new, sorted_day, -np.inf).max(axis=1)
    tenure = np.maximum(left - first_here, last_there - arrived)
    return Parting(np.take_along_axis(wrong, cut, axis=1)[:, 0], left, arrived, tenure)


def chance_of_moves(
    town: Ints,
    day: Ints,
    unit: NDArray[np.int64],
    is_there: NDArray[np.bool_],
    looked: Looking,
    rules: RelocationRules,
    *,
    most_wrong: int,
    draws: int,
    random: np.random.Generator,
) -> Days:
    """How clear the moves are that chance gives, in either order: :meth:`Parting.clarity` of each shifted data set.

    Infinite where a data set has none. Shape (draws,).
    """
    place = looked.place(town, day)
    units, dense = np.unique(unit, return_inverse=True)
    low, high = np.full(len(units), 1.0), np.zeros(len(units))
    np.minimum.at(low, dense, place)
    np.maximum.at(high, dense, place)
    shift = random.random((draws, len(units))) * (1 - (high - low)) - low
    drawn = looked.day(town, place[None, :] + shift[:, dense])
    both = (parting(drawn, there).clarity(rules, most_wrong=most_wrong) for there in (is_there, ~is_there))
    clearest: Days = np.minimum(*both)
    return clearest
