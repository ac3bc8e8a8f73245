"""Reading encounters of persons with a full date, for hidden numbers."""

from collections.abc import Callable
from typing import Any

import numpy as np

from graph.hidden_numbers.occasions import Codes, Occasions, as_codes
from graph.store.database import Database


def read_occasions(db: Database, *, area_of: Callable[[str], str]) -> tuple[Occasions, Codes]:
    """Encounters of linked persons by id, and the code of the person of each.

    Parameters
    ----------
    db
        The graph.
    area_of
        From a municipality's code to the area that is told of.
    """
    rows: list[tuple[Any, ...]] = []
    for found in db.read("municipality_codes"):
        (town,) = db.read("occasions_of_municipality", code=found["code"])
        columns = (town[name] for name in ("id", "person", "day", "form", "source", "operation"))
        area = area_of(found["code"])
        rows += [(*row, area) for row in zip(*columns, strict=True)]
    rows.sort(key=lambda r: str(r[0]))
    ids, person, day, form, source, operation, area_names = zip(*rows, strict=True) if rows else [()] * 7
    forms, form_names = as_codes(form)
    sources, source_names = as_codes(source)
    areas, names = as_codes(area_names)
    occasions = Occasions(
        tuple(ids),
        areas,
        np.array(day, dtype=np.int64),
        forms,
        sources,
        as_codes(operation)[0],
        names,
        form_names,
        source_names,
    )
    return occasions, as_codes(person)[0]
