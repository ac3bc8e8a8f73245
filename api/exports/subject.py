"""What is stored of one person, as rows: a field each, so that any program reads it."""

from collections.abc import Iterable, Iterator

from api.exports.table import Refer, Row, Type, columns
from graph.store.subject import Stored

SUBJECT_COLUMNS = columns(kind=Type.TEXT, reference=Type.TEXT, field=Type.TEXT, value=Type.TEXT)


def subject_rows(found: Iterable[Stored], refer: Refer) -> Iterator[Row]:
    """One row per field; encounters are named as asked for."""
    for stored in found:
        reference = refer(stored.id) if stored.kind == "encounter" else stored.id
        for field, value in stored.fields:
            yield {"kind": stored.kind, "reference": reference, "field": field, "value": value}
