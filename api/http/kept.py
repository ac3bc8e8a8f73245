"""What is read from the graph as a whole is kept until the graph changes: a hundred readers cost one reading."""

import threading
from collections.abc import Callable
from typing import Any, TypeVar, cast

from graph.store.database import Database
from graph.store.shown import stamp

T = TypeVar("T")
MOST = 1_000
"""Values at a time; the oldest makes room."""

FRESH_S = 1.0
"""What another process writes is seen this long after, and as long as looking takes; what this one writes, at once."""


_STALE_S = 5.0
"""Looking takes a moment; whoever comes when nobody has looked for this long waits for it."""
_NEVER = -1e9


class Kept:
    """Values computed from the graph, by name. ``clock_s`` is a steady clock; ``mark`` differs once a command wrote."""

    def __init__(self, db: Database, clock_s: Callable[[], float], *, mark: Callable[[], object]) -> None:
        self._db = db
        self._mark = mark
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._values: dict[str, tuple[Any, Any]] = {}
        self._looking = threading.Lock()
        self._stamp: Any = None
        self._looked_at = _NEVER
        self._forgotten = 0

    def get(self, name: str, make: Callable[[Database], T]) -> T:
        """Value of a name, made anew where the graph has changed since."""
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
            now = self._now()
            held = self._values.get(name)
            if held is None or held[0] != now:
                held = (now, make(self._db))
                with self._lock:
                    self._values = {k: v for k, v in self._values.items() if v[0] == now or k == name}
                    while len(self._values) >= MOST:
                        del self._values[next(iter(self._values))]
                    self._values[name] = held
        return cast("T", held[1])

    def forget(self) -> None:
        """Look at the graph at the next question."""
        with self._lock:
            self._looked_at = _NEVER
            self._forgotten += 1

    def _now(self) -> Any:
        with self._lock:
            old, age_s = self._stamp, self._clock_s() - self._looked_at
        if age_s <= FRESH_S:
            return old
        # One looks while the others go on with what it saw last; where nothing was seen yet, all wait.
        if not self._looking.acquire(blocking=age_s > _STALE_S):
            return old
        try:
            with self._lock:
                if self._clock_s() - self._looked_at <= FRESH_S:
                    return self._stamp
                begun, forgotten = self._clock_s(), self._forgotten
            seen = self._mark(), stamp(self._db)
            with self._lock:
                self._stamp = seen
                # What was written while it looked it may have missed.
                self._looked_at = begun if forgotten == self._forgotten else _NEVER
            return seen
        finally:
            self._looking.release()
