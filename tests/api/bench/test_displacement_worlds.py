"""Simulated counts hold what they promise, and the evaluation says of them what is true."""

from dataclasses import replace

import numpy as np
import pytest

from api.bench.displacement.counted import Scenario, pick_towns, simulate_counts
from api.bench.displacement.country import NUMBERS, Kind, Setup, bordered, draw_country
from api.bench.displacement.regional import score
from api.bench.displacement.run import outcomes, share, upper_bound
from api.bench.displacement.speed import region
from graph.columns import day_number
from graph.displacement import Rules, evaluate_all
from graph.geography import load_municipalities

MOVED = Scenario(mean=20.0, dispersion=1.0, local=0.6, moved=0.3, carried=0.9)


def test_the_truth_is_what_the_world_was_drawn_from() -> None:
    towns = pick_towns()
    worlds = [simulate_counts(replace(MOVED, season=0, trend=0), towns, seed) for seed in range(4)]
    made = [w.true_displaced for w in worlds]
    assert np.mean(made) == pytest.approx(0.3 * 60 * 180 / 14, rel=0.05)
    same = simulate_counts(replace(MOVED, season=0, trend=0), towns, 0)
    assert np.array_equal(same.events.day, worlds[0].events.day)
    start = day_number(same.measure.effective_on)
    here = same.events.municipality == same.events.municipalities.index(towns.treated)
    after = ((same.events.day >= start) & here).sum() / 13
    before = ((same.events.day < start) & here).sum() / 52
    assert after == pytest.approx(0.4 * before, rel=0.25)


def test_displacement_with_its_own_people_is_a_waterbed_and_names_its_receivers() -> None:
    towns = pick_towns()
    world = simulate_counts(MOVED, towns, 3)
    (found,) = evaluate_all([world.measure], world.events, world.controls, load_municipalities(), rules=Rules())
    assert found.ladder_step >= 4
    assert "waterbed" in found.wording
    assert "waterbed" in found.wording_nl
    assert {code for code, _ in found.receiving} == set(towns.ring[:3])
    names = {line.name for line in found.robustness}
    assert {"ring 1 and 2", "without register team-east", "effort coefficient 0.5", "placebos"} <= names
    assert found.displaced is not None
    assert found.displaced.low < world.true_displaced < found.displaced.high
    assert found.caveats[0].startswith("a change next door of")


def test_more_visits_next_door_are_no_waterbed_and_fool_the_naive_test() -> None:
    found = outcomes(Scenario(ring_effort=2.0), pick_towns(), range(12), workers=1)
    assert sum(o.step >= 4 for o in found) <= 1
    assert share([o.naive for o in found]) == 1.0


def test_without_controls_never_above_step_1() -> None:
    assert max(o.step for o in outcomes(replace(MOVED, has_controls=False), pick_towns(), range(4), workers=1)) <= 1


def test_one_event_a_fortnight_is_too_few() -> None:
    assert all(o.said_few for o in outcomes(replace(MOVED, mean=1.0, moved=0.0), pick_towns(), range(4), workers=1))


def test_bounds_and_shares() -> None:
    assert upper_bound(0, 2_000) == pytest.approx(1 - 0.05 ** (1 / 2_000))
    assert upper_bound(5, 5) == 1.0
    assert share([None, True, False]) == 0.5
    assert share([None]) is None


def test_the_country_of_the_speed_row_is_the_whole_one() -> None:
    events, controls, measures = region(seed=1, measures=2, events_per_town=2, days=700)
    assert len(events.municipalities) == 342
    assert len({c.source_id for c in controls}) == 5
    assert len(measures) == 2


def test_borders_made_from_points_give_towns_some_neighbours_and_go_both_ways() -> None:
    table = bordered(load_municipalities())
    assert table.borders is not None
    codes = [m.code for m in table if m.valid_until is None]
    assert 4 <= np.mean([len(table.borders.neighbours(c)) for c in codes]) <= 6
    assert all(table.distance_m(b.a, b.b) <= 35_000 for b in table.borders)


@pytest.mark.slow
def test_a_country_holds_its_measures_and_their_truth_and_nothing_that_moved_is_told_of_the_others() -> None:
    setup = Setup(moved=(150, 150), numbers={Kind.DISPLACED: 2, Kind.REDUCED: 1, Kind.PEAK: 1, Kind.EFFORT: 1})
    drawn = draw_country(1, setup)
    assert Setup().numbers == NUMBERS
    assert {k: sum(p.kind is k for p in drawn.planted) for k in setup.numbers} == setup.numbers
    table = drawn.table
    for one in drawn.planted:
        assert (one.moved == 150) == (one.kind is Kind.DISPLACED) == bool(one.receivers)
        assert table.borders is not None
        assert set(one.receivers) <= set(table.borders.neighbours(one.measure.municipalities[0]))
    found = score(setup, 1)
    assert found.found == 2
    assert sum(found.wrongly.values()) == 0
    assert found.rightly_named == found.named > 0
