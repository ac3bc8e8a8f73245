from datetime import date, timedelta
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterColumns, EncounterRow, columns_of
from graph.model import PremisesKind, Relocation, Tier
from graph.relocation import RelocationRules, chain_of, chains, find_relocations, towns_of
from graph.relocation.businesses import businesses
from graph.relocation.chance import parting
from graph.relocation.false_moves import Weighed, false_discovery_rates
from tests.graph.sample_columns import sample

RULES = RelocationRules(draws=399, draws_idle=99)
A, B, C = "GM0599", "GM0622", "GM0606"
PHONE, ADVERT = "phone:1", "advert:1"
Sighting = tuple[str | None, str, int]
BEGIN = date(2024, 1, 1)


def rows(*sightings: Sighting, carries: tuple[str, ...] = (PHONE,), name: str = "e") -> list[EncounterRow]:
    """Sightings (person, town, day) of a massage parlour's identifiers."""
    return [
        EncounterRow(
            id=f"{name}{i}",
            person=person,
            municipality=town,
            first_day=BEGIN + timedelta(days=day),
            last_day=BEGIN + timedelta(days=day),
            source=f"team-{town}",
            premises_kind="massage",
            identifiers=carries,
        )
        for i, (person, town, day) in enumerate(sightings)
    ]


def background() -> list[EncounterRow]:
    """What else was seen, all year in every town, so that a shift has somewhere to go."""
    return [
        row
        for town in (A, B, C)
        for row in rows(*((f"r{town}{d}", town, d) for d in range(0, 720, 6)), carries=(), name=f"bg{town}")
    ]


def found_in(*sightings: Sighting, carries: tuple[str, ...] = (PHONE,)) -> tuple[Relocation, ...]:
    return find_relocations(columns_of([*background(), *rows(*sightings, carries=carries)]), rules=RULES)


STAFF = [(p, A, 300 + d) for p, d in product("pqrstu", (0, 25, 50))]
STAFF_LATER = [(p, B, 370 + d) for p, d in product("pqrvwx", (0, 25, 50))]
MOVED: list[Sighting] = [*STAFF, *STAFF_LATER, (None, B, 380), (None, A, 310)]


def test_a_parlour_that_moved_with_phone_and_advert_is_one_flagged_relocation() -> None:
    (found,) = found_in(*MOVED, carries=(PHONE, ADVERT))
    assert found.tier is Tier.FLAGGED
    assert (found.from_municipality, found.to_municipality, found.n_identifiers) == (A, B, 2)
    assert (found.left_after, found.arrived_before) == (BEGIN + timedelta(days=350), BEGIN + timedelta(days=370))
    assert found.from_premises_kind is PremisesKind.MASSAGE
    assert found.p_value <= 0.01
    assert len(found.encounters) == len(MOVED)


@pytest.mark.parametrize(
    "sightings",
    [
        pytest.param([("p", A, 0), ("p", A, 40), ("p", A, 60), ("p", B, 90), ("p", B, 99)], id="a person's own phone"),
        pytest.param([("p", A, 0), ("p", A, 40), ("q", B, 90), ("q", B, 99)], id="sisters, or one person in two"),
        pytest.param([(p, t, d) for p, t in (("p", A), ("q", A), ("r", A), ("s", B), ("t", B), ("u", B))
                          for d in range(0, 300, 50)], id="a chain in both towns at once"),
        pytest.param([(p, A, d) for p in "pqr" for d in (0, 30)] + [(p, B, d) for p in "stu" for d in (400, 430)],
                     id="a number given out again"),
        pytest.param([(p, t, d) for p in "pqr" for d, t in enumerate((A, B, C, A, B, C, A))], id="carried round a circuit"),
        pytest.param([(p, t, 12 * i) for p in "pqr" for i, t in enumerate((A, B))], id="a tour of two towns"),
        pytest.param([(p, A, d) for p in "pqr" for d in (0, 30, 60)], id="stayed"),
    ],
)  # fmt: skip
def test_what_is_no_relocation(sightings: list[Sighting]) -> None:
    assert found_in(*sightings) == ()


def test_where_nobody_carries_anything_nothing_moved() -> None:
    for some in ([], rows(*MOVED, carries=())):
        assert find_relocations(columns_of(some), rules=RULES) == ()


def test_a_move_within_a_month_is_clearer_than_one_within_four() -> None:
    def after(days: int) -> Relocation:
        (found,) = found_in(*STAFF, *((p, B, 350 + days + d) for p, d in product("pqrvwx", (0, 25, 50))))
        return found

    assert after(20).p_value <= after(50).p_value <= after(110).p_value
    assert found_in(*STAFF, *((p, B, 480 + d) for p, d in product("pqrvwx", (0, 25, 50)))) == ()


def test_the_parlour_of_the_municipal_samples_is_the_one_relocation_in_them() -> None:
    for seed in (1, 2, 3):
        known = find_relocations(sample().columns, rules=RelocationRules(), seed=seed)
        (found,) = [r for r in known if r.tier is Tier.FLAGGED]
        assert (found.from_municipality, found.to_municipality) == (A, B)
        assert set(found.encounters) == {"/".join(ref) for ref in sample().stories["5_relocation"]["encounter_refs"]}


def test_few_witnesses_are_no_pattern() -> None:
    (found,) = found_in(("p", A, 300), ("q", A, 330), ("r", B, 360), ("s", B, 380))
    assert found.tier is Tier.NONE
    assert found.p_value > 0.05


