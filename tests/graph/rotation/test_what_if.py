from datetime import date, timedelta

import numpy as np
import pytest

from graph.columns import columns_of
from graph.model import Tier, WeakestCut, WhatIf
from graph.rotation.links import links_known, person_links
from graph.rotation.points import points_of
from graph.rotation.rules import RotationRules
from graph.rotation.what_if import questions
from tests.graph.judgements import word
from tests.graph.rotation.test_find import carried, found, residents


def told(kind: str, said: tuple[WhatIf, ...]) -> list[WhatIf]:
    return [w for w in said if w.kind == kind]


def test_a_pattern_says_whether_it_holds_otherwise() -> None:
    (rotation,) = found(residents() + carried()).findings
    assert rotation.tier is Tier.PATTERN
    assert {w.what for w in told("window", rotation.what_if)} == {"with a window of 6 days", "with a window of 8 days"}
    assert all(w.holds for w in told("window", rotation.what_if))
    assert [w.holds for w in told("member", rotation.what_if)] == [True]
    assert {w.what for w in told("source", rotation.what_if)} == {f"without {s}" for s in rotation.sources}
    assert told("weakest link", rotation.what_if) == []


def test_two_people_are_no_group_without_one_of_them() -> None:
    (rotation,) = found(residents() + carried(members=2, identifiers=("advert:a",))).findings
    assert told("member", rotation.what_if) == [
        WhatIf("member", "without any one member", holds=False, because=told("member", rotation.what_if)[0].because)
    ]
    assert any(b.startswith("fewer than two persons") for b in told("member", rotation.what_if)[0].because)


def test_what_stands_on_a_weak_link_is_taken_away_with_it() -> None:
    columns = columns_of(carried())
    points = points_of(columns, RotationRules())
    weak = frozenset({"r01-1", "r02-1"})
    links = links_known({"carried-1": WeakestCut("carried-1", 0.991, weak, confirmed=False)})(["carried-1"])
    asked = questions(columns, points, np.arange(4), links, RotationRules())
    assert [q.kind for q in asked[:3]] == ["weakest link", "uncertain links", "stricter links"]
    left = {columns.ids[r] for r in points.row[asked[0].points]}
    assert left == {r.id for r in carried()} - weak


def test_a_stricter_threshold_leaves_the_largest_part() -> None:
    judged = [word("a", "b", p=0.999), word("b", "c", p=0.992), word("a", "c", p=0.991)]
    links = person_links("p", frozenset("abc"), judged)
    assert links.apart == frozenset("c")
    assert links.cut is not None
    assert links.cut.part == frozenset("c")
    assert links.cut.probability == pytest.approx(1 - 0.008 * 0.009)


def test_somebody_met_once_hangs_together() -> None:
    assert person_links("p", frozenset("a"), []).cut is None


def test_dates_stay_dates() -> None:
    (rotation,) = found(residents() + carried()).findings
    assert rotation.last_seen - rotation.first_seen < timedelta(200)
    assert rotation.first_seen >= date(2024, 1, 1)
    assert rotation.stay_days == pytest.approx(10, abs=3)
    assert rotation.stay_variation is not None
    assert rotation.stay_variation < 0.5
