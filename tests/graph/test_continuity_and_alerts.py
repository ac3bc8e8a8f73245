from dataclasses import replace
from datetime import UTC, date, datetime

from graph.alert_routes import Routes
from graph.alerts import alerts_of, reappearance_alerts
from graph.continuity import continue_findings
from graph.model import Reappearance, Rotation, Tier


def reappearance(name: str, *encounters: str, now: str = "GM0502", probability: float = 1.0) -> Reappearance:
    return Reappearance(
        id=name,
        person_id="p",
        municipalities_before=("GM0599",),
        municipality_now=now,
        encounters_before=len(encounters) - 1,
        first_seen=date(2024, 1, 1),
        last_seen_before=date(2024, 2, 1),
        seen_now=date(2024, 3, 1),
        link_probability=probability,
        sources=("r",),
        state="open",
        encounters=tuple(sorted(encounters)),
        deciding_encounter=encounters[-1],
    )


def test_a_finding_that_grows_keeps_its_id_and_gets_a_version() -> None:
    result = continue_findings([reappearance("old", "a", "b")], [reappearance("new", "a", "b", "c")])
    (finding,) = result.current
    assert (finding.id, finding.version) == ("old", 2)
    assert result.changed == (finding,)
    assert result.withdrawn == ()


def test_the_same_finding_again_changes_nothing() -> None:
    result = continue_findings([reappearance("old", "a", "b")], [reappearance("new", "a", "b")])
    assert result.current == (reappearance("old", "a", "b"),)
    assert result.changed == ()


def test_what_is_found_no_more_is_withdrawn_and_what_shares_little_is_new() -> None:
    old, new = reappearance("old", "a", "b", "c", "d"), reappearance("new", "d", "e", "f", "g")
    result = continue_findings([old], [new])
    assert result.withdrawn == (old,)
    assert result.changed == (new,)


def test_the_most_alike_is_continued_first() -> None:
    wide, tight = reappearance("wide", "a", "b", "c", "d"), reappearance("tight", "a", "b")
    result = continue_findings([wide, tight], [reappearance("new", "a", "b")])
    assert [f.id for f in result.current] == ["tight"]
    assert result.withdrawn == (wide,)


def test_another_town_never_continues_a_reappearance() -> None:
    old, new = reappearance("old", "a", "b"), reappearance("new", "a", "b", now="GM0606")
    result = continue_findings([old], [new], same_only=lambda f: f.municipality_now)
    assert result.changed == (new,)


def test_both_sides_are_told_once() -> None:
    now = datetime(2024, 8, 21, tzinfo=UTC)
    alerts = reappearance_alerts(reappearance("f", "a", "b"), now=now)
    assert [a.recipient for a in alerts] == ["GM0502", "GM0599"]
    again = reappearance_alerts(replace(reappearance("f", "a", "b"), version=2), now=now)
    assert {a.id for a in again} == {a.id for a in alerts}


def test_a_new_finding_never_takes_an_id_that_went_on_with_another() -> None:
    gone_on = [reappearance("rea-1", "a", "b", "c"), reappearance("rea-1", "b")]
    result = continue_findings([reappearance("rea-1", "a", "b", "c")], gone_on)
    assert len({f.id for f in result.current}) == 2
    result = continue_findings([], [reappearance("rea-1", "x")], taken={"rea-1"})
    (finding,) = result.changed
    assert finding.id != "rea-1"
    assert continue_findings([], [reappearance("rea-1", "x")], taken={"rea-1"}) == result


def rotation(tier: Tier) -> Rotation:
    day = date(2024, 1, 1)
    return Rotation(
        "rot", tier, ("p", "q"), ("GM0502", "GM0505", "GM0599"), 1.0, day, day, (), 9.0, 0.1, 0.01, 0.01, 5, 1.0, 1.0,
        survives_weakest_link=True, sources=("r",), benign_reading="", rule_version="rotation-2", encounters=("a", "b"),
    )  # fmt: skip


def test_a_flagged_rotation_tells_each_municipality_once_and_a_pattern_tells_nobody() -> None:
    now = datetime(2024, 8, 21, tzinfo=UTC)
    flagged = rotation(Tier.FLAGGED)
    told = alerts_of([flagged], {}, routes=Routes(), now=now, towns={flagged.id: ["GM0599", "GM0363"]})
    assert [a.recipient for a in told] == [*dict.fromkeys((*flagged.circuit, "GM0363"))]
    assert {a.kind for a in told} == {"rotation"}
    known = {(a.finding_id, a.recipient): a.covers for a in told}
    towns = {flagged.id: ["GM0363", "GM0344"]}
    (new,) = alerts_of([replace(flagged, version=2)], known, routes=Routes(), now=now, towns=towns)
    assert new.recipient == "GM0344"
    assert alerts_of([rotation(Tier.PATTERN)], {}, routes=Routes(), now=now) == ()
