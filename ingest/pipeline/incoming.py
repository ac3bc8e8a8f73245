"""Rows as they come in, plain or sealed: what each says, and what may be made of it once it is decided on."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TypeVar

from graph.model import Encounter, Tally
from graph.parts import parts
from ingest.fields.dates import LOCAL_TIME
from ingest.linkage.makers import Coming, TokenMakers
from ingest.linkage.tokens import Tokeniser
from ingest.pipeline.outcomes import Nature, Said
from ingest.pseudonyms import Tokens, content_digest, encounter_id, to_encounter, to_tally
from ingest.report import Reduced, Rejection, Report

PART_ROWS = 2_000
"""Rows of a file that are stored together."""

T = TypeVar("T")


@dataclass(frozen=True, slots=True, repr=False)
class Incoming:
    """One row that wasn't refused. ``record_id`` is the source's own number, and plain.

    ``tally`` is what a row to be reduced is kept as, ``reduced_because`` says why; else ``encounter`` gives, for a
    version and the last day of its term, what is stored. ``names_somebody``: a name, a document or a date of birth.
    """

    said: Said
    source_id: str
    record_id: str
    names_somebody: bool
    observed: date
    legal_basis: str
    encounter: Callable[[int, date | None], Encounter]
    tally: Tally | None = None
    reduced_because: str = ""


@dataclass(frozen=True, slots=True, repr=False)
class Part:
    """Consecutive rows of a file. ``end`` is the number of its last row; the rows of a file that was sealed have gaps.

    ``tokens`` begins the linkage table of some of ``rows``, by their indexes, under their encounters' ids.
    """

    number: int
    end: int
    rows: Sequence[Incoming]
    rejections: Sequence[Rejection]
    tokens: Callable[[Sequence[int], Sequence[str]], Coming]


def plain_parts(
    items: Iterable[Report | Reduced | Rejection], tokens: Tokens, tokeniser: Tokeniser | TokenMakers, *, batch_id: str
) -> Iterator[Part]:
    """Parts of a plain file."""
    for number, part in enumerate(parts(items, PART_ROWS)):
        kept = [item for item in part if not isinstance(item, Rejection)]
        yield Part(
            number=number,
            end=number * PART_ROWS + len(part),
            rows=[_incoming(item, tokens, batch_id) for item in kept],
            rejections=[item for item in part if isinstance(item, Rejection)],
            tokens=partial(_linkage_table, kept, tokeniser),
        )


def incoming(report: Report, said: Said, encounter: Callable[[int, date | None], Encounter]) -> Incoming:
    """Row that may be kept."""
    person = report.person
    named = person.given_name or person.family_name or person.document_number or person.birth_date
    return Incoming(
        said=said,
        source_id=report.source_id,
        record_id=report.record_id,
        names_somebody=bool(named),
        observed=report.moment.seen_from.astimezone(LOCAL_TIME).date(),
        legal_basis=report.legal_basis,
        encounter=encounter,
    )


def reduced(tally: Tally, *, record_id: str = "") -> Incoming:
    """Row that may be kept as a tally only; ``record_id`` is empty where it came sealed."""

    def never(_version: int, _expires_on: date | None) -> Encounter:
        raise AssertionError("a tally is no encounter")

    return Incoming(
        said=Said(tally.id, tally.content_digest, Nature.TALLY),
        source_id=tally.source_id,
        record_id=record_id,
        names_somebody=False,
        observed=tally.moment.seen_from.astimezone(LOCAL_TIME).date(),
        legal_basis="",
        encounter=never,
        tally=tally,
        reduced_because=tally.reason,
    )


def nature(report: Report) -> Nature:
    """What a report may be kept as."""
    return Nature.ENCOUNTER if report.names_person else Nature.PREMISES_SIGNAL


def _incoming(item: Report | Reduced, tokens: Tokens, batch_id: str) -> Incoming:
    if isinstance(item, Reduced):
        return reduced(to_tally(item, tokens, batch_id=batch_id), record_id=item.report.record_id)
    digest = content_digest(item, tokens)
    said = Said(encounter_id(tokens, item.source_id, item.record_id), digest, nature(item))

    def encounter(version: int, expires_on: date | None) -> Encounter:
        return to_encounter(item, tokens, batch_id=batch_id, version=version, digest=digest, expires_on=expires_on)

    return incoming(item, said, encounter)


def _linkage_table(
    items: Sequence[Report | Reduced],
    tokeniser: Tokeniser | TokenMakers,
    rows: Sequence[int],
    encounters: Sequence[str],
) -> Coming:
    reports = [item.report if isinstance(item := items[row], Reduced) else item for row in rows]
    return tokeniser.begin(reports, encounters)
