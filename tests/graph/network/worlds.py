"""Small worlds of persons who share things, and of persons who move."""

from collections.abc import Iterable
from datetime import date, timedelta

from graph.columns import EncounterColumns, EncounterRow, columns_of

A, B, C, D = "GM0599", "GM0622", "GM0606", "GM0502"
BEGIN = date(2024, 1, 1)


def met(
    person: str | None,
    *carries: str,
    town: str = A,
    day: int = 0,
    premises: str | None = None,
    operation: str | None = None,
    name: str = "",
) -> EncounterRow:
    """Encounter of a person (None: a report) with what she carries, on a day after 1 January 2024."""
    on = BEGIN + timedelta(days=day)
    said = name or f"{person}-{town}-{day}-{'-'.join(carries)}-{premises}"
    return EncounterRow(
        said, person, town, on, on, premises=premises, operation=operation, identifiers=tuple(sorted(carries))
    )


def world(rows: Iterable[EncounterRow]) -> EncounterColumns:
    """Columns of rows."""
    return columns_of(rows)


def chain(n: int) -> EncounterColumns:
    """Persons p0, p1, … each of whom shares one phone with the next, met far apart in time."""
    return world(met(f"p{i + j}", f"phone:{i}", day=100 * (i + j)) for i in range(n) for j in (0, 1))
