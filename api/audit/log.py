"""Appending to the audit log: under a lock, on disk before the caller goes on, or not at all.

The log only ever holds whole lines, but for one that a crash may leave torn at its end: the next append takes the torn
bytes away and says so in a line of its own. Whatever else is wrong, :class:`AuditError` stops the caller, so that no
data leave unrecorded. Where lines are on disk but their checkpoint, or its copy elsewhere, can't be written, they stay:
a line may tell of a read that was then refused, never the other way round.
"""

import contextlib
import getpass
import hashlib
import os
import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import NoReturn

from filelock import FileLock, Timeout

from api.audit.checkpoint import Checkpoint, checkpoint_text, parsed_checkpoint, signed_checkpoint
from api.audit.elsewhere import copy, folder_of
from api.audit.entry import GENESIS, Act, Entry, entry_line, parsed_entry, sealed_entry
from graph.errors import AuditError

LOCK_TIMEOUT_S = 30.0
RECOVERED = "recovered"
"""Action of a line that tells of torn bytes taken away."""

_BLOCK_BYTES = 8192


@dataclass(frozen=True, slots=True)
class Said:
    """An act, by whom and where (:func:`current_actor`, or a login over the API), and when (UTC)."""

    act: Act
    actor: str
    host: str
    now: datetime


@dataclass(frozen=True, slots=True, repr=False)
class AuditLog:
    """The audit log in a folder. ``key`` is the home's audit key, 32 bytes."""

    directory: Path
    key: bytes

    @property
    def path(self) -> Path:
        """File of lines."""
        return self.directory / "audit.jsonl"

    @property
    def checkpoint_path(self) -> Path:
        """File of the checkpoint."""
        return self.directory / "checkpoint.json"

    def append(self, act: Act, *, actor: str, host: str, now: datetime) -> Entry:
        """Record an act; it is on disk when this returns.

        Parameters
        ----------
        act
            What is about to be done.
        actor, host
            By whom and where (:func:`current_actor`).
        now
            When (UTC).

        Raises
        ------
        AuditError
            When it can't be written, or the log was tampered with: then nothing may leave.
        """
        return self.append_all([Said(act, actor, host, now)])[-1]

    def append_all(self, said: Sequence[Said]) -> list[Entry]:
        """Record acts in order, all of them or none; they are on disk when this returns.

        Raises
        ------
        AuditError
            As for :meth:`append`.
        """
        try:
            self.directory.mkdir(parents=True, exist_ok=True, mode=0o700)
            with FileLock(self.directory / "audit.lock", timeout=LOCK_TIMEOUT_S, mode=0o600), self._opened() as log:
                return self._append(log, said)
        except Timeout:
            message = f"the audit log in {self.directory} is held by another process: nothing leaves; try again"
            raise AuditError(message) from None
        except OSError as error:
            message = f"the audit log in {self.directory} can't be written ({error.strerror}): nothing leaves"
            raise AuditError(message) from None

    def _append(self, log: int, said: Sequence[Said]) -> list[Entry]:
        size = os.fstat(log).st_size
        elsewhere = folder_of(self.directory)
        checkpoint = self._checkpoint(is_new=size == 0)
        whole, last, torn = self._tail(log, size)
        seq, previous = (last.seq, last.hash) if last else (0, GENESIS)
        if seq < checkpoint.seq or (seq == checkpoint.seq and previous != checkpoint.hash):
            self._refuse("it does not end where its checkpoint says")
        notes: list[Said] = []
        if torn:
            note = Act(RECOVERED, "audit", "", 0, {"torn_bytes": len(torn), "torn_sha256": _sha256(torn)})
            notes = [replace(said[0], act=note)]
            os.ftruncate(log, whole)
        entries: list[Entry] = []
        for one in (*notes, *said):
            entry = sealed_entry(
                self.key, seq=seq + 1, at=one.now, actor=one.actor, host=one.host, act=one.act, previous=previous
            )
            seq, previous = entry.seq, entry.hash
            entries.append(entry)
        try:
            _write_whole(log, b"".join(entry_line(e) for e in entries))
            os.fsync(log)
        except OSError:
            with contextlib.suppress(OSError):
                os.ftruncate(log, whole)
            raise
        now = signed_checkpoint(self.key, seq, previous)
        if elsewhere is not None:
            self._copy(elsewhere, now)
        self._write_checkpoint(now)
        return entries[len(notes) :]

    def _copy(self, elsewhere: Path, checkpoint: Checkpoint) -> None:
        try:
            copy(elsewhere, checkpoint)
        except OSError as error:
            message = f"the checkpoint can't be copied to {elsewhere} ({error.strerror}): nothing leaves until it can"
            raise AuditError(message) from None

    @contextmanager
    def _opened(self) -> Iterator[int]:
        log = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            yield log
        finally:
            os.close(log)

    def _checkpoint(self, *, is_new: bool) -> Checkpoint:
        try:
            text = self.checkpoint_path.read_bytes()
        except FileNotFoundError:
            if not is_new:
                self._refuse("its checkpoint is gone")
            # Before the first line, so that a log without a checkpoint is never the work of a crash.
            first = signed_checkpoint(self.key, 0, GENESIS)
            self._write_checkpoint(first)
            return first
        checkpoint = parsed_checkpoint(text, self.key)
        if checkpoint is None:
            self._refuse("its checkpoint was not signed with the keys of this home")
        return checkpoint

    def _write_checkpoint(self, checkpoint: Checkpoint) -> None:
        temporary = self.checkpoint_path.with_suffix(".new")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as stream:
            stream.write(checkpoint_text(checkpoint))
            stream.flush()
            os.fsync(stream.fileno())
        temporary.rename(self.checkpoint_path)
        folder = os.open(self.directory, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)

    def _tail(self, log: int, size: int) -> tuple[int, Entry | None, bytes]:
        """Return the length of the whole lines, the last of them, and the torn bytes after it."""
        tail, start = b"", size
        while start and tail.count(b"\n") < 2:
            begin = max(0, start - _BLOCK_BYTES)
            tail = os.pread(log, start - begin, begin) + tail
            start = begin
        whole, end, torn = tail.rpartition(b"\n")
        completed = parsed_entry(torn + b"\n", self.key) if torn else None
        if completed:
            # Only the end of the line is missing: its act was recorded.
            os.write(log, b"\n")
            return size + 1, completed, b""
        if not end:
            return 0, None, torn
        last = parsed_entry(whole.rpartition(b"\n")[2] + b"\n", self.key)
        if last is None:
            self._refuse("its last line is not as it was written")
        return size - len(torn), last, torn

    def _refuse(self, why: str) -> NoReturn:
        message = (
            f"the audit log in {self.directory} was tampered with ({why}): nothing leaves; see `waterbed audit verify`"
        )
        raise AuditError(message)


def current_actor() -> tuple[str, str]:
    """Account that runs this process, as the system knows it, and the machine's name."""
    try:
        import pwd  # noqa: PLC0415 - there is none on Windows

        account = pwd.getpwuid(os.geteuid()).pw_name
    except (ImportError, KeyError):
        account = getpass.getuser()
    return account, socket.gethostname()


def _write_whole(log: int, data: bytes) -> None:
    while data:
        data = data[os.write(log, data) :]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
