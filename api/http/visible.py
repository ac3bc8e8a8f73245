"""Which findings a caller may know of: those of which one of the caller's units holds an encounter."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.access.roles import Caller, Role
from api.http.kept import Ground, Of
from api.http.service import Service
from graph.finding_facts import named_towns
from graph.model import Displacement, Finding, Reappearance, Relocation, Rotation, Tier
from graph.store.database import Database
from graph.store.decisions import towns_of
from graph.store.findings import KINDS, finding_as_stored, read_findings
from graph.store.persons import person_of
from graph.store.rows import from_text
from graph.store.shown import towns_held


@dataclass(frozen=True, slots=True)
class Held:
    """A current finding, its kind, and the municipalities of the encounters it rests on."""

    kind: str
    finding: Finding
    towns: frozenset[str]


def visible(service: Service, caller: Caller) -> Mapping[str, Held]:
    """Findings that a caller may know of, by id, in order of id: for lists, which may lag behind the graph."""
    every = every_held(service)

    def seen(_db: Database) -> Mapping[str, Held]:
        return {i: h for i, h in every.items() if _may_see(caller, h)}

    name = f"findings of {caller.role} {caller.units}"
    return service.kept.get(name, seen, of=Of.RECORDS, made_from=(every,))


def visible_of(service: Service, caller: Caller, ids: Iterable[str]) -> Mapping[str, Held]:
    """Those of these findings that a caller may know of, as they stand now: for all that speaks of one."""
    if service.kept.lags(FINDINGS):
        read = {i: _read_one(service.db, i) for i in sorted(set(ids))}
        return {i: h for i, h in read.items() if h is not None and _may_see(caller, h)}
    found = visible(service, caller)
    return {i: found[i] for i in ids if i in found}


def every_held(service: Service) -> Mapping[str, Held]:
    """Every current finding, by id, in order of id; for lists."""
    return service.kept.ground(FINDINGS)


def persons_of(service: Service, finding: Finding) -> frozenset[str]:
    """Persons that a finding is about."""
    match finding:
        case Reappearance():
            return frozenset({finding.person_id})
        case Rotation():
            return frozenset(finding.person_ids)
        case Relocation() | Displacement():
            encounters = finding.encounters

            def read(db: Database) -> frozenset[str]:
                return frozenset(person_of(db, encounters).values())

            return service.kept.get(f"persons of {finding.id}", read, of=Of.RECORDS, made_from=(finding,))


def _read(db: Database) -> Mapping[str, Held]:
    towns = towns_held(db)
    found: list[tuple[str, Finding]] = [("reappearance", f) for f in read_findings(db, Reappearance)]
    found += [("rotation", f) for f in read_findings(db, Rotation)]
    found += [("relocation", f) for f in read_findings(db, Relocation)]
    found += [("displacement", f) for f in read_findings(db, Displacement)]
    return {
        f.id: Held(kind, f, towns.get(f.id, frozenset()) | named_towns(f))
        for kind, f in sorted(found, key=lambda k: k[1].id)
    }


FINDINGS = Ground("findings", _read, most_lag_s=10.0)
"""Every current finding. Lists of them lag little: what was withdrawn should go from sight."""


def _read_one(db: Database, finding_id: str) -> Held | None:
    stored = finding_as_stored(db, finding_id)
    if stored is None or stored[2] is not None:
        return None
    kind, content, _ = stored
    finding: Finding = from_text(KINDS[kind], content)
    return Held(kind, finding, towns_of(db, finding_id) | named_towns(finding))


def _may_see(caller: Caller, held: Held) -> bool:
    if not any(caller.holds(town) for town in held.towns):
        return False
    return caller.role is not Role.POLICE_LIAISON or _is_for_police(held.finding)


def _is_for_police(finding: Finding) -> bool:
    """Whether a finding may reach the police: a fact, a flag, or a displacement from step 4."""
    match finding:
        case Reappearance():
            return True
        case Rotation() | Relocation():
            return finding.tier is Tier.FLAGGED
        case Displacement():
            return finding.ladder_step >= 4
