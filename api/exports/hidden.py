"""Hidden numbers as rows, the official figures last."""

from collections.abc import Iterable, Iterator

from api.exports.table import Row, Type, columns
from graph.hidden_numbers.band import ALL_FORMS, WHOLE, Hidden
from graph.hidden_numbers.official import OFFICIAL

HIDDEN_COLUMNS = columns(
    area=Type.TEXT,
    period=Type.TEXT,
    form=Type.TEXT,
    estimator=Type.TEXT,
    seen=Type.INTEGER,
    estimate=Type.DECIMAL,
    low=Type.DECIMAL,
    high=Type.DECIMAL,
    note=Type.TEXT,
)


def hidden_rows(found: Iterable[Hidden]) -> Iterator[Row]:
    """One row per area, year, form and method, then the band; what the Netherlands estimates officially beside them."""
    for h in found:
        yield {
            "area": h.area,
            "period": h.period,
            "form": h.form,
            "estimator": h.estimator,
            "seen": h.seen,
            "estimate": h.estimate,
            "low": h.low,
            "high": h.high,
            "note": h.note,
        }
    for o in OFFICIAL:
        yield {
            "area": WHOLE,
            "period": o.period,
            "form": ALL_FORMS,
            "estimator": "official",
            "seen": o.seen,
            "estimate": float(o.estimate),
            "low": float(o.low),
            "high": float(o.high),
            "note": f"presumed victims a year in the whole country; {o.source}",
        }
