"""False discovery rate of moves: each business has so few witnesses that its own chance of a move says more than a rank.

Benjamini and Hochberg count every test as one that could have come out anywhere. A business with two witnesses in each
town can't come out below one third, and one of many witnesses hardly ever looks moved when their sightings are shifted.
So the number of false moves to
expect at p <= t is the sum over businesses of the chance that *its* p-value is that small, which the shifted data sets
tell (Heyse 2011; Doehler, Durand and Roquain 2018). In a second stage those that the first found count as moved, and no
longer as tests that could come out false (Benjamini, Krieger and Yekutieli 2006). Businesses known by one identifier
and by several, and those met in two towns and in more, are families of their own, told apart before anything of time is
looked at: a number alone may be given out again, two seldom are, and what is met in many towns is more often carried
round them than moved (Efron 2008 on when to combine tests).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weighed:
    """A test of one family: its p-value (1 where nothing moved), and the p-values that chance can give, ascending."""

    p_value: float
    attainable: tuple[float, ...]

    def chance_at(self, p_value: float) -> float:
        """Return the chance under the null of a p-value as small."""
        return max((p for p in self.attainable if p <= p_value), default=0.0)


def false_discovery_rates(tests: Sequence[Weighed], *, level: float) -> list[float]:
    """Two-stage discrete false discovery rate of each test of a family, in the order given; 1 where nothing moved.

    Parameters
    ----------
    tests
        All tests of the family, moved or not.
    level
        Rate at which the first stage takes a business as moved, in (0, 1).
    """
    strict = level / (1 + level)
    first = _rates(tests, moved=())
    moved = {i for i, q in enumerate(first) if q <= strict}
    second = _rates(tests, moved=moved)
    return [min(1.0, q * (1 + level)) for q in second]


def _rates(tests: Sequence[Weighed], *, moved: Collection[int]) -> list[float]:
    order = sorted((i for i, t in enumerate(tests) if t.p_value < 1), key=lambda i: tests[i].p_value)
    rates = [1.0] * len(tests)
    least = 1.0
    for i in reversed(order):
        p = tests[i].p_value
        found = sum(tests[j].p_value <= p for j in order)
        # A test that the first stage took as moved still answers for its own chance.
        expected = sum(t.chance_at(p) for j, t in enumerate(tests) if j not in moved or j == i)
        least = min(least, expected / found)
        rates[i] = least
    return rates
