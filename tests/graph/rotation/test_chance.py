from dataclasses import replace

import numpy as np
import pytest

from graph.columns import columns_of
from graph.model import Tier
from graph.rotation import chance as under_test
from graph.rotation.chance import Calibration, Chance, shifted_chance
from graph.rotation.comovement import Groups, mine_groups, sightings_at
from graph.rotation.find import find_rotations, judge_of
from graph.rotation.nulls import shift_null
from graph.rotation.points import points_of, popularity_of
from graph.rotation.rules import RotationRules
from graph.rotation.ties import ties_of
from tests.graph.rotation.test_find import carried, residents
from tests.worlds import World, WorldSize, world

RULES = RotationRules()
SMALL = WorldSize(persons=1_500)
CALM = replace(SMALL, rotated=0.0)


def weighed(region: World, *, shifts: int = 39, seed: int = 1) -> tuple[Groups, Calibration]:
    points, popularity = points_of(region.columns, RULES), popularity_of(region.columns, RULES)
    ties = ties_of(region.columns, points, most=RULES.max_group_size)
    groups = mine_groups(sightings_at(points, points.day, popularity, RULES), RULES, ties)
    null = shift_null(region.columns, points, RULES)
    judge = judge_of(points, RULES)
    return groups, shifted_chance(points, popularity, null, groups, ties, RULES, shifts=shifts, seed=seed, judge=judge)


def test_members_of_groups_that_stand_are_no_chance_company_for_the_rest() -> None:
    _, found = weighed(world(3, replace(SMALL, sightings_rotated=6.0)))
    before, after = found.everybody[0], found.rest[0]
    assert after.expected_at(RULES.pair_strength) < before.expected_at(RULES.pair_strength)
    assert after.mined < before.mined


def test_where_nothing_stands_out_the_rest_is_everybody() -> None:
    _, found = weighed(world(1, CALM))
    assert found.rest is found.everybody


def test_the_number_of_workers_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    region = world(2, SMALL)
    _, two = weighed(region)
    monkeypatch.setattr(under_test, "WORKERS", 1)
    _, one = weighed(region)
    for ours, theirs in zip((*one.everybody, *one.rest), (*two.everybody, *two.rest), strict=True):
        assert np.array_equal(ours.strengths, theirs.strengths)
        assert np.array_equal(ours.rarest, theirs.rarest)


def test_a_false_discovery_rate_counts_the_data_as_one_more_shifted_set() -> None:
    chance = Chance(np.array([1.0, 2.0, 3.0]), np.array([1]), 3.0)
    assert chance.q_values(np.array([5.0, 4.0])).tolist() == pytest.approx([0.25, 0.25])
    assert chance.q_values(np.array([2.5])).tolist() == [1.0]
    assert chance.p_value(5.0) == pytest.approx(1.0)
    assert Chance(np.array([1.0]), np.array([2]), 1.0).p_value(5.0) == pytest.approx(0.5)


def test_two_who_were_met_together_once_are_no_group_however_much_they_share() -> None:
    """Whoever was seen in one town only is company on nobody's way."""
    pair = [r for r in carried(members=2, identifiers=("advert:a",)) if r.person == "carried-0" or r.id == "r00-1"]
    result = find_rotations(columns_of(residents() + pair), cuts={}, rules=RULES, seed=1, shifts=39)
    assert all(f.tier is Tier.NONE for f in result.findings)
