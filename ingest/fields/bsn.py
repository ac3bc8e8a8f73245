"""The citizen service number (BSN): never to be in a file, so a row that holds one is refused."""

import re
import unicodedata

from stdnum.nl import bsn

_NINE_DIGITS = re.compile(r"\d{9}", re.ASCII)
_FROM_SPREADSHEET = re.compile(r"^['\"=]+|['\"]+$|(?<=\d{9})[.,]0+$")
_LABEL = re.compile(r"^(?:b\.?s\.?n|burgerservice(?:nummer)?|sofi(?:-?nummer)?)[\s.:=#-]*(?:nr[\s.:]*)?", re.IGNORECASE)
_NOT_A_DIGIT_OR_LETTER = re.compile(r"[\s.\-‐-―−_]+")  # noqa: RUF001 - dashes of all kinds


def holds_bsn(cell: str) -> bool:
    """Whether a value of the cell, standing alone, is nine digits that pass the eleven-test.

    ``|`` separates values. Blanks, dots and dashes inside one don't hide it, nor does what a spreadsheet puts round a
    number (a leading apostrophe, ``.0``), a label ``BSN`` before it, or digits of another script. A number within a
    longer text doesn't stand alone, and one written with eight digits isn't nine: neither is a BSN here.
    """
    if len(cell) < 9 or sum(map(str.isdecimal, cell)) < 9:
        return False
    return any(_is_bsn(value) for value in cell.split("|"))


def _is_bsn(value: str) -> bool:
    if not value.isascii():
        value = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in value)
    bare = _LABEL.sub("", _FROM_SPREADSHEET.sub("", value.strip()).strip())
    digits = _NOT_A_DIGIT_OR_LETTER.sub("", bare)
    return bool(_NINE_DIGITS.fullmatch(digits)) and bool(bsn.is_valid(digits))
