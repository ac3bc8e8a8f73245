"""When an alert is tried again: after a delay that doubles, a little spread, until 76 hours after the first attempt.

The delays are 15 s, 30 s, 1 min … each half as much or half again for chance's sake, so that receivers that failed
together aren't called together; the last attempt falls on the 76th hour. What a receiver asks for with ``Retry-After``
is respected up to a day. Any answer but 2xx is a failure, redirects too: nothing is followed. 410 ends it at once and
disables the target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from graph.model import AlertState, Delivery, Outcome

FIRST_DELAY = timedelta(seconds=15)
WINDOW = timedelta(hours=76)
SPREAD = 0.5
"""Share of a delay by which chance lengthens or shortens it."""
MOST_ASKED = timedelta(days=1)
"""The longest wait that a receiver can ask for."""
HOLD = timedelta(minutes=1)
"""The longest that a target that can't be reached is left alone, for the alerts behind the one that failed."""
GONE = 410


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a call: the ``status`` of an answer, else None and the ``problem`` in a word or two.

    ``retry_after`` is how long the receiver asks not to be called.
    """

    status: int | None = None
    problem: str = ""
    retry_after: timedelta | None = None

    @property
    def is_taken(self) -> bool:
        """Whether the receiver took the message."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def said(self) -> str:
        """The answer in a word or two."""
        return str(self.status) if self.status is not None else self.problem


@dataclass(frozen=True, slots=True)
class Step:
    """What follows from an attempt: its outcome, when the next is due (None: none follows), how long to hold the target."""

    outcome: Outcome
    next_at: datetime | None
    hold: timedelta = timedelta()


def delay(failures: int, chance: float) -> timedelta:
    """How long to wait after so many failures (at least 1).

    ``chance`` is uniform in [0, 1); 0.5 leaves the delay as it is.
    """
    doubled = min(FIRST_DELAY * (1 << min(failures - 1, 20)), WINDOW)
    return doubled * (1 + SPREAD * (2 * chance - 1))


def step(answer: Answer, earlier: Sequence[Delivery], *, now: datetime, chance: float) -> Step:
    """What follows from an answer.

    Parameters
    ----------
    answer
        What came of the call.
    earlier
        Attempts before it, to this target, since the alert was stored or last given up on; oldest first.
    now
        When the call ended (UTC).
    chance
        Uniform in [0, 1).
    """
    if answer.is_taken:
        return Step(Outcome.DELIVERED, None)
    if answer.status == GONE:
        return Step(Outcome.GONE, None)
    asked = min(answer.retry_after or timedelta(), MOST_ASKED)
    wait = delay(len(earlier) + 1, chance)
    end = (earlier[0].at if earlier else now) + WINDOW
    hold = max(asked, min(wait, HOLD) if answer.status is None else timedelta())
    if now >= end:
        return Step(Outcome.FAILED, None, hold)
    return Step(Outcome.FAILED, max(min(now + wait, end), now + asked), hold)


def state_of(attempts: Sequence[Sequence[Delivery]]) -> AlertState:
    """State of an alert from its attempts to each of its targets.

    It is ``delivered`` when every target took it, ``dead`` when one was given up and no other will be tried again.
    """
    last = [some[-1] if some else None for some in attempts]
    if any(d is None or d.next_at is not None for d in last):
        return AlertState.RETRYING if any(last) else AlertState.STORED
    if all(d is not None and d.outcome is Outcome.DELIVERED for d in last):
        return AlertState.DELIVERED
    return AlertState.DEAD
