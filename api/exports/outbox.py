"""Alerts and rejected rows as rows: what was told, and what was refused."""

from collections.abc import Iterable, Iterator

from api.exports.table import Row, Type, columns
from graph.model import Alert
from ingest.rejections import RejectedRow

ALERT_COLUMNS = columns(
    alert_id=Type.TEXT,
    recipient=Type.TEXT,
    kind=Type.TEXT,
    created=Type.MOMENT,
    finding_id=Type.TEXT,
    rule_version=Type.TEXT,
    state=Type.TEXT,
    attempts=Type.INTEGER,
)

REJECTION_COLUMNS = columns(file=Type.TEXT, row=Type.INTEGER, column=Type.TEXT, reason=Type.TEXT)


def alert_rows(alerts: Iterable[Alert]) -> Iterator[Row]:
    """One row per alert, oldest first."""
    for a in sorted(alerts, key=lambda a: (a.created, a.id)):
        yield {
            "alert_id": a.id,
            "recipient": a.recipient,
            "kind": a.kind,
            "created": a.created,
            "finding_id": a.finding_id,
            "rule_version": a.rule_version,
            "state": a.state,
            "attempts": a.attempts,
        }


def rejection_rows(rejected: Iterable[RejectedRow]) -> Iterator[Row]:
    """One row per rejected row of a file, in the order they were first refused."""
    for r in rejected:
        yield {"file": r.file, "row": r.row, "column": r.column or None, "reason": r.reason}
