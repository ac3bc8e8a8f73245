"""Borders from a coverage: shared edges, and the nearest across water for what nothing else touches.

Edges of a clean coverage are shared exactly, so the length of a shared border is that of what two polygons' boundaries
have in common. Pairs come from a spatial index (O(n log n) for n municipalities).
"""

import itertools

import networkx as nx
import shapely
from shapely import STRtree

from graph.geography.borders import Border, Borders
from graph.geography.coverage import Coverage

LEAST_BORDER_M = 0.5
"""Borders shorter than this, in metres, are corners that cleaning moved."""

WATER_M = 10_000.0
"""Municipalities that nothing connects by land count as bordering within this distance, in metres, across water."""


def borders_of(coverage: Coverage, *, about: str) -> Borders:
    """Find the borders of a clean coverage.

    A group of municipalities that no land border connects with the largest group gets borders across water to every
    municipality of another group within ``WATER_M``, and where there is none, to the nearest.
    """
    by_land = [
        Border(coverage.codes[i], coverage.codes[j], shared)
        for i, j in _close_pairs(coverage, 0.0)
        if (shared := _shared_m(coverage, i, j)) >= LEAST_BORDER_M
    ]
    return Borders([*by_land, *_across_water(coverage, by_land)], about=about)


def _close_pairs(coverage: Coverage, within_m: float) -> list[tuple[int, int]]:
    tree = STRtree(coverage.exact)
    left, right = tree.query(coverage.exact, predicate="dwithin", distance=within_m)
    return sorted((int(i), int(j)) for i, j in zip(left, right, strict=True) if i < j)


def _shared_m(coverage: Coverage, i: int, j: int) -> float:
    one, other = coverage.exact[i], coverage.exact[j]
    return float(shapely.length(shapely.intersection(one.boundary, other.boundary)))


def _across_water(coverage: Coverage, by_land: list[Border]) -> list[Border]:
    land: nx.Graph[str] = nx.Graph()
    land.add_nodes_from(coverage.codes)
    land.add_edges_from((b.a, b.b) for b in by_land)
    groups = sorted((sorted(g) for g in nx.connected_components(land)), key=lambda g: (-len(g), g))
    if len(groups) == 1:
        return []
    group_of = {code: n for n, group in enumerate(groups) for code in group}
    found: dict[tuple[str, str], Border] = {}
    for i, j in _close_pairs(coverage, WATER_M):
        if group_of[coverage.codes[i]] != group_of[coverage.codes[j]]:
            _add(found, coverage, i, j)
    joined = {n for pair in found for n in (group_of[pair[0]], group_of[pair[1]])}
    index = {code: i for i, code in enumerate(coverage.codes)}
    for n, group in enumerate(groups):
        if n and n not in joined:
            others = [c for c in coverage.codes if group_of[c] != n]
            pairs = itertools.product(group, others)
            nearest = min(pairs, key=lambda p: (_water_m(coverage, index[p[0]], index[p[1]]), p))
            _add(found, coverage, *sorted(index[c] for c in nearest))
    return list(found.values())


def _water_m(coverage: Coverage, i: int, j: int) -> float:
    return float(shapely.distance(coverage.exact[i], coverage.exact[j]))


def _add(found: dict[tuple[str, str], Border], coverage: Coverage, i: int, j: int) -> None:
    pair = coverage.codes[i], coverage.codes[j]
    found[pair] = Border(*pair, 0.0, max(_water_m(coverage, i, j), LEAST_BORDER_M))
