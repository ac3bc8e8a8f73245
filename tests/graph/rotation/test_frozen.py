from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterColumns, columns_of, rows_of
from graph.model import Rotation, Tier
from graph.rotation.find import find_rotations
from graph.rotation.frozen import FrozenChance, frozen_from_text, frozen_to_text
from graph.rotation.rules import RotationRules
from tests.graph.rotation.test_find import carried, residents

ROWS = residents() + carried(identifiers=("advert:a",))
ALL = columns_of(ROWS)


def measured(columns: EncounterColumns = ALL) -> FrozenChance:
    chance = find_rotations(columns, cuts={}, rules=RotationRules(), seed=1, shifts=39).chance
    assert chance is not None
    return chance


CHANCE = measured()


def under(chance: FrozenChance, columns: EncounterColumns) -> tuple[Rotation, ...]:
    return find_rotations(columns, cuts={}, rules=RotationRules(), seed=9, shifts=19, known=chance).findings


def test_a_full_run_is_what_its_own_chance_gives() -> None:
    full = find_rotations(ALL, cuts={}, rules=RotationRules(), seed=1, shifts=39)
    again = under(CHANCE, ALL)
    assert [replace(f, q_value=0.0) for f in again] == [replace(f, q_value=0.0) for f in full.findings]


@given(st.lists(st.integers(0, len(ROWS) - 1), max_size=40), st.integers(0, 3))
@settings(deadline=None, derandomize=True, max_examples=15)
def test_in_whatever_parts_the_data_came_the_findings_are_those_of_all(later: list[int], parts: int) -> None:
    """Full run == incremental: data are added in parts, each weighed by the chance of the first run."""
    added = dict.fromkeys(later)
    first = [row for i, row in enumerate(ROWS) if i not in added]
    chance = frozen_from_text(frozen_to_text(measured(columns_of(first))))
    came = list(first)
    found: tuple[Rotation, ...] = under(chance, columns_of(came))
    for part in np.array_split(np.array(list(added), dtype=int), parts + 1):
        came += [ROWS[i] for i in part]
        found = under(chance, columns_of(came))
    assert found == under(chance, ALL)


def test_the_one_flagged_group_is_the_same_by_a_part_of_the_data_as_by_all() -> None:
    chance = measured(columns_of(ROWS[:-5]))
    (rotation,) = under(chance, ALL)
    assert rotation.tier is Tier.FLAGGED
    assert set(rotation.encounters) == set(under(CHANCE, ALL)[0].encounters)


def test_text_keeps_it_exactly() -> None:
    again = frozen_from_text(frozen_to_text(CHANCE))
    assert frozen_to_text(again) == frozen_to_text(CHANCE)
    assert under(again, ALL) == under(CHANCE, ALL)


def test_a_town_not_met_before_is_as_popular_as_the_least() -> None:
    share = CHANCE.popularity_in(("GM0014", *CHANCE.towns)).share
    assert np.array_equal(share[0], CHANCE.popularity[:-1].min(axis=0))
    assert np.array_equal(share[1:], CHANCE.popularity[:-1])


@pytest.mark.parametrize(
    ("encounters", "version", "why"),
    [
        (len(ALL), RotationRules().version, None),
        (2 * len(ALL), RotationRules().version, "encounters then"),
        (len(ALL), "rotation-0", "the rule"),
    ],
)
def test_it_says_when_it_no_longer_fits(encounters: int, version: str, why: str | None) -> None:
    said = CHANCE.why_not(encounters, replace(RotationRules(), version=version))
    assert (said is None) if why is None else (said is not None and why in said)


def test_rows_come_back_from_columns() -> None:
    assert columns_of(rows_of(ALL)).ids == ALL.ids
