"""The persons: whether more of those who were met in the treated town turn up next door than at earlier dates.

Self-controlled, on what was met next door alone: the share of a person's encounters that lie elsewhere is never used,
since it rises by itself where the place is closed in which she was met. Known are persons met in the treated town in
the half year before a date, and not next door: who was there already is no sign of anything. Counted are those of them
who are met next door in the half year after it, each once. The same is done at earlier dates, where nothing was done, and
with persons known from anywhere but the treated town: how hard was looked next door, how well records are linked, and
how people move and leave of themselves, are in both alike. Expected is

    K0 * (N1 / N0) * (C1 / C0) * (M0 / M1),

K newcomers next door of N persons known, C what was met next door of M persons known from elsewhere, 1 at the measure,
0 at the earlier dates (summed). C is counted as encounters and as persons, each once. Where visits change, encounters
change as much, those who live there less (they were met anyway), and newcomers by something between: so the one that
lets expect more is used, and neither more nor less looking makes newcomers. The excess is tested by the conditional
exact test.

A self-controlled case series (:mod:`graph.displacement.sccs`) of the same encounters, per visit, would do where people
stayed for good. They don't: somebody met here last month is elsewhere more often in half a year than last week, without
any measure, and the earlier dates show how much (decision 0035).

Assumes that persons known from the treated town and from elsewhere would have changed alike. Not for persons linked
worse than others, and not where no earlier date lies within the data.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EventColumns
from graph.displacement.exact import p_more

LOOKBACK_DAYS = 182
LEAST_LOOKBACK_DAYS = 84
EARLIER_DATES = 8
MIN_ENCOUNTERS = 3.0


@dataclass(frozen=True, slots=True)
class Met:
    """What was met next door of persons known from one side, and how many are known: at one date."""

    encounters: NDArray[np.float64]
    """Per town of the ring, shape (ring,)."""
    persons: NDArray[np.float64]
    """The same, each person once a town."""
    anywhere: int
    """Persons met in any of the towns."""
    squares: float
    """Sum over persons of their encounters, squared."""
    known: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Persons known from the treated town who turned up next door: found and expected, how surprising.

    ``p_towns`` has shape (ring,), for each town alone; not a number where it couldn't be judged. ``dates`` counts the earlier dates compared with, ``compared`` the
    persons found then and now.
    """

    found: float
    expected: float
    expected_variance: float
    p: float
    p_towns: NDArray[np.float64]
    dates: int
    compared: float


