"""From a report to what may be stored: keyed ids and tokens in place of everything that points at somebody."""

import json
import re
import unicodedata
from dataclasses import asdict
from datetime import date, datetime, timedelta

from graph.model import Encounter, Identifier, IdentifierKind, Moment, Tally, YesNoUnknown
from ingest.keyring import Keyring
from ingest.report import UNASSESSED, PartialDate, Reduced, Report

ADULT_YEARS = 18

_NOT_A_LETTER_OR_DIGIT = re.compile(r"[^a-z0-9]+")
_POSTCODE = re.compile(r"\b([1-9][0-9]{3})\s?([a-z]{2})\b")
_HOUSE_NUMBER = re.compile(r"\b(\d{1,5})\s*[-/]?\s*([a-z]{0,2}|\d{0,3})\b")


def encounter_id(keyring: Keyring, source_id: str, record_id: str) -> str:
    """Id of the encounter that a source's record stands for: the same pair is the same encounter, always."""
    return keyring.token("encounter", f"{source_id}\x1f{record_id}")


def content_digest(report: Report, keyring: Keyring) -> str:
    """Keyed digest of everything the source says in a record, whatever the order of columns or rows."""
    said = asdict(report)
    del said["row_number"]
    return keyring.token("content", json.dumps(said, sort_keys=True, default=str, ensure_ascii=False))


def to_encounter(
    report: Report, keyring: Keyring, *, batch_id: str, version: int, digest: str, expires_on: date | None
) -> Encounter:
    """Pseudonymous encounter of a report.

    Parameters
    ----------
    report
        The validated row.
    keyring
        Keys of the installation.
    batch_id
        The load this version came in.
    version
        1 for a new record, one more for each changed content.
    digest
        What :func:`content_digest` gives for the report.
    expires_on
        Local day on which its term ends; None where the policy names no term.
    """
    address = report.premises_address
    return Encounter(
        id=encounter_id(keyring, report.source_id, report.record_id),
        source_id=report.source_id,
        reporter_type=report.reporter_type,
        channel=report.channel,
        moment=report.moment,
        municipality=report.municipality,
        premises_kind=report.premises_kind,
        premises_id=keyring.token("premises", premises_key(address, report.municipality)) if address else None,
        operation_id=keyring.token("operation", report.operation_id) if report.operation_id else None,
        identifiers=identifiers(report, keyring),
        names_person=report.names_person,
        status=report.status,
        form=report.form,
        reliability=report.reliability,
        legal_basis=report.legal_basis,
        purpose=report.purpose,
        regime=report.regime,
        consent=report.consent,
        sex=report.person.sex,
        minor=minor_at(report.person.birth_date, report.moment),
        expires_on=expires_on,
        content_digest=digest,
        version=version,
        batch_id=batch_id,
    )


def to_tally(reduced: Reduced, keyring: Keyring, *, batch_id: str) -> Tally:
    """Tally of a reduced row: that somebody was met, and nothing of whom. Its digest covers only what it keeps."""
    report = reduced.report
    moment = report.moment
    kept = (report.source_id, report.municipality, report.premises_kind, report.channel, moment, reduced.reason)
    return Tally(
        id=encounter_id(keyring, report.source_id, report.record_id),
        source_id=report.source_id,
        municipality=report.municipality,
        premises_kind=report.premises_kind,
        channel=report.channel,
        moment=moment,
        in_operation=report.operation_id is not None,
        reason=reduced.reason,
        content_digest=keyring.token("tally", json.dumps([str(part) for part in kept])),
        batch_id=batch_id,
        is_unassessed=reduced.reason == UNASSESSED,
    )


def identifiers(report: Report, keyring: Keyring) -> tuple[Identifier, ...]:
    """Shared identifiers of a report as tokens; a controller's reference means something only within its source."""
    controller = [f"{report.source_id}\x1f{report.controller_ref}"] if report.controller_ref else []
    plain = {
        IdentifierKind.PHONE: report.phones,
        IdentifierKind.EMAIL: report.emails,
        IdentifierKind.ADVERT: report.advert_ids,
        IdentifierKind.PLATE: report.vehicle_plates,
        IdentifierKind.CONTROLLER: controller,
    }
    return tuple(
        sorted({Identifier(kind, keyring.token(kind.value, value)) for kind, some in plain.items() for value in some})
    )


def premises_key(address: str, municipality: str) -> str:
    """One spelling for an address: postcode and house number where both are there, else the bare letters and digits.

    Case, blanks, accents and punctuation don't count. Without a postcode the municipality keeps streets of the same
    name in different towns apart.
    """
    plain = unicodedata.normalize("NFKD", address.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    postcode = _POSTCODE.search(plain)
    if postcode:
        rest = plain[: postcode.start()] + " " + plain[postcode.end() :]
        number = _HOUSE_NUMBER.search(rest)
        if number:
            return f"{postcode[1]}{postcode[2]} {int(number[1])}{number[2]}"
    return f"{municipality} {_NOT_A_LETTER_OR_DIGIT.sub(' ', plain).strip()}"


def minor_at(born: PartialDate | None, moment: Moment) -> YesNoUnknown:
    """Whether somebody was under 18 when met; unknown where the dates leave both open."""
    if born is None:
        return YesNoUnknown.UNKNOWN
    earliest = date(born.year, born.month or 1, born.day or 1)
    if born.day:
        latest = earliest
    elif born.month:
        latest = _first_of_next_month(earliest) - timedelta(days=1)
    else:
        latest = date(born.year, 12, 31)
    if _turns_adult(latest) <= _day(moment.seen_from):
        return YesNoUnknown.NO
    if _turns_adult(earliest) > _day(moment.seen_until):
        return YesNoUnknown.YES
    return YesNoUnknown.UNKNOWN


def _turns_adult(born: date) -> date:
    try:
        return born.replace(year=born.year + ADULT_YEARS)
    except ValueError:  # 29 February
        return date(born.year + ADULT_YEARS, 3, 1)


def _first_of_next_month(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _day(moment: datetime) -> date:
    return moment.date()
