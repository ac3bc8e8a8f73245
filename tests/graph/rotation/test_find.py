from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from random import Random

import pytest

from graph.columns import EncounterRow, columns_of
from graph.model import Tier, WeakestCut
from graph.rotation.find import Cuts, RotationResult, find_rotations
from graph.rotation.rules import RotationRules
from tests.graph.sample_columns import sample
from tests.shared import needs_shared
from tests.worlds import WorldSize, world

DAY = date(2024, 1, 1)
ROUTE = ("GM0599", "GM0505", "GM0606")


def residents(count: int = 80) -> list[EncounterRow]:
    random = Random(7)
    rows = []
    for person in range(count):
        home, other = random.sample([*ROUTE, "GM0502", "GM0622", "GM0489"], 2)
        for n in range(random.randint(1, 4)):
            town = home if random.random() < 0.8 else other
            day = DAY + timedelta(random.randrange(180))
            rows.append(
                EncounterRow(f"x{person:03d}-{n}", f"resident-{person:03d}", town, day, day, source=f"team-{town}")
            )
    return rows


def carried(members: int = 4, laps: int = 3, **more: object) -> list[EncounterRow]:
    rows = []
    for stay in range(3 * laps + 1):
        town = ROUTE[stay % 3]
        for person in range(members):
            if (stay + person) % 4 != 3:
                day = DAY + timedelta(10 * stay + person)
                source = "police" if person % 2 else f"team-{town}"
                row = EncounterRow(f"r{stay:02d}-{person}", f"carried-{person}", town, day, day, source=source)
                rows.append(replace(row, **more))  # type: ignore[arg-type]
    return rows


def found(rows: list[EncounterRow], cuts: Cuts | None = None, *, seed: int = 1) -> RotationResult:
    return find_rotations(columns_of(rows), cuts=cuts or {}, rules=RotationRules(), seed=seed, shifts=39)


def also_carried(route: tuple[str, ...], name: str, first: int) -> list[EncounterRow]:
    """Three more people carried round another route, from another day on."""
    rows = []
    for stay in range(10):
        for person in range(3):
            if (stay + person) % 4 != 1:
                day = DAY + timedelta(first + 11 * stay + person)
                town = route[stay % len(route)]
                rows.append(
                    EncounterRow(f"{name}{stay:02d}-{person}", f"{name}-{person}", town, day, day, source="police")
                )
    return rows


def test_two_groups_that_cross_each_other_s_way_stay_two() -> None:
    others = also_carried(("GM0606", "GM0502", "GM0599"), "other", 3)
    result = found(residents() + carried(identifiers=("advert:a",)) + others)
    groups = {r.person_ids for r in result.findings}
    assert groups == {tuple(f"carried-{i}" for i in range(4)), tuple(f"other-{i}" for i in range(3))}


def test_those_tied_by_an_identifier_need_fewer_meetings() -> None:
    """A pair is one of thousands that could be; of those who share a number there are few."""
    pair = [r for r in carried(members=2) if int(r.id[1:3]) < 4]
    strangers = {f.person_ids for f in found(residents() + pair).findings if f.tier is not Tier.NONE}
    tied = {
        f.person_ids
        for f in found(residents() + [replace(r, identifiers=("phone:a",)) for r in pair]).findings
        if f.tier is not Tier.NONE
    }
    assert strangers == set()
    assert tied == {("carried-0", "carried-1")}


def test_people_carried_round_with_one_advert_are_flagged() -> None:
    (rotation,) = found(residents() + carried(identifiers=("advert:a",))).findings
    assert rotation.tier is Tier.FLAGGED
    assert rotation.circuit == ("GM0505", "GM0606", "GM0599")
    assert rotation.laps == pytest.approx(3.0)
    assert rotation.person_ids == ("carried-0", "carried-1", "carried-2", "carried-3")
    assert rotation.evidence[:2] == ("co-movement", "circuit")
    assert "shared identifier" in rotation.evidence
    assert set(rotation.encounters) == {r.id for r in carried()}
    assert rotation.unflagged_because == ()


def test_movement_alone_is_a_pattern_and_says_why() -> None:
    (rotation,) = found(residents() + carried()).findings
    assert rotation.tier is Tier.PATTERN
    assert rotation.unflagged_because == (
        "movement alone: no shared identifier, declaration, actual status or second signal",
    )


def test_one_register_is_not_enough_for_a_flag() -> None:
    rows = [replace(r, source="police") for r in carried(identifiers=("advert:a",))]
    (rotation,) = found(residents() + rows).findings
    assert rotation.tier is Tier.PATTERN
    assert rotation.unflagged_because == ("rests on 1 register, not 2",)


@pytest.mark.parametrize(
    ("change", "family"),
    [
        (lambda r: replace(r, status="ActualVictimOfTrafficking"), "declaration or actual"),
        (lambda r: replace(r, channel="declaration"), "declaration or actual"),
        (lambda r: replace(r, channel="signal"), "two signals"),
    ],
)
def test_what_is_not_movement_raises_a_pattern_to_a_flag(
    change: Callable[[EncounterRow], EncounterRow], family: str
) -> None:
    (rotation,) = found(residents() + [change(r) for r in carried()]).findings
    assert rotation.tier is Tier.FLAGGED
    assert family in rotation.evidence


