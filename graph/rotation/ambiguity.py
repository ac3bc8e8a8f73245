"""What the order of a person's stays could be, where one date holds two towns: a range, never a choice.

Between the fewest and the most hops and circuits lie all orders of the tied days. A day with two towns is a question
for linkage first (are these two persons?), and no circuit rests on it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, permutations, product
from math import factorial, prod

from graph.columns import EncounterColumns
from graph.itineraries import tied_days
from graph.rotation.circuits import collapse, loops_by_definition

MAX_ORDERS = 5_000
"""Orders that are tried one by one; beyond it only the bound by hops is given for circuits."""


@dataclass(frozen=True, slots=True)
class OrderRange:
    """Fewest and most hops (``switches``) and first-return loops (``circuits``) over all orders of the tied days."""

    order_ambiguous: bool
    switches_min: int
    switches_max: int
    circuits_min: int
    circuits_max: int


@dataclass(frozen=True, slots=True)
class LinkageConflict:
    """Encounters of one person that lie in two towns on one date (``day``, local day number): a question for review."""

    person_id: str
    day: int
    municipalities: tuple[str, ...]
    encounters: tuple[str, ...]


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


def linkage_conflicts(columns: EncounterColumns) -> tuple[LinkageConflict, ...]:
    """Every person and date with two or more towns in an unknown order, for clerical review."""
    return tuple(
        LinkageConflict(
            person_id=columns.persons[columns.person[start]],
            day=int(columns.first_day[start]),
            municipalities=tuple(sorted({columns.municipalities[c] for c in columns.municipality[start:stop]})),
            encounters=tuple(sorted(columns.ids[start:stop])),
        )
        for start, stop in tied_days(columns)
    )
