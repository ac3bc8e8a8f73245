"""From rows of text to reports, register entries or rejections, as the data contract says.

A row is refused for its first defect in the order of the contract's columns; the reason never repeats a value. A wrong
cell that isn't needed is left empty and counted.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import TypeVar

from graph.model import (
    Channel,
    Consent,
    ExploitationForm,
    Moment,
    PremisesKind,
    Regime,
    ReporterType,
    Status,
)
from ingest.contract import ENCOUNTER_COLUMNS
from ingest.fields import adverts, births, bsn, dates, documents, emails, nationality, phones, plates, sex, text
from ingest.formats import RawRow
from ingest.policy import Policy
from ingest.reader import Notes, Reader, Refused, source_of
from ingest.report import UNASSESSED, PartialDate, PersonCells, Reduced, Rejection, Report

PERSON_COLUMNS = (
    "given_name", "name_prefix", "family_name", "alias", "birth_date", "sex", "nationality", "document_number",
)  # fmt: skip
BSN_COLUMNS = frozenset({"given_name", "name_prefix", "family_name", "alias", "document_number"})
NOT_A_VICTIM, NO_CONSENT = "not a victim", "consent needed, not given"
REDUCED_BECAUSE = (NOT_A_VICTIM, NO_CONSENT, UNASSESSED)
"""Why a row may be kept as a tally only."""

T = TypeVar("T")


def read_rows(rows: Iterable[RawRow], parse: Callable[[RawRow], T]) -> Iterator[T | Rejection]:
    """Each row parsed, or refused with its first defect."""
    for row in rows:
        if row.defect:
            yield Rejection(row.number, "", row.defect)
            continue
        try:
            yield parse(row)
        except Refused as refused:
            yield Rejection(row.number, refused.column, refused.reason, source_of(row.cells))


def read_encounters(rows: Iterable[RawRow], reader: Reader) -> Iterator[Report | Reduced | Rejection]:
    """Each row of an encounters file: a report, a report to be reduced, or a rejection."""
    return read_rows(rows, lambda row: _outcome(_report(row, reader), reader.policy))


def read_report(row: RawRow, reader: Reader) -> Report:
    """Report of one row.

    Raises
    ------
    Refused
        For its first defect.
    """
    return _report(row, reader)


def kept_or_reduced(report: Report, policy: Policy) -> Report | Reduced:
    """Report as what the policy lets it be kept as."""
    return _outcome(report, policy)


def _outcome(report: Report, policy: Policy) -> Report | Reduced:
    if report.status is Status.NOT:
        return Reduced(report, NOT_A_VICTIM)
    needs_consent = report.reporter_type in policy.consent_required
    if report.names_person and needs_consent and report.consent is not Consent.GIVEN:
        return Reduced(report, NO_CONSENT)
    if report.status is Status.UNASSESSED and report.names_person:
        return Reduced(report, UNASSESSED)
    return report


def _report(row: RawRow, reader: Reader) -> Report:
    cells = row.cells
    source = reader.source(cells)
    record = reader.needed(cells, "record_id")
    reporter = reader.one_of(cells, "reporter_type", ReporterType)
    if not reader.policy.accepts_reporter(reporter):
        raise Refused("reporter_type", "not a reporter that the policy lists")
    channel = reader.optional(cells, "channel", Channel)
    moment = reader.moment(cells, "observed_on")
    first, last = local_days(moment)
    town = reader.town(reader.needed(cells, "municipality"), "municipality", first, last)
    _refuse_bsn(cells, ENCOUNTER_COLUMNS)
    status = reader.one_of(cells, "status", Status)
    basis, purpose = _accepted(cells, reader)
    regime = reader.one_of(cells, "regime", Regime)
    if any(bsn.holds_bsn(cell) for cell in row.unknown):
        raise Refused("", "a BSN in a column that is not of the contract")
    return Report(
        source_id=source,
        record_id=record,
        reporter_type=reporter,
        channel=channel,
        moment=moment,
        municipality=town,
        premises_kind=reader.optional(cells, "premises_kind", PremisesKind),
        premises_address=text.clean(cells.get("premises_address", "")),
        operation_id=text.clean(cells.get("operation_id", "")),
        names_person=any(cells.get(column, "").strip() for column in PERSON_COLUMNS),
        person=_person(cells, reader, min(last, reader.today)),
        phones=_values(cells, "phones", phones.clean, reader.notes, split=phones.split),
        emails=_values(cells, "emails", emails.clean, reader.notes),
        advert_ids=_values(cells, "advert_ids", adverts.clean, reader.notes),
        vehicle_plates=_values(cells, "vehicle_plates", plates.clean, reader.notes),
        status=status,
        form=reader.optional(cells, "exploitation_form", ExploitationForm),
        controller_ref=text.clean(cells.get("controller_ref", "")),
        reliability=_reliability(cells, reader.notes),
        legal_basis=basis,
        purpose=purpose,
        regime=regime,
        consent=reader.optional(cells, "consent_status", Consent),
        row_number=row.number,
    )


def local_days(moment: Moment) -> tuple[date, date]:
    """First and last local day that a moment touches."""
    first = moment.seen_from.astimezone(dates.LOCAL_TIME).date()
    return first, (moment.seen_until - timedelta(seconds=1)).astimezone(dates.LOCAL_TIME).date()


def _refuse_bsn(cells: Mapping[str, str], columns: Iterable[str]) -> None:
    for column in columns:
        if column in BSN_COLUMNS and bsn.holds_bsn(cells.get(column, "")):
            raise Refused(column, "a BSN: it may not be in the file")


def _accepted(cells: Mapping[str, str], reader: Reader) -> tuple[str, str]:
    basis = reader.needed(cells, "legal_basis")
    if not reader.policy.accepts_basis(basis):
        raise Refused("legal_basis", "not a basis that the policy lists")
    purpose = reader.needed(cells, "purpose")
    if not reader.policy.accepts_purpose(purpose):
        raise Refused("purpose", "not a purpose that the policy lists")
    return basis, purpose


def _person(cells: Mapping[str, str], reader: Reader, met_on: date) -> PersonCells:
    notes = reader.notes
    nationalities = _values(cells, "nationality", nationality.clean, notes)
    return PersonCells(
        given_name=text.clean(cells.get("given_name", "")),
        name_prefix=text.clean(cells.get("name_prefix", "")),
        family_name=text.clean(cells.get("family_name", "")),
        aliases=text.values(cells.get("alias", "")),
        birth_date=_birth_date(cells, reader, met_on),
        sex=_single(cells, "sex", sex.clean, notes, silent=sex.SAYS_NOTHING),
        nationalities=nationalities,
        document_number=_document_number(cells, nationalities, notes),
    )


def _birth_date(cells: Mapping[str, str], reader: Reader, met_on: date) -> PartialDate | None:
    said = text.clean(cells.get("birth_date", ""))
    if said is None:
        return None
    born = births.clean(said, latest=met_on, date_format=reader.date_format)
    if born is None:
        reader.notes.wrong_cells["birth_date"] += 1
    return born


def _document_number(cells: Mapping[str, str], nationalities: tuple[str, ...], notes: Notes) -> str | None:
    """The number of a cell; of several the one whose form is known, then the first in order."""
    found = _values(cells, "document_number", documents.clean, notes)
    if len(found) > 1:
        notes.remarks["a row with several document numbers keeps one"] += 1
    known = documents.Precision.KNOWN_FORM
    return min(found, key=lambda n: (documents.precision(n, nationalities) is not known, n), default=None)


def _single(
    cells: Mapping[str, str],
    column: str,
    clean: Callable[[str], T | None],
    notes: Notes,
    *,
    silent: frozenset[str] = frozenset(),
) -> T | None:
    said = text.clean(cells.get(column, ""))
    if said is None or said.casefold() in silent:
        return None
    found = clean(said)
    if found is None:
        notes.wrong_cells[column] += 1
    return found


def _values(
    cells: Mapping[str, str],
    column: str,
    clean: Callable[[str], str | None],
    notes: Notes,
    *,
    split: Callable[[str], tuple[str, ...]] = lambda value: (value,),
) -> tuple[str, ...]:
    cell = cells.get(column)
    if not cell:
        return ()
    found = [clean(part) for value in text.values(cell) for part in split(value)]
    notes.wrong_cells[column] += sum(value is None for value in found)
    return tuple(sorted({value for value in found if value}))


def _reliability(cells: Mapping[str, str], notes: Notes) -> str | None:
    said = cells.get("reliability", "").strip().upper()
    if not said:
        return None
    if len(said) == 2 and said[0] in "ABCDE" and said[1] in "12345":
        return said
    notes.wrong_cells["reliability"] += 1
    return None
