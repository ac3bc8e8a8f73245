from dataclasses import replace

import numpy as np
import pytest

from graph.model import Tier
from graph.rotation import chance as under_test
from graph.rotation.chance import Calibration, Chance, calibrated
from graph.rotation.comovement import Groups, mine_groups, sightings_at
from graph.rotation.find import find_rotations, judge_of
from graph.rotation.nulls import shift_null
from graph.rotation.points import points_of, popularity_of
from graph.rotation.rules import RotationRules
from tests.worlds import World, WorldSize, world

RULES = RotationRules()
SMALL = WorldSize(persons=1_500)
CALM = replace(SMALL, rotated=0.0)


def weighed(region: World, *, shifts: int = 39, seed: int = 1) -> tuple[Groups, Calibration]:
    points, popularity = points_of(region.columns, RULES), popularity_of(region.columns, RULES)
    groups = mine_groups(sightings_at(points, points.day, popularity, RULES), RULES)
    null = shift_null(region.columns, points, RULES)
    judge = judge_of(points, RULES)
    return groups, calibrated(points, popularity, null, groups, RULES, shifts=shifts, seed=seed, judge=judge)


def test_members_of_groups_that_stand_are_no_chance_company_for_the_rest() -> None:
    _, found = weighed(world(3, replace(SMALL, sightings_rotated=6.0)))
    assert found.rest.expected_at(RULES.pair_strength) < found.everybody.expected_at(RULES.pair_strength)
    assert found.least < found.everybody.least_strength(np.zeros(0), RULES.q_pattern)


def test_where_nothing_stands_out_the_rest_is_everybody() -> None:
    _, found = weighed(world(1, CALM))
    assert found.rest is found.everybody
    assert (found.q_values > RULES.q_pattern).all()


def test_the_number_of_workers_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    region = world(2, SMALL)
    _, two = weighed(region)
    monkeypatch.setattr(under_test, "WORKERS", 1)
    _, one = weighed(region)
    assert np.array_equal(one.q_values, two.q_values)
    assert np.array_equal(one.everybody.maxima[:19], two.everybody.maxima[:19])


def test_draws_stop_once_the_mean_at_the_threshold_is_known() -> None:
    many = under_test._Draw(np.full(50, 9.0), 50)
    few = under_test._Draw(np.zeros(0), 1)
    found = np.full(100, 9.0)
    assert under_test._enough(iter([many] * 199), found, RULES, 19, 199).shifts == 19
    assert under_test._enough(iter([few] * 199), found, RULES, 19, 99).shifts == 99


def test_a_false_discovery_rate_counts_the_data_as_one_more_shifted_set() -> None:
    chance = Chance(np.array([1.0, 2.0, 3.0]), np.array([3.0]), 3.0)
    assert chance.q_values(np.array([5.0, 4.0])).tolist() == pytest.approx([0.25, 0.25])
    assert chance.q_values(np.array([2.5])).tolist() == [1.0]
    assert chance.p_value(5.0) == pytest.approx(0.5)


@pytest.mark.slow
def test_the_strongest_group_of_calm_regions_is_as_strong_as_chance() -> None:
    """P(p <= a) <= a within Monte Carlo error, a = 0.05; over 40 regions at most 5 (99th percentile of Bin(40, 0.05))."""
    size = replace(CALM, persons=500)
    below = 0
    for seed in range(40):
        groups, found = weighed(world(100 + seed, size), shifts=19, seed=seed)
        judged = found.q_values < 1
        strongest = groups.strength[judged].max() if judged.any() else -np.inf
        below += found.everybody.p_value(float(strongest)) <= 0.05
    assert below <= 5


@pytest.mark.slow
def test_patterns_are_right_and_many_where_sightings_are_not_too_sparse() -> None:
    right = made = planted = 0
    for seed in range(3):
        region = world(seed, replace(SMALL, persons=3_000, sightings_rotated=6.0))
        found = find_rotations(region.columns, cuts={}, rules=RULES, seed=1, shifts=59).findings
        shown = [f for f in found if f.tier is not Tier.NONE]
        caught = {g for f in shown for g in region.groups if 2 * len(g & set(f.person_ids)) > len(f.person_ids)}
        made += len(shown)
        planted += len(region.groups)
        right += sum(any(2 * len(g & set(f.person_ids)) > len(f.person_ids) for g in region.groups) for f in shown)
        assert len(caught) <= len(region.groups)
    assert right >= 0.9 * made
    assert right >= 0.6 * planted
