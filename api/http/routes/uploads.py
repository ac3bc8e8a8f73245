"""Sending a file and learning what became of every row; jobs and their progress."""

import json
import os
import re
import secrets
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI, HTTPException, Query, Request
from pydantic.alias_generators import to_camel
from starlette.responses import StreamingResponse

from api.access.actions import Action
from api.access.roles import Caller
from api.home import Home
from api.http.access import declared
from api.http.bodies import ANSWER_TYPES, FILE_TYPES, TAKES_FILE
from api.http.paging import page
from api.http.problems import documented
from api.http.reading import Who, Works, absent, service_of, who_calls
from api.http.service import Service
from api.http.shapes import DEFAULT_ITEMS, Cursor, Limit, PathId, Shape
from api.jobs.analyse import analyse
from api.jobs.ingest import Watch, ingest_files
from api.jobs.runner import Job, Tell, Work
from graph.geography import load_municipalities
from ingest.policy import Policy

MOST_LISTENERS = 64
MOST_REJECTIONS = 1_000
"""Rejected rows that a report lists; it counts all."""

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._-]{0,99}")
FILE_BODY = {
    "requestBody": {
        "required": True,
        "content": {t: {"schema": {"type": "string", "format": "binary"}} for t in FILE_TYPES},
    }
}


class JobSaid(Shape):
    """A job as it stands: `waiting`, `running`, `done` or `failed`; `share` of the step that is done, in [0, 1]."""

    job_id: str
    kind: str
    state: Literal["waiting", "running", "done", "failed"]
    step: str
    share: float
    asked_at: datetime
    why: str
    about: dict[str, str]
    result: dict[str, Any] | None


class JobPage(Shape):
    """Some jobs, newest first, and where the next page begins."""

    items: list[JobSaid]
    next: str | None


def add_uploads(app: FastAPI) -> None:
    """Add the endpoints of files and jobs."""
    listeners = CapacityLimiter(MOST_LISTENERS)

    @app.post(
        "/v1/uploads",
        responses=documented(400, 401, 403, 406, 413, 415, 429, 503),
        status_code=202,
        tags=["uploads"],
        openapi_extra=FILE_BODY,
    )
    @declared(Action.UPLOAD)
    async def upload(
        request: Request,
        fileName: Annotated[str, Query(max_length=100, description="Base name, as reports call the file.")],
        kind: Annotated[Literal["encounters", "controls", "interventions"] | None, Query()] = None,
    ) -> JobSaid:
        """Send a file. Rows of registers that aren't the caller's are rejected one by one; the job tells of every row."""
        service, caller = service_of(request), who_calls(request)
        if not _NAME.fullmatch(fileName) or ".." in fileName:
            raise HTTPException(400)
        ending = FILE_TYPES[request.headers["content-type"].partition(";")[0].strip().lower()]
        folder = await to_thread.run_sync(_new_folder, service.home)
        path = folder / (Path(fileName).stem.strip(". ") + ending)
        try:
            await _store(request, path)
            job = service.jobs.add(
                "upload", caller.subject, _ingest(path, kind, caller, service.now()), about={"fileName": fileName}
            )
        except BaseException:
            _discard(path)
            raise
        return said(job)

    setattr(upload, TAKES_FILE, True)

    @app.get("/v1/uploads", responses=documented(400, 401, 403, 406, 429), tags=["uploads"])
    @declared(Action.UPLOAD)
    def list_uploads(service: Works, caller: Who, cursor: Cursor = None, limit: Limit = DEFAULT_ITEMS) -> JobPage:
        """The caller's own uploads, newest first."""
        return _page(service, caller, "upload", cursor, limit)

    @app.post("/v1/analyses", responses=documented(400, 401, 403, 406, 429, 503), status_code=202, tags=["jobs"])
    @declared(Action.ANALYSE)
    def start_analysis(service: Works, caller: Who) -> JobSaid:
        """Have findings computed anew."""
        return said(service.jobs.add("analysis", caller.subject, _analyse(service.now())))

    @app.get("/v1/jobs", responses=documented(400, 401, 403, 406, 429), tags=["jobs"])
    @declared(Action.READ_JOBS)
    def list_jobs(service: Works, caller: Who, cursor: Cursor = None, limit: Limit = DEFAULT_ITEMS) -> JobPage:
        """The caller's own jobs, newest first."""
        return _page(service, caller, None, cursor, limit)

    @app.get("/v1/jobs/{jobId}", responses=documented(400, 401, 403, 404, 406, 429), tags=["jobs"])
    @declared(Action.READ_JOBS)
    def read_job(jobId: PathId, service: Works, caller: Who) -> JobSaid:
        """A job of the caller's own."""
        job = service.jobs.get(jobId, caller.subject)
        if job is None:
            raise absent()
        return said(job)

    @app.get(
        "/v1/jobs/{jobId}/events",
        responses={
            200: {
                "description": "Server-sent events",
                "content": {"text/event-stream": {"schema": {"type": "string"}}},
            },
            **documented(400, 401, 403, 404, 406, 429),
        },
        response_class=StreamingResponse,
        tags=["jobs"],
    )
    @declared(Action.READ_JOBS)
    def follow_job(jobId: PathId, service: Works, caller: Who) -> StreamingResponse:
        """Progress of a job of the caller's own, as it happens (`event: job`), until it is over."""
        if service.jobs.get(jobId, caller.subject) is None:
            raise absent()
        followed = service.jobs.follow(jobId, caller.subject)

        async def events() -> AsyncIterator[str]:
            # Threads of their own: whoever listens must not keep others from being answered.
            while (job := await to_thread.run_sync(next, followed, None, limiter=listeners)) is not None:
                yield f"event: job\ndata: {json.dumps(said(job).model_dump(mode='json', by_alias=True))}\n\n"

        if listeners.available_tokens < 1:
            raise HTTPException(429, headers={"Retry-After": "15"})
        return StreamingResponse(events(), media_type="text/event-stream")

    setattr(follow_job, ANSWER_TYPES, ("text/event-stream",))


