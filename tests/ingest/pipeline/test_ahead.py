"""Parts of a file are made ahead in another thread, and nothing else about them changes."""

import threading
from collections.abc import Iterator
from contextlib import closing

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.pipeline.ahead import ahead


@given(items=st.lists(st.integers(), max_size=30), most=st.integers(1, 4))
def test_items_come_whole_and_in_order(items: list[int], most: int) -> None:
    with closing(ahead(iter(items), most=most)) as coming:
        assert list(coming) == items


def test_items_are_made_before_they_are_asked_for_but_no_more_than_allowed() -> None:
    made: list[int] = []
    second_is_made = threading.Event()

    def source() -> Iterator[int]:
        for i in range(10):
            made.append(i)
            if i == 2:
                second_is_made.set()
            yield i

    with closing(ahead(source(), most=1)) as coming:
        assert next(coming) == 0
        # One lies ready, and one more is made and waits for its place.
        assert second_is_made.wait(timeout=30)
        assert made == [0, 1, 2]


def test_what_making_an_item_raises_comes_in_its_turn() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise ValueError("the second row")

    with closing(ahead(source(), most=3)) as coming:
        assert next(coming) == 1
        with pytest.raises(ValueError, match="the second row"):
            next(coming)


def test_stopping_early_closes_the_source_in_its_own_thread_and_leaves_none_behind() -> None:
    closed_in: list[int] = []

    def source() -> Iterator[int]:
        try:
            yield from range(1000)
        finally:
            closed_in.append(threading.get_ident())

    before = threading.active_count()
    with closing(ahead(source(), most=2)) as coming:
        next(coming)
    assert len(closed_in) == 1
    assert closed_in != [threading.get_ident()]
    assert threading.active_count() == before
