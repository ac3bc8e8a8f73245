"""What HiGHS finds is what trying every table finds."""

from itertools import product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.disclosure.attack import exposed
from graph.disclosure.dominance import is_dominated

K = 5
MASKS = [np.array(m, dtype=np.float64) for m in product((0.0, 1.0), repeat=4) if any(m)]


def tried(atoms: list[int], shown: list[int], hidden: list[int], most: int) -> set[str]:
    """Hidden sums that every table of whole numbers up to ``most`` which fits tells to be small, or within K - 1."""
    tables = np.array(list(product(range(most + 1), repeat=len(atoms))))
    fits = np.ones(len(tables), dtype=bool)
    for i in shown:
        fits &= tables @ MASKS[i] == MASKS[i] @ atoms
    given_away = set()
    for i in hidden:
        values = tables[fits] @ MASKS[i]
        # A sum that reaches the edge of what was tried isn't bounded by it.
        if values.max() < K or (values.max() < most and values.max() - values.min() < K - 1):
            given_away.add(str(i))
    return given_away


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    st.lists(st.integers(0, 5), min_size=4, max_size=4),
    st.sets(st.integers(0, len(MASKS) - 1), min_size=1, max_size=4),
)
def test_small_sums_that_follow_are_those_that_trying_every_table_finds(atoms: list[int], shown: set[int]) -> None:
    hidden = [i for i, m in enumerate(MASKS) if i not in shown and m @ atoms < K]
    covered = np.any([MASKS[i] for i in shown], axis=0)
    hidden = [i for i in hidden if (covered | (MASKS[i] == 0)).all()]
    found = exposed(
        np.array(atoms), [MASKS[i] for i in sorted(shown)], {str(i): (MASKS[i], 0) for i in hidden}, threshold=K
    )
    # The largest and smallest values of sums of 0-1 intervals needn't be whole; whole ones lie within.
    assert set(found) <= tried(atoms, sorted(shown), hidden, most=sum(atoms))


def test_what_nothing_bounds_isn_t_exposed_and_what_is_left_over_is() -> None:
    first, second, whole = (np.array(m, dtype=np.float64) for m in ((1, 0), (0, 1), (1, 1)))
    assert exposed(np.array([3, 40]), [second], {"first": (first, 0)}, threshold=10) == ()
    assert exposed(np.array([3, 40]), [second, whole], {"first": (first, 0)}, threshold=10) == ("first",)
    assert exposed(np.array([3, 40]), [], {"first": (first, 0)}, threshold=10) == ()


def test_who_is_in_two_cells_is_counted_once() -> None:
    both = np.array([1.0, 1.0])
    assert exposed(np.array([8, 4]), [both], {"sum": (both, 3)}, threshold=10) == ("sum",)


def test_a_small_count_between_narrow_bounds_is_exposed() -> None:
    """[[9, 3], [30, 1]] by its sums: the first cell is at least 8 and at most 12."""
    atoms = np.array([9, 3, 30, 1])
    sums = [np.array(m, dtype=np.float64) for m in ((1, 1, 0, 0), (0, 0, 1, 1), (1, 0, 1, 0), (0, 1, 0, 1))]
    assert exposed(atoms, sums, {"a": (np.array([1.0, 0, 0, 0]), 0)}, threshold=10) == ("a",)


@given(st.lists(st.integers(0, 50), max_size=8), st.randoms(use_true_random=False))
@settings(derandomize=True)
def test_dominance_doesn_t_depend_on_order_or_on_who_adds_nothing(parts: list[int], random: object) -> None:
    shuffled = [*parts, 0, 0]
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert is_dominated(parts) == is_dominated(shuffled)
    assert not is_dominated([5] * 3)
    assert is_dominated([100, 5, 3])
