"""One finding with everything that is known of it: what exports, whose columns are fixed, have no room for."""

import json
from datetime import datetime
from typing import Any

from api.audit import Act, AuditLog, current_actor
from api.home import Home
from api.jobs.export import accepted_purpose
from api.jobs.opened import opened_graph
from graph.errors import UsageError
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
    if found is None:
        message = f"no finding {finding_id}: `waterbed export` lists them by finding_id"
        raise UsageError(message)
    kind, content, withdrawn = found
    actor, host = current_actor()
    act = Act("explain", kind, stated, 1, {})
    AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
    said: Shown = {"kind": kind, **json.loads(content)}
    return {**said, "withdrawn_because": withdrawn}
