"""Clean coverages and their borders, against brute force, and against what a published coverage has."""

import csv
import itertools
import json

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import shape

from graph.errors import BoundariesError
from graph.geography import load_municipalities
from graph.geography.adjacency import borders_of
from graph.geography.coverage import Coverage, clean_coverage
from tests.coverages import CODES, SIDE_M, grid, square
from tests.shared import SHARED, needs_shared

TABLE = load_municipalities()


def cleaned(polygons: list[tuple[str, shapely.Geometry]]) -> Coverage:
    return clean_coverage(polygons, TABLE)[0]


def on_land(coverage: Coverage) -> dict[tuple[str, str], float]:
    return {(b.a, b.b): b.shared_m for b in borders_of(coverage, about="t") if b.shared_m > 0}


def by_brute_force(coverage: Coverage) -> dict[tuple[str, str], float]:
    """Length of what every two polygons' boundaries have in common, all pairs looked at."""
    pairs = itertools.combinations(zip(coverage.codes, coverage.exact, strict=True), 2)
    shared = {(a, b): float(shapely.length(shapely.intersection(p.boundary, q.boundary))) for (a, p), (b, q) in pairs}
    return {pair: metres for pair, metres in shared.items() if metres > 0}


def test_squares_border_along_sides_and_not_in_corners() -> None:
    assert on_land(cleaned(grid(2, 2))) == pytest.approx(
        {(CODES[a], CODES[b]): SIDE_M for a, b in ((0, 1), (0, 2), (1, 3), (2, 3))}
    )


@settings(max_examples=25, deadline=None)
@given(st.sets(st.sampled_from(range(9)), min_size=2), st.integers(0, 3))
def test_borders_are_those_of_brute_force(kept: set[int], joined: int) -> None:
    squares = [(code, polygon) for i, (code, polygon) in enumerate(grid(3, 3)) if i in kept]
    code, polygon = squares[0]
    squares[0] = (code, polygon.buffer(joined * 1.0, join_style="mitre"))  # overlaps of some metres
    coverage = cleaned(squares)
    assert shapely.coverage_is_valid(list(coverage.exact))
    assert shapely.coverage_is_valid(list(coverage.simplified))
    found, expected = on_land(coverage), by_brute_force(coverage)
    assert found == pytest.approx({p: m for p, m in expected.items() if m >= 0.5})


def test_slivers_between_neighbours_are_closed() -> None:
    (a, one), (b, other) = grid(2, 1)
    apart = shapely.transform(other, lambda xy: xy + np.array([4.0, 0.0]))
    wide = [(CODES[2], square(0, 1)), (CODES[3], square(1, 1)), (CODES[4], square(0, -1)), (CODES[5], square(1, -1))]
    assert (a, b) in on_land(cleaned([(a, one), (b, apart), *wide]))


def test_an_island_borders_across_water_on_all_that_is_near_or_on_the_nearest() -> None:
    near, far = square(2, 0), shapely.transform(square(0, 0), lambda xy: xy + np.array([0.0, 60_000.0]))
    land = [(CODES[0], square(0, 0)), (CODES[1], square(0, 1))]
    found = borders_of(cleaned([*land, (CODES[2], near), (CODES[3], far)]), about="t")
    water = {(b.a, b.b): b.water_m for b in found if b.shared_m == 0}
    assert water == pytest.approx(
        {(CODES[0], CODES[2]): 10_000, (CODES[1], CODES[2]): 10_000, (CODES[1], CODES[3]): 40_000}
    )


def test_an_earlier_division_is_merged_by_its_successors() -> None:
    old = [("GM0501", square(0, 0)), ("GM0530", square(1, 0)), ("GM0614", square(0, 1)), ("GM0599", square(1, 1))]
    coverage, checked = clean_coverage(old, TABLE)
    assert coverage.codes == ("GM0599", "GM1992")
    assert checked.merged == (("GM0501", "GM1992"), ("GM0530", "GM1992"), ("GM0614", "GM1992"))
    assert on_land(coverage) == pytest.approx({("GM0599", "GM1992"): 2 * SIDE_M})


def test_what_is_unknown_missing_invalid_or_empty_is_listed() -> None:
    bow = shapely.Polygon([(100_000, 420_000), (110_000, 430_000), (110_000, 420_000), (100_000, 430_000)])
    coverage, checked = clean_coverage(
        [*grid(2, 1), ("GM9999", square(5, 5)), (CODES[6], bow), (CODES[7], shapely.Polygon())], TABLE
    )
    assert checked.unknown == ("GM9999",)
    assert checked.repaired == ((CODES[6], "self-intersection"),)
    assert checked.empty == (CODES[7],)
    assert len(checked.known) + len(checked.missing) == 342
    assert set(coverage.codes) == {CODES[0], CODES[1], CODES[6]}
    assert checked.needs_a_look


@pytest.mark.parametrize("polygons", [[], [("GM9999", square(0, 0))], [(CODES[0], shapely.box(4.0, 52.0, 5.0, 53.0))]])
def test_what_is_no_coverage_of_municipalities_is_refused(polygons: list[tuple[str, shapely.Geometry]]) -> None:
    with pytest.raises(BoundariesError):
        clean_coverage(polygons, TABLE)


@pytest.mark.slow
@needs_shared
def test_a_published_coverage_has_its_published_borders() -> None:
    said = json.loads((SHARED / "geo" / "nl_gemeente_2024_rd_200m.json").read_text())
    coverage, checked = clean_coverage(
        [(f["properties"]["code"], shape(f["geometry"])) for f in said["features"]], TABLE
    )
    assert not checked.needs_a_look
    rows = csv.DictReader((SHARED / "geo" / "nl_gemeente_2024_buren.csv").read_text().splitlines())
    assert set(on_land(coverage)) == {(r["a"], r["b"]) for r in rows}
    islands = {"GM0448", "GM0096", "GM0093", "GM0060", "GM0088"}
    found = borders_of(coverage, about="t")
    assert all(found.neighbours(island) for island in islands)
