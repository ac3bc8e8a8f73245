"""Birth dates: as papers and people give them, often in part, often a digit off, sometimes a clerk's default.

Dutch registers keep what isn't known: the population register writes ``00`` for an unknown day or month, passports
``XX`` (some 77,000 people in 2010: answer of the Minister of the Interior, Aanhangsel Handelingen II 2010/11, 729).
Abroad, and in systems that demand a full date, the first of January is put in: to one in seven asylum seekers in
Britain in 2007 (Home Office, Daily Telegraph 29 January 2009). So 1 January carries its year and no more. The Dutch
social insurance bank reckons with 1 July and the sixteenth (SVB, policy rule SB1001); it is no reporter here, and those
two days stay ordinary ones.
"""

import re
from datetime import date, datetime
from enum import StrEnum

from ingest.fields import dates
from ingest.fields.characters import one_replaced
from ingest.report import PartialDate

FIRST_YEAR = 1900
UNKNOWN = date(1900, 1, 1)
"""Day zero of spreadsheets and databases: stands in files for a date that nobody knows."""

_WRITTEN = re.compile(r"(\d{4})(?:-(\d{2}|[xX]{2})(?:-(\d{2}|[xX]{2}))?)?")
_TIMED = re.compile(r"(\d{4}-\d{2}-\d{2})[T ].+")
_NOT_KNOWN = frozenset({"00", "XX", "xx", "Xx", "xX"})


class Level(StrEnum):
    """How two birth dates agree, the strongest first; DEFAULT is two defaults of one year."""

    EXACT = "exact"
    SWAPPED = "day and month swapped"
    ONE_DIGIT = "one digit"
    PARTIAL_MONTH = "partial, month agrees"
    TWO_OF_THREE = "two of three"
    DEFAULT = "1 January"
    PARTIAL = "partial, agrees"
    YEAR = "year"
    DIFFERENT = "different"
    MISSING = "missing"


class Precision(StrEnum):
    """How much of a birth date is known."""

    FULL = "full"
    MONTH = "month"
    YEAR = "year"
    DEFAULT = "1 January"


def clean(text: str, *, latest: date, date_format: str | None = None) -> PartialDate | None:
    """Return a birth date, in part where only part is known; None where the text can't be one.

    Parameters
    ----------
    text
        ISO, or in the layout's format; ``1985-00-00`` and ``XX-XX-1985`` are the year alone. A time is dropped (an
        offset first turned into local time).
    latest
        Last local day on which the person can have been born: when they were met.
    date_format
        Of a layout, as strptime writes it. Years of two digits are read only where it has ``%y``, as the last century
        that isn't after ``latest``.

    Examples
    --------
    >>> clean("XX-05-1985", latest=date(2024, 3, 17), date_format="%d-%m-%Y")
    PartialDate(year=1985, month=5, day=None)
    """
    said = text.strip()
    try:
        written = dates.to_iso(said, date_format)
        day = _local_day(written)
        match = _WRITTEN.fullmatch(day)
        if not match:
            return None
        year, month, day_of_month = match.groups()
        if month in _NOT_KNOWN:
            month = day_of_month = None
        elif day_of_month in _NOT_KNOWN:
            day_of_month = None
        born = dates.partial_date("-".join(part for part in (year, month, day_of_month) if part))
    except dates.NotADate:
        return None
    is_short = date_format is not None and "%y" in date_format and written != said
    if is_short and dates.bounds(born)[0] > latest:
        born = PartialDate(born.year - 100, born.month, born.day)
    return born if _can_be(born, latest) else None


def _local_day(written: str) -> str:
    match = _TIMED.fullmatch(written)
    if not match:
        return written
    try:
        at = datetime.fromisoformat(written)
        return (at.astimezone(dates.LOCAL_TIME) if at.tzinfo else at).date().isoformat()
    except (ValueError, OverflowError):
        return match[1]


def _can_be(born: PartialDate, latest: date) -> bool:
    if born.year < FIRST_YEAR or born.full() == UNKNOWN:
        return False
    try:
        return dates.bounds(born)[0] <= latest
    except ValueError:  # 29 February of a century that has none
        return False


def iso(born: PartialDate) -> str:
    """Birth date as ISO, as much as is known."""
    parts = (f"{born.year:04d}", *(f"{part:02d}" for part in (born.month, born.day) if part))
    return "-".join(parts)


def precision(born: PartialDate) -> Precision:
    """How much of it is known: a default carries no more than its year."""
    if (born.month, born.day) == (1, 1):
        return Precision.DEFAULT
    return Precision.FULL if born.day else Precision.MONTH if born.month else Precision.YEAR


def known(born: PartialDate) -> PartialDate:
    """What may be concluded from it: of a default its year alone."""
    return PartialDate(born.year) if precision(born) is Precision.DEFAULT else born


def compare(one: PartialDate | None, other: PartialDate | None) -> Level:
    """Level of agreement of two birth dates; the first that holds counts.

    Two defaults of one year agree by default; against any other date a default is its year alone. ``one digit`` is one
    digit of the eight; ``two of three`` two of year, month and day.
    """
    if one is None or other is None:
        return Level.MISSING
    if one == other and precision(one) is Precision.DEFAULT:
        return Level.DEFAULT
    a, b = known(one), known(other)
    if a.day and b.day:
        return _compare_full(a, b)
    if a.year != b.year:
        return Level.DIFFERENT
    if not (a.month and b.month):
        return Level.PARTIAL
    return Level.PARTIAL_MONTH if a.month == b.month else Level.YEAR


def _compare_full(a: PartialDate, b: PartialDate) -> Level:
    if a == b:
        return Level.EXACT
    if (a.year, a.month, a.day) == (b.year, b.day, b.month):
        return Level.SWAPPED
    if one_replaced(iso(a), iso(b)):
        return Level.ONE_DIGIT
    if (a.year == b.year) + (a.month == b.month) + (a.day == b.day) == 2:
        return Level.TWO_OF_THREE
    return Level.YEAR if a.year == b.year else Level.DIFFERENT