def carried(
    events: EventColumns,
    *,
    treated: Sequence[str],
    ring: Sequence[str],
    sources: Sequence[str],
    first_day: int,
    start: int,
    end: int,
) -> Carried | None:
    """Compare who turned up next door after the measure with who did after earlier dates.

    Parameters
    ----------
    events
        Every row of every register; operations are left out.
    treated, ring
        Towns.
    sources
        Registers whose encounters next door count; any register makes a person known.
    first_day
        First day of the data.
    start, end
        Day of the measure, and the day after the last one compared.

    Returns
    -------
    What was found, or None where the data are too short or nobody known was met.
    """
    length = min(LOOKBACK_DAYS, (start - first_day) // 2)
    if length < LEAST_LOOKBACK_DAYS or not ring:
        return None
    reach = min(end - start, length)
    view = _View.of(
        events, treated, ring, sources, days=(max(first_day, start - (EARLIER_DATES + 1) * length), start + reach)
    )
    dates = [start - k * length for k in range(EARLIER_DATES + 1) if start - (k + 1) * length >= first_day]
    both = [view.met(day, lookback=length, reach=reach) for day in dates]
    (here, there), earlier = both[0], both[1:]
    if not earlier or not here.known or not there.known:
        return None
    own = _exposure(here, there, earlier, None)
    found, before = float(here.anywhere), float(sum(h.anywhere for h, _ in earlier))
    if own is None or found + before < MIN_ENCOUNTERS:
        return None
    ratio, error = own
    variance = before * ratio**2 + (before * ratio) ** 2 * error
    towns = np.array([_p_town(here, there, earlier, i) for i in range(len(ring))])
    return Carried(
        found,
        before * ratio,
        variance,
        _p(before, found, ratio, error),
        towns,
        dates=len(earlier),
        compared=found + before,
    )


def _p(before: float, after: float, ratio: float, log_variance: float) -> float:
    """Exact p, the counts thinned by as much as the ratio's own error takes from what they say."""
    if after <= 0:
        return 1.0
    known = 1 / after + 1 / (before + 0.5)
    return float(p_more(before, after, ratio=ratio, dispersion=1 + log_variance / known))


def _p_town(here: Met, there: Met, earlier: Sequence[tuple[Met, Met]], town: int) -> float:
    """The larger of two p: against the town's own past, where it drew more than its share, and against the ring's.

    Its own past alone says too little of a town where nobody was met before. Not a number where too few others were met
    there to say how hard was looked. Who came to several towns before is
    counted in each, which is as many fewer persons to know from (``each``).
    """
    own, found = _exposure(here, there, earlier, town), float(here.persons[town])
    if own is None:
        return math.nan
    before = sum((h.persons for h, _ in earlier), np.zeros_like(here.persons))
    each = max(1.0, float(before.sum()) / max(1, sum(h.anywhere for h, _ in earlier)))
    others = sum((t.encounters for _, t in earlier), np.zeros_like(before))
    share = float((others[town] + 0.5) / (others.sum() + 0.5 * len(others)))
    p = _p(float(before.sum()) / each, found, own[0] * share * each, own[1])
    return max(p, _p(float(before[town]), found, *own)) if before[town] > share * before.sum() else p


def _exposure(
    here: Met, there: Met, earlier: Sequence[tuple[Met, Met]], town: int | None
) -> tuple[float, float] | None:
    """Ratio of what to expect at the measure to what to expect at the earlier dates, and the variance of its log.

    The larger of that by encounters and that by persons.
    """

    def relative(count: Callable[[Met], float], spread: float) -> tuple[float, float] | None:
        def expected(one: Met, other: Met) -> float:
            return one.known * (count(other) + 0.5) / max(1, other.known)

        past = sum(expected(h, t) for h, t in earlier)
        others = sum(count(t) for _, t in earlier)
        if past <= 0 or count(there) + others < MIN_ENCOUNTERS:
            return None
        return expected(here, there) / past, spread * (1 / (count(there) + 0.5) + 1 / (others + 0.5))

    def times(met: Met) -> float:
        return float(met.encounters.sum() if town is None else met.encounters[town])

    def once(met: Met) -> float:
        return float(met.anywhere if town is None else met.persons[town])

    together = max(1.0, there.squares / max(1.0, float(there.encounters.sum())))
    both = relative(times, together), relative(once, 1.0)
    return None if both[0] is None or both[1] is None else max(both[0], both[1])


@dataclass(frozen=True, slots=True)
class _View:
    """Events of persons outside operations, as flat columns; ``town`` is the index in the ring, or -1."""

    person: NDArray[np.int64]
    day: NDArray[np.int64]
    town: NDArray[np.int64]
    is_treated: NDArray[np.bool_]
    counts: NDArray[np.bool_]
    n_ring: int

    @classmethod
    def of(
        cls,
        events: EventColumns,
        treated: Sequence[str],
        ring: Sequence[str],
        sources: Sequence[str],
        *,
        days: tuple[int, int],
    ) -> "_View":
        index = {town: i for i, town in enumerate(ring)}
        of_town = np.array([index.get(m, -1) for m in events.municipalities], dtype=np.int64)
        keep = (events.day >= days[0]) & (events.day < days[1]) & (events.person >= 0)
        keep &= ~events.in_operation & (events.span == 1)
        code = events.municipality[keep]
        used = np.isin(events.sources, list(sources))
        return cls(
            events.person[keep].astype(np.int64),
            events.day[keep].astype(np.int64),
            of_town[code],
            np.isin(events.municipalities, list(treated))[code],
            used[events.source[keep]],
            len(ring),
        )

    def met(self, day: int, *, lookback: int, reach: int) -> tuple[Met, Met]:
        """What was met next door after a day: of persons new there from the treated town, and of those from elsewhere."""
        past = (self.day >= day - lookback) & (self.day < day)
        here = np.unique(self.person[past & self.is_treated])
        already = np.unique(self.person[past & (self.town >= 0)])
        elsewhere = np.setdiff1d(self.person[past & ~self.is_treated], here)
        after = (self.day >= day) & (self.day < day + reach) & (self.town >= 0) & self.counts
        return self._of(np.setdiff1d(here, already), after), self._of(elsewhere, after)

    def _of(self, known: NDArray[np.int64], after: NDArray[np.bool_]) -> Met:
        inside = np.flatnonzero(after)
        inside = inside[np.isin(self.person[inside], known)]
        key = self.person[inside] * self.n_ring + self.town[inside]
        once = inside[np.unique(key, return_index=True)[1]]

        def by_town(rows: NDArray[np.int64]) -> NDArray[np.float64]:
            return np.bincount(self.town[rows], minlength=self.n_ring).astype(float)

        _, times = np.unique(self.person[inside], return_counts=True)
        return Met(by_town(inside), by_town(once), len(times), float((times**2).sum()), len(known))
