"""Many readers at once, one log: whoever comes while lines are being written has theirs written with the next ones.

A line costs two writes that must reach the disk. With fifty readers a line each would make all wait for all; gathered,
they cost as much as one. Nobody goes on before their own line is on disk, and a failure stops everybody it concerns.
"""

import threading
from dataclasses import dataclass, field

from api.audit.log import AuditLog, Said
from graph.errors import AuditError


@dataclass
class _Waiting:
    said: Said
    is_done: threading.Event = field(default_factory=threading.Event)
    failed: AuditError | None = None


class AuditQueue:
    """The audit log of a home, for threads that record at the same time."""

    def __init__(self, log: AuditLog) -> None:
        self.log = log
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._waiting: list[_Waiting] = []

    def record(self, said: Said) -> None:
        """Record an act; it is on disk when this returns.

        Raises
        ------
        AuditError
            When it can't be written: then nothing may leave.
        """
        mine = _Waiting(said)
        with self._lock:
            self._waiting.append(mine)
        with self._writing:
            if not mine.is_done.is_set():
                self._write_waiting()
        if mine.failed is not None:
            raise AuditError(str(mine.failed))

    def _write_waiting(self) -> None:
        with self._lock:
            batch, self._waiting = self._waiting, []
        failure: AuditError | None = AuditError("the audit log can't be written: nothing leaves")
        try:
            self.log.append_all([w.said for w in batch])
            failure = None
        except AuditError as error:
            failure = error
        finally:
            for waiting in batch:
                waiting.failed = failure
                waiting.is_done.set()
