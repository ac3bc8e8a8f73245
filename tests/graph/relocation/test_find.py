import math
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterColumns, EncounterRow, columns_of
from graph.model import PremisesKind, Tier
from graph.relocation import RelocationRules, find_relocations

RULES = RelocationRules()
A, B, C = "GM0599", "GM0622", "GM0606"
PHONE, ADVERT = "phone:1", "advert:1"
Sighting = tuple[str | None, str, int]


def world(*sightings: Sighting, carries: tuple[str, ...] = (PHONE,), source: str = "team") -> EncounterColumns:
    """Sightings (person, town, day) of a massage parlour's identifiers."""
    begin = date(2024, 1, 1)
    return columns_of(
        EncounterRow(
            id=f"e{i}",
            person=person,
            municipality=town,
            first_day=begin + timedelta(days=day),
            last_day=begin + timedelta(days=day),
            source=f"{source}-{town}",
            premises_kind="massage",
            identifiers=carries,
        )
        for i, (person, town, day) in enumerate(sightings)
    )


MOVED: list[Sighting] = [("p", A, 0), ("q", A, 9), ("r", A, 20), ("p", B, 40), (None, B, 45), ("s", B, 60)]


def test_a_parlour_that_moved_with_phone_and_advert_is_one_flagged_relocation() -> None:
    (found,) = find_relocations(world(*MOVED, carries=(PHONE, ADVERT)), rules=RULES)
    assert found.tier is Tier.FLAGGED
    assert (found.from_municipality, found.to_municipality, found.n_identifiers) == (A, B, 2)
    assert (found.left_after, found.arrived_before) == (date(2024, 1, 21), date(2024, 2, 10))
    assert found.from_premises_kind is PremisesKind.MASSAGE
    assert found.p_value == pytest.approx(1 / math.comb(6, 3))
    assert len(found.encounters) == 6


@pytest.mark.parametrize(
    "sightings",
    [
        pytest.param([("p", A, 0), ("p", A, 9), ("p", B, 30), ("p", B, 40)], id="a person's own phone"),
        pytest.param([("p", A, 0), ("q", B, 5), ("r", A, 20), ("s", B, 30)], id="a chain in both towns at once"),
        pytest.param([("p", A, 0), ("q", A, 5), ("r", B, 300), ("s", B, 310)], id="a number given out again"),
        pytest.param([("p", A, 0), ("q", B, 20), ("p", C, 40), ("q", A, 60)], id="carried round three towns"),
        pytest.param([("p", A, 0), ("q", A, 20), ("r", A, 40)], id="stayed"),
    ],
)
def test_what_is_no_relocation(sightings: list[Sighting]) -> None:
    assert find_relocations(world(*sightings), rules=RULES) == ()


def test_two_sightings_are_no_pattern() -> None:
    (found,) = find_relocations(world(("p", A, 0), ("q", B, 20)), rules=RULES)
    assert found.tier is Tier.NONE
    assert found.p_value == 0.5


def test_many_idle_identifiers_make_the_same_move_less_sure() -> None:
    idle = [
        EncounterRow(f"x{i}{j}", f"p{j}", (A, B)[j % 2], date(2024, 1, 1 + 3 * j), date(2024, 1, 1 + 3 * j),
                     identifiers=(f"phone:idle{i}",))
        for i in range(200)
        for j in range(4)
    ]  # fmt: skip
    alone = find_relocations(world(*MOVED), rules=RULES)[0]
    moved = [
        EncounterRow(f"m{i}", p, t, date(2024, 1, 1) + timedelta(days=d), date(2024, 1, 1) + timedelta(days=d),
                     identifiers=(PHONE,))
        for i, (p, t, d) in enumerate(MOVED)
    ]  # fmt: skip
    among = next(f for f in find_relocations(columns_of([*idle, *moved]), rules=RULES) if f.n_identifiers == 1)
    assert among.p_value == alone.p_value
    assert among.q_value > alone.q_value


sightings = st.lists(
    st.tuples(st.sampled_from(["p", "q", None]), st.sampled_from([A, B, C]), st.integers(0, 200)), max_size=8
)


@given(sightings)
@settings(derandomize=True)
def test_a_relocation_is_all_here_and_then_all_there(plan: list[Sighting]) -> None:
    found = find_relocations(world(*plan), rules=RULES)
    for f in found:
        days = {town: [d for _, t, d in plan if t == town] for town in (f.from_municipality, f.to_municipality)}
        assert max(days[f.from_municipality]) < min(days[f.to_municipality])
        assert {t for _, t, _ in plan} == {f.from_municipality, f.to_municipality}
