from datetime import date

import pytest

from graph.geography import load_municipalities

TABLE = load_municipalities()
DAY = date(2024, 3, 17)


def test_there_are_342_municipalities_in_ten_police_units() -> None:
    current = [m for m in TABLE if m.valid_until is None]
    assert len(current) == 342
    assert len({m.police_unit for m in current}) == 10
    assert len({m.safety_region for m in current}) == 25
    assert 17_000_000 < sum(m.population for m in current) < 18_500_000


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GM0599", "GM0599"),
        (" gm0599 ", "GM0599"),
        ("Rotterdam", "GM0599"),
        ("capelle aan den ijssel", "GM0502"),
        ("Bergen (NH.)", "GM0373"),
        ("'s-Gravenhage", "GM0518"),
        ("\u2019s-Gravenhage", "GM0518"),
        ("Súdwest-Fryslân", "GM1900"),
        ("Sudwest-Fryslan", "GM1900"),
    ],
)
def test_codes_and_names_are_found(text: str, code: str) -> None:
    assert TABLE.resolve(text, DAY, DAY).code == code


def test_a_dissolved_one_is_known_by_its_end_and_its_heir() -> None:
    before = date(2022, 12, 31)
    assert TABLE.resolve("Brielle", before, before).code == "GM0501"
    after = TABLE.resolve("Brielle", date(2023, 1, 1), date(2023, 1, 1))
    assert after.code is None
    assert after.problem is not None
    assert "2023-01-01" in after.problem
    assert "Voorne aan Zee (GM1992)" in after.problem


def test_a_new_one_is_not_valid_before_it_began_but_an_interval_may_reach_it() -> None:
    day = date(2022, 6, 1)
    assert TABLE.resolve("GM1992", day, day).code is None
    assert TABLE.resolve("GM1992", date(2022, 1, 1), date(2023, 12, 31)).code == "GM1992"


def test_before_2019_a_known_code_is_accepted_and_said() -> None:
    day = date(2015, 5, 5)
    early = TABLE.resolve("GM1992", day, day)
    assert early.code == "GM1992"
    assert early.note


def test_an_unknown_one_is_a_problem_that_does_not_repeat_it() -> None:
    assert TABLE.resolve("Atlantis", DAY, DAY).problem == "unknown municipality"


def test_every_heir_exists_and_distances_follow_it() -> None:
    for m in TABLE:
        assert TABLE.get(TABLE.current(m.code)).valid_until is None
    assert TABLE.distance_m("GM0501", "GM1992") == 0
    assert 5_000 < TABLE.distance_m("GM0599", "GM0502") < 25_000
    assert "GM0606" in TABLE.nearest("GM0599", count=12)
