"""What the store promises of cases, on the embedded engine and a real Neo4j alike."""

from dataclasses import replace
from datetime import timedelta

import pytest

from api.jobs.cases import alerts_on, remind
from graph.case_alerts import HAND_OVER
from graph.case_steps import closed, offered, taken_over, to_follow_up
from graph.errors import ChangedMeanwhile
from graph.model.case import Case, CaseStatus, Closing, Transfer
from graph.store.cases import change_case, read_case, write_case
from graph.store.database import Database
from graph.store.outbox import due_alerts, read_alerts
from graph.store.shown import stamp
from tests.contract.stored import NOW

CASE = Case("c-1", "assess_finding", "GM0599", CaseStatus.ACTIVE, ("rot",), (), "anna", NOW)
TODAY = NOW.date()


def test_a_change_is_written_with_its_alerts_and_both_can_be_sent(db: Database) -> None:
    write_case(db, CASE)
    before = stamp(db)
    case = offered(CASE, "GM0502", Transfer.MOVED, by="anna", now=NOW)
    change_case(db, CASE, case, alerts_on(CASE, case, now=NOW))
    assert stamp(db) != before
    assert read_case(db, "c-1") == case
    assert [d.alert.kind for d in due_alerts(db, ["GM0502"], now=NOW)] == [HAND_OVER]
    took = taken_over(case, by="bram", now=NOW)
    change_case(db, case, took, alerts_on(case, took, now=NOW))
    assert read_case(db, "c-1") == took
    assert len(read_alerts(db)) == 1


def test_of_two_who_change_a_case_at_once_the_second_is_told_and_nothing_of_it_is_written(db: Database) -> None:
    write_case(db, CASE)
    mine = offered(CASE, "GM0502", Transfer.MOVED, by="anna", now=NOW)
    theirs = offered(CASE, "GM0606", Transfer.MOVED, by="bram", now=NOW)
    change_case(db, CASE, mine, alerts_on(CASE, mine, now=NOW))
    with pytest.raises(ChangedMeanwhile):
        change_case(db, CASE, theirs, alerts_on(CASE, theirs, now=NOW))
    assert read_case(db, "c-1") == mine
    assert [a.recipient for a in read_alerts(db)] == ["GM0502"]


def test_owners_are_reminded_once_for_each_day_they_set_and_not_of_what_is_closed(db: Database) -> None:
    waits = to_follow_up(CASE, TODAY + timedelta(7), today=TODAY, by="anna", now=NOW)
    done = closed(replace(waits, id="c-2"), Closing.SOLVED, by="anna", now=NOW)
    write_case(db, waits)
    write_case(db, done)
    days = [NOW + timedelta(d) for d in (6, 7, 8)]
    assert [[a.finding_id for a in remind(db, now=day)] for day in days] == [[], ["c-1"], []]
    again = to_follow_up(waits, TODAY + timedelta(9), today=TODAY, by="anna", now=NOW)
    change_case(db, waits, again)
    assert [a.recipient for a in remind(db, now=NOW + timedelta(9))] == ["GM0599"]
