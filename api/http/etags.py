"""Entity tags: who has an answer already is told that it hasn't changed, instead of it.

Only for answers that speak of nobody: one that speaks of persons is never kept by a browser, and each asking is recorded.
"""

import hashlib

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import Message, Scope, Send

REVALIDATE = "private, no-cache"


def tagged(scope: Scope, send: Send) -> Send:
    """Send that holds an answer back until its tag is known, and leaves away a body that the asker has."""
    held: list[Message] = []
    wanted = Headers(scope=scope).get("if-none-match", "")

    async def send_tagged(message: Message) -> None:
        if not held and not _is_taggable(message):
            await send(message)
            return
        held.append(message)
        if message["type"] != "http.response.body" or message.get("more_body"):
            return
        start, bodies = held[0], held[1:]
        body = b"".join(m.get("body", b"") for m in bodies)
        tag = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
        headers = MutableHeaders(scope=start)
        headers["ETag"] = tag
        headers["Cache-Control"] = REVALIDATE
        headers["Vary"] = "Cookie, Accept"
        if _has(wanted, tag):
            start["status"] = 304
            del headers["content-length"]
            body = b""
        await send(start)
        await send({"type": "http.response.body", "body": body})

    return send_tagged


def _is_taggable(message: Message) -> bool:
    return (
        message["type"] == "http.response.start"
        and message["status"] == 200
        and Headers(raw=message["headers"]).get("content-type", "").startswith("application/json")
    )


def _has(wanted: str, tag: str) -> bool:
    return wanted.strip() == "*" or tag in {w.strip().removeprefix("W/") for w in wanted.split(",")}
