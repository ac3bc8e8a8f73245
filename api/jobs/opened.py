"""A home opened for work: its graph, keys, policy and stores, checked to belong together."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime

from api.delivery.plan_file import load_plan
from api.graph_address import graph_address
from api.home import Home
from api.jobs.alone import alone
from graph.errors import Busy, GraphError
from graph.geography import load_municipalities
from graph.store.database import Database, open_database
from graph.store.erasing import is_erasing
from graph.store.schema import claim, ensure_schema
from ingest.keyring import load_keyring
from ingest.linkage.kept_model import kept_model
from ingest.pipeline.installation import Installation, open_installation
from ingest.policy_file import load_policy

WAIT_FOR_WRITER_S = 600
FULL_BYTES = 8_000_000
"""With less free, an engine that refuses to write most likely has no room; its own words seldom say so."""


@contextmanager
def opened_graph(home: Home) -> Iterator[Database]:
    """Open the graph of a home, its keys and indexes in place, and an erasure that was cut off finished."""
    home.folder(home.graph)
    try:
        with open_database(graph_address(home.graph, os.environ)) as db:
            ensure_schema(db)
            _finish_erasure(home, db)
            yield db
    except GraphError:
        if not _is_full(home):
            raise
        message = f"the disk under {home.root} is full: free some, and run the same command again"
        raise GraphError(message) from None


def _finish_erasure(home: Home, db: Database) -> None:
    """Finish what an erasure that was cut off left, unless somebody writes: then it is theirs to finish, or going on."""
    if not is_erasing(db) or not home.keys.exists():
        return
    from api.jobs.erase import finish_begun  # noqa: PLC0415 - an erasure opens homes itself

    with suppress(Busy), only_writer(home, wait_s=0):
        finish_begun(home, _installation(home, db), now=datetime.now(UTC))


def _is_full(home: Home) -> bool:
    try:
        return shutil.disk_usage(home.root).free < FULL_BYTES
    except OSError:
        return False


@contextmanager
def opened_installation(home: Home) -> Iterator[Installation]:
    """Open a home for ingest: keys first, so that a home without them is told so before anything is started.

    Raises
    ------
    KeyringMissing, KeyringWeak, KeyringMismatch, PolicyError, PlanError, GraphUnreachable, GraphStartFailed
        When something a home needs is missing or doesn't belong to it.
    """
    load_keyring(home.keys)
    load_policy(home.policy)
    load_plan(home.alert_plan)
    with opened_graph(home) as db:
        yield _installation(home, db)


def _installation(home: Home, db: Database) -> Installation:
    keyring = load_keyring(home.keys)
    claim(db, keyring.fingerprint())
    return open_installation(
        db,
        keyring,
        load_policy(home.policy),
        load_municipalities(),
        vault=home.vault,
        references=home.references,
        rejections=home.rejections,
        model=kept_model(home.model, keyring),
        routes=load_plan(home.alert_plan).routes,
    )


@contextmanager
def only_writer(home: Home, *, wait_s: float = WAIT_FOR_WRITER_S) -> Iterator[None]:
    """Be the only command that writes into a home, waiting for one that is at it; the home's mark tells that one was."""
    message = f"another command has been writing into {home.root} for ten minutes: wait for it, or end it"
    with alone(home, "writer", wait_s=wait_s, message=message):
        try:
            yield
        finally:
            home.written.touch()
