"""Jobs that take longer than an answer may: one at a time in the background, with their progress for who began them.

One worker, because writers of a home take turns anyway; a job in the queue costs a few hundred bytes. Jobs end with the
service: what an ingest had stored by then is whole, and sending the file again goes on from there.
"""

import logging
import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any

from api.home import Home
from graph.errors import Busy, WaterbedError

_LOG = logging.getLogger("waterbed")
MOST_WAITING = 256
MOST_KEPT = 2_000
WAIT_S = 15.0
"""So long may nothing happen before a listener is told that the job still lives."""

Tell = Callable[[str, float], None]
"""Told the name of a step and the share of it that is done, in [0, 1]."""
Work = Callable[[Home, Tell], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it stands: ``state`` is waiting, running, done or failed; ``why`` says in a line why it failed."""

    id: str
    kind: str
    owner: str
    state: str
    asked_at: datetime
    step: str = ""
    share: float = 0.0
    result: dict[str, Any] | None = None
    why: str = ""
    about: dict[str, str] = field(default_factory=dict)

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in ("done", "failed")


class Runner:
    """Runs jobs of a home. ``on_done`` is called after each."""

    def __init__(self, home: Home, now: Callable[[], datetime], *, on_done: Callable[[], None]) -> None:
        self._home = home
        self._now = now
        self._on_done = on_done
        self._changed = threading.Condition()
        self._jobs: dict[str, Job] = {}
        self._queue: queue.Queue[tuple[str, Work] | None] = queue.Queue(MOST_WAITING)
        self._worker: threading.Thread | None = None

    def add(self, kind: str, owner: str, work: Work, *, about: dict[str, str] | None = None) -> Job:
        """Put a job into the queue.

        Raises
        ------
        Busy
            When too many wait.
        """
        job = Job(secrets.token_urlsafe(16), kind, owner, "waiting", self._now(), about=about or {})
        with self._changed:
            over = [j.id for j in self._jobs.values() if j.is_over]
            for old in over[: max(0, len(self._jobs) - MOST_KEPT)]:
                del self._jobs[old]
            self._jobs[job.id] = job
            try:
                self._queue.put_nowait((job.id, work))
            except queue.Full:
                del self._jobs[job.id]
                message = "too many jobs wait: try again later"
                raise Busy(message) from None
            if self._worker is None or not self._worker.is_alive():
                self._worker = threading.Thread(target=self._work, name="jobs", daemon=True)
                self._worker.start()
        return job

    def get(self, job_id: str, owner: str) -> Job | None:
        """Job of an id that an owner began; None for anybody else's."""
        with self._changed:
            job = self._jobs.get(job_id)
        return job if job and job.owner == owner else None

    def of(self, owner: str, kind: str | None = None) -> list[Job]:
        """Jobs of an owner, newest first."""
        with self._changed:
            own = [j for j in self._jobs.values() if j.owner == owner and kind in (None, j.kind)]
        return sorted(own, key=lambda j: (j.asked_at, j.id), reverse=True)

    def follow(self, job_id: str, owner: str) -> Iterator[Job]:
        """Job each time that it changes, and at least every quarter of a minute, until it is over."""
        seen: Job | None = None
        while True:
            with self._changed:
                job = self._after(job_id, seen)
            if job is None or job.owner != owner:
                return
            seen = job
            yield job
            if job.is_over:
                return

    def _after(self, job_id: str, seen: Job | None) -> Job | None:
        self._changed.wait_for(lambda: self._jobs.get(job_id) is not seen, timeout=WAIT_S)
        return self._jobs.get(job_id)

    def close(self) -> None:
        """End after the job that runs."""
        if self._worker is not None and self._worker.is_alive():
            self._queue.put(None)
            self._worker.join(timeout=60)

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            job_id, work = item
            self._change(job_id, state="running")
            try:
                result = work(self._home, partial(self._tell, job_id))
                self._on_done()
                self._change(job_id, state="done", share=1.0, result=result)
            except WaterbedError as error:
                self._on_done()
                self._change(job_id, state="failed", why=str(error))
            except Exception as error:  # noqa: BLE001 - the worker goes on; told by kind alone
                _LOG.error("a job failed unexpectedly (%s)", type(error).__name__)
                self._change(job_id, state="failed", why="it failed unexpectedly; the service's log says how")

    def _tell(self, job_id: str, step: str, share: float) -> None:
        self._change(job_id, step=step, share=share)

    def _change(self, job_id: str, **said: Any) -> None:
        with self._changed:
            if job_id in self._jobs:
                self._jobs[job_id] = replace(self._jobs[job_id], **said)
                self._changed.notify_all()
