"""Numbers of documents, plates and adverts as rows of characters: one spelling, what reads alike, what is one slip off.

Used for comparing only: what is stored of a number is a token of the spelling that :func:`bare` gives.
"""

import re
import unicodedata

_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]+")
# Cyrillic and Greek capitals that are drawn as Latin ones: a Bulgarian plate or document typed on its own keyboard.
_LOOK_ALIKES = str.maketrans("АВЕКМНОРСТУХІЅЈΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTYXISJABEZHIKMNOPTYX")  # noqa: RUF001
_UP, _DOWN = "01234567890", "09876543210"
_MISREAD = str.maketrans("OIBSZG", "018526")


def bare(text: str) -> str:
    """Latin capitals and digits of a text, nothing else; accents are dropped, digits of other scripts read.

    Examples
    --------
    >>> bare("ro-x 26.560")
    'ROX26560'
    """
    if not text.isascii():
        plain = unicodedata.normalize("NFKD", text).upper().translate(_LOOK_ALIKES)
        text = "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in plain)
    return _NOT_ALPHANUMERIC.sub("", text.upper())


def folded(value: str) -> str:
    """Value with the letters that a reader or a scanner takes for digits turned into them.

    The pairs are O and 0, I and 1, B and 8, S and 5, Z and 2, G and 6. Two numbers that fold alike are not thereby the
    same: folding is for comparison, a level of its own below exact.
    """
    return value.translate(_MISREAD)


def is_filler(value: str) -> bool:
    """Whether a value only fills its cell: one character over and over, or five digits and more that count up or down."""
    return value.count(value[:1]) == len(value) or (len(value) >= 5 and (value in _UP or value in _DOWN))


def one_replaced(one: str, other: str) -> bool:
    """Whether exactly one character differs: the two share a wildcard token and are not equal."""
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1


def one_slip(one: str, other: str) -> bool:
    """Whether leaving out at most one character of each makes the two equal: they share a deletion token.

    So one character was missed, added, replaced, or moved (neighbours swapped).
    """
    if abs(len(one) - len(other)) > 1:
        return False
    return bool(_shortened(one) & _shortened(other))


def _shortened(text: str) -> frozenset[str]:
    return frozenset([text, *(text[:i] + text[i + 1 :] for i in range(len(text)))])
