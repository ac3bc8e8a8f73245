"""Dates as registers write them: full, partial, with or without a time."""

import re
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from graph.model import Moment, Precision
from ingest.report import PartialDate

LOCAL_TIME = ZoneInfo("Europe/Amsterdam")

_PARTIAL = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")
_TIMED = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?")


class NotADate(ValueError):
    """Text that is no date; the message says why and never repeats it."""


def to_iso(text: str, date_format: str | None) -> str:
    """Text in a layout's date format as ISO; a bare year, and text in ISO already, stays as it is.

    Raises
    ------
    NotADate
        Where it fits neither.
    """
    if not date_format or re.fullmatch(r"\d{4}", text) or _PARTIAL.fullmatch(text) or _TIMED.fullmatch(text):
        return text
    try:
        return datetime.strptime(text, date_format).date().isoformat()  # noqa: DTZ007 - a date has no zone
    except ValueError:
        message = "no such date, or not in the layout's date format"
        raise NotADate(message) from None


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
        date(year or 0, month or 1, day or 1)
    except ValueError:
        message = "no such date"
        raise NotADate(message) from None
    return PartialDate(year or 0, month, day)


def moment(text: str) -> Moment:
    """Parse when an encounter took place; a time without offset is local (Europe/Amsterdam).

    Raises
    ------
    NotADate
        For anything that is no ISO date or time.
    """
    if _TIMED.fullmatch(text):
        try:
            at = datetime.fromisoformat(text).replace(second=0, microsecond=0)
        except ValueError:
            message = "no such date"
            raise NotADate(message) from None
        begin = (at if at.tzinfo else at.replace(tzinfo=LOCAL_TIME)).astimezone(UTC)
        return Moment(begin, begin + timedelta(minutes=1), Precision.MINUTE)
    parsed = partial_date(text)
    first, last = bounds(parsed)
    precision = Precision.DAY if parsed.day else Precision.MONTH if parsed.month else Precision.YEAR
    return Moment(_midnight(first), _midnight(last + timedelta(days=1)), precision)


def bounds(partial: PartialDate) -> tuple[date, date]:
    """First and last day that a partial date may mean."""
    first = date(partial.year, partial.month or 1, partial.day or 1)
    if partial.day:
        return first, first
    month = partial.month or 12
    following = date(partial.year + month // 12, month % 12 + 1, 1)
    return first, following - timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), LOCAL_TIME).astimezone(UTC)
