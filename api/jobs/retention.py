"""Retention: what is over its term goes, its safe counts stay; and legal holds."""

import hashlib
from dataclasses import dataclass
from datetime import datetime

from api.audit import Act, AuditLog, current_actor
from api.home import Home
from api.jobs.erase import analyse_again, left_over, named
from api.jobs.opened import only_writer, opened_installation
from api.jobs.release import freeze, releasing
from graph.errors import UsageError
from graph.store.derived import last_seed
from graph.store.erasing import EXPIRED
from graph.store.holding import (
    Hold,
    held,
    read_holds,
    read_terms,
    release_hold,
    write_expiries,
    write_hold,
)
from ingest.fields.dates import LOCAL_TIME
from ingest.pipeline.erase import close, go_on, start
from ingest.pipeline.expiry import expire_tokens
from ingest.pipeline.installation import Installation
from ingest.pipeline.retention import due
from ingest.pipeline.review import By


@dataclass(frozen=True, slots=True)
class Retained:
    """What a run of retention did, or would do: records that went, that a hold keeps, and that stay.

    ``frozen`` counts published numbers that were decided before anything went; ``tokens`` encounters whose tokens for
    linkage went, ``left`` places that still name what went: 0, or it didn't.
    """

    expired: int
    held: int
    kept: int
    frozen: int = 0
    tokens: int = 0
    left: int = 0


def run_retention(home: Home, *, now: datetime, is_trial: bool = False) -> Retained:
    """Let go every record that is over its term today.

    First the safe counts of everything published are frozen, so that last year's number stays; then the records become
    tallies (that there was one, where and when; nobody), so that what was found of events stays comparable.

    Parameters
    ----------
    home
        The installation.
    now
        When (UTC).
    is_trial
        Only say what would go.

    Raises
    ------
    PolicyError
        When a basis in use has no term.
    AuditError
        When the audit line can't be written: nothing goes then.
    """
    with only_writer(home), opened_installation(home) as installation:
        db, today = installation.db, now.astimezone(LOCAL_TIME).date()
        terms = read_terms(db)
        found = due(terms, installation.policy, held=held(db), today=today)
        kept = len(terms) - len(found.expired) - len(found.held)
        if is_trial:
            return Retained(len(found.expired), len(found.held), kept)
        write_expiries(db, found.restated)
        tokens = expire_tokens(installation, today=today)
        if not found.expired:
            return Retained(0, len(found.held), kept, tokens=tokens)
        with releasing(home):
            frozen = freeze(db, by="retention", now=now)
        _record(home, installation, "retention", "run", len(found.expired), {"held": len(found.held)}, now)
        start(installation, found.expired, why=EXPIRED, now=now)
        go_on(installation, now=now, run=f"retention-{now:%Y%m%dT%H%M%S}", resumed=False)
        analyse_again(installation, last_seed(db), now=now)
        close(installation)
        left = sum(1 for _ in left_over(installation, found.expired))
        proof: dict[str, str | int | bool] = {"left": left, "frozen": frozen}
        _record(home, installation, "retention", "done", len(found.expired), proof, now)
        return Retained(len(found.expired), len(found.held), kept, frozen, tokens, left)


def hold(home: Home, what: str, which: str, by: By, *, now: datetime) -> Hold:
    """Keep a person, a record or a batch from erasure and retention until :func:`release`.

    Whoever is held is held whole: all encounters of the persons that the records belong to, now and later.

    Raises
    ------
    UsageError
        When there is no such thing.
    """
    with only_writer(home), opened_installation(home) as installation:
        ids = named(installation, what, which)
        text = f"{what}\n{which}\n{now.isoformat()}"
        made = Hold(f"h-{hashlib.sha256(text.encode()).hexdigest()[:12]}", tuple(sorted(ids)), by.name, by.reason)
        _record(home, installation, "hold", what, len(ids), {"hold": made.id, "why": by.reason, "by": by.name}, now)
        write_hold(installation.db, made, now=now)
        return made


def release(home: Home, hold_id: str, by: By, *, now: datetime) -> Hold:
    """End a hold.

    Raises
    ------
    UsageError
        When there is no such hold, or it was released already.
    """
    with only_writer(home), opened_installation(home) as installation:
        found = next((h for h in read_holds(installation.db) if h.id == hold_id), None)
        if found is None or found.released_by:
            message = "there is no standing hold of that id: see `waterbed retention holds`"
            raise UsageError(message)
        said: dict[str, str | int | bool] = {"hold": found.id, "why": by.reason, "by": by.name}
        _record(home, installation, "release", "hold", len(found.encounters), said, now)
        release_hold(installation.db, hold_id, by=by.name, reason=by.reason, now=now)
        return found


def _record(
    home: Home,
    installation: Installation,
    action: str,
    subject: str,
    count: int,
    parameters: dict[str, str | int | bool],
    now: datetime,
) -> None:
    actor, host = current_actor()
    act = Act(action, subject, "retention", count, parameters)
    AuditLog(home.audit, installation.keyring.audit).append(act, actor=actor, host=host, now=now)
