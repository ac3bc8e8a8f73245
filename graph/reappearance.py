"""Reappearance: someone with a signal or declaration is met in another municipality.

Seven times Rotterdam, then Capelle. Precisely: an encounter whose municipality differs from that of an earlier
encounter of the person with status Possible or Actual, or channel signal or declaration, whatever the source; one
finding per person and newly entered municipality.

It is a fact with a link probability: no p-value, no tier, and a promise to be right about order. *Earlier* means
certainly earlier: one interval ends before, or when, the other begins. Two towns on one date without times, or a
partial date that could lie on either side, order nothing; where the new town may have come first, nothing is found.
Municipalities are those of today: who was met in one before it was merged, and in the merged one after, hasn't moved.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from graph.geography import load_municipalities
from graph.model import Channel, Reappearance, Status
from graph.weakest_cut import PLAUSIBLE_ENCOUNTERS

WEAK_LINK_BELOW = 0.999
"""A reappearance whose weakest cut is below this says so; the automatic threshold lies at 0.99."""

FOR_REVIEW = "for review"
"""State of a reappearance that an unassessed match decides."""

LOW_TRUST = "low trust"
"""State of a reappearance that rests on reports of low trust alone (:mod:`graph.trust`): nobody is told of it."""

SHORTEST_DAY = timedelta(hours=23)
"""The day on which clocks go forward."""

SIGNAL_STATUSES = frozenset({Status.POSSIBLE, Status.ACTUAL})
SIGNAL_CHANNELS = frozenset({Channel.SIGNAL, Channel.DECLARATION})


@dataclass(frozen=True, slots=True)
class Met:
    """An encounter of one person, as far as reappearance needs it.

    ``seen_from`` and ``seen_until`` (UTC, half-open) bound when it took place; ``first_day`` and ``last_day`` are the
    local days of the same interval, both included. ``low_trust``: anybody can have made the report.
    """

    id: str
    municipality: str
    source_id: str
    seen_from: datetime
    seen_until: datetime
    first_day: date
    last_day: date
    status: Status
    channel: Channel | None
    low_trust: bool = False

    def has_signal(self) -> bool:
        """Whether the encounter itself gives reason for concern."""
        return self.status in SIGNAL_STATUSES or self.channel in SIGNAL_CHANNELS

    @property
    def is_timed(self) -> bool:
        """Whether the time of day is known: then the interval is shorter than any day."""
        return self.seen_until - self.seen_from < SHORTEST_DAY

    def certainly_before(self, other: "Met") -> bool:
        """Whether this encounter ended before, or when, the other can have begun."""
        return self.seen_until <= other.seen_from


def find_reappearances(
    person_id: str, encounters: Iterable[Met], *, link_probability: float, for_review: frozenset[str] = frozenset()
) -> tuple[Reappearance, ...]:
    """Every municipality that the person newly entered after a signal elsewhere.

    Parameters
    ----------
    person_id
        Pseudonym of the person.
    encounters
        All current encounters of the person, in any order.
    link_probability
        Probability of the person's weakest cut, in [0, 1].
    for_review
        Encounter ids known only from an unassessed match; a finding decided by one is marked for review.

    Returns
    -------
    :
        One finding for each newly entered municipality, in order of entry.
    """
    today = load_municipalities().today
    there_now = (replace(e, municipality=today(e.municipality)) for e in encounters)
    met = sorted(there_now, key=lambda e: (e.seen_from, e.seen_until, e.id))
    found = []
    for municipality in dict.fromkeys(e.municipality for e in met):
        deciding = _entered_after_signal(municipality, met)
        if deciding is not None:
            found.append(_reappearance(person_id, deciding, met, link_probability, for_review))
    return tuple(sorted(found, key=lambda r: (r.seen_now, r.municipality_now)))


def _entered_after_signal(municipality: str, met: Sequence[Met]) -> Met | None:
    signals = [e for e in met if e.municipality != municipality and e.has_signal()]
    if not signals:
        return None
    first_signal = min(signals, key=lambda e: (e.seen_until, e.id))
    here = [e for e in met if e.municipality == municipality]
    if any(e.seen_until <= first_signal.seen_until for e in here):
        return None
    return next((e for e in here if first_signal.certainly_before(e)), None)


def _reappearance(
    person_id: str, deciding: Met, met: Sequence[Met], link_probability: float, for_review: frozenset[str]
) -> Reappearance:
    before = [e for e in met if e.municipality != deciding.municipality and e.certainly_before(deciding)]
    strength = "weak link" if link_probability < WEAK_LINK_BELOW else "open"
    if len(met) > PLAUSIBLE_ENCOUNTERS:
        strength = "larger than plausible"
    if all(e.low_trust for e in [*before, deciding]):
        strength = LOW_TRUST
    return Reappearance(
        id=finding_id("reappearance", (deciding.id,)),
        person_id=person_id,
        municipalities_before=tuple(dict.fromkeys(e.municipality for e in before)),
        municipality_now=deciding.municipality,
        encounters_before=len(before),
        first_seen=min(e.first_day for e in before),
        last_seen_before=max(e.last_day for e in before),
        seen_now=deciding.first_day,
        link_probability=link_probability,
        sources=tuple(sorted({e.source_id for e in [*before, deciding]})),
        state=FOR_REVIEW if deciding.id in for_review else strength,
        encounters=tuple(sorted({e.id for e in [*before, deciding]})),
        deciding_encounter=deciding.id,
    )


def finding_id(kind: str, encounter_ids: Iterable[str]) -> str:
    """Id of a new finding: a digest of its kind and the (keyed) ids of the encounters that decide it."""
    text = "\n".join([kind, *sorted(encounter_ids)])
    return f"{kind[:3]}-{hashlib.sha256(text.encode()).hexdigest()[:24]}"
