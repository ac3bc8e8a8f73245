"""Dates as registers write them: full, partial, with or without a time, in ISO or in a layout's format."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from graph.model import Moment, Precision
from ingest.report import PartialDate

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")

_YEAR = re.compile(r"\d{4}")
_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIMED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")
_DIRECTIVE = re.compile(r"%(.)")
_CLOCK = re.compile(r"[\sT,]*%[HMS].*", re.DOTALL)
_PARTS = {
    "d": r"(?P<day>\d{1,2}|[xX]{2})",
    "m": r"(?P<month>\d{1,2}|[xX]{2})",
    "Y": r"(?P<year>\d{4})",
    "y": r"(?P<short>\d{2})",
    "B": r"(?P<word>[^\W\d_]{3,12})\.?",
    "b": r"(?P<word>[^\W\d_]{3,12})\.?",
}
_TIME_OF_DAY = r"(?:(?:[T,]|\s)\s*(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?)?"
_MONTHS = {
    word: number
    for number, words in enumerate(
        (
            "januari jan january",
            "februari feb febr february",
            "maart mrt mar march",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for word in words.split()
}
_FIRST_SHORT_YEAR = 69
"""Two digits from here on are of the twentieth century, below of the twenty-first (POSIX, as strptime)."""


class NotADate(ValueError):
    """Text that is no date; the message says why and never repeats it."""


def to_iso(text: str, date_format: str | None) -> str:
    """Text in a layout's date format as ISO; a bare year, and text in ISO already, stays as it is.

    Parameters
    ----------
    text
        What the cell says.
    date_format
        As strptime writes it. Months in words are Dutch or English (``%B`` and ``%b`` alike), whatever the machine's
        language. A format with a time also reads a date alone, and one without a time reads one that has it: a
        midnight that the format doesn't ask for is a spreadsheet's, not the reporter's. ``00`` and ``XX`` for a day or
        month that isn't known are passed on as ``00``.

    Raises
    ------
    NotADate
        Where it fits neither.
    """
    if not date_format or _YEAR.fullmatch(text) or _PARTIAL.fullmatch(text) or _TIMED.fullmatch(text):
        return text
    pattern = _pattern(date_format)
    if pattern is None:
        return _by_strptime(text, date_format)
    match = pattern.fullmatch(text.strip())
    said = match.groupdict() if match else {}
    month = str(_MONTHS.get(said["word"].casefold(), "")) if said.get("word") else said.get("month")
    if not match or (said.get("word") and not month):
        message = "no such date, or not in the layout's date format"
        raise NotADate(message)
    parts = [said.get("year") or _full_year(said["short"])]
    parts += [_two_digits(part) for part in (month, said.get("day")) if part]
    iso = "-".join(parts)
    if said["hour"] is None or (
        not _CLOCK.search(date_format) and said["hour"].strip("0") == said["minute"].strip("0")
    ):
        return iso
    return f"{iso}T{_two_digits(said['hour'])}:{said['minute']}"


@lru_cache(maxsize=64)
def _pattern(date_format: str) -> re.Pattern[str] | None:
    """Pattern of a format of days, months and years; None where it has other parts, which strptime reads."""
    day_only = _CLOCK.sub("", date_format)
    if set(_DIRECTIVE.findall(day_only)) - set(_PARTS) or not re.search("%[Yy]", day_only):
        return None
    pieces = re.split(r"(%.)", day_only)
    written = (_PARTS[p[1]] if p.startswith("%") else re.sub(r"(?:\\ )+", r"\\s+", re.escape(p)) for p in pieces)
    try:
        return re.compile("".join(written) + _TIME_OF_DAY)
    except re.error:  # a part named twice
        return None


def _by_strptime(text: str, date_format: str) -> str:
    try:
        at = datetime.strptime(text, date_format)  # noqa: DTZ007 - a date has no zone
    except (ValueError, re.error):
        message = "no such date, or not in the layout's date format"
        raise NotADate(message) from None
    return at.isoformat(timespec="minutes") if re.search("%[HIXcT]", date_format) else at.date().isoformat()


def _full_year(short: str) -> str:
    year = int(short)
    return str(year + (1900 if year >= _FIRST_SHORT_YEAR else 2000))


def _two_digits(part: str) -> str:
    return "00" if part.upper() == "XX" else f"{int(part):02d}"


def partial_date(text: str) -> PartialDate:
    """Parse ``2024-03-17``, ``2024-03`` or ``2024``.

    Raises
    ------
    NotADate
        For anything else, and for days that don't exist.
    """
    match = _PARTIAL.fullmatch(text)
    if not match:
        message = "not a date: write 2024-03-17, 2024-03 or 2024"
        raise NotADate(message)
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        message = "no such date"
        raise NotADate(message) from None
    return PartialDate(year or 0, month, day)


def moment(text: str) -> Moment:
    """Parse when an encounter took place; a time without offset is local (Europe/Amsterdam).

    In the hour that clocks go through twice in autumn, a time without offset is either: the moment spans both. In the
    hour that they leave out in spring it is read as on a clock not yet put forward (PEP 495).

    Raises
    ------
    NotADate
        For anything that is no ISO date or time.
    """
    if _TIMED.fullmatch(text):
        return _minute(text)
    parsed = partial_date(text)
    first, last = bounds(parsed)
    precision = Precision.DAY if parsed.day else Precision.MONTH if parsed.month else Precision.YEAR
    try:
        return Moment(_midnight(first), _midnight(last + timedelta(days=1)), precision)
    except OverflowError:  # the first and last days that a computer can count
        message = "no such date"
        raise NotADate(message) from None


def _minute(text: str) -> Moment:
    try:
        at = datetime.fromisoformat(text).replace(second=0, microsecond=0)
        begin = (at if at.tzinfo else at.replace(tzinfo=LOCAL_TIME)).astimezone(UTC)
        again = begin if at.tzinfo else at.replace(tzinfo=LOCAL_TIME, fold=1).astimezone(UTC)
        return Moment(begin, max(begin, again) + timedelta(minutes=1), Precision.MINUTE)
    except (ValueError, OverflowError):
        message = "no such date"
        raise NotADate(message) from None


def bounds(partial: PartialDate) -> tuple[date, date]:
    """First and last day that a partial date may mean."""
    first = date(partial.year, partial.month or 1, partial.day or 1)
    if partial.day:
        return first, first
    month = partial.month or 12
    return first, date(partial.year, month, monthrange(partial.year, month)[1])


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_TIME).astimezone(UTC)
