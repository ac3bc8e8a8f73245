"""Everything that is stored of one person, as it is stored: what an answer to a request for access is made of."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from graph.model.case import Case
from graph.store.cases import read_cases
from graph.store.database import Database
from graph.store.decisions import read_decisions
from graph.store.judgements import judgements_of


@dataclass(frozen=True, slots=True)
class Stored:
    """One thing stored: of which kind, under which id, and its fields as texts."""

    kind: str
    id: str
    fields: tuple[tuple[str, str], ...]


_INNER = ("id", "known_digests", "content_digest", "linked", "person_id")
"""Properties of encounters that say nothing of anybody: marks of the product's own."""


def stored_of(db: Database, person_id: str) -> Iterator[Stored]:
    """Encounters of a person, judgements that join or part them, findings, decisions on those, and cases about them.

    Of a finding about several persons only what is said of this one's encounters, and no other person's id.
    """
    ids = [r["id"] for r in db.read("encounter_ids_of_person", person_id=person_id)]
    for row in db.read("encounters_whole", ids=ids):
        said = sorted((k, _text(v)) for k, v in row["properties"].items() if k not in _INNER)
        yield Stored("encounter", row["id"], tuple((k, v) for k, v in said if v))
    own = set(ids)
    for j in judgements_of(db, own):
        if set(j.pair) <= own:
            words = (("left", j.left), ("right", j.right), ("verdict", j.verdict.value), ("by", j.by))
            yield Stored(
                "judgement", j.id, (*words, ("probability", repr(j.probability)), ("evidence", "|".join(j.evidence)))
            )
    for row in db.read("findings_of_person", person_id=person_id):
        content = json.loads(row["content"])
        kept = {k: content[k] for k in _OF_FINDINGS if k in content}
        kept["encounters"] = [e for e in content["encounters"] if e in own]
        yield Stored(row["kind"], row["id"], tuple((k, _text(v)) for k, v in sorted(kept.items())))
    yield from _worked_on(db, person_id, own)


def _worked_on(db: Database, person_id: str, own: set[str]) -> Iterator[Stored]:
    """Decisions on findings that concern the person, and cases about those or about the person's encounters.

    Of what was done with a case what and when, and not by which login: that is somebody else's.
    """
    about = {r["id"] for r in db.read("finding_ids_of_person", person_id=person_id)}
    decisions = [d for some in read_decisions(db).values() for d in some]
    for d in sorted(decisions, key=lambda d: (d.at, d.id)):
        if d.finding_id in about or person_id in d.persons:
            words = {"finding": d.finding_id, "ruling": d.ruling.value, "reason": d.reason, "at": d.at.isoformat()}
            yield Stored("decision", d.id, (*words.items(), ("rule_version", d.rule_version)))
    for case in read_cases(db):
        findings, encounters = about.intersection(case.findings), own.intersection(case.encounters)
        if findings or encounters:
            yield Stored("case", case.id, tuple((k, v) for k, v in _said_of(case, findings, encounters) if v))


def _said_of(case: Case, findings: set[str], encounters: set[str]) -> Iterator[tuple[str, str]]:
    yield "purpose", case.purpose
    yield "unit", case.unit
    yield "earlier_units", "|".join(case.earlier_units)
    yield "offered_to", case.offer.to if case.offer else ""
    yield "status", case.status.value
    yield "opened_at", case.opened_at.isoformat()
    yield "follow_up_on", case.follow_up_on.isoformat() if case.follow_up_on else ""
    yield "closing", case.closing.value if case.closing else ""
    if case.care:
        yield "care", f"{case.care.region}|{case.care.state}|{case.care.shelter}"
    yield "findings", "|".join(sorted(findings))
    yield "encounters", "|".join(sorted(encounters))
    yield "steps", "|".join(f"{s.at.isoformat()} {s.what} {s.said}".strip() for s in case.steps)


_OF_FINDINGS = ("tier", "municipalities_before", "municipality_now", "circuit", "first_seen", "last_seen", "seen_now")


def _text(value: object) -> str:
    if isinstance(value, list):
        return "|".join(map(str, value))
    return "" if value is None else str(value)