def test_an_identifier_that_everybody_has_ties_nobody() -> None:
    everybody = [replace(r, identifiers=("phone:hotel",)) for r in residents() + carried()]
    (rotation,) = found(everybody).findings
    assert "shared identifier" not in rotation.evidence


def test_a_pattern_that_rests_on_an_uncertain_link_is_kept_below() -> None:
    rows = residents() + carried(members=2, identifiers=("advert:a",))
    weak = frozenset(r.id for r in carried(members=2) if r.person == "carried-1" and int(r.id[1:3]) > 0)
    cuts = {"carried-1": WeakestCut("carried-1", 0.991, weak, confirmed=False)}
    assert found(rows).findings[0].tier is Tier.FLAGGED
    (rotation,) = found(rows, cuts).findings
    assert rotation.tier is Tier.NONE
    assert not rotation.survives_weakest_link
    assert rotation.weakest_link_probability == pytest.approx(0.991)
    assert all(reason.startswith("without the weakest link") for reason in rotation.unflagged_because)


def test_a_link_that_both_sources_confirmed_is_not_removed() -> None:
    rows = residents() + carried(members=2, identifiers=("advert:a",))
    weak = frozenset(r.id for r in carried(members=2) if r.person == "carried-1" and int(r.id[1:3]) > 0)
    cuts = {"carried-1": WeakestCut("carried-1", 0.991, weak, confirmed=True)}
    assert found(rows, cuts).findings[0].tier is Tier.FLAGGED


def test_one_doubtful_record_does_not_undo_four_people() -> None:
    cuts = {"carried-1": WeakestCut("carried-1", 0.991, frozenset({"r01-1"}), confirmed=False)}
    (rotation,) = found(residents() + carried(identifiers=("advert:a",)), cuts).findings
    assert rotation.tier is Tier.FLAGGED
    assert rotation.survives_weakest_link


def test_a_season_crew_is_no_pattern() -> None:
    crew = [
        EncounterRow(f"s{n}-{person}-{month}", f"crew-{person}", town, day, day, source="police")
        for n, town in enumerate(("GM0502", "GM0622"))
        for person in range(5)
        for month in range(3)
        for day in [DAY + timedelta(90 * n + 25 * month + person)]
    ]
    assert all(f.tier is Tier.NONE for f in found(residents() + crew).findings)


def test_people_brought_to_a_shelter_together_are_not_carried_round() -> None:
    moved = [
        EncounterRow(f"t{n}-{person}", f"moved-{person}", town, day, day, premises_kind=kind)
        for person in range(6)
        for n, (town, kind) in enumerate([("GM0599", "hotel"), ("GM0502", "reception_centre"), ("GM0622", "shelter")])
        for day in [DAY + timedelta(20 * n)]
    ]
    assert found(residents() + moved).findings == ()


def test_the_same_seed_gives_the_same_findings_in_any_row_order() -> None:
    rows = residents() + carried()
    shuffled = list(rows)
    Random(3).shuffle(shuffled)
    assert found(rows) == found(shuffled)


def test_no_movers_no_findings() -> None:
    assert found([]).findings == ()
    assert found(residents(1)).tested == 0


def test_a_region_without_rotation_stays_quiet() -> None:
    size = WorldSize(persons=1_500, rotated=0.0)
    strong = [
        f
        for seed in range(4)
        for f in find_rotations(
            world(seed, size).columns, cuts={}, rules=RotationRules(), seed=seed, shifts=19
        ).findings
        if f.tier is not Tier.NONE
    ]
    assert len(strong) <= 1


@needs_shared
def test_the_rotation_in_the_samples_is_flagged_and_holds_without_any_one_register() -> None:
    known = sample().stories["2_rotation"]
    result = find_rotations(sample().columns, cuts={}, rules=RotationRules(), seed=1, shifts=99)
    (rotation,) = [f for f in result.findings if f.tier is not Tier.NONE]
    assert rotation.tier is Tier.FLAGGED
    assert rotation.circuit == tuple(known["circuit"])
    assert rotation.laps == pytest.approx(known["laps"])
    assert rotation.person_ids == tuple(sorted(known["persons"].values()))
    assert set(rotation.encounters) == {"/".join(ref) for ref in known["encounter_refs"]}
    assert {"co-movement", "circuit", "shared identifier"} <= set(rotation.evidence)
    assert all(w.holds for w in rotation.what_if if w.kind == "source")


def test_laps_are_a_range_where_sightings_on_one_date_have_no_order() -> None:
    (sure,) = found(residents() + carried(identifiers=("advert:a",))).findings
    assert sure.laps_between is None
    day = DAY + timedelta(80)
    both = EncounterRow("tie", "carried-1", "GM0505", day, day, source="police")
    (tied,) = found([*residents(), *carried(identifiers=("advert:a",)), both]).findings
    assert tied.circuit == sure.circuit
    assert tied.laps_between is not None
    assert tied.laps_between[0] < tied.laps_between[1]
    assert tied.laps_between[0] <= tied.laps <= tied.laps_between[1]
