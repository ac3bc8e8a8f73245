"""Decisions on a home's findings: which wait, and what an analyst says of one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from api.audit import Act, AuditLog, current_actor
from api.home import Home
from api.jobs.opened import opened_graph
from graph.alert_routes import kind_of
from graph.decisions import Stand, decide, reach, stand_of
from graph.errors import ChangedMeanwhile, UsageError
from graph.finding_facts import named_towns
from graph.geography import load_municipalities
from graph.model import Finding
from graph.model.decision import Decision, Ruling
from graph.store.database import Database
from graph.store.decisions import alerts_written, decisions_on, read_decisions, towns_of, write_decision
from graph.store.findings import KINDS, every_finding, finding_as_stored
from graph.store.rows import from_text
from graph.store.schema import claim
from graph.store.shown import towns_held
from ingest.keyring import load_keyring
from ingest.pipeline.review import By


@dataclass(frozen=True, slots=True)
class Standing:
    """A current finding, how it stands, and the municipalities of today that it is about."""

    finding: Finding
    stand: Stand
    towns: frozenset[str] = frozenset()

    @property
    def kind(self) -> str:
        """Kind of the finding."""
        return kind_of(self.finding)


def standings(db: Database) -> Iterator[Standing]:
    """Every current finding with how it stands, by kind and id."""
    towns, decided, table = towns_held(db), read_decisions(db), load_municipalities()
    for f in every_finding(db):
        held = towns.get(f.id, frozenset())
        about = frozenset(table.current(code) for code in held | named_towns(f))
        yield Standing(f, stand_of(f, reach(f, held, table), decided.get(f.id, ())), about)


def current_finding(db: Database, finding_id: str) -> Finding:
    """Current finding of an id.

    Raises
    ------
    UsageError
        When there is none, or it was withdrawn.
    """
    stored = finding_as_stored(db, finding_id)
    if stored is None:
        message = f"no finding {finding_id}: `waterbed findings list` lists those that wait"
        raise UsageError(message)
    kind, content, withdrawn = stored
    if withdrawn is not None:
        message = f"{finding_id} stands no more: see `waterbed explain {finding_id}`"
        raise UsageError(message)
    finding: Finding = from_text(KINDS[kind], content)
    return finding


def standing_of(db: Database, finding: Finding) -> Stand:
    """How one finding stands."""
    reached = reach(finding, towns_of(db, finding.id), load_municipalities())
    return stand_of(finding, reached, decisions_on(db, finding.id))


def decision_on(
    db: Database, finding_id: str, ruling: Ruling, by: By, *, now: datetime, version: int | None = None
) -> Decision:
    """Make a decision on a finding as it is now, not written yet.

    Parameters
    ----------
    db
        The graph.
    finding_id, ruling, by
        Which finding, what is said of it, by whom and why.
    now
        When (UTC).
    version
        Version of the finding that was looked at; the current one where None.

    Raises
    ------
    UsageError
        When there is no such finding, or it was withdrawn.
    ChangedMeanwhile
        When it isn't of that version any more.
    """
    finding = current_finding(db, finding_id)
    if version not in (None, finding.version):
        message = f"{finding_id} is at version {finding.version} now: read it again, then decide"
        raise ChangedMeanwhile(message)
    return decide(
        finding,
        reach(finding, towns_of(db, finding_id), load_municipalities()),
        ruling,
        reason=by.reason,
        by=by.name,
        now=now,
        earlier=decisions_on(db, finding_id),
        told=alerts_written(db, finding),
    )


def record_decision(
    home: Home, finding_id: str, ruling: Ruling, by: By, *, now: datetime, version: int | None = None
) -> Decision:
    """Write an analyst's decision on a finding; the line in the audit log is written first.

    Arguments and errors as for :func:`decision_on`.
    """
    keyring = load_keyring(home.keys)
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())
        made = decision_on(db, finding_id, ruling, by, now=now, version=version)
        actor, host = current_actor()
        said: Mapping[str, str | int | bool] = {"finding": finding_id, "ruling": ruling.value, "by": by.name}
        act = Act("decide", made.kind, made.reason, 1, dict(said))
        AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
        write_decision(db, made)
    return made
