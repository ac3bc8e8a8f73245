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
"""What another process writes is seen after at most this long; what this one writes, at once."""


class Kept:
    """Values computed from the graph, by name. ``clock_s`` is a steady clock."""

    def __init__(self, db: Database, clock_s: Callable[[], float]) -> None:
        self._db = db
        self._clock_s = clock_s
        self._lock = threading.Lock()
        self._making: dict[str, threading.Lock] = {}
        self._values: dict[str, tuple[Any, Any]] = {}
        self._stamp: Any = None
        self._looked_at = -FRESH_S

    def get(self, name: str, make: Callable[[Database], T]) -> T:
        """Value of a name, made anew where the graph has changed since."""
        now = self._now()
        with self._lock:
            making = self._making.setdefault(name, threading.Lock())
        with making:
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
            self._looked_at = -FRESH_S - 1e9

    def _now(self) -> Any:
        with self._lock:
            if self._clock_s() - self._looked_at > FRESH_S:
                self._stamp = stamp(self._db)
                self._looked_at = self._clock_s()
            return self._stamp
