"""Reading birth dates back from the structure of their tokens alone.

Tokens of the year, of year and month, of month and day, of year and day, and of the date with one digit open say which
dates share what. So month-and-day tokens fall into twelve months and thirty-one days without any being read: a lattice.
Which months and days differ in one digit (01 and 11, but not 01 and 12), and which numbers months and days share (a
date with day and month swapped), is public too, and the two graphs are matched (isomorphism, else quadratic assignment
by FAQ: Vogelstein and others 2015). Years are matched by how common they are and by which differ in one digit.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import networkx as nx
import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from scipy.optimize import quadratic_assignment

from ingest.report import PartialDate

RESTARTS = 12
_COLUMNS = ("birth_month_day", "birth_month", "birth_year_day", "birth_year", "birth_wildcards", "birth_swapped")
_SORT = 2.0
"""Weight of being of one sort (month or day) against that of an edge."""
Node = tuple[str, Any]


@dataclass(frozen=True, slots=True)
class _Date:
    month: int
    day: int
    year: int
    near: tuple[int, ...]
    swapped: int | None


def read(table: pa.Table, known: Sequence[PartialDate | None], *, seed: int) -> list[tuple[int, int, int] | None]:
    """Year, month and day that each record's tokens are taken for; None where there is no whole date.

    Parameters
    ----------
    table
        Linkage table.
    known
        Birth dates of a population of the same distribution.
    seed
        Of the restarts.
    """
    if not set(_COLUMNS) <= set(table.column_names):
        return [None] * len(table)
    dates = _dates(table)
    rng = np.random.default_rng(seed)
    nodes, edges = _graph(dates)
    public = _public_calendar(known)
    reading = _isomorphism(nodes, edges, *public, rng) or _matched(nodes, edges, *public, _sorts, rng)
    years = _read_years(table, dates, known, rng)
    full = table["birth_full"].to_pylist()
    return [_said(dates.get(token), years, reading) for token in full]


def _said(found: _Date | None, years: Mapping[int, int], reading: Mapping[Node, Node]) -> tuple[int, int, int] | None:
    if found is None:
        return None
    month, day = reading.get(("month", found.month)), reading.get(("day", found.day))
    return (years.get(found.year, 0), month[1] if month else 0, day[1] if day else 0)


def _dates(table: pa.Table) -> dict[int, _Date]:
    """Whole dates by their token, with the month and day each is in: groups of tokens, not yet read."""
    rows = table.select(["birth_full", *_COLUMNS]).to_pylist()
    whole = {r["birth_full"]: r for r in rows if r["birth_full"] is not None and r["birth_month_day"] is not None}
    months = _groups((r["birth_month_day"], r["birth_month"]) for r in whole.values())
    days = _groups((r["birth_month_day"], r["birth_year_day"]) for r in whole.values())
    return {
        token: _Date(
            months[r["birth_month_day"]],
            days[r["birth_month_day"]],
            r["birth_year"],
            tuple(r["birth_wildcards"] or ()),
            r["birth_swapped"],
        )
        for token, r in whole.items()
    }


def _groups(pairs: Any) -> dict[int, int]:
    """Number of the component of each token on the left, of those joined by a token on the right."""
    graph: nx.Graph[Node] = nx.Graph()
    graph.add_edges_from((("left", one), ("right", other)) for one, other in pairs)
    return {token: i for i, part in enumerate(nx.connected_components(graph)) for side, token in part if side == "left"}


def _graph(dates: Mapping[int, _Date]) -> tuple[list[Node], set[frozenset[Node]]]:
    """Months and days as nodes; edges between those a digit apart, and between a month and the day of its number."""
    edges: set[frozenset[Node]] = set()
    for one, other in _near(dates):
        if one.year == other.year and one.month == other.month and one.day != other.day:
            edges.add(frozenset({("day", one.day), ("day", other.day)}))
        if one.year == other.year and one.day == other.day and one.month != other.month:
            edges.add(frozenset({("month", one.month), ("month", other.month)}))
    for one in dates.values():
        swapped = dates.get(one.swapped) if one.swapped is not None else None
        if swapped:
            edges.add(frozenset({("month", one.month), ("day", swapped.day)}))
            edges.add(frozenset({("month", swapped.month), ("day", one.day)}))
    nodes = sorted({("month", d.month) for d in dates.values()} | {("day", d.day) for d in dates.values()})
    return nodes, edges


def _near(dates: Mapping[int, _Date]) -> list[tuple[_Date, _Date]]:
    sharing = defaultdict(list)
    for one in dates.values():
        for token in one.near:
            sharing[token].append(one)
    return [pair for some in sharing.values() for pair in combinations(some, 2)]


def _public_calendar(known: Sequence[PartialDate | None]) -> tuple[list[Node], set[frozenset[Node]]]:
    nodes: list[Node] = sorted(
        {("month", b.month) for b in known if b and b.month} | {("day", b.day) for b in known if b and b.day}
    )
    edges = {
        frozenset({one, other})
        for one, other in combinations(nodes, 2)
        if (one[0] == other[0] and _a_digit_apart(one[1], other[1], 2))
        or (one[0] != other[0] and one[1] == other[1] and one[1] <= 12)
    }
    return nodes, edges


def _a_digit_apart(one: int, other: int, digits: int) -> bool:
    return sum(a != b for a, b in zip(f"{one:0{digits}d}", f"{other:0{digits}d}", strict=True)) == 1


def _sorts(nodes: Sequence[Node]) -> NDArray[np.float64]:
    return np.array([_SORT if sort == "month" else -_SORT for sort, _ in nodes])


def _read_years(
    table: pa.Table, dates: Mapping[int, _Date], known: Sequence[PartialDate | None], rng: np.random.Generator
) -> dict[int, int]:
    seen = Counter(y for y in table["birth_year"].to_pylist() if y is not None)
    public = Counter(born.year for born in known if born)
    edges = {
        frozenset({("year", one.year), ("year", other.year)})
        for one, other in _near(dates)
        if one.month == other.month and one.day == other.day and one.year != other.year
    }
    nodes: list[Node] = [("year", y) for y in sorted(seen)]
    years: list[Node] = [("year", y) for y, _ in public.most_common()]
    public_edges = {
        frozenset({one, other}) for one, other in combinations(years, 2) if _a_digit_apart(one[1], other[1], 4)
    }

    def common(some: Sequence[Node]) -> NDArray[np.float64]:
        shares = np.array([seen.get(y, 0) / seen.total() + public.get(y, 0) / public.total() for _, y in some])
        return np.asarray(10 * shares / shares.max())

    reading = _matched(nodes, edges, years, public_edges, common, rng)
    return {token: year for (_, token), (_, year) in reading.items()}


def _isomorphism(
    ours: Sequence[Node],
    our_edges: set[frozenset[Node]],
    theirs: Sequence[Node],
    their_edges: set[frozenset[Node]],
    rng: np.random.Generator,
) -> dict[Node, Node]:
    """One of the ways in which the graphs are the same, by chance; empty where they aren't."""
    if (len(ours), len(our_edges)) != (len(theirs), len(their_edges)):
        return {}
    graphs = []
    for nodes, edges in ((ours, our_edges), (theirs, their_edges)):
        graph: nx.Graph[Node] = nx.Graph()
        graph.add_nodes_from(nodes[i] for i in rng.permutation(len(nodes)))
        graph.add_edges_from(sorted((min(edge), max(edge)) for edge in edges))
        nx.set_node_attributes(graph, _places(graph), "place")
        graphs.append(graph)
    one, other = graphs
    matcher = nx.isomorphism.GraphMatcher(one, other, node_match=lambda a, b: a["place"] == b["place"])
    return dict(matcher.mapping) if matcher.is_isomorphic() else {}


