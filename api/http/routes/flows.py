"""Flows between municipalities: how many persons moved from one to another, by calendar year or quarter."""

from collections import defaultdict
from datetime import date
from typing import Annotated

from fastapi import FastAPI, Query, Request

from api.access.actions import Action
from api.access.decisions import is_allowed
from api.audit import Act
from api.http.access import declared
from api.http.kept import Ground, Of
from api.http.problems import documented
from api.http.reading import Who, Works, record
from api.http.shapes import Shape
from api.jobs.release import LIMIT, release_flows, releasing
from graph.columns import day_of
from graph.itineraries import stays
from graph.store.columns import read_columns
from graph.store.database import Database

Flows = dict[tuple[str, str, str], int]
"""Distinct persons by period (year, and quarter as ``2024Q3``), from and to."""


class FlowSaid(Shape):
    """Persons who moved from one municipality to another in a period; rounded unless ``is_exact``."""

    from_municipality: str
    to_municipality: str
    period: str
    persons: int


class FlowsSaid(Shape):
    """All flows that may be shown. Those below the threshold aren't among them, and nothing tells how many there are."""

    is_exact: bool
    threshold: int | None
    items: list[FlowSaid]


def add_flows(app: FastAPI) -> None:
    """Add the endpoint of flows."""

    @app.get("/v1/flows", responses=documented(400, 401, 403, 406, 429, 503), tags=["explorer"])
    @declared(Action.READ_FLOWS)
    def flows(
        request: Request,
        service: Works,
        caller: Who,
        period: Annotated[str | None, Query(pattern=r"^(19|20)[0-9]{2}(Q[1-4])?$")] = None,
    ) -> FlowsSaid:
        """Flows between municipalities. Who sees safe counts alone sees whole years: finer ones would take them apart.

        Safe counts are decided once, in the ledger of releases; exact ones leave a line in the log, as small ones point
        at persons.
        """
        every = service.kept.ground(FLOWS)
        if is_allowed(caller.role, Action.READ_EXACT_FLOWS):
            # Exact where one of the analyst's units is; what others alone hold is theirs.
            own = [
                _said(k, n)
                for k, n in sorted(every.items())
                if k[0] == period or (period is None and _is_year(k[0]))
                if caller.holds(k[1]) or caller.holds(k[2])
            ]
            record(request, Act(Action.READ_EXACT_FLOWS.value, "flows", "", len(own), {"period": period or ""}))
            return FlowsSaid(is_exact=True, threshold=None, items=own)

        def release(db: Database) -> Flows:
            years = {k: n for k, n in every.items() if _is_year(k[0])}
            with releasing(service.home):
                return release_flows(db, years, by=caller.subject, now=service.now())

        safe = service.kept.get("released flows", release, of=Of.RECORDS, made_from=(every,))
        shown = [_said(k, n) for k, n in sorted(safe.items()) if period in (None, k[0])]
        return FlowsSaid(is_exact=False, threshold=LIMIT, items=shown)


def _is_year(period: str) -> bool:
    return "Q" not in period


def _read(db: Database) -> Flows:
    columns = read_columns(db)
    found = stays(columns)
    persons: dict[tuple[str, str, str], set[int]] = defaultdict(set)
    for i in range(1, len(found)):
        if found.person[i] != found.person[i - 1]:
            continue
        towns = columns.municipalities[found.municipality[i - 1]], columns.municipalities[found.municipality[i]]
        day: date = day_of(int(found.first_seen[i]))
        for name in (f"{day.year}", f"{day.year}Q{(day.month - 1) // 3 + 1}"):
            persons[(name, *towns)].add(int(found.person[i]))
    return {key: len(some) for key, some in persons.items()}


FLOWS = Ground("flows", _read)
"""How many moved from where to where."""


def _said(key: tuple[str, str, str], persons: int) -> FlowSaid:
    period, origin, destination = key
    return FlowSaid(from_municipality=origin, to_municipality=destination, period=period, persons=persons)
