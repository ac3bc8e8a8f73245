"""Cases of a home: opened, gone on with, handed over, closed; and reminders of those whose day has come."""

import secrets
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial

from api.access.roles import Purpose, is_unit
from api.audit import Act, AuditLog, current_actor
from api.delivery.plan_file import load_plan
from api.home import Home
from api.jobs.beside import beside
from api.jobs.decisions import current_finding
from api.jobs.opened import opened_graph
from graph.case_alerts import care_alert, follow_up_alert, offer_alert
from graph.case_steps import is_due
from graph.errors import UsageError, WaterbedError
from graph.geography import load_municipalities
from graph.model import Alert
from graph.model.case import Case, CaseStatus
from graph.store.cases import change_case, read_case, read_cases, write_case
from graph.store.database import Database
from graph.store.outbox import alerts_by_id, write_alerts
from graph.store.rows import LOCAL_TIME
from graph.store.schema import claim
from graph.store.shown import known_encounters
from ingest.keyring import load_keyring
from ingest.pseudonyms import encounter_id
from ingest.review_text import problem_of_name

EVERY_S = 600.0
"""How often a served home looks whether a day of follow-up has come."""

Change = Callable[[Case], Case]


@dataclass(frozen=True, slots=True)
class NewCase:
    """A case to open: what for, by which unit, about which findings and records (a register, its own number)."""

    purpose: Purpose
    unit: str
    findings: tuple[str, ...] = ()
    records: tuple[tuple[str, str], ...] = ()


def open_case(home: Home, new: NewCase, *, by: str, now: datetime) -> Case:
    """Open a case about findings and records, such as a signal; the audit line is written first.

    Raises
    ------
    UsageError
        When there is no such unit, finding or record, or it is for another purpose than to follow these up.
    """
    if not is_unit(new.unit) or not (new.findings or new.records):
        message = "name a unit (GM0599, VR17, a police unit) and at least one finding or --record"
        raise UsageError(message)
    if new.purpose not in (Purpose.ASSESS_FINDING, Purpose.ARRANGE_CARE, Purpose.POLICE_FOLLOW_UP):
        message = "here a case is for assess_finding, arrange_care or police_follow_up; others are opened by login"
        raise UsageError(message)
    keyring = load_keyring(home.keys)
    with _opened(home, by) as (db, record):
        for finding in new.findings:
            current_finding(db, finding)
        encounters = {encounter_id(keyring, source, number) for source, number in new.records}
        if len(known_encounters(db, encounters)) != len(encounters):
            message = "a --record isn't stored here: write it as REGISTER/NUMBER; a signal that waits is stored within seconds"
            raise UsageError(message)
        case = Case(
            id=secrets.token_urlsafe(12),
            purpose=new.purpose.value,
            unit=new.unit,
            status=CaseStatus.ACTIVE,
            findings=tuple(sorted(set(new.findings))),
            encounters=tuple(sorted(encounters)),
            opened_by=by,
            opened_at=now,
        )
        record(case, "open_case", by, now)
        write_case(db, case)
    return case


def go_on(home: Home, case_id: str, change: Change, *, what: str, by: str, now: datetime) -> Case:
    """Do something with a case, and tell whom it concerns; the audit line is written first.

    Parameters
    ----------
    home, case_id
        The installation and the case.
    change
        What is done, of :mod:`graph.case_steps`.
    what, by, now
        Name of what is done for the log, by whom, and when (UTC).

    Raises
    ------
    UsageError
        When there is no such case, or that can't be done with it.
    ChangedMeanwhile
        When somebody else changed it meanwhile.
    """
    with _opened(home, by) as (db, record):
        before = read_case(db, case_id)
        if before is None:
            message = f"no case {case_id}: see `waterbed cases list`"
            raise UsageError(message)
        after = change(before)
        record(after, what, by, now)
        change_case(db, before, after, alerts_on(before, after, now=now))
    return after


def alerts_on(before: Case, after: Case, *, now: datetime) -> list[Alert]:
    """Alerts that a change of a case gives: to whom it is newly offered, and to care that is newly asked."""
    offer = offer_alert(after, load_municipalities()) if after.offer != before.offer else None
    care = care_alert(after, now=now) if after.care != before.care else None
    return [a for a in (offer, care) if a is not None]


def remind(db: Database, *, now: datetime) -> list[Alert]:
    """Tell the owners of cases whose day has come, once for each day that was set; the alerts that are new.

    Parameters
    ----------
    db
        The graph.
    now
        When (UTC); days are local.
    """
    table, today = load_municipalities(), local_day(now)
    due = [follow_up_alert(c, table, now=now) for c in read_cases(db) if is_due(c, today)]
    known = alerts_by_id(db, (a.id for a in due))
    fresh = [a for a in due if a.id not in known]
    write_alerts(db, fresh)
    return fresh


@contextmanager
def reminding(db: Database, *, clock: Callable[[], datetime]) -> Iterator[None]:
    """Remind, for as long as the block lasts, whenever a day has come."""
    with beside(partial(_remind_until, db, clock), name="reminders"):
        yield


def cases_of(db: Database, *, unit: str | None = None, is_open: bool = False) -> Sequence[Case]:
    """Cases by id; those that a unit owns, owned or is offered, and those still open, where asked for."""
    return [c for c in read_cases(db) if (unit is None or unit in c.units) and (c.is_open or not is_open)]


def care_region(home: Home, name: str) -> str:
    """Care region of this name, as the home's plan of alerts has it.

    Raises
    ------
    UsageError
        When the plan has none of that name: what is asked of it would reach nobody.
    """
    if name not in load_plan(home.alert_plan).routes.care_regions.values():
        message = "the plan of alerts has no care region of that name: add it under [care], see `waterbed alerts plan`"
        raise UsageError(message)
    return name


def local_day(now: datetime) -> date:
    """Local day of a moment."""
    return now.astimezone(LOCAL_TIME).date()


def _remind_until(db: Database, clock: Callable[[], datetime], ending: threading.Event) -> None:
    wait_s = 0.0
    while not ending.wait(wait_s):
        wait_s = EVERY_S
        try:
            remind(db, now=clock())
        except WaterbedError:
            continue


Record = Callable[[Case, str, str, datetime], None]


@contextmanager
def _opened(home: Home, by: str) -> Iterator[tuple[Database, Record]]:
    if problem := problem_of_name(by):
        message = f"--by takes {problem}"
        raise UsageError(message)
    keyring = load_keyring(home.keys)
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())

        def record(case: Case, what: str, by: str, now: datetime) -> None:
            actor, host = current_actor()
            act = Act(what, "case", case.purpose, 1, {"case": case.id, "unit": case.unit, "by": by})
            AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now.astimezone(UTC))

        yield db, record
