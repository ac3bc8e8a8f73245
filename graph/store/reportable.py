"""Reading the encounters of persons that began in a period, for reporting."""

from collections.abc import Iterator

from graph.columns import day_of
from graph.comensha import Reportable
from graph.model import Consent, Regime, ReporterType, Status
from graph.store.database import Database


def read_reportable(db: Database, *, first: int, end: int) -> Iterator[Reportable]:
    """Encounters of persons whose first local day number lies in ``[first, end)``, signals about premises left out."""
    for r in db.read("encounters_reportable", first=first, end=end):
        yield Reportable(
            id=r["id"],
            person_id=r["person_id"] or "",
            source_id=r["source_id"],
            reporter=ReporterType(r["reporter"]),
            regime=Regime(r["regime"]),
            consent=Consent(r["consent"]) if r["consent"] else None,
            status=Status(r["status"]),
            municipality=r["municipality"],
            first_day=day_of(r["first_day"]),
            last_day=day_of(r["last_day"]),
        )
