"""Reports, encounters and keys in one line, for tests."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from graph.model import (
    Encounter,
    Moment,
    Precision,
    Regime,
    ReporterType,
    Status,
    YesNoUnknown,
)
from ingest.keyring import Keyring
from ingest.report import PersonCells, Report

KEYS = Keyring(*(bytes((i * j * 37 + j * j + i) % 251 for j in range(32)) for i in range(1, 6)))
"""Keys for tests alone."""


def on(day: str) -> Moment:
    """Whole UTC day of an ISO date."""
    begin = datetime.combine(date.fromisoformat(day), time(), UTC)
    return Moment(begin, begin + timedelta(days=1), Precision.DAY)


def report(record: str = "r1", day: str = "2024-03-17", town: str = "GM0599", **cells: Any) -> Report:
    """Report of a person; person columns go into the person, other keywords into the report."""
    person_columns = {"given_name", "name_prefix", "family_name", "aliases", "birth_date", "sex", "nationalities"}
    person_columns.add("document_number")
    person = PersonCells(**{k: v for k, v in cells.items() if k in person_columns})
    base = Report(
        source_id="register",
        record_id=record,
        reporter_type=ReporterType.MUNICIPALITY,
        channel=None,
        moment=on(day),
        municipality=town,
        premises_kind=None,
        premises_address=None,
        operation_id=None,
        names_person=not person.is_empty(),
        person=person,
        phones=(),
        emails=(),
        advert_ids=(),
        vehicle_plates=(),
        status=Status.POSSIBLE,
        form=None,
        controller_ref=None,
        reliability=None,
        legal_basis="basis",
        purpose="purpose",
        regime=Regime.AVG,
        consent=None,
    )
    return replace(base, **{k: v for k, v in cells.items() if k not in person_columns})


def encounter(name: str = "e1", day: str = "2024-03-17", town: str = "GM0599", **changes: Any) -> Encounter:
    """Stored encounter of a person."""
    base = Encounter(
        id=name,
        source_id="register",
        reporter_type=ReporterType.MUNICIPALITY,
        channel=None,
        moment=on(day),
        municipality=town,
        premises_kind=None,
        premises_id=None,
        operation_id=None,
        identifiers=(),
        names_person=True,
        status=Status.POSSIBLE,
        form=None,
        reliability=None,
        legal_basis="basis",
        purpose="purpose",
        regime=Regime.AVG,
        consent=None,
        sex=None,
        minor=YesNoUnknown.UNKNOWN,
        expires_on=None,
        content_digest=f"content-{name}",
        version=1,
        batch_id="batch",
    )
    return replace(base, **changes)
