"""The persons: whether more of those who were met in the treated town turn up next door than at earlier dates.

Self-controlled, on what was met next door alone: the share of a person's encounters that lie elsewhere is never used,
since it rises by itself where the place is closed in which she was met. Known are persons met in the treated town in
the half year before a date, and not next door: who was there already is no sign of anything. Counted are those of them
who are met next door in the half year after it, each once a town. The same is done at earlier dates, where nothing was
done, and with the encounters of persons known from anywhere but the treated town: how hard was looked next door, how
well records are linked, and how people move and leave of themselves, are in both alike. Expected is

    K0 * (N1 / N0) * (C1 / C0) * (M0 / M1),

K newcomers next door of N persons known, C encounters of M persons known from elsewhere, 1 at the measure, 0 at the
earlier dates (summed). The excess is tested by the conditional exact test; one person may come to several towns, and
that dispersion, sum(n^2) / sum(n), is taken off.

A self-controlled case series (:mod:`graph.displacement.sccs`) of the same encounters, per visit, would do where people
stayed for good. They don't: somebody met here last month is elsewhere more often in half a year than last week, without
any measure, and the earlier dates show how much (decision 0035).

Assumes that persons known from the treated town and from elsewhere would have changed alike. Not for persons linked
worse than others, and not where no earlier date lies within the data.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import EventColumns
from graph.displacement.exact import p_more

LOOKBACK_DAYS = 182
LEAST_LOOKBACK_DAYS = 84
EARLIER_DATES = 4
MIN_ENCOUNTERS = 3.0


@dataclass(frozen=True, slots=True)
class Met:
    """What was met next door of persons known from one side, and how many are known: at one date."""

    encounters: NDArray[np.float64]
    """Per town of the ring, shape (ring,)."""
    squares: float
    """Sum over persons of what each was counted, squared."""
    known: int


@dataclass(frozen=True, slots=True)
class Carried:
    """Persons known from the treated town who turned up next door, once a town: found and expected, how surprising.

    Arrays have shape (ring,), for each town alone. ``dates`` counts the earlier dates compared with.
    """

    found: float
    expected: float
    expected_variance: float
    """Poisson variance of what was expected, before dispersion."""
    p: float
    p_towns: NDArray[np.float64]
    dispersion: float
    dates: int


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
    before = sum((h.encounters for h, _ in earlier), np.zeros(len(ring)))
    own = _exposure(here, there, earlier, None)
    total_here, total_before = float(here.encounters.sum()), float(before.sum())
    if own is None or total_here + total_before < MIN_ENCOUNTERS:
        return None
    events_n = total_here + total_before
    phi = max(1.0, (here.squares + sum(h.squares for h, _ in earlier)) / events_n)
    ratio, error = own
    p = _p(total_before, total_here, ratio, error, phi)
    towns = [_p_town(here, there, earlier, before, i, phi) for i in range(len(ring))]
    spread = total_before * ratio**2 + (total_before * ratio) ** 2 * error / phi
    return Carried(total_here, total_before * ratio, spread, p, np.array(towns), phi, len(earlier))


def _p(before: float, after: float, ratio: float, log_variance: float, phi: float) -> float:
    """Exact p, the counts thinned by as much as the ratio's own error takes from what they say."""
    if after <= 0:
        return 1.0
    known = phi * (1 / after + 1 / (before + 0.5))
    return float(p_more(before, after, ratio=ratio, dispersion=phi * (1 + log_variance / known)))


def _p_town(
    here: Met, there: Met, earlier: Sequence[tuple[Met, Met]], before: NDArray[np.float64], town: int, phi: float
) -> float:
    """The larger of two p: against the town's own past, where it drew more than its share, and against the ring's.

    Its own past alone says too little of a town where nobody was met before.
    """
    own, found = _exposure(here, there, earlier, town), float(here.encounters[town])
    if own is None:
        return 1.0
    others = sum((t.encounters for _, t in earlier), np.zeros_like(before))
    share = float((others[town] + 0.5) / (others.sum() + 0.5 * len(others)))
    p = _p(float(before.sum()), found, own[0] * share, own[1], phi)
    return max(p, _p(float(before[town]), found, *own, phi)) if before[town] > share * before.sum() else p


def _exposure(
    here: Met, there: Met, earlier: Sequence[tuple[Met, Met]], town: int | None
) -> tuple[float, float] | None:
    """Ratio of what to expect at the measure to what to expect at the earlier dates, and the variance of its log."""

    def count(met: Met) -> float:
        return float(met.encounters.sum() if town is None else met.encounters[town])

    def expected(one: Met, other: Met) -> float:
        return one.known * (count(other) + 0.5) / max(1, other.known)

    past = sum(expected(h, t) for h, t in earlier)
    others = sum(count(t) for _, t in earlier)
    if past <= 0 or count(there) + others < MIN_ENCOUNTERS:
        return None
    spread = max(1.0, there.squares / max(1.0, float(there.encounters.sum())))
    return expected(here, there) / past, spread * (1 / (count(there) + 0.5) + 1 / (others + 0.5))


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
        """What was met next door after a day: persons new there from the treated town, encounters of those from elsewhere."""
        past = (self.day >= day - lookback) & (self.day < day)
        here = np.unique(self.person[past & self.is_treated])
        already = np.unique(self.person[past & (self.town >= 0)])
        elsewhere = np.setdiff1d(self.person[past & ~self.is_treated], here)
        after = (self.day >= day) & (self.day < day + reach) & (self.town >= 0) & self.counts
        return self._of(np.setdiff1d(here, already), after, once=True), self._of(elsewhere, after)

    def _of(self, known: NDArray[np.int64], after: NDArray[np.bool_], *, once: bool = False) -> Met:
        inside = np.flatnonzero(after)
        inside = inside[np.isin(self.person[inside], known)]
        if once:
            key = self.person[inside] * self.n_ring + self.town[inside]
            inside = inside[np.unique(key, return_index=True)[1]]
        _, times = np.unique(self.person[inside], return_counts=True)
        return Met(
            np.bincount(self.town[inside], minlength=self.n_ring).astype(float), float((times**2).sum()), len(known)
        )