def put_file(service: Service, caller: Caller, content: bytes, name: str, *, kind: str | None) -> JobSaid:
    """Have rows ingested that came in another way than as a file, as if they were one.

    Parameters
    ----------
    service, caller
        Who ingests, and for whom.
    content, name
        What the file holds, and what reports call it.
    kind
        Kind of file.
    """
    path = _new_folder(service.home) / name
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(content)
    except OSError:
        _discard(path)
        raise HTTPException(503) from None
    try:
        work = _ingest(path, kind, caller, service.now())
        return said(service.jobs.add("upload", caller.subject, work, about={"fileName": name}))
    except BaseException:
        _discard(path)
        raise


def said(job: Job) -> JobSaid:
    """Job as the API tells of it."""
    return JobSaid(
        job_id=job.id,
        kind=job.kind,
        state=job.state,  # type: ignore[arg-type]
        step=job.step,
        share=job.share,
        asked_at=job.asked_at,
        why=job.why,
        about=job.about,
        result=job.result,
    )


def _page(service: Works, caller: Caller, kind: str | None, cursor: str | None, limit: int) -> JobPage:
    own = service.jobs.of(caller.subject, kind)
    newest = max((j.asked_at for j in own), default=None)

    def key(job: Job) -> str:
        assert newest is not None
        return f"{10**12 - int(job.asked_at.timestamp() * 1000):013d} {job.id}"

    some, following = page(service, caller, f"jobs {kind}", sorted(own, key=key), key=key, cursor=cursor, limit=limit)
    return JobPage(items=[said(j) for j in some], next=following)


def _new_folder(home: Home) -> Path:
    """Return a folder of its own for one file: what lies beside a file, such as a layout, is never another sender's."""
    return home.folder(home.folder(home.cache / "uploads") / secrets.token_hex(16))


async def _store(request: Request, path: Path) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            async for chunk in request.stream():
                await to_thread.run_sync(stream.write, chunk)
    except OSError:
        raise HTTPException(503) from None


def _discard(path: Path) -> None:
    path.unlink(missing_ok=True)
    path.parent.rmdir()


def _ingest(path: Path, kind: str | None, caller: Caller, now: datetime) -> Work:
    def narrowed(policy: Policy) -> Policy:
        towns = frozenset(m.code for m in load_municipalities() if caller.holds(m.code))
        return replace(policy, sources=caller.sources, towns=towns)

    def work(home: Home, tell: Tell) -> dict[str, Any]:
        rejections: list[dict[str, Any]] = []

        def on_rejected(_table: Any, some: Any) -> None:
            for r in some:
                if len(rejections) < MOST_REJECTIONS:
                    rejections.append({"row": r.row, "column": r.column, "reason": r.reason})

        watch = Watch(
            on_file=lambda _name, _number, _all: tell("reading", 0.0),
            on_linked=lambda done, every: tell("linking", done / every if every else 1.0),
            on_rejected=on_rejected,
        )
        try:
            done = ingest_files(home, [path], layout=None, kind=kind, now=now, watch=watch, narrowed=narrowed)
        finally:
            _discard(path)
        # Keys further in are reasons, columns and registers: words of the data, which stay as they are.
        report = {to_camel(name): value for name, value in done.files[0].summary().items()}
        return {"report": report, "rejections": rejections}

    return work


def _analyse(now: datetime) -> Work:
    def work(home: Home, tell: Tell) -> dict[str, Any]:
        found = analyse(home, now=now, seed=ANALYSIS_SEED, on_step=tell)
        return {
            "encounters": found.encounters,
            "rotations": len(found.rotations),
            "relocations": len(found.relocations),
            "displacements": len(found.displacements),
        }

    return work


ANALYSIS_SEED = 1
"""Of the shifted data sets: the same graph gives the same findings."""
