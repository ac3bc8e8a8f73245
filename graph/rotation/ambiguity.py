"""What the order of a person's stays could be, where one date holds two towns: a range, never a choice.

Between the fewest and the most hops and circuits lie all orders of the tied days. A day with two distant
towns is a question for linkage first (:mod:`graph.conflicts`), and no circuit rests on it; with two near towns it is
told how many laps some order of such days gives.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from math import factorial, prod

from graph.rotation.circuits import circuits_of, collapse, loops_by_definition, widest_closed_walk

MAX_ORDERS = 5_000
"""Orders that are tried one by one; beyond it only the bound by hops is given for circuits."""

MAX_WALKS = 200
"""The same for walks of groups, of which a run has thousands."""


@dataclass(frozen=True, slots=True)
class OrderRange:
    """Fewest and most hops (``switches``) and first-return loops (``circuits``) over all orders of the tied days."""

    order_ambiguous: bool
    switches_min: int
    switches_max: int
    circuits_min: int
    circuits_max: int


def order_range(days: Sequence[Sequence[str]]) -> OrderRange:
    """Range of hops and circuits when each day's towns may come in any order.

    Parameters
    ----------
    days
        Towns seen on each day, in order of the days.
    """
    choices = [list(dict.fromkeys(permutations(day))) for day in days]
    orders = prod(factorial(len(day)) for day in days)
    if orders > MAX_ORDERS:
        least = collapse([town for day in days for town in sorted(day)])
        most = sum(len(day) for day in days) - 1
        return OrderRange(order_ambiguous=True, switches_min=0 if len(set(least)) < 2 else len(set(least)) - 1,
                          switches_max=most, circuits_min=0, circuits_max=max(0, most - 1))  # fmt: skip
    switches, circuits = [], []
    for chosen in product(*choices):
        sequence = [town for day in chosen for town in day]
        switches.append(sum(a != b for a, b in pairwise(sequence)))
        circuits.append(len(loops_by_definition(sequence)))
    ambiguous = any(len(set(day)) > 1 for day in days)
    return OrderRange(ambiguous, min(switches), max(switches), min(circuits), max(circuits))


def laps_between(days: Sequence[Sequence[str]], word: tuple[str, ...], *, min_towns: int) -> tuple[float, float] | None:
    """Fewest and most laps round a circuit over all orders of the tied days; None where all give the same.

    Parameters
    ----------
    days
        Towns on each day of a walk, in order of the days.
    word
        Canonical cyclic word of the circuit; 0 laps where an order doesn't show it.
    min_towns
        Fewest towns of a circuit.

    Examples
    --------
    >>> laps_between([["A"], ["B"], ["C"], ["A", "D"]], ("A", "B", "C"), min_towns=3)
    (0.0, 1.0)
    """
    choices = [tuple(permutations(dict.fromkeys(day))) for day in days]
    orders = prod(map(len, choices))
    if orders == 1:
        return None
    if orders > MAX_WALKS:
        return 0.0, max(1.0, (sum(map(len, days)) - 1) / len(word))
    laps = [_laps([town for day in chosen for town in day], word, min_towns) for chosen in product(*choices)]
    least, most = min(laps), max(laps)
    return (least, most) if least < most else None


def _laps(walk: Sequence[str], word: tuple[str, ...], min_towns: int) -> float:
    closed = widest_closed_walk(walk, min_towns=min_towns)
    found = [*circuits_of(walk), *([closed] if closed else [])]
    return next((c.laps for c in found if c.word == word), 0.0)