def _places(graph: "nx.Graph[Node]") -> dict[Node, str]:
    """Place of each node by its sort and those around it (colour refinement): only nodes of one place can be matched."""
    for node in graph:
        graph.nodes[node]["sort"] = node[0]
    hashes = nx.weisfeiler_lehman_subgraph_hashes(graph, node_attr="sort", iterations=6)
    return {node: some[-1] for node, some in hashes.items()}


def _matched(
    ours: Sequence[Node],
    our_edges: set[frozenset[Node]],
    theirs: Sequence[Node],
    their_edges: set[frozenset[Node]],
    weight: Any,
    rng: np.random.Generator,
) -> dict[Node, Node]:
    """Best of several matchings of two graphs; ``weight`` gives each node a number that should agree."""
    size = max(len(ours), len(theirs))
    one, other = _matrix(ours, our_edges, weight, size), _matrix(theirs, their_edges, weight, size)
    best = None
    for _ in range(RESTARTS):
        start = rng.random((size, size)) + np.exp(-np.abs(np.subtract.outer(np.diag(one), np.diag(other))))
        for _ in range(50):
            start /= start.sum(1, keepdims=True)
            start /= start.sum(0, keepdims=True)
        found = quadratic_assignment(
            one, other, method="faq", options={"maximize": True, "P0": start, "maxiter": 60, "rng": rng}
        )
        guess = np.column_stack([np.arange(size), found.col_ind])
        found = quadratic_assignment(
            one, other, method="2opt", options={"maximize": True, "partial_guess": guess, "rng": rng}
        )
        if best is None or found.fun > best.fun:
            best = found
    assert best is not None
    return {ours[i]: theirs[j] for i, j in enumerate(best.col_ind.tolist()) if i < len(ours) and j < len(theirs)}


def _matrix(nodes: Sequence[Node], edges: set[frozenset[Node]], weight: Any, size: int) -> NDArray[np.float64]:
    where = {node: i for i, node in enumerate(nodes)}
    matrix = np.zeros((size, size))
    for edge in edges:
        i, j = (where[node] for node in edge)
        matrix[i, j] = matrix[j, i] = 1
    matrix[np.arange(len(nodes)), np.arange(len(nodes))] = weight(nodes)
    return matrix
