"""Indicators as rows."""

from collections.abc import Iterable, Iterator

from api.exports.table import Row, Type, columns
from graph.indicators import Indicator

INDICATOR_COLUMNS = columns(
    area=Type.TEXT, period=Type.TEXT, indicator=Type.TEXT, safe_count=Type.INTEGER, note=Type.TEXT
)


def indicator_rows(found: Iterable[Indicator]) -> Iterator[Row]:
    """One row per area, period and indicator; empty where the count isn't shown, for a reason that is never said."""
    for i in found:
        yield {"area": i.area, "period": i.period, "indicator": i.indicator, "safe_count": i.value, "note": i.note}
