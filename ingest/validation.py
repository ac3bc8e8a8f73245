"""From rows of text to reports, register entries or rejections, as the data contract says.

A row is refused for its first defect in the order of the contract's columns; the reason never repeats a value. A wrong
cell that isn't needed is left empty and counted.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar

from graph.geography import MunicipalityTable
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
from ingest.fields import bsn, dates, identifiers, nationality, phones, sex, text
from ingest.formats import RawRow
from ingest.policy import Policy
from ingest.report import PartialDate, PersonCells, Reduced, Rejection, Report

PERSON_COLUMNS = (
    "given_name", "name_prefix", "family_name", "alias", "birth_date", "sex", "nationality", "document_number",
)  # fmt: skip
BSN_COLUMNS = frozenset({"given_name", "name_prefix", "family_name", "alias", "document_number"})
FIRST_YEAR = 1990
MAX_TEXT = 200

E = TypeVar("E", bound=StrEnum)


@dataclass
class Notes:
    """What is worth telling about a file beside its outcomes: wrong cells left empty, by column, and remarks."""

    wrong_cells: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)


class Refused(ValueError):
    """A defect that refuses the row: column and reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading rows depends on. ``today`` is the local day; ``date_format`` that of a layout."""

    policy: Policy
    municipalities: MunicipalityTable
    today: date
    date_format: str | None
    notes: Notes
    _moments: dict[str, Moment] = field(default_factory=dict)
    _towns: dict[tuple[str, date, date], str] = field(default_factory=dict)

    def needed(self, cells: Mapping[str, str], column: str) -> str:
        """Text of a needed cell.

        Raises
        ------
        Refused
            When it is empty, or longer than any such cell is.
        """
        said = cells.get(column, "").strip()
        if not said:
            raise Refused(column, "needed cell empty")
        if len(said) > MAX_TEXT:
            raise Refused(column, f"longer than {MAX_TEXT} characters")
        return said

    def source(self, cells: Mapping[str, str]) -> str:
        """Source id: letters, digits and ``-_.`` only."""
        said = self.needed(cells, "source_id")
        if not all(c.isascii() and (c.isalnum() or c in "-_.") for c in said):
            raise Refused("source_id", "value not allowed: letters, digits and -_. only")
        return said

    def one_of(self, cells: Mapping[str, str], column: str, kind: type[E]) -> E:
        """Word of a needed cell with a closed vocabulary."""
        said = self.needed(cells, column)
        try:
            return kind(said)
        except ValueError:
            raise Refused(column, f"value not allowed: one of {', '.join(kind)}") from None

    def optional(self, cells: Mapping[str, str], column: str, kind: type[E]) -> E | None:
        """Word of an optional cell; a wrong one is left empty and counted."""
        said = cells.get(column, "").strip()
        if not said:
            return None
        try:
            return kind(said)
        except ValueError:
            self.notes.wrong_cells[column] += 1
            return None

    def moment(self, cells: Mapping[str, str], column: str) -> Moment:
        """When something took place: not in the future, not before 1990."""
        said = self.needed(cells, column)
        found = self._moments.get(said)
        if found is None:
            try:
                found = dates.moment(dates.to_iso(said, self.date_format))
            except dates.NotADate as error:
                raise Refused(column, str(error)) from None
            if len(self._moments) < 100_000:
                self._moments[said] = found
        begin = found.seen_from.astimezone(dates.LOCAL_TIME)
        if begin.year < FIRST_YEAR:
            raise Refused(column, f"date before {FIRST_YEAR}")
        if begin.date() > self.today:
            raise Refused(column, "date in the future")
        return found

    def day(self, cells: Mapping[str, str], column: str) -> date:
        """Full date of a needed cell, in 1990 or later."""
        said = self.needed(cells, column)
        try:
            found = dates.partial_date(dates.to_iso(said, self.date_format)).full()
        except dates.NotADate as error:
            raise Refused(column, str(error)) from None
        if found is None:
            raise Refused(column, "a full date is needed here")
        if found.year < FIRST_YEAR:
            raise Refused(column, f"date before {FIRST_YEAR}")
        return found

    def town(self, said: str, column: str, first: date, last: date) -> str:
        """Code of a municipality valid on some day of an interval."""
        key = (said, first, last)
        known = self._towns.get(key)
        if known is None:
            resolution = self.municipalities.resolve(said, first, last)
            if resolution.note:
                self.notes.remarks[resolution.note] += 1
            if resolution.code is None:
                raise Refused(column, resolution.problem or "unknown municipality")
            known = resolution.code
            if len(self._towns) < 100_000 and not resolution.note:
                self._towns[key] = known
        return known


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
            yield Rejection(row.number, refused.column, refused.reason)


def read_encounters(rows: Iterable[RawRow], reader: Reader) -> Iterator[Report | Reduced | Rejection]:
    """Each row of an encounters file: a report, a report to be reduced, or a rejection."""
    return read_rows(rows, lambda row: _outcome(_report(row, reader), reader.policy))


def _outcome(report: Report, policy: Policy) -> Report | Reduced:
    if report.status is Status.NOT:
        return Reduced(report, "not a victim")
    needs_consent = report.reporter_type in policy.consent_required
    if report.names_person and needs_consent and report.consent is not Consent.GIVEN:
        return Reduced(report, "consent needed, not given")
    if report.status is Status.UNASSESSED and report.names_person:
        return Reduced(report, "unassessed")
    return report


def _report(row: RawRow, reader: Reader) -> Report:
    cells = row.cells
    source = reader.source(cells)
    record = reader.needed(cells, "record_id")
    reporter = reader.one_of(cells, "reporter_type", ReporterType)
    channel = reader.optional(cells, "channel", Channel)
    moment = reader.moment(cells, "observed_on")
    first = moment.seen_from.astimezone(dates.LOCAL_TIME).date()
    last = (moment.seen_until - timedelta(seconds=1)).astimezone(dates.LOCAL_TIME).date()
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
        person=_person(cells, reader),
        phones=_values(cells, "phones", phones.clean, reader.notes),
        emails=_values(cells, "emails", identifiers.clean_email, reader.notes),
        advert_ids=_values(cells, "advert_ids", identifiers.clean_advert, reader.notes),
        vehicle_plates=_values(cells, "vehicle_plates", identifiers.clean_plate, reader.notes),
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


def _person(cells: Mapping[str, str], reader: Reader) -> PersonCells:
    notes = reader.notes
    return PersonCells(
        given_name=text.clean(cells.get("given_name", "")),
        name_prefix=text.clean(cells.get("name_prefix", "")),
        family_name=text.clean(cells.get("family_name", "")),
        aliases=text.values(cells.get("alias", "")),
        birth_date=_birth_date(cells, reader),
        sex=_single(cells, "sex", sex.clean, notes, silent=sex.SAYS_NOTHING),
        nationalities=_values(cells, "nationality", nationality.clean, notes),
        document_number=_single(cells, "document_number", identifiers.clean_document, notes),
    )


def _birth_date(cells: Mapping[str, str], reader: Reader) -> PartialDate | None:
    said = cells.get("birth_date", "").strip()
    if not said:
        return None
    try:
        born = dates.partial_date(dates.to_iso(said, reader.date_format))
    except dates.NotADate:
        born = None
    if born is None or not 1900 <= born.year <= reader.today.year:
        reader.notes.wrong_cells["birth_date"] += 1
        return None
    return born


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


def _values(cells: Mapping[str, str], column: str, clean: Callable[[str], str | None], notes: Notes) -> tuple[str, ...]:
    cell = cells.get(column)
    if not cell:
        return ()
    found = [clean(value) for value in text.values(cell)]
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
