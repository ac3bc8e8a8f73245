"""The export ``report``: a list for each source, which that source completes itself."""

from collections.abc import Iterable, Iterator

from api.exports.table import Refer, Row, Type, columns
from graph.comensha import Listed

REPORT_COLUMNS = columns(
    source_id=Type.TEXT,
    record_ids=Type.TEXTS,
    may_be_reported=Type.BOOLEAN,
    ground=Type.TEXT,
    refused_because=Type.TEXT,
    quarter=Type.TEXT,
    municipality=Type.TEXT,
    first_seen=Type.DATE,
    last_seen=Type.DATE,
    reporter_type=Type.TEXT,
    regime=Type.TEXT,
    reported_on=Type.DATE,
)


def report_rows(listed: Iterable[Listed], refer: Refer) -> Iterator[Row]:
    """Rows of persons; ``record_ids`` are the source's own numbers, ``reported_on`` is the source's to fill in."""
    for one in listed:
        yield {
            "source_id": one.source_id,
            "record_ids": [refer(e).removeprefix(f"{one.source_id}/") for e in one.encounters],
            "may_be_reported": one.ground is not None,
            "ground": one.ground.value if one.ground else None,
            "refused_because": one.refused or None,
            "quarter": one.quarter,
            "municipality": one.municipality,
            "first_seen": one.first_day,
            "last_seen": one.last_day,
            "reporter_type": one.reporter.value,
            "regime": one.regime.value,
            "reported_on": None,
        }
