from pathlib import Path

import pytest
import shapely
from shapely.geometry import shape

from api.boundaries.kept import NAME, Origin, keep, load_kept
from graph.errors import BoundariesError
from graph.geography import load_municipalities
from graph.geography.adjacency import borders_of
from graph.geography.coverage import clean_coverage
from tests.coverages import CODES, grid

ORIGIN = Origin("a file", "2024", "0" * 64, "invented", "2024-09-01T00:00:00+00:00")


def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    assert load_kept(tmp_path) is None
    coverage, _ = clean_coverage(grid(2, 2), load_municipalities())
    borders = borders_of(coverage, about=ORIGIN.about)
    keep(tmp_path, ORIGIN, coverage, borders)
    kept = load_kept(tmp_path)
    assert kept is not None
    assert (kept.origin, list(kept.borders), kept.borders.about) == (ORIGIN, list(borders), ORIGIN.about)
    drawn = {f["properties"]["code"]: shape(f["geometry"]) for f in kept.features["features"]}
    assert set(drawn) == set(CODES[:4])
    assert shapely.coverage_is_valid(list(drawn.values()))
    assert [p.name for p in tmp_path.iterdir()] == [NAME]


@pytest.mark.parametrize("text", ["{", "{}", "[]", '{"origin": {}, "borders": []}'])
def test_damaged_boundaries_are_said_to_be(tmp_path: Path, text: str) -> None:
    (tmp_path / NAME).write_text(text)
    with pytest.raises(BoundariesError, match="fetch or import them again"):
        load_kept(tmp_path)
