"""What is read from the graph as a whole is kept until the graph changes: a hundred readers cost one reading.

Most is made anew for the first who asks after a change. What costs more (a :class:`Ground`, of which other values are
made) may lag behind for a while where somebody makes it ahead, but never past an erasure: what was made before one is
gone as soon as it is seen.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, Generic, TypeVar, cast

from graph.store.database import Database
from graph.store.shown import Stamp, stamp

T = TypeVar("T")
_LOG = logging.getLogger("waterbed")
MOST = 1_000
"""Values at a time; the oldest makes room."""

FRESH_S = 1.0
"""What another process writes is seen this long after, and as long as looking takes; what this one writes, at once."""

QUICK_S = 0.25
"""A ground that took less of our own processor time than this never lags."""

MOST_LAG_S = 60.0
"""So long may a ground lag behind the graph; then whoever asks waits for it."""

PAUSE = 3
"""Making grounds ahead pauses for so many times as long as it took: it takes a quarter of a core at most."""

_STALE_S = 5.0
"""Looking takes a moment; whoever comes when nobody has looked for this long waits for it."""
_NEVER = -1e9


class Of(Enum):
    """What a value is read from: records, and what follows from them; or cases and decisions too."""

    RECORDS = "records"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Ground(Generic[T]):
    """A value that others are made of, by name: how it is read, from what, and how far it may lag behind the graph."""

    name: str
    make: Callable[[Database], T]
    of: Of = Of.RECORDS
    most_lag_s: float = MOST_LAG_S


@dataclass(frozen=True, slots=True)
class _Now:
    """The graph as it was last seen; ``mark`` differs once a command wrote."""

    mark: object
    stamp: Stamp

    def of(self, of: Of) -> object:
        return (self.mark, self.stamp.records, self.stamp.handled if of is Of.ALL else None, self.stamp.erased)


@dataclass(frozen=True, slots=True)
class _Held:
    """A value, what was seen of the graph before it was made, and whether it was dear enough to lag behind."""

    of: Of
    seen: _Now
    made_from: tuple[object, ...]
    value: Any
    is_dear: bool

    def is_current(self, now: _Now, made_from: Sequence[object] = ()) -> bool:
        same = len(self.made_from) == len(made_from) and all(map(_is, self.made_from, made_from))
        return same and self.seen.of(self.of) == now.of(self.of)


def _is(one: object, other: object) -> bool:
    return one is other


class Kept:
    """Values computed from the graph, by name.

    Parameters
    ----------
    db
        The graph.
    clock_s
        A steady clock.
    mark
        Gives something that differs once a command wrote.
    effort_s
        A clock of the processor time of the thread that asks it.
    """

    def __init__(
        self,
        db: Database,
        clock_s: Callable[[], float],
        *,
        mark: Callable[[], object],
        effort_s: Callable[[], float] = time.thread_time,
    ) -> None:
        self._db = db
        self._mark = mark
        self._clock_s = clock_s
        self._effort_s = effort_s
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._values: dict[str, _Held] = {}
        self._behind_since: dict[str, float] = {}
        self._looking = threading.Lock()
        self._seen: _Now | None = None
        self._looked_at = _NEVER
        self._forgotten = 0
        self._is_ahead = False
        self._woken = threading.Event()

    def get(
        self, name: str, make: Callable[[Database], T], *, of: Of = Of.ALL, made_from: tuple[object, ...] = ()
    ) -> T:
        """Value of a name, made anew where the graph has changed since, or what it is made from is another object."""
        return cast("T", self._current(name, make, of, made_from, is_ground=False).value)

    def ground(self, ground: Ground[T]) -> T:
        """Value of a ground; while grounds are made ahead, a dear one as it was up to its lag ago."""
        held = self._lagging(ground)
        if held is None:
            held = self._current(ground.name, ground.make, ground.of, (), is_ground=True)
        return cast("T", held.value)

    def lags(self, ground: Ground[Any]) -> bool:
        """Whether a ground would now be given as it was before the graph changed."""
        held = self._lagging(ground)
        return held is not None and not held.is_current(self._now())

    def forget(self) -> None:
        """Look at the graph at the next question."""
        with self._lock:
            self._looked_at = _NEVER
            self._forgotten += 1

    def hurry(self) -> None:
        """Look at the graph at the next question, and make grounds ahead at once: much has changed."""
        self.forget()
        self._woken.set()

    def keep_ahead(self, grounds: Sequence[Ground[Any]], ending: threading.Event) -> None:
        """Make grounds anew whenever the graph has changed, before anybody asks; until told to end."""
        self._is_ahead = True
        try:
            while not ending.is_set():
                begun = self._clock_s()
                for ground in grounds:
                    if not ending.is_set():
                        self._made_ahead(ground)
                self._rest(max(FRESH_S, PAUSE * (self._clock_s() - begun)), ending)
        finally:
            self._is_ahead = False

    def _made_ahead(self, ground: Ground[Any]) -> None:
        try:
            self._current(ground.name, ground.make, ground.of, (), is_ground=True)
        except Exception as error:  # noqa: BLE001 - whoever asks is told; here by kind alone
            _LOG.warning("what many ask for could not be made ahead (%s)", type(error).__name__)

    def _rest(self, seconds: float, ending: threading.Event) -> None:
        until = self._clock_s() + seconds
        while not ending.is_set() and (left := until - self._clock_s()) > 0:
            if self._woken.wait(min(left, FRESH_S)):
                self._woken.clear()
                return

    def _lagging(self, ground: Ground[Any]) -> _Held | None:
        """Give what is kept of a ground where that will do, current or not."""
        held = self._values.get(ground.name)
        if not self._is_ahead or held is None or not held.is_dear:
            return None
        now = self._now()
        if held.is_current(now):
            return held
        with self._lock:
            since = self._behind_since.setdefault(ground.name, self._clock_s())
        is_near = self._clock_s() - since <= ground.most_lag_s
        return held if is_near and held.seen.stamp.erased == now.stamp.erased else None

    def _current(
        self, name: str, make: Callable[[Database], Any], of: Of, made_from: tuple[object, ...], *, is_ground: bool
    ) -> _Held:
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            now = self._now()
            held = self._values.get(name)
            if held is not None and held.is_current(now, made_from):
                return held
            begun = self._effort_s()
            value = make(self._db)
            held = _Held(of, now, made_from, value, is_ground and self._effort_s() - begun > QUICK_S)
            with self._lock:
                self._behind_since.pop(name, None)
                while len(self._values) >= MOST:
                    del self._values[next(iter(self._values))]
                self._values[name] = held
            return held

    def _now(self) -> _Now:
        with self._lock:
            old, age_s = self._seen, self._clock_s() - self._looked_at
        if old is not None and age_s <= FRESH_S:
            return old
        # One looks while the others go on with what it saw last; where nothing was seen yet, all wait.
        if not self._looking.acquire(blocking=old is None or age_s > _STALE_S):
            assert old is not None
            return old
        try:
            with self._lock:
                if self._seen is not None and self._clock_s() - self._looked_at <= FRESH_S:
                    return self._seen
                begun, forgotten = self._clock_s(), self._forgotten
            seen = _Now(self._mark(), stamp(self._db))
            with self._lock:
                self._seen = seen
                self._drop_outdated(seen)
                # What was written while it looked it may have missed.
                self._looked_at = begun if forgotten == self._forgotten else _NEVER
            return seen
        finally:
            self._looking.release()

    def _drop_outdated(self, now: _Now) -> None:
        """Drop what nobody will be given any more: all made before an erasure, and all outdated but dear grounds."""
        self._values = {
            name: held
            for name, held in self._values.items()
            if held.seen.stamp.erased == now.stamp.erased and (held.is_dear or held.seen.of(held.of) == now.of(held.of))
        }
