"""Who was met, as parallel columns: what indicators are counted from."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.columns import day_of

Codes = NDArray[np.int64]

NO_QUARTER = 4
"""Place of "no quarter known" among the quarters 0 to 3."""


@dataclass(frozen=True, slots=True)
class MetRow:
    """One encounter as indicators see it; ``person`` is empty for a report about premises.

    ``first_day`` and ``last_day`` are local day numbers, both included. ``channel``, ``sex``, ``form`` and ``minor``
    hold the words of the vocabulary, empty where unknown. ``reappears``: a person known elsewhere was met here anew.
    """

    municipality: str
    first_day: int
    last_day: int
    person: str = ""
    channel: str = ""
    sex: str = ""
    form: str = ""
    minor: str = ""
    reappears: bool = False


@dataclass(frozen=True, slots=True)
class Met:
    """Encounters as columns, shape (n,): codes of town and person (-1: nobody), year, quarter (4: not known), words."""

    town: Codes
    person: Codes
    year: Codes
    quarter: Codes
    channel: NDArray[np.str_]
    sex: NDArray[np.str_]
    form: NDArray[np.str_]
    minor: NDArray[np.str_]
    reappears: NDArray[np.bool_]
    towns: tuple[str, ...]

    def __len__(self) -> int:
        """Return the number of encounters."""
        return len(self.town)


def met_of(rows: Iterable[MetRow]) -> Met:
    """Columns of encounters.

    An encounter counts in the year in which it began, and in a quarter where its date is known to lie in one.
    """
    every = list(rows)
    towns = tuple(sorted({r.municipality for r in every}))
    town_code = {t: i for i, t in enumerate(towns)}
    person_code = {p: i for i, p in enumerate(sorted({r.person for r in every if r.person}))}
    whens = {pair: _when(*pair) for pair in {(r.first_day, r.last_day) for r in every}}

    def words(name: str) -> NDArray[np.str_]:
        return np.array([getattr(r, name) for r in every], dtype=np.str_)

    return Met(
        town=np.array([town_code[r.municipality] for r in every], dtype=np.int64),
        person=np.array([person_code.get(r.person, -1) for r in every], dtype=np.int64),
        year=np.array([whens[r.first_day, r.last_day][0] for r in every], dtype=np.int64),
        quarter=np.array([whens[r.first_day, r.last_day][1] for r in every], dtype=np.int64),
        channel=words("channel"),
        sex=words("sex"),
        form=words("form"),
        minor=words("minor"),
        reappears=np.array([r.reappears for r in every], dtype=bool),
        towns=towns,
    )


def _when(first_day: int, last_day: int) -> tuple[int, int]:
    first, last = day_of(first_day), day_of(last_day)
    quarters = {(d.year, (d.month - 1) // 3) for d in (first, last)}
    return first.year, quarters.pop()[1] if len(quarters) == 1 else NO_QUARTER
