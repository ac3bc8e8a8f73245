"""The next town: voices are distributions, forecasts are honest about what they knew, and silence is the default."""

import math
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.columns import EncounterColumns, day_number
from graph.model import Rotation, Tier
from graph.next_town import Backtest, backtest_of_groups, backtest_of_premises, forecast
from graph.next_town.backtest import encounters_before
from graph.next_town.mixture import Mixture, Outcome, learnt, log_score
from graph.next_town.voices import VOICES, Surroundings, surroundings, voices
from graph.next_town.ways import way_of
from tests.api.exports.findings import relocation, rotation
from tests.graph.network.worlds import BEGIN, A, B, C, D, met, world

TOWNS = (A, B, C, D)
E, F, G, H = "GM0518", "GM0603", "GM0556", "GM1621"
EVEN = Surroundings(dict.fromkeys(TOWNS, 0.25), {})


def group(name: str, circuit: tuple[str, ...], *, laps: int, first: int = 0) -> EncounterColumns:
    """Two persons carried round a circuit, twelve days in each town."""
    return world(
        met(f"{name}{i}", town=circuit[leg % len(circuit)], day=first + 12 * leg + i)
        for leg in range(laps * len(circuit))
        for i in range(2)
    )


def found(*persons: str, tier: Tier = Tier.PATTERN, name: str = "rot-1") -> Rotation:
    return rotation(name, person_ids=persons, tier=tier)


ways = st.lists(st.sampled_from(TOWNS), min_size=1, max_size=9)


@given(ways)
@settings(derandomize=True, deadline=None, max_examples=80)
def test_every_voice_and_their_mixture_are_distributions_over_other_towns(way: list[str]) -> None:
    heard = voices(way, EVEN)
    assert set(heard) == set(VOICES)
    for shares in (*heard.values(), learnt(()).shares(way, EVEN)):
        assert sum(shares.values()) == pytest.approx(1)
        assert way[-1] not in shares
        assert min(shares.values()) >= 0


def test_a_round_is_known_after_a_lap_and_believed_more_the_oftener_it_came_true() -> None:
    way = (A, B, C, A, B, C, A)
    assert voices(way, EVEN)["round"] == {B: 1.0}
    faithful = learnt([Outcome(f"g{i}", way, EVEN, B) for i in range(40)])
    faithless = learnt([Outcome(f"g{i}", way, EVEN, D) for i in range(40)])
    assert faithful.shares(way, EVEN)[B] > learnt(()).shares(way, EVEN)[B] > faithless.shares(way, EVEN)[B]
    assert faithless.shares(way, EVEN)[D] > 2 * learnt(()).shares(way, EVEN)[D]


def test_the_mixture_is_where_more_steps_of_em_change_nothing() -> None:
    """A grid as oracle: no mixture of round and popularity alone fits better than twice what EM found."""
    way = (A, B, A, C, A)
    outcomes = [Outcome(f"g{i}", way, EVEN, went) for i, went in enumerate((B, C, C, D, C, B))]

    def fit(trust: tuple[float, ...]) -> float:
        mixture = Mixture(trust, trust)
        prior = sum(p * math.log(t) for p, t in zip((4.0, 3.0, 2.0, 1.0), trust, strict=True))
        return prior + sum(log_score(mixture.shares(o.way, o.around), o.went) for o in outcomes)

    best = fit(learnt(outcomes).known)
    random = np.random.default_rng(3)
    assert all(fit(tuple(random.dirichlet(np.ones(4)).tolist())) <= best + 1e-6 for _ in range(300))


def test_a_way_is_the_towns_in_order_without_slips() -> None:
    rows = [met("p", town=A, day=0), met("q", town=A, day=2), met("p", town=B, day=20), met("q", town=D, day=21)]
    columns = world([*rows, met("q", town=B, day=22), met("z", town=C, day=10)])
    assert [(leg.town, leg.first_day - day_number(BEGIN), leg.last_day - day_number(BEGIN)) for leg in
            way_of(columns, ("p", "q"))] == [(A, 0, 2), (B, 20, 22)]  # fmt: skip


def test_what_was_known_on_a_day_holds_nothing_of_it_or_later() -> None:
    columns = group("g", (A, B, C), laps=3)
    day = day_number(BEGIN + timedelta(days=40))
    known = encounters_before(columns, day)
    assert known.last_day.max() < day
    assert set(known.ids) == {i for i, d in zip(columns.ids, columns.last_day, strict=True) if d < day}
    around = surroundings(columns, until_day=day)
    assert around == surroundings(known, until_day=day)
    assert around.flow.keys() == {A, B, C}


