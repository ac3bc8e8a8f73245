"""From a report to what may be stored: keyed ids and tokens in place of everything that points at somebody."""

import json
from dataclasses import fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from graph.model import Encounter, Identifier, IdentifierKind, Moment, Tally, YesNoUnknown
from ingest.fields import addresses, births
from ingest.report import UNASSESSED, PartialDate, PersonCells, Reduced, Report

ADULT_YEARS = 18
_FIELDS: dict[type, tuple[str, ...]] = {
    kind: tuple(f.name for f in fields(kind)) for kind in (Report, PersonCells, PartialDate, Moment)
}


class Tokens(Protocol):
    """Makes tokens as text: a sender base tokens, the centre those that it stores."""

    def token(self, domain: str, value: str) -> str:
        """Token of a value within a domain."""

    def unkeyed(self, domain: str, value: str) -> str:
        """Token of something that points at nobody, which needs no region key."""


def encounter_id(tokens: Tokens, source_id: str, record_id: str) -> str:
    """Id of the encounter that a source's record stands for: the same pair is the same encounter, always."""
    return tokens.token("encounter", f"{source_id}\x1f{record_id}")


def content_digest(report: Report, tokens: Tokens) -> str:
    """Keyed digest of everything the source says in a record, whatever the order of columns or rows."""
    said = _said(report)
    del said["row_number"]
    return tokens.token("content", json.dumps(said, sort_keys=True, default=str, ensure_ascii=False))


def _said(value: Any) -> dict[str, Any]:
    """Fields of a report, and of what is in it: :func:`dataclasses.asdict` without copying what can't change."""
    return {
        name: _said(item) if type(item) in _FIELDS else item
        for name in _FIELDS[type(value)]
        for item in (getattr(value, name),)
    }


def to_encounter(
    report: Report, tokens: Tokens, *, batch_id: str, version: int, digest: str, expires_on: date | None
) -> Encounter:
    """Pseudonymous encounter of a report.

    Parameters
    ----------
    report
        The validated row.
    tokens
        Makes its tokens.
    batch_id
        The load this version came in.
    version
        1 for a new record, one more for each changed content.
    digest
        What :func:`content_digest` gives for the report.
    expires_on
        Local day on which its term ends; None where the policy names no term.
    """
    place = premises_key(report.premises_address, report.municipality)
    return Encounter(
        id=encounter_id(tokens, report.source_id, report.record_id),
        source_id=report.source_id,
        reporter_type=report.reporter_type,
        channel=report.channel,
        moment=report.moment,
        municipality=report.municipality,
        premises_kind=report.premises_kind,
        premises_id=tokens.token("premises", place) if place else None,
        operation_id=tokens.token("operation", report.operation_id) if report.operation_id else None,
        identifiers=identifiers(report, tokens),
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


def to_tally(reduced: Reduced, tokens: Tokens, *, batch_id: str) -> Tally:
    """Tally of a reduced row: that somebody was met, and nothing of whom. Its digest covers only what it keeps."""
    report = reduced.report
    tally = Tally(
        id=encounter_id(tokens, report.source_id, report.record_id),
        source_id=report.source_id,
        municipality=report.municipality,
        premises_kind=report.premises_kind,
        channel=report.channel,
        moment=report.moment,
        in_operation=report.operation_id is not None,
        reason=reduced.reason,
        content_digest="",
        batch_id=batch_id,
        is_unassessed=reduced.reason == UNASSESSED,
    )
    return with_digest(tally, tokens)


def with_digest(tally: Tally, tokens: Tokens) -> Tally:
    """Tally with the digest of what it keeps, which points at nobody and so needs no key of the region."""
    kept = (tally.source_id, tally.municipality, tally.premises_kind, tally.channel, tally.moment, tally.reason)
    return replace(tally, content_digest=tokens.unkeyed("tally", json.dumps([str(part) for part in kept])))


def identifiers(report: Report, tokens: Tokens) -> tuple[Identifier, ...]:
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
        sorted({Identifier(kind, tokens.token(kind.value, value)) for kind, some in plain.items() for value in some})
    )


def premises_key(address: str | None, municipality: str) -> str | None:
    """One spelling for an address; None where it says no place."""
    return addresses.clean(address, municipality) if address else None


def minor_at(born: PartialDate | None, moment: Moment) -> YesNoUnknown:
    """Whether somebody was under 18 when met; unknown where the dates leave both open, as a default of 1 January may."""
    if born is None:
        return YesNoUnknown.UNKNOWN
    born = births.known(born)
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
