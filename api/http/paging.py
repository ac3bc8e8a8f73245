"""Pages by key: each begins behind the last item of the one before, however the listing has changed meanwhile."""

from collections.abc import Callable, Iterable
from itertools import islice
from typing import TypeVar

from fastapi import HTTPException

from api.access.roles import Caller
from api.http.service import Service

T = TypeVar("T")


def page(
    service: Service,
    caller: Caller,
    listing: str,
    items: Iterable[T],
    *,
    key: Callable[[T], str],
    cursor: str | None,
    limit: int,
) -> tuple[list[T], str | None]:
    """Items of a page, and the cursor of the next; None after the last.

    Parameters
    ----------
    service, caller
        Who seals, and for whom.
    listing
        Name of the listing with everything it was filtered by: a cursor of one is none of another.
    items
        All of them, ascending by ``key``, which is unique.
    key
        Text that an item is sorted by.
    cursor, limit
        As asked for.
    """
    after = ""
    if cursor is not None:
        opened = service.cursors.opened(cursor, listing=listing, subject=caller.subject)
        if opened is None:
            raise HTTPException(400)
        after = opened
    found = list(islice((i for i in items if key(i) > after), limit + 1))
    if len(found) <= limit:
        return found, None
    return found[:limit], service.cursors.sealed(key(found[limit - 1]), listing=listing, subject=caller.subject)
