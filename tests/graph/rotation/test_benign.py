from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from graph.columns import EncounterRow, columns_of
from graph.geography import load_municipalities
from graph.model import WeakestCut
from graph.rotation import benign
from graph.rotation.benign import DEFAULT, Setting, benign_reading, crowds_of
from graph.rotation.links import PersonLinks
from graph.rotation.rules import RotationRules
from tests.graph.rotation.test_find import carried

DAY = date(2024, 1, 1)
ROTTERDAM, SCHIEDAM, BREDA = "GM0599", "GM0606", "GM0758"


def setting(
    rows: Sequence[EncounterRow],
    stay_days: tuple[float, ...] = (10, 11, 9),
    links: dict[str, PersonLinks] | None = None,
) -> Setting:
    columns = columns_of(rows)
    own = np.arange(len(columns))
    by_day = np.lexsort((columns.first_day,))
    return Setting(
        columns, by_day, own, crowds_of(columns)[by_day], stay_days, links or {}, load_municipalities(), RotationRules()
    )


def test_people_carried_round_look_like_nothing_else() -> None:
    assert benign_reading(setting(carried())) == DEFAULT


def test_stays_of_a_season_look_like_seasonal_work() -> None:
    assert benign_reading(setting(carried(), stay_days=(80, 95, 100, 12))).startswith("seasonal work (75%")


def test_to_and_fro_between_near_towns_looks_like_commuting() -> None:
    rows = [
        EncounterRow(f"{p}{n}", p, (ROTTERDAM, SCHIEDAM)[n % 2], DAY + timedelta(n), DAY + timedelta(n))
        for p in "pq"
        for n in range(8)
    ]
    assert benign_reading(setting(rows)).startswith("commuting")
    far = [replace(r, municipality=BREDA if r.municipality == SCHIEDAM else ROTTERDAM) for r in rows]
    assert benign.commuting(setting(far)) is None


def test_intake_and_shelters_look_like_care() -> None:
    rows = carried(channel="intake")
    assert benign_reading(setting(rows)).startswith("moved by care or reception (100%")
    one = [replace(r, channel="control") if r.person != "carried-0" else r for r in rows]
    assert benign.care_transfer(setting(one)) is None


def test_operations_and_crowded_days_look_like_raids() -> None:
    assert benign_reading(setting(carried(operation="op-1"))).startswith("met on raid days and at events (100%")
    crowd = [EncounterRow(f"c{i}", f"p{i}", ROTTERDAM, DAY, DAY) for i in range(benign.CROWD)]
    assert benign.raid_days(setting(crowd)) is not None
    assert benign.raid_days(setting(crowd[1:])) is None


def test_members_hardly_seen_near_each_other_look_like_touring_alone() -> None:
    rows = [
        EncounterRow(f"{p}{n}", p, town, DAY + timedelta(20 * n + 10 * i), DAY + timedelta(20 * n + 10 * i))
        for i, p in enumerate("pq")
        for n, town in enumerate((ROTTERDAM, SCHIEDAM, BREDA))
    ]
    assert benign_reading(setting(rows)).startswith("each touring on her own account (100%")


def test_a_weak_link_between_towns_seen_apart_looks_like_two_residents() -> None:
    rows = [
        EncounterRow(f"{p}{n}", p, town, DAY + timedelta(n), DAY + timedelta(n))
        for p in "pq"
        for n, town in enumerate((ROTTERDAM, ROTTERDAM, BREDA))
    ]
    cut = WeakestCut("p", 0.993, frozenset({"p2"}), confirmed=False)
    assert benign.false_join(setting(rows, links={"p": PersonLinks("p", cut, encounters=3)})) is not None
    within = WeakestCut("p", 0.993, frozenset({"p1"}), confirmed=False)
    assert benign.false_join(setting(rows, links={"p": PersonLinks("p", within, encounters=3)})) is None
    certain = WeakestCut("p", 0.9995, frozenset({"p2"}), confirmed=False)
    assert benign.false_join(setting(rows, links={"p": PersonLinks("p", certain, encounters=3)})) is None


def test_more_encounters_than_plausible_look_like_two_residents() -> None:
    links = {"carried-0": PersonLinks("carried-0", None, encounters=51)}
    assert benign_reading(setting(carried(), links=links)).startswith("two residents taken for one person")


def test_crowds_count_distinct_persons_of_a_register_a_town_and_a_day() -> None:
    rows = [
        EncounterRow("a", "p", ROTTERDAM, DAY, DAY),
        EncounterRow("b", "p", ROTTERDAM, DAY, DAY),
        EncounterRow("c", "q", ROTTERDAM, DAY, DAY),
        EncounterRow("d", "q", SCHIEDAM, DAY, DAY),
        EncounterRow("e", None, ROTTERDAM, DAY, DAY),
    ]
    columns = columns_of(rows)
    assert dict(zip(columns.ids, crowds_of(columns).tolist(), strict=True)) == {"a": 2, "b": 2, "c": 2, "d": 1, "e": 2}
