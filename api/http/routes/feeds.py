"""Where a service leaves a file over https: it lands in the feed's folder, whole, and is taken from there."""

import os
import secrets
from pathlib import Path as FilePath
from typing import Annotated

from anyio import to_thread
from fastapi import FastAPI, HTTPException, Path, Request

from api.http.access import Access, declared
from api.http.bodies import TAKES_FILE
from api.http.problems import documented
from api.http.reading import service_of
from api.http.shapes import Shape
from api.intake.feeds_file import Feed, load_feeds

LINES = "application/x-ndjson"
SCHEME = "bearer "
_BODY = {"requestBody": {"required": True, "content": {LINES: {"schema": {"type": "string", "format": "binary"}}}}}


class FileLeft(Shape):
    """A file was left whole; `waterbed feed status` tells what becomes of it."""

    bytes: int


def add_feeds(app: FastAPI) -> None:
    """Add the endpoint where services leave files."""

    @app.post(
        "/v1/feeds/{feedId}/files",
        responses=documented(400, 401, 403, 406, 413, 415, 429, 503),
        status_code=202,
        tags=["feeds"],
        openapi_extra=_BODY,
    )
    @declared(Access.OPEN)
    async def leave_file(
        request: Request, feedId: Annotated[str, Path(pattern=r"^[A-Za-z0-9._-]{1,128}$")]
    ) -> FileLeft:
        """Leave a file of a feed (JSON Lines), with its token as `Authorization: Bearer TOKEN`."""
        feed = await to_thread.run_sync(_feed_of, request, feedId)
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != LINES:
            raise HTTPException(415)
        name = f"{service_of(request).now():%Y%m%dT%H%M%S}-{secrets.token_hex(8)}"
        try:
            return FileLeft(bytes=await _store(request, feed.folder, name))
        except OSError:
            raise HTTPException(503) from None

    setattr(leave_file, TAKES_FILE, True)


def _feed_of(request: Request, feed_id: str) -> Feed:
    """Feed whose token a request shows; whatever else is asked for gets the same refusal."""
    home = service_of(request).home
    said = request.headers.get("authorization", "")
    token = said[len(SCHEME) :] if said.lower().startswith(SCHEME) else ""
    for feed in load_feeds(home.feeds, home.root):
        if feed.source_id == feed_id and feed.is_shown(token):
            return feed
    raise HTTPException(401, headers={"WWW-Authenticate": "Bearer"})


async def _store(request: Request, folder: FilePath, name: str) -> int:
    """Write a body under a name that nobody takes, and give it its own once it is whole and on disk."""
    unfinished, sent, last = folder / f".{name}.new", 0, b""
    await to_thread.run_sync(lambda: folder.mkdir(mode=0o700, parents=True, exist_ok=True))
    try:
        with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            async for chunk in request.stream():
                await to_thread.run_sync(stream.write, chunk)
                sent, last = sent + len(chunk), chunk or last
            if not last.endswith(b"\n"):
                await to_thread.run_sync(stream.write, b"\n")
            await to_thread.run_sync(stream.flush)
            await to_thread.run_sync(os.fsync, stream.fileno())
        unfinished.rename(folder / f"{name}.jsonl")
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    return sent
