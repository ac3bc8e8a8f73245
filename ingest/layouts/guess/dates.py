"""Which form the dates of a file have, and whether the days of a column are recent or those of births."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median

from ingest.fields.dates import NotADate, partial_date, to_iso

FORMATS = (
    "%d-%m-%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y %H:%M", "%d/%m/%Y %H:%M", "%Y/%m/%d", "%Y%m%d", "%m/%d/%Y",
    "%m-%d-%Y",
)  # fmt: skip
"""Forms that are tried where dates aren't ISO, the usual ones first. Years of two digits hide a century: never tried."""

GROWN_UP_YEARS = 12
"""A column is of births where half of its days lie this long before the file's last one. Chosen below 18: minors too."""


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a column: the share of its filled cells that are dates, full ones, and the years in them."""

    share: float
    full: float
    years: tuple[int, ...]

    def middle_year(self) -> float:
        """Median year; not a number where there is none."""
        return median(self.years) if self.years else float("nan")


def days_of(cells: Iterable[str], date_format: str | None) -> Days:
    """Days of filled cells, read in a form (None: ISO); a bare year is a partial date in any form."""
    years, full, count = [], 0, 0
    for cell in cells:
        count += 1
        try:
            # A time makes no other day of it.
            found = partial_date(to_iso(cell, date_format)[:10])
        except NotADate:
            continue
        if 1900 <= found.year <= 2100:
            years.append(found.year)
            full += found.day is not None
    return Days(len(years) / count if count else 0.0, full / count if count else 0.0, tuple(years))


def date_format_of(columns: Sequence[Sequence[str]]) -> tuple[str | None, bool]:
    """Form in which most columns hold full dates, None for ISO; and whether another form fits them as well.

    Parameters
    ----------
    columns
        Filled cells of each column.
    """
    wins: Counter[str | None] = Counter()
    fits: Mapping[str | None, int] = Counter()
    for cells in columns:
        by_form = {form: days_of(cells, form).full for form in (None, *FORMATS)}
        best = max(by_form.values())
        if best < 0.5:
            continue
        for form, share in by_form.items():
            fits[form] += share >= best  # type: ignore[index]
        wins[next(form for form, share in by_form.items() if share == best)] += 1
    if not wins:
        return None, False
    chosen = max(wins, key=lambda form: (wins[form], form is None))
    rivals = [
        f for f in FORMATS if chosen is not None and _day_part(f) != _day_part(chosen) and fits[f] == fits[chosen]
    ]
    return chosen, bool(rivals)


def _day_part(form: str) -> str:
    """Form without its time: a form with one reads dates alone too."""
    return form.split(" ", maxsplit=1)[0]


def last_year(columns: Sequence[Sequence[str]], date_format: str | None, today: date) -> int:
    """Year of the latest days in a file, today's at most."""
    years = [y for cells in columns for y in days_of(cells, date_format).years if y <= today.year]
    return max(years, default=today.year)
