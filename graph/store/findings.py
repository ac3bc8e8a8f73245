"""Findings with the encounters they rest on, and the alerts they give."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import TypeGuard, TypeVar

from graph.grouping import grouping
from graph.model import Alert, Displacement, Finding, Reappearance, Relocation, Rotation
from graph.parts import parts
from graph.reappearance import FOR_REVIEW
from graph.store.database import Database, Row, Statement, read_each
from graph.store.outbox import alert_statements
from graph.store.rows import from_text, to_text

KINDS: dict[str, type[Reappearance] | type[Rotation] | type[Relocation] | type[Displacement]] = {
    "reappearance": Reappearance,
    "rotation": Rotation,
    "relocation": Relocation,
    "displacement": Displacement,
}
"""Name of each kind of finding in the graph, and its type."""

F = TypeVar("F", Reappearance, Rotation, Relocation, Displacement)
BATCH_FINDINGS = 500
NO_ALERTS: Mapping[str, Sequence[Alert]] = MappingProxyType({})


def read_findings(db: Database, kind: type[F]) -> list[F]:
    """Current findings of a kind, by id."""
    name = next(n for n, t in KINDS.items() if t is kind)
    return [from_text(kind, r["content"]) for r in db.read("findings_read", kind=name)]


def every_finding(db: Database) -> Iterator[Finding]:
    """Current findings of all kinds, by kind and id."""
    for name, kind in KINDS.items():
        for row in db.read("findings_read", kind=name):
            finding: Finding = from_text(kind, row["content"])
            yield finding


def finding_as_stored(db: Database, finding_id: str) -> tuple[str, str, str | None] | None:
    """Kind, content and, where it was withdrawn, the reason, of a finding of any run; None where there is none."""
    rows = db.read("finding_by_id", id=finding_id)
    return (rows[0]["kind"], rows[0]["content"], rows[0]["withdrawn_because"]) if rows else None


def write_findings(
    db: Database,
    kind: str,
    *,
    changed: Sequence[Finding],
    withdrawn: Mapping[str, str],
    run: str,
    now: datetime,
    kept: Sequence[Finding] = (),
    alerts: Mapping[str, Sequence[Alert]] = NO_ALERTS,
) -> None:
    """Write findings that are new or changed with their alerts, and withdraw, with the reason, what nothing continues.

    All are marked with how persons divide their encounters now, those of ``kept``, which the run found unchanged, too.
    ``alerts`` are by id of a changed or kept finding, and appear in the transaction that writes or marks it.
    """
    by_reason: dict[str, list[str]] = defaultdict(list)
    for finding, reason in sorted(withdrawn.items()):
        by_reason[reason].append(finding)
    db.write_all([withdraw_statement(gone, now=now, reason=reason) for reason, gone in sorted(by_reason.items())])
    for some in parts(changed, BATCH_FINDINGS):
        told = [a for f in some for a in alerts.get(f.id, ())]
        statements = [*finding_statements(kind, some, run=run, now=now), *_grouping_statements(db, some)]
        db.write_all([*statements, *alert_statements(told)])
    for some in parts(kept, BATCH_FINDINGS):
        told = [a for f in some for a in alerts.get(f.id, ())]
        db.write_all([*_grouping_statements(db, some), *alert_statements(told)])


def standing_findings(db: Database, ids: Iterable[str]) -> set[str]:
    """Those of these ids that a current finding has."""
    return {r["id"] for r in read_each(db, "findings_standing", ids)}


def outdated_findings(db: Database, kind: type[F]) -> frozenset[str]:
    """Ids of current findings whose encounters are linked otherwise than when an analysis found them."""
    name = next(n for n, t in KINDS.items() if t is kind)
    marked = [(from_text(kind, r["content"]), r["grouping"] or "") for r in db.read("findings_groupings", kind=name)]
    person_of = _person_of(db, [f for f, _ in marked])
    return frozenset(f.id for f, mark in marked if grouping(f.encounters, person_of) != mark)


def _grouping_statements(db: Database, findings: Sequence[Finding]) -> list[Statement]:
    person_of = _person_of(db, findings)
    rows: list[Row] = [{"id": f.id, "grouping": grouping(f.encounters, person_of)} for f in findings]
    return [("findings_grouping", {"rows": rows})] if rows else []


def _person_of(db: Database, findings: Sequence[Finding]) -> dict[str, str]:
    rows = read_each(db, "person_of", (e for f in findings for e in f.encounters))
    return dict(pair for r in rows for pair in r["owned"])


def withdraw_statement(ids: Sequence[str], *, now: datetime, reason: str) -> Statement:
    """Statement that withdraws findings; they stay in the graph with the reason."""
    return "findings_withdraw", {"ids": sorted(ids), "now": now, "reason": reason}


def finding_statements(kind: str, findings: Sequence[Finding], *, run: str, now: datetime) -> list[Statement]:
    """Statements that write findings with what they rest on and whom and what they concern."""
    if not findings:
        return []
    ordered = sorted(findings, key=lambda f: f.id)
    rests: list[Row] = [{"id": f.id, "to": e} for f in ordered for e in f.encounters]
    tallies = [{"id": f.id, "to": f.deciding_encounter} for f in ordered if is_for_review(f)]
    concerns = {name: [{"id": f.id, "to": to} for f in ordered for to in _concerned(f)[name]] for name in _LABELS}
    towns: list[Row] = [{"code": c, "properties": {}} for c in sorted({row["to"] for row in concerns["municipality"]})]
    return [
        *_earlier_rules(ordered),
        ("merge_municipality", {"rows": towns}),
        ("findings_write", {"rows": [_row(kind, f, run, now) for f in ordered]}),
        ("findings_reset", {"ids": [f.id for f in ordered]}),
        ("rests_on", {"rows": rests}),
        *([("rests_on_tally", {"rows": tallies})] if tallies else ()),
        *((f"concerns_{name}", {"rows": rows}) for name, rows in concerns.items() if rows),
    ]


def _earlier_rules(findings: Sequence[Finding]) -> list[Statement]:
    """Statement that keeps what an earlier version of the rules made of findings: its version, tier and run alone."""
    rows: list[Row] = [
        {"id": f.id, "version": f.version, "rule_version": f.rule_version}
        for f in findings
        if not isinstance(f, Reappearance) and f.version > 1
    ]
    return [("finding_versions_write", {"rows": rows})] if rows else []


def earlier_rules(db: Database, finding_id: str) -> list[tuple[int, str]]:
    """Version and rule version of a finding as each earlier version of the rules last had it, oldest first."""
    return [(r["version"], r["rule_version"]) for r in db.read("finding_versions_read", id=finding_id)]


_LABELS = ("person", "municipality", "intervention")


def is_for_review(f: Finding) -> TypeGuard[Reappearance]:
    """Whether a finding is decided by an unassessed record, which is kept as a tally alone."""
    return isinstance(f, Reappearance) and f.state == FOR_REVIEW


def _concerned(f: Finding) -> dict[str, tuple[str, ...]]:
    match f:
        case Reappearance():
            towns = (*f.municipalities_before, f.municipality_now)
            return {"person": (f.person_id,), "municipality": towns, "intervention": ()}
        case Rotation():
            return {"person": f.person_ids, "municipality": f.circuit, "intervention": ()}
        case Relocation():
            return {"person": (), "municipality": (f.from_municipality, f.to_municipality), "intervention": ()}
        case Displacement():
            towns = tuple(dict.fromkeys((*f.treated, *(code for code, _ in f.receiving))))
            return {"person": (), "municipality": towns, "intervention": (f.intervention_id,)}


def _row(kind: str, f: Finding, run: str, now: datetime) -> Row:
    return {
        "id": f.id,
        "kind": kind,
        "version": f.version,
        "tier": getattr(f, "tier", "") or "",
        "rule_version": getattr(f, "rule_version", ""),
        "run": run,
        "written_at": now,
        "withdrawn_at": None,
        "withdrawn_because": None,
        "content": to_text(f),
    }
