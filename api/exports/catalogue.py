"""Every export: its columns, whether it speaks of persons, and where its rows are read from."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from api.exports.changes import CHANGE_COLUMNS, change_rows
from api.exports.findings import (
    DISPLACEMENT_COLUMNS,
    REAPPEARANCE_COLUMNS,
    RELOCATION_COLUMNS,
    ROTATION_COLUMNS,
    displacement_rows,
    reappearance_rows,
    relocation_rows,
    rotation_rows,
)
from api.exports.hidden import HIDDEN_COLUMNS, hidden_rows
from api.exports.indicators import INDICATOR_COLUMNS, indicator_rows
from api.exports.itineraries import ITINERARY_COLUMNS, itinerary_rows
from api.exports.links import LINK_COLUMNS, link_rows
from api.exports.outbox import ALERT_COLUMNS, REJECTION_COLUMNS, alert_rows, rejection_rows
from api.exports.subject import SUBJECT_COLUMNS, subject_rows
from api.exports.table import Column, Refer, Row
from graph.errors import UsageError
from graph.geography import load_municipalities
from graph.hidden_numbers.band import hidden_numbers
from graph.hidden_numbers.redraw import redrawn_persons
from graph.indicators import Indicator
from graph.itineraries import stays
from graph.model import Displacement, Reappearance, Relocation, Rotation, Tier
from graph.standing import standing_words
from graph.store.columns import read_columns
from graph.store.database import Database
from graph.store.findings import F, outdated_findings, read_findings
from graph.store.judgements import read_judgements
from graph.store.links import read_links
from graph.store.occasions import read_occasions
from graph.store.outbox import read_alerts
from graph.store.reviewing import read_changes
from graph.store.subject import stored_of
from ingest.rejections import read_rejections


@dataclass(frozen=True, slots=True)
class Reading:
    """What an export reads from, and how it was asked for.

    ``graph`` opens the home's graph, which exports that don't need it never ask for. ``refer`` names encounters.
    ``tell`` is told what the rows don't say, ``look`` what needs a look besides. ``indicators`` releases
    counts for everybody. ``person`` is the pseudonym that a subject's export is of.
    """

    graph: Callable[[], Database]
    rejections: Path
    refer: Refer
    all_methods: bool
    tell: Callable[[str], None]
    look: Callable[[str], None] = lambda _text: None
    indicators: Callable[[Database], Iterable[Indicator]] = lambda _db: ()
    person: str = ""


@dataclass(frozen=True, slots=True)
class Export:
    """One kind of export. ``is_personal``: it demands a purpose and leaves a line in the audit log."""

    columns: tuple[Column, ...]
    is_personal: bool
    rows: Callable[[Reading], Iterator[Row]]


def _links(reading: Reading) -> Iterator[Row]:
    links = read_links(reading.graph())
    return link_rows(links.person_of, links.cuts, links.reviewed, reading.refer)


def _itineraries(reading: Reading) -> Iterator[Row]:
    encounters = read_columns(reading.graph())
    found = stays(encounters)
    if unplaced := len(found.unplaced):
        reading.tell(
            f"{unplaced} encounters have no place in an itinerary: known too roughly, or in conflict with another"
        )
    return itinerary_rows(encounters, found)


def _reappearances(reading: Reading) -> Iterator[Row]:
    return reappearance_rows(read_findings(reading.graph(), Reappearance), reading.refer)


def _rotations(reading: Reading) -> Iterator[Row]:
    found, outdated = _with_outdated(reading, Rotation)
    return rotation_rows((replace(f, tier=Tier.NONE) if f.id in outdated else f for f in found), reading.refer)


def _relocations(reading: Reading) -> Iterator[Row]:
    found, outdated = _with_outdated(reading, Relocation)
    return relocation_rows((replace(f, tier=Tier.NONE) if f.id in outdated else f for f in found), reading.refer)


def _displacements(reading: Reading) -> Iterator[Row]:
    found, outdated = _with_outdated(reading, Displacement)
    told = (replace(f, caveats=(*f.caveats, OUTDATED)) if f.id in outdated else f for f in found)
    return displacement_rows(told, all_methods=reading.all_methods)


OUTDATED = "the persons it rests on are linked otherwise since: run `waterbed analyse`"


def _with_outdated(reading: Reading, kind: type[F]) -> tuple[list[F], frozenset[str]]:
    """Findings of the last analysis, and those among them whose encounters were linked otherwise since.

    What they said of persons needn't hold any more, so they are shown without a tier until the next analysis.
    """
    db = reading.graph()
    found, outdated = read_findings(db, kind), outdated_findings(db, kind)
    if outdated:
        reading.look(f"{len(outdated)} of these findings are outdated and shown without a tier: {OUTDATED}")
    return found, outdated


def _changes(reading: Reading) -> Iterator[Row]:
    return change_rows(read_changes(reading.graph()), reading.refer)


def _indicators(reading: Reading) -> Iterator[Row]:
    return indicator_rows(reading.indicators(reading.graph()))


def _subject(reading: Reading) -> Iterator[Row]:
    found = list(stored_of(reading.graph(), reading.person))
    if not found:
        message = "there is no such person in this home: a pseudonym is as exports give it"
        raise UsageError(message)
    return subject_rows(found, reading.refer)


def _alerts(reading: Reading) -> Iterator[Row]:
    return alert_rows(read_alerts(reading.graph()))


def _rejections(reading: Reading) -> Iterator[Row]:
    return rejection_rows(read_rejections(reading.rejections))


def _hidden(reading: Reading) -> Iterator[Row]:
    db, table = reading.graph(), load_municipalities()
    occasions, person = read_occasions(db, area_of=lambda code: table.get(table.current(code)).safety_region)
    judged = standing_words(read_judgements(db))
    return hidden_rows(hidden_numbers(occasions, person, redrawn_persons(occasions.ids, judged, seed=LINKAGE_SEED)))


LINKAGE_SEED = 1
"""Of the judgements that are drawn again: the same graph gives the same rows."""


EXPORTS: Mapping[str, Export] = {
    "links": Export(LINK_COLUMNS, is_personal=True, rows=_links),
    "itineraries": Export(ITINERARY_COLUMNS, is_personal=True, rows=_itineraries),
    "reappearances": Export(REAPPEARANCE_COLUMNS, is_personal=True, rows=_reappearances),
    "rotations": Export(ROTATION_COLUMNS, is_personal=True, rows=_rotations),
    "relocations": Export(RELOCATION_COLUMNS, is_personal=True, rows=_relocations),
    "displacements": Export(DISPLACEMENT_COLUMNS, is_personal=True, rows=_displacements),
    "indicators": Export(INDICATOR_COLUMNS, is_personal=False, rows=_indicators),
    "alerts": Export(ALERT_COLUMNS, is_personal=False, rows=_alerts),
    "hidden": Export(HIDDEN_COLUMNS, is_personal=False, rows=_hidden),
    "rejections": Export(REJECTION_COLUMNS, is_personal=False, rows=_rejections),
}
"""Exports by name, in the order of the contract."""

LINK_CHANGES = Export(CHANGE_COLUMNS, is_personal=True, rows=_changes)
"""``links --changes``: persons joined or split."""

SUBJECT = Export(SUBJECT_COLUMNS, is_personal=True, rows=_subject)
"""``subject PERSON``: everything stored of one person."""


NETWORK = "network"
"""The one export that is no table: a finding's network, by :mod:`api.jobs.network`."""

REPORT = "report"
"""The one that is a list for each source, by :mod:`api.jobs.report`."""


def export_of(kind: str) -> Export:
    """Export of a name.

    Raises
    ------
    UsageError
        When there is none.
    """
    if kind in EXPORTS:
        return EXPORTS[kind]
    message = f"there is no such export; there are {', '.join((*EXPORTS, NETWORK, REPORT))}"
    raise UsageError(message)
