"""Reading what somebody may be shown: encounters, persons, and which municipalities a finding's encounters lie in."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from graph.columns import EncounterColumns, EncounterRow, columns_of, day_of
from graph.store.database import Database, Row
from graph.store.findings import KINDS


@dataclass(frozen=True, slots=True)
class Known:
    """An encounter with everything that is stored of it; text that isn't known is empty, days are local day numbers."""

    id: str
    person_id: str
    municipality: str
    source_id: str
    reporter_type: str
    channel: str
    first_day: int
    last_day: int
    minute: int
    precision: str
    premises_kind: str
    premises_id: str
    operation_id: str
    identifiers: tuple[str, ...]
    status: str
    form: str
    reliability: str
    regime: str
    consent: str
    sex: str
    minor: str


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person's node. Dates are ISO local days; ``weakest_cut`` None for somebody met once."""

    id: str
    first_seen: str
    last_seen: str
    sex: str
    encounters: int
    weakest_cut: float | None
    conflicts: int


def known_encounters(db: Database, ids: Iterable[str]) -> list[Known]:
    """Encounters of these ids, by day and id; those that aren't stored are absent."""
    wanted = sorted(set(ids))
    return _sorted(db.read("encounters_shown", ids=wanted)) if wanted else []


def known_of_persons(db: Database, persons: Iterable[str]) -> list[Known]:
    """All encounters of these persons, by day and id."""
    wanted = sorted(set(persons))
    return _sorted(db.read("encounters_shown_of_persons", ids=wanted)) if wanted else []


def known_at(db: Database, premises: Iterable[str], *, most: int) -> list[Known]:
    """Encounters at these premises, at most ``most``."""
    return _sorted(db.read("encounters_shown_at", ids=sorted(set(premises)), most=most))


def known_carrying(db: Database, identifiers: Iterable[str], *, most: int) -> list[Known]:
    """Encounters with these identifiers (tokens), at most ``most``."""
    return _sorted(db.read("encounters_shown_carrying", ids=sorted(set(identifiers)), most=most))


def persons_seen(db: Database, ids: Iterable[str]) -> dict[str, PersonSeen]:
    """Persons of these ids."""
    rows = db.read("persons_shown", ids=sorted(set(ids)))
    return {r["id"]: PersonSeen(**{**r, "sex": r["sex"] or "", "conflicts": r["conflicts"] or 0}) for r in rows}


def towns_held(db: Database) -> dict[str, frozenset[str]]:
    """Municipalities of the encounters that each current finding rests on."""
    return {r["id"]: frozenset(r["towns"]) for kind in KINDS for r in db.read("findings_held", kind=kind)}


@dataclass(frozen=True, slots=True)
class Stamp:
    """Something that differs once the graph does: what is read from it is kept by it.

    ``records`` differs once anything was ingested, judged or analysed, ``handled`` once anything was decided or done
    in a case, ``erased`` once records began to go or have gone. A word that is taken back and changes no person isn't
    among them: whoever keeps what depends on that must be told of it otherwise.
    """

    records: tuple[Any, ...]
    handled: tuple[Any, ...]
    erased: tuple[Any, ...]


def stamp(db: Database) -> Stamp:
    """How the graph stands: counts that an engine knows without counting, so that it may be asked every second."""

    def counts(*names: str) -> tuple[Any, ...]:
        return tuple(tuple(sorted((k, str(v)) for k, v in db.read(name)[0].items())) for name in names)

    return Stamp(
        records=counts("findings_stamp", "stamp_batches", "stamp_judgements", "stamp_changes"),
        handled=counts("stamp_decisions", "stamp_cases"),
        erased=counts("stamp_tombstones"),
    )


def columns_of_known(known: Iterable[Known]) -> EncounterColumns:
    """The same encounters as columns, for analyses."""
    return columns_of(
        EncounterRow(
            id=k.id,
            person=k.person_id or None,
            municipality=k.municipality,
            first_day=day_of(k.first_day),
            last_day=day_of(k.last_day),
            source=k.source_id,
            operation=k.operation_id or None,
            premises=k.premises_id or None,
            premises_kind=k.premises_kind or None,
            channel=k.channel or None,
            status=k.status,
            minute=k.minute,
            identifiers=k.identifiers,
        )
        for k in known
    )


def _sorted(rows: Iterable[Row]) -> list[Known]:
    found = {r["id"]: _known(r) for r in rows}
    return sorted(found.values(), key=lambda k: (k.first_day, k.last_day, k.minute, k.id))


def _known(r: Row) -> Known:
    said: dict[str, Any] = {name: r[name] or "" for name in _TEXTS}
    said |= {name: r[name] or 0 for name in ("first_day", "last_day", "minute")}
    return Known(**said, identifiers=tuple(r["identifiers"] or ()))


_TEXTS = (
    "id", "person_id", "municipality", "source_id", "reporter_type", "channel", "precision", "premises_kind",
    "premises_id", "operation_id", "status", "form", "reliability", "regime", "consent", "sex", "minor",
)  # fmt: skip
