"""One finding with everything that is known of it: what exports, whose columns are fixed, have no room for."""

import json
from datetime import datetime
from typing import Any

from api.audit import Act, AuditLog, current_actor
from api.home import Home
from api.jobs.decisions import current_finding, standing_of
from api.jobs.export import accepted_purpose
from api.jobs.opened import opened_graph
from graph.errors import UsageError
from graph.model.decision import Decision
from graph.store.database import Database
from graph.store.decisions import decisions_on
from graph.store.findings import finding_as_stored
from graph.store.schema import claim
from ingest.keyring import load_keyring
from ingest.policy_file import load_policy

Shown = dict[str, Any]


def explain_finding(home: Home, finding_id: str, purpose: str | None, *, now: datetime) -> Shown:
    """Show a finding, current or withdrawn; the audit line is written first.

    Raises
    ------
    UsageError
        When there is none of that id, or no accepted purpose is stated.
    """
    stated = accepted_purpose(load_policy(home.policy), purpose)
    keyring = load_keyring(home.keys)
    with opened_graph(home) as db:
        claim(db, keyring.fingerprint())
        found = finding_as_stored(db, finding_id)
        said = _standing(db, finding_id) if found and found[2] is None else {}
        decisions = [_said(d) for d in decisions_on(db, finding_id)]
    if found is None:
        message = f"no finding {finding_id}: `waterbed export` lists them by finding_id"
        raise UsageError(message)
    kind, content, withdrawn = found
    actor, host = current_actor()
    act = Act("explain", kind, stated, 1, {})
    AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
    return {
        "kind": kind,
        **json.loads(content),
        **said,
        "decisions": decisions,
        "withdrawn_because": withdrawn,
    }


def _standing(db: Database, finding_id: str) -> Shown:
    stand = standing_of(db, current_finding(db, finding_id))
    return {"standing": stand.standing.value, "grown_by": list(stand.grown_by)}


def _said(d: Decision) -> Shown:
    at = f"{d.at:%Y-%m-%dT%H:%M:%SZ}"
    return {"at": at, "version": d.finding_version, "ruling": d.ruling.value, "by": d.by, "reason": d.reason}
