"""Checking the audit log from its first line to its last: whether it is whole, and if not, where it stops being so."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from api.audit.checkpoint import Checkpoint, parsed_checkpoint
from api.audit.elsewhere import KEEP, Copies, copies, folder_of
from api.audit.entry import GENESIS, Entry, parsed_entry
from api.audit.log import RECOVERED, AuditLog
from graph.errors import AuditError


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the check found.

    ``lines`` counts those proven, from the first on. ``first_bad_line`` counts from 1, as editors do; it is None where
    the log is whole, or where the ``problem`` is the checkpoint's. ``recovered`` counts the crashes that lines tell of;
    ``torn_bytes`` lie at the end after a crash that no line tells of yet; ``copies`` counts the checkpoints kept
    elsewhere that were compared.
    """

    lines: int
    problem: str | None = None
    first_bad_line: int | None = None
    recovered: int = 0
    torn_bytes: int = 0
    copies: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing was changed, deleted, moved, slipped in or cut off."""
        return self.problem is None


def verify(log: AuditLog, *, kept: Sequence[Checkpoint] = ()) -> Verdict:
    """Check a log against the home's key, its checkpoint, the copies in its second place, and others ``kept``.

    Raises
    ------
    AuditError
        When it can't be read.
    """
    # Checkpoints first: lines that are appended meanwhile only make the log longer than they say.
    there = _second_place(log)
    try:
        sealed = log.checkpoint_path.read_bytes() if log.checkpoint_path.exists() else None
        data = log.path.read_bytes() if log.path.exists() else b""
    except OSError as error:
        message = f"the audit log in {log.directory} can't be read ({error.strerror})"
        raise AuditError(message) from None
    *lines, torn = data.split(b"\n")
    if torn and parsed_entry(torn + b"\n", log.key):
        # A crash came between a line and its end: nothing is lost, the next append ends it.
        lines, torn = [*lines, torn], b""
    proven: list[str] = [GENESIS]
    recovered, keeps = 0, ""
    for number, line in enumerate(lines, start=1):
        entry = parsed_entry(line + b"\n", log.key)
        problem = _problem(entry, len(proven), proven[-1])
        if entry is None or problem:
            return Verdict(number - 1, problem, number, recovered)
        proven.append(entry.hash)
        recovered += entry.act.action == RECOVERED
        keeps = str(entry.act.parameters.get("folder", "")) if entry.act.action == KEEP else keeps
    verdict = Verdict(len(lines), None, None, recovered, len(torn))
    if sealed is None:
        return replace(verdict, problem="the checkpoint is gone") if data else verdict
    checkpoint = parsed_checkpoint(sealed, log.key)
    if checkpoint is None:
        return replace(verdict, problem="the checkpoint was not signed with the keys of this home")
    verdict = _against_checkpoints(verdict, proven, [checkpoint, *kept])
    return _against_copies(there, verdict, proven, keeps) if verdict.is_whole else verdict


def _second_place(log: AuditLog) -> tuple[Path | None, Copies | str]:
    """Return the second place and what lies there, or why it can't be known."""
    folder = None
    try:
        folder = folder_of(log.directory)
        return folder, copies(folder, log.key) if folder else Copies(())
    except AuditError as error:
        return folder, str(error)
    except OSError as error:
        return folder, f"the checkpoints in {folder} can't be read ({error.strerror})"


def _against_copies(
    there: tuple[Path | None, Copies | str], verdict: Verdict, proven: Sequence[str], keeps: str
) -> Verdict:
    """Check against the second place, which must be the one that the log's own lines name."""
    folder, found = there
    if isinstance(found, str):
        return replace(verdict, problem=found)
    if str(folder or "") != keeps:
        problem = f"checkpoints go to {folder or 'no second place'}, and by the log's own lines to {keeps or 'none'}"
        return replace(verdict, problem=problem)
    if found.first_bad_line is not None:
        problem = (
            f"line {found.first_bad_line} of the checkpoints in {folder} was not signed with the keys of this home"
        )
        return replace(verdict, problem=problem)
    return _against_checkpoints(replace(verdict, copies=len(found.checkpoints)), proven, found.checkpoints)


def _problem(entry: Entry | None, seq: int, previous: str) -> str | None:
    if entry is None:
        return "it is not as it was written with the keys of this home"
    if entry.seq > seq:
        return "lines before it were deleted or moved"
    if entry.seq < seq:
        return "it was moved here, or stands here a second time"
    return None if entry.previous == previous else "it does not follow from the line before"


def _against_checkpoints(verdict: Verdict, proven: Sequence[str], checkpoints: Sequence[Checkpoint]) -> Verdict:
    """Check the proven lines' hashes, that of number i at position i, against what checkpoints saw."""
    for checkpoint in checkpoints:
        if checkpoint.seq >= len(proven):
            problem = f"lines were cut off the end: a checkpoint saw {checkpoint.seq}"
            return replace(verdict, problem=problem, first_bad_line=len(proven))
        if proven[checkpoint.seq] != checkpoint.hash:
            problem = "it is not the line that a checkpoint saw"
            return replace(verdict, problem=problem, first_bad_line=checkpoint.seq)
    return verdict
