from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.alert_routes import Audience, KindRule, Routes, reach_of
from graph.alerts import alerts_of, reappearance_alerts
from graph.model import Alert, Displacement, Rotation, Tier
from tests.contract.stored import findings, reappearance

NOW = datetime(2024, 9, 1, tzinfo=UTC)
EVERYONE = frozenset(Audience)
CARE = {"GM0599": "Rijnmond", "GM0502": "Rijnmond", "GM0606": "Rijnmond", "GM0505": "Zuid"}
ROUTES = Routes({kind: KindRule(EVERYONE) for kind in ("reappearance", "rotation", "relocation", "displacement")}, CARE)
ROTATION, RELOCATION, DISPLACEMENT = findings()
TOWNS = ("GM0502", "GM0599", "GM0606", "GM0505", "GM0363")
UNITS = {
    "GM0502": "Rotterdam",
    "GM0599": "Rotterdam",
    "GM0606": "Rotterdam",
    "GM0505": "Rotterdam",
    "GM0363": "Amsterdam",
}


class Desk:
    """Tells findings as an analysis does, and remembers what was told."""

    def __init__(self, routes: Routes = ROUTES) -> None:
        self.routes = routes
        self.told: dict[tuple[str, str], set[str]] = {}
        self.stored: dict[str, Alert] = {}

    def tell(self, *some: Rotation | Displacement) -> list[Alert]:
        new = alerts_of(some, self.told, routes=self.routes, now=NOW)
        for alert in new:
            assert alert.id not in self.stored
            self.stored[alert.id] = alert
            self.told.setdefault((alert.finding_id, alert.recipient), set()).update(alert.covers)
        return list(new)


def recipients(alerts: list[Alert]) -> list[str]:
    return [a.recipient for a in alerts]


def test_municipalities_unit_and_care_region_of_a_rotation_are_told_once_each() -> None:
    told = Desk().tell(ROTATION)
    assert recipients(told) == ["GM0502", "GM0599", "police:Rotterdam", "care:Rijnmond"]
    assert {a.kind for a in told} == {"rotation"}
    assert {a.rule_version for a in told} == {ROTATION.rule_version}


def test_the_same_analysis_five_times_and_a_new_version_of_the_rules_tell_nothing_more() -> None:
    desk = Desk()
    desk.tell(ROTATION)
    assert [desk.tell(ROTATION) for _ in range(5)] == [[]] * 5
    newer = replace(ROTATION, version=2, rule_version="rotation-2", strength=99.0, encounters=("a", "b", "c"))
    assert desk.tell(newer) == []


def test_a_new_municipality_a_new_unit_and_a_higher_tier_are_told() -> None:
    desk = Desk(Routes({"relocation": KindRule(EVERYONE, least_tier=Tier.PATTERN)}))
    assert recipients(desk.tell(RELOCATION)) == ["GM0599", "GM0502"]  # type: ignore[arg-type]
    flagged = replace(RELOCATION, tier=Tier.FLAGGED)
    told = desk.tell(flagged)  # type: ignore[arg-type]
    assert recipients(told) == ["GM0599", "GM0502", "police:Rotterdam"]
    assert {a.novelty for a in told[:2]} == {"flagged"}
    onward = replace(flagged, to_municipality="GM0363")
    told = desk.tell(onward)  # type: ignore[arg-type]
    assert recipients(told) == ["GM0363", "police:Amsterdam"]


def test_the_police_never_hear_of_what_is_not_flagged() -> None:
    bold = Routes(
        {
            "relocation": KindRule(EVERYONE, least_tier=Tier.PATTERN),
            "rotation": KindRule(EVERYONE, least_tier=Tier.NONE),
        }
    )
    pattern = replace(ROTATION, tier=Tier.PATTERN)
    assert not any(r.startswith("police:") for f in (pattern, RELOCATION) for r in bold.recipients(f))
    assert bold.recipients(replace(ROTATION, tier=Tier.NONE)) == ()


@pytest.mark.parametrize(("step", "told"), [(0, False), (3, False), (4, True), (5, True)])
def test_nobody_hears_of_a_displacement_below_step_four(step: int, *, told: bool) -> None:
    assert bool(ROUTES.recipients(replace(DISPLACEMENT, ladder_step=step))) is told


def test_a_displacement_that_climbs_is_told_again_and_one_that_wavers_is_not() -> None:
    desk = Desk()
    four, five = replace(DISPLACEMENT, ladder_step=4), replace(DISPLACEMENT, ladder_step=5)
    assert desk.tell(four)
    assert {a.novelty for a in desk.tell(five)} == {"step 5"}
    assert desk.tell(four) == desk.tell(five) == desk.tell(replace(four, ladder_step=2)) == []


def test_a_weak_link_below_what_the_rules_ask_is_not_told() -> None:
    weak = replace(reappearance("a", "b"), link_probability=0.9)
    asking = Routes({"reappearance": KindRule(least_probability=0.95)})
    assert reappearance_alerts(weak, now=NOW, routes=asking) == ()
    assert len(reappearance_alerts(weak, now=NOW)) == 2


def test_a_dissolved_municipality_is_told_where_its_desk_is_now() -> None:
    found = replace(reappearance("a", "b"), municipalities_before=("GM0501",))
    assert [a.recipient for a in reappearance_alerts(found, now=NOW)] == ["GM0502", "GM1992"]


def test_an_unknown_municipality_has_no_police_unit() -> None:
    assert ROUTES.recipients(replace(ROTATION, circuit=("GM9999",))) == ("GM9999",)


def test_a_kind_without_a_rule_is_told_to_nobody() -> None:
    assert Routes({}).recipients(ROTATION) == ()


versions = st.builds(
    lambda towns, tier, more: replace(ROTATION, circuit=tuple(towns), tier=tier, strength=more, version=int(more) + 1),
    st.lists(st.sampled_from(TOWNS), min_size=2, max_size=5, unique=True),
    st.sampled_from([Tier.PATTERN, Tier.FLAGGED]),
    st.integers(0, 9),
)


@given(st.lists(versions, max_size=12))
def test_whoever_is_told_is_told_something_new_and_everyone_ends_up_knowing(history: list[Rotation]) -> None:
    desk = Desk(Routes({"rotation": KindRule(EVERYONE, least_tier=Tier.PATTERN)}, CARE))
    for finding in history:
        before = {key: set(words) for key, words in desk.told.items()}
        for alert in desk.tell(finding):
            known = before.get((alert.finding_id, alert.recipient), set())
            assert alert.novelty in set(reach_of(finding)) - known
        for recipient in desk.routes.recipients(finding):
            assert set(reach_of(finding)) <= desk.told[finding.id, recipient]
        assert desk.tell(finding) == []
    for alert in desk.stored.values():
        unit = alert.recipient.removeprefix("police:")
        assert unit == alert.recipient or any(UNITS[t] == unit for f in history for t in f.circuit if f.flagged)


@given(st.lists(versions, max_size=8), st.integers(0, 8))
def test_a_run_that_is_cut_off_and_made_again_tells_the_same(history: list[Rotation], cut: int) -> None:
    through, again = Desk(), Desk()
    for finding in history:
        through.tell(finding)
    for finding in [*history[:cut], *history]:
        again.tell(finding)
    assert set(again.told) == set(through.told)


def test_the_hour_of_a_run_is_no_news() -> None:
    early = alerts_of([ROTATION], {}, routes=ROUTES, now=NOW)
    late = alerts_of([ROTATION], {}, routes=ROUTES, now=NOW + timedelta(days=9))
    assert [a.id for a in early] == [a.id for a in late]
