"""The citizen service number (BSN): never to be in a file, so a row that holds one is refused."""

import re

from stdnum.nl import bsn

_NINE_DIGITS = re.compile(r"\d{9}")
_SEPARATORS = str.maketrans("", "", " .-")


def holds_bsn(cell: str) -> bool:
    """Whether a value of the cell, standing alone, is nine digits that pass the eleven-test.

    ``|`` separates values; blanks, dots and dashes inside one don't hide it.
    """
    if sum(c.isdigit() for c in cell) < 9:
        return False
    return any(_is_bsn(value.translate(_SEPARATORS)) for value in cell.split("|"))


def _is_bsn(value: str) -> bool:
    return bool(_NINE_DIGITS.fullmatch(value)) and value.isascii() and bool(bsn.is_valid(value))
