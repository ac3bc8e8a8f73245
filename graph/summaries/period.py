"""Quarters and years, as summaries name them: ``2024Q3``, ``2024``."""

import re
from dataclasses import dataclass
from datetime import date

from graph.columns import day_number
from graph.errors import UsageError

_NAMED = re.compile(r"(\d{4})(?:-?[Qq]([1-4]))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A calendar year, or one of its quarters (1 to 4)."""

    year: int
    quarter: int | None = None

    def __str__(self) -> str:
        """Name as it is asked for."""
        return f"{self.year}Q{self.quarter}" if self.quarter else str(self.year)

    @property
    def first_day(self) -> date:
        """First local day."""
        return date(self.year, 3 * ((self.quarter or 1) - 1) + 1, 1)

    @property
    def days(self) -> tuple[int, int]:
        """Local day numbers ``[first, end)``."""
        following = self.quarter + 1 if self.quarter and self.quarter < 4 else 1
        year = self.year if following > 1 else self.year + 1
        return day_number(self.first_day), day_number(date(year, 3 * (following - 1) + 1, 1))

    def whole_year(self) -> "Period":
        """Return the year it lies in."""
        return Period(self.year)

    def year_before(self) -> "Period":
        """Return the same quarter, or year, a year earlier."""
        return Period(self.year - 1, self.quarter)

    def run(self, count: int) -> tuple["Period", ...]:
        """Return the ``count`` periods of its kind that end with this one, oldest first."""
        if self.quarter is None:
            return tuple(Period(y) for y in range(self.year - count + 1, self.year + 1))
        last = 4 * self.year + self.quarter - 1
        return tuple(Period(q // 4, q % 4 + 1) for q in range(last - count + 1, last + 1))

    def four_before(self) -> tuple["Period", ...]:
        """Return the four quarters, or the one year, just before."""
        if self.quarter is None:
            return (self.year_before(),)
        return self.run(5)[-2::-1]


def parse_period(text: str) -> Period:
    """Read ``2024Q3`` or ``2024``.

    Raises
    ------
    UsageError
        For anything else.
    """
    match = _NAMED.fullmatch(text.strip())
    if not match or not 1900 <= int(match[1]) <= 2200:
        message = "a period is a year or a quarter: 2024 or 2024Q3"
        raise UsageError(message)
    return Period(int(match[1]), int(match[2]) if match[2] else None)
