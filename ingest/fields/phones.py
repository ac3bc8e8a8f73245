"""Phone numbers, as E.164.

Numbers that belong to nobody are none: those that only fill a cell (``0600000000``, ``0612345678``), emergency and
service numbers (112, 0800, 0900, 14 0xx, 116 xxx), which stand in files because the reporter called them, and would
join everyone whose report names the same helpline. Services after the Dutch numbering plan (Nummerplan telefoon- en
ISDN-diensten); abroad, what ``phonenumbers`` knows as free, shared-cost or a company's own. Lines for paid adult content (0906,
0909) are kept: they point to who runs them.
"""

import re
from collections.abc import Collection
from enum import StrEnum
from functools import lru_cache

import phonenumbers
from phonenumbers import PhoneNumberFormat, PhoneNumberType, ValidationResult

from ingest.fields.characters import is_filler, one_replaced

_DUTCH = re.compile(r"(?:\+31|0031|31(?=6\d{8}$))?0?([1-57]\d{8}|6\d{8})", re.ASCII)
_DUTCH_SERVICE = re.compile(r"\+31(?:800|900|82)\d*", re.ASCII)
_SEPARATORS = str.maketrans("", "", " -.()/\u00a0\u2009\u202f\u2010\u2011\u2012\u2013")
_SEVERAL = re.compile(r"\s*(?:[/,;&\n\r]|\b(?:en|of|and|or)\b)\s*", re.IGNORECASE)
_LABEL = re.compile(r"^(?:tel(?:efoon)?|mob(?:iel)?|gsm|nr|06-nummer|whatsapp)[\s.:]+", re.IGNORECASE)
_SERVICES = frozenset(
    [PhoneNumberType.TOLL_FREE, PhoneNumberType.SHARED_COST, PhoneNumberType.UAN, PhoneNumberType.VOICEMAIL]
)
_MOBILES = frozenset([PhoneNumberType.MOBILE, PhoneNumberType.PERSONAL_NUMBER])
_OTHER_LENGTHS = ("906", "909", "97")
"""Dutch numbers after these digits may be of another length than nine: content lines, and devices."""

MAX_CHARACTERS = 60


class Level(StrEnum):
    """How the numbers of two records agree, the strongest first."""

    SHARED = "shared"
    ONE_DIGIT = "one digit"
    DIFFERENT = "different"
    MISSING = "missing"


class Precision(StrEnum):
    """To whom a number points: a mobile one to few people, a fixed one to premises, an unissued one to a slip."""

    MOBILE = "mobile"
    FIXED = "fixed line or business"
    NOT_ISSUED = "possible, not known to be issued"


def split(text: str) -> tuple[str, ...]:
    """Numbers of a value that may hold several, separated by ``/``, ``,``, ``;``, ``&``, ``en`` or ``of``.

    A value that is one number as it stands is left whole: ``010/000 0000`` is one. What is left over of a short form
    (``…28/29``) is a part that no number can be made of, and is counted as such.
    """
    if len(text) > MAX_CHARACTERS * 10 or not _SEVERAL.search(text) or clean(text):
        return (text,)
    return tuple(part for part in _SEVERAL.split(text) if part) or (text,)


def clean(text: str) -> str | None:
    """Return a number as E.164, read as Dutch without a country code; None where it can't be one, or is nobody's.

    An extension is left out: with or without it the line is the same. A number of another country without its country
    code is read as Dutch or not at all: who wrote it is a Dutch register, and the person's nationality says nothing of
    the phone's.

    Examples
    --------
    >>> clean("06-0000 1828")
    '+31600001828'
    >>> clean("0031 (0)6 0000 1828")
    '+31600001828'
    >>> clean("bel mij") is None
    True
    >>> clean("0612345678") is None
    True
    """
    if len(text) > MAX_CHARACTERS:
        return None
    dutch = _DUTCH.fullmatch(text.translate(_SEPARATORS))
    return _if_somebody_s(f"+31{dutch[1]}") if dutch else _parsed(text)


@lru_cache(maxsize=50_000)
def _parsed(text: str) -> str | None:
    plain = _LABEL.sub("", text.strip())
    bare = plain.translate(_SEPARATORS).removesuffix(",0")
    if re.fullmatch(r"\d+\.0", plain, re.ASCII):  # a number that went through a spreadsheet
        return clean(plain[:-2])
    dutch = _DUTCH.fullmatch(bare)
    if dutch:
        return _if_somebody_s(f"+31{dutch[1]}")
    try:
        number = phonenumbers.parse(f"+{bare[2:]}" if bare.startswith("00") else plain, "NL")
    except phonenumbers.NumberParseException:
        return None
    if _is_service_or_part(number):
        return None
    return _if_somebody_s(phonenumbers.format_number(number, PhoneNumberFormat.E164))


def _is_service_or_part(number: phonenumbers.PhoneNumber) -> bool:
    if phonenumbers.is_possible_number_with_reason(number) != ValidationResult.IS_POSSIBLE:
        return True
    national = str(number.national_number)
    # Dutch numbers of other lengths are services, lack their area code, or are two run together.
    if number.country_code == 31 and len(national) != 9 and not national.startswith(_OTHER_LENGTHS):
        return True
    return phonenumbers.number_type(number) in _SERVICES


def _if_somebody_s(e164: str) -> str | None:
    if _DUTCH_SERVICE.fullmatch(e164) or is_filler(e164[-8:]):
        return None
    return e164


@lru_cache(maxsize=50_000)
def precision(number: str) -> Precision:
    """To whom a clean number points, as far as its form tells."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return Precision.NOT_ISSUED
    kind = phonenumbers.number_type(parsed)
    if kind == PhoneNumberType.UNKNOWN:
        return Precision.NOT_ISSUED
    return Precision.MOBILE if kind in _MOBILES else Precision.FIXED


def compare(one: Collection[str], other: Collection[str]) -> Level:
    """Level of agreement of the clean numbers of two records.

    ``one digit`` says little: the numbers of one business often run on.
    """
    if not one or not other:
        return Level.MISSING
    if set(one) & set(other):
        return Level.SHARED
    near = any(one_replaced(a, b) for a in one for b in other)
    return Level.ONE_DIGIT if near else Level.DIFFERENT
