from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.alert_routes import POLICE
from graph.case_alerts import care_alert, desk_of, duty_alert, follow_up_alert, offer_alert
from graph.case_steps import cared_for, closed, is_due, not_taken_over, offered, resumed, taken_over, to_follow_up
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.model.case import CareRoute, CareState, Case, CaseStatus, Closing, Shelter, Transfer

NOW, TODAY = datetime(2026, 3, 1, 12, tzinfo=UTC), date(2026, 3, 1)
TABLE = load_municipalities()
CASE = Case("c-1", "assess_finding", "GM0599", CaseStatus.ACTIVE, ("rot",), (), "anna", NOW)
Step = Callable[[Case], Case]


def offer(to: str = "GM0502") -> Step:
    return lambda c: offered(c, to, Transfer.MOVED, by="anna", now=NOW)


def close(why: Closing = Closing.SOLVED) -> Step:
    return lambda c: closed(c, why, by="anna", now=NOW)


def wait(days: int = 7) -> Step:
    return lambda c: to_follow_up(c, TODAY + timedelta(days), today=TODAY, by="anna", now=NOW)


def care(state: CareState = CareState.ASKED) -> Step:
    return lambda c: cared_for(c, CareRoute("Rijnmond", state, Shelter.ASKED), by="anna", now=NOW)


def take(case: Case) -> Case:
    return taken_over(case, by="bram", now=NOW)


def leave(case: Case) -> Case:
    return not_taken_over(case, is_taken_back=False, by="bram", now=NOW)


def resume(case: Case) -> Case:
    return resumed(case, by="anna", now=NOW)


def after(*steps: Step) -> Case:
    case = CASE
    for step in steps:
        case = step(case)
    return case


def test_a_case_that_is_offered_stays_with_its_owner_until_the_other_side_takes_it() -> None:
    case = after(offer())
    assert case.unit == "GM0599"
    assert case.units == {"GM0599", "GM0502"}
    took = take(case)
    assert (took.unit, took.earlier_units) == ("GM0502", ("GM0599",))
    assert took.units == {"GM0599", "GM0502"}
    assert [s.what for s in took.steps] == ["offered", "taken_over"]
    left = leave(case)
    assert left.units == {"GM0599"}


def test_a_case_that_goes_back_has_each_unit_once() -> None:
    back = after(offer(), take, offer("GM0599"), take)
    assert (back.unit, back.earlier_units) == ("GM0599", ("GM0502",))


def test_a_case_ends_with_a_reason_and_referred_is_another_organisation_s() -> None:
    assert (after(close()).status, after(close()).closing) == (CaseStatus.CLOSED, Closing.SOLVED)
    assert after(close(Closing.REFERRED)).status is CaseStatus.CLOSED_REFERRED
    again = after(wait(), close(), resume)
    assert (again.status, again.closing, again.follow_up_on) == (CaseStatus.ACTIVE, None, None)


def test_a_case_is_due_from_the_day_that_was_set_until_somebody_goes_on_with_it() -> None:
    case = after(wait(7))
    assert [is_due(case, TODAY + timedelta(d)) for d in (6, 7, 8)] == [False, True, True]
    assert case.status is CaseStatus.FOLLOW_UP
    later = TODAY + timedelta(99)
    assert not is_due(after(wait(), resume), later)
    assert not is_due(after(wait(), close()), later)


@pytest.mark.parametrize(
    "steps",
    [
        pytest.param((close(), close()), id="closed twice"),
        pytest.param((close(), offer()), id="closed and offered"),
        pytest.param((close(), care()), id="closed and cared for"),
        pytest.param((offer(), close()), id="closed while offered"),
        pytest.param((offer(), offer("GM0606")), id="offered twice"),
        pytest.param((offer("GM0599"),), id="offered to its owner"),
        pytest.param((take,), id="taken unoffered"),
        pytest.param((leave,), id="declined unoffered"),
        pytest.param((wait(-1),), id="a day that has passed"),
    ],
)
def test_what_does_not_fit_is_refused(steps: tuple[Step, ...]) -> None:
    with pytest.raises(UsageError):
        after(*steps)


def test_each_is_told_what_concerns_it_once_and_no_more_than_that_a_case_waits() -> None:
    offering, asking = after(offer()), after(care())
    (told, again) = (offer_alert(offering, TABLE) for _ in range(2))
    assert told == again
    assert told is not None
    assert (told.recipient, told.kind, told.finding_id) == ("GM0502", "hand_over", "c-1")
    assert offer_alert(take(offering), TABLE) is None
    asked = care_alert(asking, now=NOW)
    assert asked is not None
    assert (asked.recipient, asked.kind) == ("care:Rijnmond", "care_asked")
    assert care_alert(after(care(CareState.TAKEN_UP)), now=NOW) is None
    first, later = after(wait(7)), after(wait(7), wait(9))
    assert follow_up_alert(first, TABLE, now=NOW).recipient == "GM0599"
    assert follow_up_alert(first, TABLE, now=NOW).id == follow_up_alert(first, TABLE, now=NOW + timedelta(1)).id
    assert follow_up_alert(first, TABLE, now=NOW).id != follow_up_alert(later, TABLE, now=NOW).id
    assert (duty_alert(CASE).recipient, duty_alert(CASE).kind) == ("privacy", "duty_desk")


def test_a_police_unit_s_desk_is_named_as_alerts_name_it() -> None:
    assert [desk_of(u, TABLE) for u in ("GM0599", "VR17", "Rotterdam", "NL")] == [
        "GM0599", "VR17", f"{POLICE}Rotterdam", "NL",
    ]  # fmt: skip


steps = st.sampled_from(
    [offer(), offer("GM0606"), offer("GM0599"), take, leave, close(), close(Closing.REFERRED), wait(), care(), resume]
)


@given(st.lists(steps, max_size=15))
def test_whatever_is_tried_a_case_has_one_owner_a_whole_history_and_a_reason_where_it_ended(tried: list[Step]) -> None:
    case, done = CASE, 0
    for step in tried:
        before = case
        with suppress(UsageError):
            case = step(case)
            done += 1
        assert case.steps[: len(before.steps)] == before.steps
        assert before.units <= case.units | ({before.offer.to} if before.offer else set())
        assert case.unit not in case.earlier_units
        assert (case.closing is not None) == (not case.is_open)
        assert (case.follow_up_on is not None) == (case.status is CaseStatus.FOLLOW_UP)
        assert case.offer is None or case.is_open
    assert len(case.steps) == done
