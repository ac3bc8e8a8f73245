"""What a cell of a workbook says, as text: numbers, serial dates by their number format, escapes.

Number formats and serial dates as in ECMA-376 part 1, 18.8.30 and 18.17.4. Excel counts a 29 February 1900 that never
was; days before it are a day off, which is made good here.
"""

import re
from datetime import datetime, timedelta
from enum import Enum

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOT_CODES = re.compile(r'"[^"]*"?|\\.|_.|\*.|\[(?!h|hh|m|mm|s|ss\])[^\]]*\]', re.IGNORECASE)
_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_ZEROS = re.compile(r"0{2,30}")
_BEGINS_1900 = datetime(1899, 12, 30)  # noqa: DTZ001 - a cell has no zone
_BEGINS_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_465
"""31 December 9999."""


class Shows(Enum):
    """What the number format of a cell shows of a number."""

    NUMBER = "number"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    TIME = "time"


_BUILT_IN = {
    **dict.fromkeys((14, 15, 16, 22, *range(27, 32), 36, *range(50, 55), 57, 58), Shows.DAY),
    17: Shows.MONTH,
    **dict.fromkeys((18, 19, 20, 21, 45, 47, *range(32, 36), 55, 56), Shows.TIME),
}


def shown_by(number: int, code: str | None) -> Shows | int:  # noqa: PLR0911 - a case for each kind
    """What a number format shows: by its number where it is built in, else by its code; an int: zeros up to a width."""
    if code is None:
        return _BUILT_IN.get(number, Shows.NUMBER)
    first = code.split(";")[0]
    if _ZEROS.fullmatch(first):
        return len(first)
    if _ELAPSED.search(first) or "general" in first.lower():
        return Shows.NUMBER
    letters = set(_NOT_CODES.sub("", first).lower())
    if "d" in letters and letters & set("my"):
        return Shows.DAY
    if "y" in letters:
        return Shows.MONTH if "m" in letters else Shows.YEAR
    if letters & set("hs"):
        return Shows.TIME
    return Shows.DAY if letters & set("dm") and not letters & set("0#?") else Shows.NUMBER


def number_text(said: str, shows: Shows | int, *, is_1904: bool) -> str:  # noqa: PLR0911 - the same
    """Text of a numeric cell: whole numbers without a point, dates as ISO, no more of a date than its format shows."""
    if isinstance(shows, int):
        return said.zfill(shows) if said.isdigit() else _plain(said)
    if shows is Shows.NUMBER:
        return said if said.isdigit() and len(said) < 16 else _plain(said)
    try:
        serial = float(said)
    except ValueError:
        return said
    at = serial_moment(serial, is_1904=is_1904)
    if at is None:
        return _plain(said)
    if shows is Shows.TIME and 0 <= serial < 1:
        return at.strftime("%H:%M:%S" if at.second else "%H:%M")
    if shows is Shows.YEAR:
        return f"{at.year:04d}"
    return f"{at.year:04d}-{at.month:02d}" if shows is Shows.MONTH else moment_text(at)


def serial_moment(serial: float, *, is_1904: bool) -> datetime | None:
    """Moment of a serial date, to the second; None outside the years that a date can have."""
    if not 0 <= serial <= _LAST_SERIAL:
        return None
    begin = _BEGINS_1904 if is_1904 else _BEGINS_1900 + timedelta(days=serial < 60)
    try:
        return begin + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None


def moment_text(at: datetime) -> str:
    """Moment as ISO: the day alone at midnight, minutes where there are no seconds."""
    if not (at.hour or at.minute or at.second):
        return at.date().isoformat()
    return at.isoformat(timespec="seconds" if at.second else "minutes")


def _plain(said: str) -> str:
    """Number as Excel shows it at full width: 15 digits, no exponent for whole numbers."""
    try:
        value = float(said)
    except ValueError:
        return said
    if value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return format(value, ".15g")


def unescaped(text: str) -> str:
    """Text with ``_x000D_`` and its like as the characters they stand for."""
    return _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text
