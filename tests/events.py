"""Events as columns, in one line each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import numpy as np

from graph.columns import EventColumns, day_number
from graph.store.columns import coded


@dataclass(frozen=True, slots=True)
class Event:
    """One row of a register; ``person`` is empty where nobody is known."""

    town: str
    day: date
    person: str = ""
    source: str = "register"
    span: int = 1
    is_tally: bool = False


def events_of(rows: Iterable[Event]) -> EventColumns:
    """Columns of events, in their order."""
    every = list(rows)
    town, towns = coded([e.town for e in every])
    source, sources = coded([e.source for e in every])
    person, persons = coded([e.person for e in every])
    none = np.full(len(every), -1, dtype=np.int32)
    return EventColumns(
        ids=tuple(f"e{i}" for i in range(len(every))),
        municipality=town,
        source=source,
        day=np.array([day_number(e.day) for e in every], dtype=np.int32),
        span=np.array([e.span for e in every], dtype=np.int32),
        premises_kind=none,
        channel=none,
        person=person,
        is_tally=np.array([e.is_tally for e in every], dtype=bool),
        in_operation=np.zeros(len(every), dtype=bool),
        municipalities=towns,
        sources=sources,
        premises_kinds=(),
        channels=(),
        persons=persons,
    )
