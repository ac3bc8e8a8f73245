"""Choosing the second place of checkpoints, which is itself a line of the log."""

from datetime import datetime
from pathlib import Path

from api.audit.elsewhere import KEEP, choose, folder_of
from api.audit.entry import Act
from api.audit.log import AuditLog
from graph.errors import AuditError


def keep_elsewhere(log: AuditLog, folder: Path | None, *, actor: str, host: str, now: datetime) -> None:
    """Copy every checkpoint to a folder outside the home from now on; None: no more.

    The place before learns of it where it can, and the new one begins with the line that tells of it.

    Parameters
    ----------
    log
        The log.
    folder
        A folder that is there, outside the home.
    actor, host, now
        Who says so, where and when (UTC).

    Raises
    ------
    UsageError
        When the folder won't do.
    AuditError
        When the line, or the first copy, can't be written: then all stays as it was.
    """
    told = Act(KEEP, "audit", "", 1, {"folder": str(folder.resolve()) if folder else ""})
    if folder is None:
        log.append(told, actor=actor, host=host, now=now)
        choose(log.directory, None)
        return
    before = _before(log)
    choose(log.directory, folder)
    try:
        log.append(told, actor=actor, host=host, now=now)
    except AuditError:
        choose(log.directory, before)
        raise


def _before(log: AuditLog) -> Path | None:
    try:
        return folder_of(log.directory)
    except AuditError:
        return None
