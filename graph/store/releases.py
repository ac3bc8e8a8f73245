"""The ledger of releases in the graph: appended to, never changed."""

from functools import lru_cache

from pydantic import TypeAdapter

from graph.disclosure.ledger import Release
from graph.store.database import Database

_RELEASE: TypeAdapter[Release] = TypeAdapter(Release)


def read_releases(db: Database) -> list[Release]:
    """Every release there ever was, in the order of time."""
    found = [_parsed(r["content"]) for r in db.read("releases_read")]
    return sorted(found, key=lambda r: (r.at, r.question, r.edition))


def write_release(db: Database, release: Release) -> Release:
    """Append a release; where another wrote this edition first, that one stands and is returned."""
    content = _RELEASE.dump_json(release).decode()
    row = {"id": release.id, "at": release.at, "by": release.by, "content": content}
    (stands,) = db.write("releases_write", rows=[row])
    return _parsed(stands["content"])


@lru_cache(maxsize=50_000)
def _parsed(content: str) -> Release:
    """Release as it was written; one that stands never changes, and each release reads all others."""
    return _RELEASE.validate_json(content)
