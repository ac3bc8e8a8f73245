"""What is kept of the graph: read once, lagging where that is allowed, and never past an erasure."""

import gc
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, cast

from api.http.kept import FRESH_S, QUICK_S, Ground, Kept, Of
from graph.store.database import Database, Row

WAIT_S = 20


@dataclass
class Graph:
    """What a stamp reads, and clocks that stand until they are moved."""

    counts: dict[str, int] = field(default_factory=dict)
    clock_s: float = 0.0
    effort_s: float = 0.0

    def read(self, query: str, **_: Any) -> list[Row]:
        return [{"n": self.counts.get(query, 0)}]

    def change(self, what: str) -> None:
        """Change what a query counts, and let the time pass in which nobody looks."""
        self.counts[what] = self.counts.get(what, 0) + 1
        self.clock_s += 2 * FRESH_S

    def kept(self) -> Kept:
        return Kept(cast("Database", self), lambda: self.clock_s, mark=lambda: 0, effort_s=lambda: self.effort_s)


class Value:
    """Something that is made, and can be seen to be gone."""


RECORDS, CASES, ERASED = "stamp_batches", "stamp_cases", "stamp_tombstones"


def made(_db: Database) -> Value:
    return Value()


def test_a_value_is_made_once_until_what_it_is_read_from_changes() -> None:
    graph = Graph()
    kept = graph.kept()
    of_records, of_all = kept.get("r", made, of=Of.RECORDS), kept.get("a", made)
    assert kept.get("r", made, of=Of.RECORDS) is of_records
    graph.change(CASES)
    assert kept.get("r", made, of=Of.RECORDS) is of_records
    assert kept.get("a", made) is not of_all
    graph.change(RECORDS)
    assert kept.get("r", made, of=Of.RECORDS) is not of_records


def test_a_value_made_from_another_object_is_made_anew() -> None:
    kept, one, other = Graph().kept(), Value(), Value()
    first = kept.get("v", made, made_from=(one,))
    assert kept.get("v", made, made_from=(one,)) is first
    assert kept.get("v", made, made_from=(other,)) is not first


def test_what_was_made_before_an_erasure_is_gone_once_that_is_seen_whoever_asks_for_what() -> None:
    graph = Graph()
    kept = graph.kept()
    left = weakref.ref(kept.get("v", made))
    graph.change(ERASED)
    kept.get("another", made)
    gc.collect()
    assert left() is None


@dataclass
class Maker:
    """Makes a ground when it is let, at a cost."""

    graph: Graph
    cost_s: float
    free: threading.Event = field(default_factory=threading.Event)
    begun: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))
    ended: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def __call__(self, _db: Database) -> Value:
        self.begun.release()
        assert self.free.wait(WAIT_S)
        self.graph.effort_s += self.cost_s
        self.ended.release()
        return Value()


@contextmanager
def ahead(kept: Kept, ground: Ground[Value]) -> Iterator[None]:
    """Make a ground ahead in a thread of its own."""
    ending = threading.Event()
    thread = threading.Thread(target=kept.keep_ahead, args=([ground], ending), daemon=True)
    thread.start()
    try:
        yield
    finally:
        ending.set()
        kept.hurry()
        thread.join(WAIT_S)
        assert not thread.is_alive()


@contextmanager
def remaking(what: str, *, cost_s: float = 2 * QUICK_S) -> Iterator[tuple[Kept, Ground[Value], Value, Graph, Maker]]:
    """A ground that was made ahead, and is being made again as something has changed."""
    graph = Graph()
    kept, maker = graph.kept(), Maker(graph, cost_s)
    ground = Ground("g", maker)
    maker.free.set()
    with ahead(kept, ground):
        first = kept.ground(ground)
        maker.free.clear()
        assert maker.begun.acquire(timeout=WAIT_S)
        graph.change(what)
        kept.hurry()
        assert maker.begun.acquire(timeout=WAIT_S)
        try:
            yield kept, ground, first, graph, maker
        finally:
            maker.free.set()


def later(ask: Callable[[], Value]) -> tuple[threading.Thread, list[Value]]:
    found: list[Value] = []
    thread = threading.Thread(target=lambda: found.append(ask()), daemon=True)
    thread.start()
    return thread, found


def test_a_dear_ground_is_given_as_it_was_while_it_is_made_again_and_as_it_is_afterwards() -> None:
    with remaking(RECORDS) as (kept, ground, first, _, maker):
        assert kept.ground(ground) is first
        assert kept.lags(ground)
        maker.free.set()
        newest = kept.get(ground.name, made, of=ground.of)
        assert newest is not first
        assert kept.ground(ground) is newest
        assert not kept.lags(ground)


def test_nobody_is_given_a_ground_of_before_an_erasure_or_one_that_lags_too_far_or_that_is_quickly_made() -> None:
    for what, cost_s, passes_s in ((ERASED, 2 * QUICK_S, 0.0), (RECORDS, 2 * QUICK_S, 61.0), (RECORDS, 0.01, 0.0)):
        with remaking(what, cost_s=cost_s) as (kept, ground, first, graph, maker):
            if passes_s:
                assert kept.ground(ground) is first
                graph.clock_s += passes_s
            asking, found = later(lambda kept=kept, ground=ground: kept.ground(ground))  # type: ignore[misc]
            assert not found
            maker.free.set()
            asking.join(WAIT_S)
            assert len(found) == 1
            assert found[0] is not first


def test_without_anybody_who_makes_them_ahead_grounds_do_not_lag() -> None:
    graph = Graph()
    kept, maker = graph.kept(), Maker(graph, 2 * QUICK_S)
    maker.free.set()
    ground = Ground("g", maker)
    first = kept.ground(ground)
    graph.change(RECORDS)
    assert not kept.lags(ground)
    assert kept.ground(ground) is not first


def test_what_cannot_be_made_ahead_is_tried_again_and_told_to_who_asks() -> None:
    graph = Graph()
    kept, tried = graph.kept(), threading.Semaphore(0)

    def fails(_db: Database) -> Value:
        tried.release()
        raise OSError

    with ahead(kept, Ground("g", fails)):
        assert tried.acquire(timeout=WAIT_S)
        kept.hurry()
        assert tried.acquire(timeout=WAIT_S)
