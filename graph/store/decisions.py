"""Decisions in the graph: appended, tied to the finding they are on, never changed but to forget somebody erased."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime

from pydantic import TypeAdapter

from graph.alert_routes import kind_of
from graph.errors import ChangedMeanwhile
from graph.model import Alert, Finding
from graph.model.decision import Decision, Ruling
from graph.store.database import Database, Row, Statement
from graph.store.rows import from_text

_DECISION = TypeAdapter(Decision)


def write_decision(db: Database, decision: Decision) -> None:
    """Append a decision; alerts of what is rejected, written until then, wait from now on.

    Raises
    ------
    ChangedMeanwhile
        When the finding isn't of that version any more, or was withdrawn: nothing is written.
    """
    is_rejected = decision.ruling is Ruling.REJECTED
    row: Row = {
        "id": decision.id,
        "finding_id": decision.finding_id,
        "ruling": decision.ruling.value,
        "at": decision.at,
        "content": _DECISION.dump_json(decision).decode(),
    }
    written = db.write(
        "decisions_write",
        finding=decision.finding_id,
        version=decision.finding_version,
        rejected_s=decision.at.astimezone(UTC).timestamp() if is_rejected else None,
        row=row,
    )
    if not written:
        message = f"{decision.finding_id} has changed since it was read, or stands no more: read it again, then decide"
        raise ChangedMeanwhile(message)


def read_decisions(db: Database) -> dict[str, list[Decision]]:
    """All decisions by finding, oldest first."""
    found: dict[str, list[Decision]] = defaultdict(list)
    for decision in _every(db):
        found[decision.finding_id].append(decision)
    return dict(found)


def decisions_on(db: Database, finding_id: str) -> list[Decision]:
    """Decisions on a finding, oldest first."""
    return [_DECISION.validate_json(r["content"]) for r in db.read("decisions_on", finding=finding_id)]


def alerts_written(db: Database, finding: Finding) -> list[datetime]:
    """When alerts of a finding were written (UTC)."""
    rows = db.read("alerts_written", finding=finding.id, kind=kind_of(finding))
    return sorted(from_text(Alert, r["content"]).created for r in rows)


def towns_of(db: Database, finding_id: str) -> frozenset[str]:
    """Municipalities of the encounters that a finding rests on."""
    return frozenset(t for r in db.read("finding_towns", id=finding_id) for t in r["towns"])


def decisions_without(db: Database, *, findings: Sequence[str], persons: AbstractSet[str]) -> list[Statement]:
    """Statements that take decisions on these findings away, and these persons out of the others."""
    gone = set(findings)
    kept: Mapping[str, Decision] = {
        d.id: replace(d, persons=tuple(p for p in d.persons if p not in persons))
        for d in _every(db)
        if d.finding_id not in gone and persons & set(d.persons)
    }
    rows: list[Row] = [{"id": i, "content": _DECISION.dump_json(d).decode()} for i, d in sorted(kept.items())]
    statements: list[Statement] = [("decisions_delete", {"findings": sorted(gone)})] if gone else []
    return [*statements, *([("decisions_rewrite", {"rows": rows})] if rows else ())]


def _every(db: Database) -> list[Decision]:
    return [_DECISION.validate_json(r["content"]) for r in db.read("decisions_read")]
