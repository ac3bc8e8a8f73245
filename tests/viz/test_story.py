from dataclasses import replace
from datetime import date

import pytest

from graph.model import Reappearance, Tier
from tests.api.exports.findings import relocation
from viz.story import Found, chapters, told_reappearance

NAMES = {"GM0599": "Rotterdam", "GM0502": "Capelle aan den IJssel"}


def reappearance(name: str, before: int, *, towns: tuple[str, ...] = ("GM0599",)) -> Reappearance:
    return Reappearance(
        id=name,
        person_id="p",
        municipalities_before=towns,
        municipality_now="GM0502",
        encounters_before=before,
        first_seen=date(2024, 2, 1),
        last_seen_before=date(2024, 6, 18),
        seen_now=date(2024, 8, 21),
        link_probability=0.9997,
        sources=("a", "b"),
        state="open",
        encounters=("e1", "e2"),
        deciding_encounter="e2",
    )


def nothing(*reappearances: Reappearance) -> Found:
    return Found(10, 5, 2, 2, reappearances, (), (), (), ())


def test_what_is_not_found_is_said() -> None:
    told = chapters(nothing(), name=NAMES.__getitem__, between=("GM0599", "GM0502"))
    assert [c.is_found for c in told] == [False] * 4
    assert all(c.text for c in told)


def test_someone_met_several_times_and_later_next_door_is_told_with_how_sure() -> None:
    told = chapters(nothing(reappearance("a", 7)), name=NAMES.__getitem__, between=("GM0599", "GM0502"))
    assert told[0].is_found
    assert "7 times in Rotterdam" in told[0].text
    assert "Capelle aan den IJssel on 2024-08-21" in told[0].text
    assert "0.9997" in told[0].text


@pytest.mark.parametrize("state", ["weak link", "larger than plausible", "for review"])
def test_a_doubtful_link_is_said_beside_its_probability(state: str) -> None:
    doubtful = replace(reappearance("a", 7), state=state)
    told = chapters(nothing(doubtful), name=NAMES.__getitem__, between=("GM0599", "GM0502"))
    assert f"({state}: review it first)" in told[0].text


def test_once_or_from_elsewhere_is_another_story() -> None:
    between = ("GM0599", "GM0502")
    assert told_reappearance([reappearance("a", 1)], between) is None
    assert told_reappearance([reappearance("a", 7, towns=("GM0599", "GM0606"))], between) is None


def test_a_business_that_moved_twice_is_told_as_one_way() -> None:
    first = relocation("rel-1", to_municipality="GM0606", encounters=("1", "2"), tier=Tier.FLAGGED)
    later = date(2024, 9, 1)
    second = relocation("rel-2", from_municipality="GM0606", encounters=("2", "3"), left_after=later)
    names = NAMES | {"GM0606": "Schiedam"}
    told = chapters(
        Found(10, 5, 2, 2, (), (), (first, second), (), ()), name=names.__getitem__, between=("GM0599", "GM0502")
    )
    assert "The business went Rotterdam > Schiedam > Capelle aan den IJssel." in told[2].text
    alone = chapters(Found(10, 5, 2, 2, (), (), (first,), (), ()), name=names.__getitem__, between=("GM0599", "GM0502"))
    assert "The business went" not in alone[2].text
