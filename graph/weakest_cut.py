"""The weakest cut of a person: where it would come apart first, and how probable it is that it shouldn't.

All judgements that join one record, or one part, to the rest form a cut; the probability that at least one of them is
right is 1 - prod(1 - p), as if they erred independently, edges between the same two records counted once. The weakest
cut is the one with the smallest such probability: the minimum cut with capacities -log(1 - p) (Stoer and Wagner
1997). It goes with every finding that rests on the person.
"""

import math
from collections.abc import Iterable

import networkx as nx

from graph.model import Judgement, Verdict, WeakestCut
from graph.standing import standing_words

PLAUSIBLE_ENCOUNTERS = 50
"""Somebody met once a week for a year. A person with more encounters is listed for review, and findings say so: errors
that go together (a default date, a name that half the world has) make the cuts of such a person look stronger than
they are."""

MAX_CAPACITY = 60.0
"""-log(1 - p) of a judgement that is as good as certain."""


def capacity(judgement: Judgement) -> float:
    """-log(1 - p) of a judgement, finite also for certainty."""
    return min(MAX_CAPACITY, -math.log1p(-judgement.probability)) if judgement.probability < 1 else MAX_CAPACITY


def weakest_cut(person_id: str, encounters: frozenset[str], judgements: Iterable[Judgement]) -> WeakestCut | None:
    """Weakest cut of a person; None for somebody met once.

    Parameters
    ----------
    person_id
        Pseudonym of the person.
    encounters
        The person's encounter ids, connected by judgements ``same``. Where they aren't, nothing holds the person together:
        the smallest part comes apart with probability 0.
    judgements
        Judgements; of each pair the word that stands counts, and what isn't ``same`` within the person is left aside.
    """
    if len(encounters) < 2:
        return None
    within = standing_words(j for j in judgements if j.left in encounters and j.right in encounters)
    edges = {j.pair: j for j in within if j.verdict is Verdict.SAME}
    value, part = _minimum_cut(encounters, edges)
    crossing = [j for (a, b), j in edges.items() if (a in part) != (b in part)]
    return WeakestCut(person_id, -math.expm1(-value), part, confirmed=any(j.confirmed for j in crossing))


def _minimum_cut(encounters: frozenset[str], edges: dict[tuple[str, str], Judgement]) -> tuple[float, frozenset[str]]:
    if len(encounters) == 2 and edges:
        ((pair, judgement),) = edges.items()
        return capacity(judgement), frozenset({min(pair)})
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(sorted(encounters))
    graph.add_weighted_edges_from((a, b, capacity(j)) for (a, b), j in sorted(edges.items()))
    if not nx.is_connected(graph):
        parts = [sorted(part) for part in nx.connected_components(graph)]
        _, smallest = min((len(part), part) for part in parts)
        return 0.0, frozenset(smallest)
    value, (one, other) = nx.stoer_wagner(graph)
    sides = sorted((sorted(one), sorted(other)), key=lambda side: (len(side), side))
    return float(value), frozenset(sides[0])