def backtest_of(*circuits: tuple[str, ...], laps: int = 12) -> tuple[EncounterColumns, Backtest]:
    """Groups on circuits, known from the first round on, and what a search of the past gives."""
    rows = [
        met(f"g{g}m{i}", town=circuit[leg % len(circuit)], day=12 * leg + i)
        for g, circuit in enumerate(circuits)
        for leg in range(laps * len(circuit))
        for i in range(2)
    ]
    findings = [found(f"g{g}m0", f"g{g}m1", name=f"rot-{g}") for g in range(len(circuits))]
    columns = world(rows)
    return columns, backtest_of_groups(columns, lambda _known: findings)


CIRCUITS = ((A, B, C), (B, D, C), (E, F, G), (H, A, E), (F, C, H), (D, G, B)) * 2
"""Eight towns: of four, any three others hold the next one."""


def test_groups_that_go_round_are_foretold_with_skill() -> None:
    columns, test = backtest_of(*CIRCUITS)
    skill = test.skill()
    assert skill.is_shown
    assert skill.ours is not None
    assert skill.ours.hit_rate == 1.0
    told = forecast(columns, found("g0m0", "g0m1"), test)
    assert told.silent_because is None
    assert told.here == C
    assert (told.towns[0].town, told.towns[0].because) == (A, "round")
    assert sum(t.probability for t in told.towns) <= 1 + 1e-9


def test_groups_that_go_anywhere_are_not_foretold() -> None:
    random = np.random.default_rng(5)
    rows, findings = [], []
    for g in range(12):
        town = A
        for leg in range(30):
            town = str(random.choice([t for t in (*TOWNS, E, F, G, H) if t != town]))
            rows += [met(f"g{g}m{i}", town=town, day=12 * leg + i) for i in range(2)]
        findings.append(found(f"g{g}m0", f"g{g}m1", name=f"rot-{g}"))
    columns = world(rows)
    told = forecast(columns, findings[0], backtest_of_groups(columns, lambda _known: findings))
    assert told.towns == ()
    assert told.silent_because is not None
    assert "no better" in told.silent_because


def test_few_moves_tell_nothing() -> None:
    columns, test = backtest_of((A, B, C))
    told = forecast(columns, found("g0m0", "g0m1"), test)
    assert told.towns == ()
    assert told.silent_because is not None
    assert "too few" in told.silent_because
    assert test.skill().ours is None


def test_below_pattern_and_after_long_absence_there_is_silence() -> None:
    columns, test = backtest_of(*CIRCUITS)
    assert forecast(columns, found("g0m0", tier=Tier.NONE), test).silent_because == "it is below tier pattern"
    later = world([*(met("z", town=A, day=2000 + i) for i in range(3)), met("g0m0", town=A, day=0)])
    gone = forecast(later, found("g0m0"), test).silent_because
    assert gone is not None
    assert "last 60 days" in gone


def test_a_round_is_judged_by_what_came_true_before_it() -> None:
    """What comes later changes no earlier score: with a round more, the sum of the first rounds stays."""
    _, test = backtest_of(*CIRCUITS)
    whole, part = test.skill(), Backtest(test.rounds[:4]).skill()
    assert whole.ours is not None
    assert part.ours is not None
    changed = Backtest((*test.rounds[:4], tuple(Outcome(o.group, o.way, o.around, o.way[-2]) for o in test.rounds[4])))
    again = Backtest(changed.rounds[:4]).skill()
    assert again == part


def test_where_premises_went_is_a_test_of_its_own() -> None:
    columns = group("g", (A, B, C), laps=3)
    moved = [
        relocation(
            f"rel-{i}", from_municipality=A, to_municipality=B, left_after=date(2024, 2, 1 + i), tier=Tier.PATTERN
        )
        for i in range(3)
    ]
    test = backtest_of_premises(columns, [*moved, relocation("rel-9", tier=Tier.NONE)])
    assert [o.went for some in test.rounds for o in some] == [B, B, B]
    told = forecast(columns, moved[0], test)
    assert told.here == B
    assert told.silent_because is not None


def test_premises_that_moved_on_are_foretold_from_where_they_are() -> None:
    columns = group("g", (A, B, C), laps=3)
    first = relocation("rel-1", from_municipality=A, to_municipality=B, encounters=("1", "2"))
    second = relocation(
        "rel-2", from_municipality=B, to_municipality=C, left_after=date(2024, 8, 1), encounters=("2", "3"),
        arrived_before=date(2024, 8, 9),
    )  # fmt: skip
    test = backtest_of_premises(columns, [second, first])
    assert [(o.group, o.way, o.went) for some in test.rounds for o in some] == [
        ("rel-1", (A,), B),
        ("rel-1", (A, B), C),
    ]
    assert forecast(columns, first, test, chain=(first, second)).here == C
    assert forecast(columns, first, test).here == B
