"""Numbers of passports, identity cards and residence documents; never a citizen service number.

Forms are facts, by the country that issues them, as far as a source gives them: the Netherlands (government.nl: nine
characters, never the letter O; RvIG: the residence document's letter and eight), and for the others the definitions of
document numbers that Microsoft publishes for finding them (Purview, sensitive information types), and for Romanian,
Polish and Hungarian cards what is printed on them (PRADO, the register of documents of the Council of the EU).
"""

import re
from collections.abc import Collection
from enum import StrEnum

from ingest.fields import bsn
from ingest.fields.characters import bare, folded, is_filler, one_replaced, one_slip

MIN_CHARACTERS, MAX_CHARACTERS = 5, 20

_LABEL = re.compile(
    r"^(?:(?:paspoort|passport|pasp|id|id-?kaart|id-?card|identiteitskaart|document|doc|rijbewijs|verblijfsdocument)"
    r"(?:nummer|nr)?|nummer|number|nr)[\s.:#]+",
    re.IGNORECASE,
)
_FORMS = {
    "NL": re.compile(r"[A-NP-Z]{2}[0-9A-NP-Z]{6}[0-9]"),
    "BE": re.compile(r"[A-Z]{2}[0-9]{6}"),
    "BG": re.compile(r"[0-9]{9}|[A-Z]{2}[0-9]{7}"),
    "DE": re.compile(r"[CFGHJK][0-9CFGHJKLMNPRTVWXYZ]{8}[0-9]?D?"),
    "ES": re.compile(r"[0-9A-Z]{2,3}[0-9]{6}"),
    "HU": re.compile(r"[A-Z]{2}[0-9]{6,7}|[0-9]{6}[A-Z]{2}"),
    "PL": re.compile(r"[A-Z]{2}[0-9]{7}|[A-Z]{3}[0-9]{6}"),
    "RO": re.compile(r"[0-9]{8,9}|[A-Z]{2}[0-9]{6}"),
}
_DUTCH_RESIDENCE = re.compile(r"(?:III|IV|V)?[A-Z][0-9A-Z]{8}")


class Level(StrEnum):
    """How two document numbers agree, the strongest first."""

    EXACT = "exact"
    ALIKE = "reads alike"
    ONE_CHARACTER = "one character"
    SLIP = "one character more, less or moved"
    DIFFERENT = "different"
    MISSING = "missing"


class Precision(StrEnum):
    """How much a number's form says for it."""

    KNOWN_FORM = "of a form that the country issues"
    OTHER_FORM = "of another form than the country's"
    NO_FORM_KNOWN = "no form known to hold it against"


def clean(text: str) -> str | None:
    """Return a document number in capitals and digits; None where it can't be one.

    A word before it (``paspoort``) is taken off. None are: what has no digit (``geen``, ``onbekend``, ``zie kopie``),
    what only fills the cell (``000000000``, ``123456789``), fewer than 5 or more than 20 characters, and a BSN: the row
    that holds one is refused before.

    Examples
    --------
    >>> clean("paspoort: NX 123.456 7")
    'NX1234567'
    """
    said = text.strip()
    if len(said) > 5 * MAX_CHARACTERS:
        return None
    number = bare(_LABEL.sub("", said))
    if not MIN_CHARACTERS <= len(number) <= MAX_CHARACTERS or number.isalpha():
        return None
    return None if is_filler(number) or is_filler(number.strip("X")) or bsn.holds_bsn(number) else number


def precision(number: str, nationalities: Collection[str] = ()) -> Precision:
    """How much the form of a clean number says for it.

    Parameters
    ----------
    number
        As :func:`clean` gives it.
    nationalities
        Of the person, alpha-2: which countries would have issued it. A Dutch residence document may be anybody's.
    """
    forms = [_FORMS[n] for n in nationalities if n in _FORMS]
    if any(form.fullmatch(number) for form in forms):
        return Precision.KNOWN_FORM
    if "NL" not in nationalities and nationalities and _DUTCH_RESIDENCE.fullmatch(number):
        return Precision.KNOWN_FORM
    return Precision.OTHER_FORM if forms else Precision.NO_FORM_KNOWN


def compare(one: str | None, other: str | None) -> Level:
    """Level of agreement of two clean numbers; the first that holds counts.

    All but ``exact`` are on numbers with their misread letters folded. One character off is weaker than it looks:
    passports that a family fetches together have numbers that follow each other.
    """
    if one is None or other is None:
        return Level.MISSING
    if one == other:
        return Level.EXACT
    a, b = folded(one), folded(other)
    if a == b:
        return Level.ALIKE
    if one_replaced(a, b):
        return Level.ONE_CHARACTER
    return Level.SLIP if one_slip(a, b) else Level.DIFFERENT
