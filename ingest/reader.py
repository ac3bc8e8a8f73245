"""Reading the cells of a row: what a needed one must hold, and what is left empty when an optional one is wrong."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeVar

from graph.geography import MunicipalityTable
from graph.model import Moment
from ingest.fields import dates
from ingest.policy import Policy

FIRST_YEAR = 1990
MAX_TEXT = 200

E = TypeVar("E", bound=StrEnum)


@dataclass
class Notes:
    """What is worth telling about a file beside its outcomes: wrong cells left empty, by column, and remarks."""

    wrong_cells: Counter[str] = field(default_factory=Counter)
    remarks: Counter[str] = field(default_factory=Counter)


class Refused(ValueError):
    """A defect that refuses the row: column and reason."""

    def __init__(self, column: str, reason: str) -> None:
        super().__init__(reason)
        self.column = column
        self.reason = reason


def is_source(text: str) -> bool:
    """Whether text can be a source id: letters, digits and ``-_.`` only."""
    return 0 < len(text) <= MAX_TEXT and all(c.isascii() and (c.isalnum() or c in "-_.") for c in text)


def source_of(cells: Mapping[str, str]) -> str:
    """Source id of a row, whatever else is wrong with it; empty where it has none."""
    said = cells.get("source_id", "").strip()
    return said if is_source(said) else ""


@dataclass(frozen=True, slots=True)
class Reader:
    """What reading rows depends on. ``today`` is the local day; ``date_format`` that of a layout.

    ``erased`` holds the keyed ids of records that may not come back.
    """

    policy: Policy
    municipalities: MunicipalityTable
    today: date
    date_format: str | None
    notes: Notes
    erased: frozenset[str] = frozenset()
    _moments: dict[str, Moment] = field(default_factory=dict)
    _towns: dict[tuple[str, date, date], str] = field(default_factory=dict)

    def needed(self, cells: Mapping[str, str], column: str) -> str:
        """Text of a needed cell.

        Raises
        ------
        Refused
            When it is empty, or longer than any such cell is.
        """
        said = cells.get(column, "").strip()
        if not said:
            raise Refused(column, "needed cell empty")
        if len(said) > MAX_TEXT:
            raise Refused(column, f"longer than {MAX_TEXT} characters")
        return said

    def source(self, cells: Mapping[str, str]) -> str:
        """Source id: letters, digits and ``-_.`` only."""
        said = self.needed(cells, "source_id")
        if not is_source(said):
            raise Refused("source_id", "value not allowed: letters, digits and -_. only")
        if self.policy.sources is not None and said not in self.policy.sources:
            raise Refused("source_id", "whoever sent this may not send rows of that register")
        return said

    def one_of(self, cells: Mapping[str, str], column: str, kind: type[E]) -> E:
        """Word of a needed cell with a closed vocabulary."""
        said = self.needed(cells, column)
        try:
            return kind(said)
        except ValueError:
            raise Refused(column, f"value not allowed: one of {', '.join(kind)}") from None

    def optional(self, cells: Mapping[str, str], column: str, kind: type[E]) -> E | None:
        """Word of an optional cell; a wrong one is left empty and counted."""
        said = cells.get(column, "").strip()
        if not said:
            return None
        try:
            return kind(said)
        except ValueError:
            self.notes.wrong_cells[column] += 1
            return None

    def moment(self, cells: Mapping[str, str], column: str) -> Moment:
        """When something took place: not in the future, not before 1990."""
        said = self.needed(cells, column)
        found = self._moments.get(said)
        if found is None:
            try:
                found = dates.moment(dates.to_iso(said, self.date_format))
            except dates.NotADate as error:
                raise Refused(column, str(error)) from None
            if len(self._moments) < 100_000:
                self._moments[said] = found
        begin = found.seen_from.astimezone(dates.LOCAL_TIME)
        if begin.year < FIRST_YEAR:
            raise Refused(column, f"date before {FIRST_YEAR}")
        if begin.date() > self.today:
            raise Refused(column, "date in the future")
        return found

    def day(self, cells: Mapping[str, str], column: str) -> date:
        """Full date of a needed cell, in 1990 or later."""
        said = self.needed(cells, column)
        try:
            found = dates.partial_date(dates.to_iso(said, self.date_format)).full()
        except dates.NotADate as error:
            raise Refused(column, str(error)) from None
        if found is None:
            raise Refused(column, "a full date is needed here")
        if found.year < FIRST_YEAR:
            raise Refused(column, f"date before {FIRST_YEAR}")
        return found

    def town(self, said: str, column: str, first: date, last: date) -> str:
        """Code of a municipality valid on some day of an interval."""
        key = (said, first, last)
        known = self._towns.get(key)
        if known is None:
            resolution = self.municipalities.resolve(said, first, last)
            if resolution.note:
                self.notes.remarks[resolution.note] += 1
            if resolution.code is None:
                raise Refused(column, resolution.problem or "unknown municipality")
            known = resolution.code
            if len(self._towns) < 100_000 and not resolution.note:
                self._towns[key] = known
        return known
