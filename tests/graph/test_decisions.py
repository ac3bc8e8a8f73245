from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.decisions import Stand, Standing, decide, latest, reach, stand_of
from graph.geography import load_municipalities
from graph.model import Finding, Tier
from graph.model.decision import Decision, Ruling
from tests.contract.stored import NOW, findings, reappearance

TABLE = load_municipalities()
ROTATION, RELOCATION, DISPLACEMENT = findings()
PATTERN = replace(ROTATION, tier=Tier.PATTERN)
HOUR = timedelta(hours=1)


def ruled(finding: Finding, ruling: Ruling, *towns: str, hours: int = 0, earlier: Sequence[Decision] = ()) -> Decision:
    now = NOW + hours * HOUR
    return decide(
        finding, reach(finding, towns, TABLE), ruling, reason="as last year", by="desk", now=now, earlier=earlier
    )


def stands(finding: Finding, *decisions: Decision, towns: Sequence[str] = ()) -> Stand:
    return stand_of(finding, reach(finding, towns, TABLE), decisions)


def test_how_far_a_finding_goes_is_said_in_municipalities_of_today_police_units_and_tiers() -> None:
    assert reach(PATTERN, ["GM0363"], TABLE) == {
        "municipality GM0502", "municipality GM0599", "municipality GM0363", "unit Rotterdam", "unit Amsterdam",
        "tier pattern",
    }  # fmt: skip
    assert {"tier pattern", "tier flagged"} <= reach(ROTATION, [], TABLE)
    assert {"step 4", "step 5"} <= reach(replace(DISPLACEMENT, ladder_step=5), [], TABLE)
    assert reach(RELOCATION, ["GM0501"], TABLE) >= {"municipality GM1992"}
    assert "municipality GM9999" in reach(RELOCATION, ["GM9999"], TABLE)


def test_a_finding_waits_until_somebody_decides_and_the_latest_word_counts() -> None:
    accepted = ruled(PATTERN, Ruling.ACCEPTED)
    rejected = ruled(PATTERN, Ruling.REJECTED, hours=1, earlier=[accepted])
    assert (stands(PATTERN).standing, stands(PATTERN).waits) == (Standing.UNDECIDED, True)
    assert stands(PATTERN, accepted).standing is Standing.ACCEPTED
    assert stands(PATTERN, rejected, accepted).standing is Standing.REJECTED
    assert not stands(PATTERN, rejected).waits
    assert latest([rejected, accepted]) == rejected


@pytest.mark.parametrize(
    ("finding", "towns", "grown_by"),
    [
        pytest.param(replace(PATTERN, circuit=("GM0502", "GM0606")), (), ("municipality GM0606",), id="municipality"),
        pytest.param(PATTERN, ("GM0363",), ("municipality GM0363", "unit Amsterdam"), id="unit"),
        pytest.param(ROTATION, (), ("tier flagged",), id="tier"),
    ],
)
def test_what_was_rejected_returns_when_it_reaches_further_and_says_by_what(
    finding: Finding, towns: tuple[str, ...], grown_by: tuple[str, ...]
) -> None:
    rejected = ruled(PATTERN, Ruling.REJECTED)
    stand = stands(finding, rejected, towns=towns)
    assert (stand.standing, stand.grown_by, stand.waits) == (Standing.RETURNED, grown_by, True)
    again = ruled(finding, Ruling.REJECTED, *towns, hours=1, earlier=[rejected])
    assert stands(finding, rejected, again, towns=towns).standing is Standing.REJECTED


def test_a_displacement_returns_with_a_higher_step() -> None:
    four = replace(DISPLACEMENT, ladder_step=4)
    rejected = ruled(four, Ruling.REJECTED)
    assert stands(replace(four, ladder_step=5), rejected).grown_by == ("step 5",)
    assert stands(DISPLACEMENT, rejected).standing is Standing.REJECTED


def test_what_was_accepted_is_open_no_longer_once_it_names_somebody_more() -> None:
    accepted = ruled(ROTATION, Ruling.ACCEPTED)
    more = replace(ROTATION, person_ids=("p", "q", "r"))
    assert stands(more, accepted).grown_by == ("1 person more",)
    assert stands(more, accepted).standing is Standing.GROWN
    assert stands(replace(ROTATION, person_ids=("p",)), accepted).standing is Standing.ACCEPTED
    moved = replace(reappearance("a", "b"), person_id="other")
    assert stands(moved, ruled(reappearance("a", "b"), Ruling.ACCEPTED)).standing is Standing.GROWN


def test_more_persons_alone_do_not_bring_back_what_was_rejected() -> None:
    rejected = ruled(ROTATION, Ruling.REJECTED)
    assert stands(replace(ROTATION, person_ids=("p", "q", "r")), rejected).standing is Standing.REJECTED


def test_hours_run_from_the_first_alert_since_the_decision_before() -> None:
    told = [NOW + 2 * HOUR, NOW + 3 * HOUR, NOW + 30 * HOUR, NOW + 90 * HOUR]
    wide = reach(ROTATION, [], TABLE)

    def at(hours: int, *earlier: Decision) -> Decision:
        return decide(
            ROTATION, wide, Ruling.REJECTED, reason="r", by="d", now=NOW + hours * HOUR, earlier=earlier, told=told
        )

    first = at(10)
    assert first.hours == 8
    assert at(40, first).hours == 10
    assert at(11, first).hours is None
    assert at(1).hours is None


reaches = st.frozensets(st.sampled_from(["municipality A", "municipality B", "unit U", "tier flagged", "step 4"]))
rulings = st.sampled_from(list(Ruling))


@given(st.lists(st.tuples(rulings, reaches), min_size=1, max_size=6), reaches)
def test_it_waits_exactly_when_it_reaches_what_the_last_word_did_not_know(
    log: list[tuple[Ruling, frozenset[str]]], now_reached: frozenset[str]
) -> None:
    made = [
        decide(ROTATION, reached, ruling, reason="r", by="d", now=NOW + n * HOUR)
        for n, (ruling, reached) in enumerate(log)
    ]
    stand = stand_of(ROTATION, now_reached, reversed(made))
    assert stand.decision == made[-1]
    assert stand.waits == bool(now_reached - log[-1][1])
    assert stand_of(ROTATION, frozenset(made[-1].reach), made).standing.value == made[-1].ruling.value
