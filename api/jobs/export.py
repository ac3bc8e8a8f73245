"""An export from question to answer: purpose, rows, audit line, and only then the data."""

import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO

from api.audit import Act, AuditLog, current_actor
from api.exports.catalogue import LINK_CHANGES, SUBJECT, Export, Reading, export_of
from api.exports.writers import WRITERS
from api.home import Home
from api.jobs.opened import opened_graph
from api.jobs.references import references
from api.jobs.release import release_indicators, releasing
from graph.errors import UsageError, WaterbedError
from graph.indicators import Indicator
from graph.store.database import Database
from graph.store.encounters import unlinked
from graph.store.schema import claim
from ingest.keyring import Keyring, load_keyring
from ingest.policy import Policy
from ingest.policy_file import load_policy

MAX_PURPOSE_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked for. ``with_references``: encounters by source and record number instead of keyed ids.

    ``person``: the pseudonym that a subject's export is of.
    """

    kind: str
    file_format: str = "csv"
    purpose: str | None = None
    with_references: bool = False
    changes: bool = False
    all_methods: bool = False
    person: str = ""


@dataclass(frozen=True, slots=True)
class Exported:
    """How many rows left, how many encounters of the graph wait to be linked and aren't among them, what needs a look."""

    rows: int
    waiting: int
    looks: tuple[str, ...] = ()


def export(
    home: Home, asked: Asked, out: BinaryIO, *, now: datetime, tell: Callable[[str], None] = lambda _text: None
) -> Exported:
    """Write an export.

    The table is made in full, then the line in the audit log is on disk, and only then the first byte goes to ``out``.

    Parameters
    ----------
    home
        The installation.
    asked
        What is wanted, and what for.
    out
        Where it goes.
    now
        When (UTC).
    tell
        Told what the rows don't say.

    Raises
    ------
    UsageError
        When there is no such export or format, or a purpose is missing or not among those of the policy.
    AuditError
        When the audit line can't be written: then nothing was.
    """
    wanted = _wanted(asked)
    if asked.file_format not in WRITERS:
        message = f"--format is one of {', '.join(WRITERS)}"
        raise UsageError(message)
    purpose, keyring = "", None
    if wanted.is_personal:
        purpose = accepted_purpose(load_policy(home.policy), asked.purpose)
        keyring = load_keyring(home.keys)
    # An unnamed file: whatever ends this process, nothing of it stays.
    with tempfile.TemporaryFile(dir=home.folder(home.cache)) as spool, ExitStack() as opened:

        @cache
        def graph() -> Database:
            db = opened.enter_context(opened_graph(home))
            if keyring:
                claim(db, keyring.fingerprint())
            return db

        def release(db: Database) -> list[Indicator]:
            with releasing(home):
                return release_indicators(db, by=current_actor()[0], now=now)

        refer = references(home, keyring) if keyring and asked.with_references else str
        looks: list[str] = []
        rows = wanted.rows(
            Reading(graph, home.rejections, refer, asked.all_methods, tell, looks.append, release, asked.person)
        )
        try:
            count = WRITERS[asked.file_format](wanted.columns, rows, spool)
        except OSError as error:
            message = f"the table does not fit into {home.cache} ({error.strerror}): free the disk, run again"
            raise WaterbedError(message) from None
        waiting = len(unlinked(graph())) if asked.kind in _ON_LINKED_PERSONS else 0
        if keyring:
            _record(home, keyring, asked, purpose, count, now)
        spool.seek(0)
        shutil.copyfileobj(spool, out)
        out.flush()
    return Exported(count, waiting, tuple(looks))


def _wanted(asked: Asked) -> Export:
    if asked.kind == "subject":
        if not asked.person:
            message = "say whose: waterbed export subject PERSON, by the pseudonym that exports give"
            raise UsageError(message)
        return SUBJECT
    return LINK_CHANGES if asked.kind == "links" and asked.changes else export_of(asked.kind)


_ON_LINKED_PERSONS = ("links", "itineraries", "indicators")


def accepted_purpose(policy: Policy, purpose: str | None) -> str:
    """Return the purpose of a person-level read as stated, blanks trimmed.

    Raises
    ------
    UsageError
        When none is stated, or the policy lists purposes and this isn't one of them.
    """
    stated = (purpose or "").strip()
    if not stated:
        message = "this speaks of persons: say what for, with --purpose"
        raise UsageError(message)
    if len(stated) > MAX_PURPOSE_CHARACTERS:
        message = f"a purpose has at most {MAX_PURPOSE_CHARACTERS} characters"
        raise UsageError(message)
    listed = policy.export_purposes if policy.export_purposes is not None else policy.purposes
    if listed is not None and stated not in listed:
        message = f"the policy of this home doesn't list that purpose; it lists: {', '.join(sorted(listed)) or 'none'}"
        raise UsageError(message)
    return stated


@contextmanager
def destination(path: Path | None) -> Iterator[BinaryIO]:
    """Open where an export goes: standard output, or a file that appears whole or not at all.

    Raises
    ------
    WaterbedError
        When the file can't be written.
    """
    if path is None or str(path) == "-":
        yield sys.stdout.buffer
        return
    target = path.resolve()
    if target.exists() and not target.is_file() and not target.is_dir():
        # A pipe or a device: nothing to be replaced.
        with target.open("wb") as stream:
            yield stream
        return
    temporary = target.with_name(f".{target.name}.{os.getpid()}.new")
    try:
        temporary.unlink(missing_ok=True)
        if target.is_dir():
            raise IsADirectoryError(21, "it is a folder")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        temporary.rename(target)
    except OSError as error:
        message = f"{path} can't be written ({error.strerror}): choose another place with -o"
        raise WaterbedError(message) from None
    finally:
        temporary.unlink(missing_ok=True)


def _record(home: Home, keyring: Keyring, asked: Asked, purpose: str, count: int, now: datetime) -> None:
    parameters: dict[str, str | int | bool] = {"format": asked.file_format, "with_references": asked.with_references}
    if asked.kind == "links" and asked.changes:
        parameters["changes"] = True
    act = Act(action="export", subject=asked.kind, purpose=purpose, count=count, parameters=parameters)
    actor, host = current_actor()
    AuditLog(home.audit, keyring.audit).append(act, actor=actor, host=host, now=now)
