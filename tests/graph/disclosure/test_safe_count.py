from hypothesis import given, settings
from hypothesis import strategies as st

from graph.disclosure import FLOOR, safe_count


@given(st.integers(0, 10_000), st.integers(-5, 40), st.sampled_from([1, 3, 5, 10]))
@settings(derandomize=True)
def test_nothing_below_the_threshold_is_ever_shown(n: int, threshold: int, base: int) -> None:
    count = safe_count(n, threshold=threshold, base=base)
    limit = max(threshold, FLOOR)
    if n < limit:
        assert count.is_suppressed
        assert str(count) == f"< {limit}"
    else:
        assert count.shown is not None
        assert count.shown >= limit
        assert count.shown % base == 0
        assert abs(count.shown - n) <= base


@given(st.integers(0, 9), st.integers(0, 9))
@settings(derandomize=True)
def test_two_small_counts_look_the_same(one: int, other: int) -> None:
    assert safe_count(one) == safe_count(other)
    assert repr(safe_count(one)) == repr(safe_count(other))
