"""The sample files as encounter columns under the persons that they are known to hold."""

import json
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from graph.columns import EncounterColumns, EncounterRow, columns_of
from graph.geography import load_municipalities
from graph.model import Precision
from ingest.formats import open_table
from ingest.layouts import load_layout
from ingest.policy import Policy
from ingest.reader import Notes, Reader
from ingest.report import Report
from ingest.validation import read_encounters
from tests.shared import SHARED

SAMPLES = SHARED / "samples"
LOCAL = ZoneInfo("Europe/Amsterdam")


@dataclass(frozen=True, slots=True)
class Sample:
    """Columns, whose encounter ids are ``source_id/record_id``, and what is known of them."""

    columns: EncounterColumns
    stories: Any


@lru_cache
def sample() -> Sample:
    known = json.loads((SAMPLES / "EXPECTED.json").read_text(encoding="utf-8"))
    person_of = {"/".join(ref): p for p, refs in known["persons"]["several_records"].items() for ref in refs}
    reports: dict[str, Report] = {}
    for name, file in known["files"].items():
        if file["kind"] != "encounters":
            continue
        layout = SAMPLES / "layouts" / f"{name.rsplit('.', 1)[0]}.toml"
        table = open_table(SAMPLES / name, load_layout(layout) if layout.exists() else None)
        reader = Reader(Policy(), load_municipalities(), date(2026, 11, 24), table.date_format, Notes())
        reports.update(
            (f"{r.source_id}/{r.record_id}", r) for r in read_encounters(table.rows(), reader) if isinstance(r, Report)
        )
    return Sample(columns_of(_row(ref, r, person_of.get(ref, ref)) for ref, r in reports.items()), known["stories"])


def _row(ref: str, report: Report, person: str) -> EncounterRow:
    begin = report.moment.seen_from.astimezone(LOCAL)
    end = report.moment.seen_until.astimezone(LOCAL) - timedelta(seconds=1)
    several = {
        "phone": report.phones,
        "email": report.emails,
        "advert": report.advert_ids,
        "plate": report.vehicle_plates,
        "controller": (f"{report.source_id}:{report.controller_ref}",) if report.controller_ref else (),
    }
    return EncounterRow(
        id=ref,
        person=person if report.names_person else None,
        municipality=report.municipality,
        first_day=begin.date(),
        last_day=end.date(),
        source=report.source_id,
        operation=report.operation_id,
        premises=report.premises_address,
        premises_kind=report.premises_kind,
        channel=report.channel,
        status=report.status,
        minute=begin.hour * 60 + begin.minute + 1 if report.moment.precision is Precision.MINUTE else 0,
        identifiers=tuple(f"{kind}:{value}" for kind, values in several.items() for value in values),
    )
