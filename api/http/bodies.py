"""What a request may carry, and what it may want back: kinds and sizes, checked before an endpoint sees it."""

from fastapi.routing import APIRoute
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.routing import BaseRoute
from starlette.types import Message, Receive, Scope

from api.http.problems import Refusal

MOST_JSON_BYTES = 64_000
MOST_FILE_BYTES = 2_000_000_000
FILE_TYPES = {
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/vnd.apache.parquet": ".parquet",
    "application/x-ndjson": ".jsonl",
}
"""Media types of files that may be sent, and the ending each is stored under."""

ANSWER_TYPES = "__answer_types__"
TAKES_FILE = "__takes_file__"
TAKES_FORM = "__takes_form__"
FORM_TYPE = "application/x-www-form-urlencoded"


def takes_file(route: BaseRoute | None) -> bool:
    """Whether a route takes a file as its body."""
    return bool(getattr(getattr(route, "endpoint", None), TAKES_FILE, False))


def body_refusal(scope: Scope, route: BaseRoute | None, headers: Headers) -> Refusal | None:
    """Why what a request carries, or wants back, won't do; None where it will."""
    if not isinstance(route, APIRoute) or scope["method"] not in (route.methods or set()):
        return None
    given = getattr(route.endpoint, ANSWER_TYPES, ("application/json",))
    if not _accepts(headers.get("accept", "*/*"), given):
        return Refusal(406)
    is_form = bool(getattr(route.endpoint, TAKES_FORM, False))
    if route.body_field is None and not takes_file(route) and not is_form:
        return None
    media_type = headers.get("content-type", "").partition(";")[0].strip().lower()
    taken = FILE_TYPES if takes_file(route) else (FORM_TYPE,) if is_form else ("application/json",)
    if media_type not in taken:
        return Refusal(415)
    length = headers.get("content-length", "0")
    if length.isdecimal() and length.isascii():
        return Refusal(413) if int(length[:20]) > _most(route) else None
    return Refusal(400)


def counted(route: BaseRoute | None, receive: Receive) -> Receive:
    """Receive that ends a body which is longer than it said, or says nothing of its length."""
    left = _most(route)

    async def receive_counted() -> Message:
        nonlocal left
        message = await receive()
        if message["type"] == "http.request":
            left -= len(message.get("body", b""))
            if left < 0:
                raise HTTPException(413)
        return message

    return receive_counted


def _most(route: BaseRoute | None) -> int:
    return MOST_FILE_BYTES if takes_file(route) else MOST_JSON_BYTES


def _accepts(accept: str, given: tuple[str, ...]) -> bool:
    for part in accept.split(","):
        wanted, *parameters = (p.strip().lower() for p in part.split(";"))
        if any(p.replace(" ", "") in ("q=0", "q=0.0", "q=0.00", "q=0.000") for p in parameters):
            continue
        if wanted in ("*/*", "") or any(wanted in (g, f"{g.partition('/')[0]}/*") for g in given):
            return True
    return False