def test_staff_that_came_along_says_more_than_new_staff() -> None:
    (along,) = found_in(*((p, t, d) for p in "pqr" for t, d in ((A, 300), (A, 330), (B, 360), (B, 390))))
    fresh = [(p, t, d) for p, t in (("p", A), ("q", A), ("r", A)) for d in (300, 330)]
    (new,) = found_in(*fresh, *((p, B, d) for p in "stu" for d in (360, 390)))
    assert along.p_value < new.p_value


def test_a_town_that_was_looked_at_only_later_is_no_arrival() -> None:
    seen = [(p, A, d) for p in "pqr" for d in (0, 100, 200, 340)] + [(p, B, d) for p in "stu" for d in (380, 500, 690)]
    late = [r for r in background() if r.municipality != B or r.first_day > BEGIN + timedelta(days=370)]
    late = [r for r in late if r.municipality != A or r.first_day < BEGIN + timedelta(days=350)]
    assert find_relocations(columns_of([*late, *rows(*seen)]), rules=RULES) == ()
    assert len(found_in(*seen)) == 1


def test_a_business_that_moved_twice_is_a_chain_of_two_relocations() -> None:
    found = found_in(*STAFF, *STAFF_LATER, *((p, C, 440 + d) for p, d in product("pqrvyz", (0, 25, 50))))
    assert [(r.from_municipality, r.to_municipality) for r in found] == [(A, B), (B, C)]
    assert chains(found) == (found,)
    assert chains(found[:1]) == ()
    assert [chain_of(r, found) for r in found] == [found, found]
    assert towns_of(found) == (A, B, C)
    assert chain_of(found[1], found[1:]) == found[1:]


def test_the_same_whatever_else_is_stored_and_whatever_the_order_of_rows() -> None:
    one = [*background(), *rows(*MOVED)]
    more = [*one, *rows(*((p, C, d) for p in "xyz" for d in (1, 50)), carries=("phone:other",), name="o")]
    (first,) = find_relocations(columns_of(reversed(one)), rules=RULES)
    (again,) = find_relocations(columns_of(one), rules=RULES)
    assert first == again
    (beside,) = find_relocations(columns_of(more), rules=RULES)
    assert (beside.id, beside.encounters) == (first.id, first.encounters)


def test_identifiers_on_the_same_encounters_are_one_business_and_others_are_not() -> None:
    alone = rows(*STAFF, carries=("phone:2",), name="f")
    columns: EncounterColumns = columns_of([*rows(*STAFF, carries=(PHONE, ADVERT)), *alone])
    assert sorted(len(b.identifiers) for b in businesses(columns, RULES)) == [1, 2]


def test_a_report_goes_with_whoever_was_met_nearest() -> None:
    (business,) = businesses(columns_of(rows(("p", A, 0), ("q", A, 9), ("r", B, 3), (None, A, 8))), RULES)
    assert len(np.unique(business.unit)) == 3


days = st.lists(st.tuples(st.integers(0, 20), st.booleans()), min_size=2, max_size=9).filter(
    lambda s: len({there for _, there in s}) == 2
)


@given(days)
@settings(derandomize=True, deadline=None, max_examples=50)
def test_no_day_parts_better_than_the_one_found(seen: list[tuple[int, bool]]) -> None:
    places = [d + 0.25 * there for d, there in seen]
    wrong = [
        sum((place <= cut) == there for place, (_, there) in zip(places, seen, strict=True)) for cut in (-1.0, *places)
    ]
    found = parting(np.array([[float(d) for d, _ in seen]]), np.array([there for _, there in seen]))
    assert found.wrong[0] == min(wrong)


def test_a_test_that_cannot_come_out_costs_the_others_nothing() -> None:
    able = Weighed(0.01, (0.01,))
    unable = [Weighed(1.0, (1 / 3,))] * 200
    assert false_discovery_rates([able, *unable], level=0.05)[0] == pytest.approx(0.01 * 1.05)


def test_a_test_that_could_have_come_out_counts() -> None:
    rates = false_discovery_rates([Weighed(0.01, (0.01,)), *[Weighed(1.0, (0.01,))] * 9], level=0.05)
    assert rates[0] == pytest.approx(0.1 * 1.05)
    assert rates[1:] == [1.0] * 9


@given(st.lists(st.floats(0.001, 0.3), min_size=1, max_size=12))
@settings(derandomize=True, deadline=None, max_examples=50)
def test_a_smaller_p_value_never_has_a_larger_rate(ps: list[float]) -> None:
    rates = false_discovery_rates([Weighed(p, (p,)) for p in ps], level=0.05)
    order = np.argsort(ps, kind="stable")
    assert list(np.array(rates)[order]) == sorted(rates)


@pytest.mark.slow
def test_chance_alone_seldom_makes_a_pattern() -> None:
    """Salons in two towns with staff of their own, each for some months: the share of patterns stays below the level."""
    random = np.random.default_rng(7)
    seen = []
    for business in range(80):
        for i, town in enumerate((A, A, A, B, B, B)):
            first = int(random.integers(0, 620))
            met = [(f"b{business}p{i}", town, first + int(d)) for d in random.integers(0, 100, 3)]
            seen += rows(*met, carries=(f"phone:{business}", f"advert:{business}"), name=f"b{business}-{i}-")
    found = find_relocations(columns_of([*background(), *seen]), rules=RULES)
    assert [f for f in found if f.tier is not Tier.NONE] == []
    assert sum(f.p_value <= 0.1 for f in found) / 80 <= 0.1 + 2 * (0.1 * 0.9 / 80) ** 0.5
