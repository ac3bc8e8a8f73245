"""The ledger of releases in the graph: appended to, never changed."""

from pydantic import TypeAdapter

from graph.disclosure.ledger import Release
from graph.store.database import Database

_RELEASE: TypeAdapter[Release] = TypeAdapter(Release)


def read_releases(db: Database) -> list[Release]:
    """Every release there ever was, in the order of time."""
    found = [_RELEASE.validate_json(r["content"]) for r in db.read("releases_read")]
    return sorted(found, key=lambda r: (r.at, r.question, r.edition))


def write_release(db: Database, release: Release) -> Release:
    """Append a release; where another wrote this edition first, that one stands and is returned."""
    content = _RELEASE.dump_json(release).decode()
    db.write("releases_write", rows=[{"id": release.id, "at": release.at, "by": release.by, "content": content}])
    return next(r for r in read_releases(db) if r.id == release.id)
