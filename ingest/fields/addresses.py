"""Addresses of premises: one spelling for each, so that two registers that write one place differently mean one place.

Units of one building are different premises: ``12``, ``12-A`` and ``12-2`` are three. A room of a hotel, a window or a
bed isn't a unit: it is where in the premises somebody was. See docs/decisions/0025-what-a-value-points-at.md.
"""

import re
import unicodedata
from enum import StrEnum
from functools import lru_cache

from graph.geography import load_municipalities

MAX_CHARACTERS = 200

_POSTCODE = re.compile(r"\b([1-9][0-9]{3})[ ]?(?!s[ads]\b)([a-z]{2})\b")
_POST_BOX = re.compile(r"\b(?:postbus|po box|antwoordnummer)\s*([0-9]{1,6})\b")
_ROOM = re.compile(r"\b(?:kamer|kmr|room|raam|window|bed)\s*(?:nr|nummer|no)?\s*[0-9]{1,4}[a-z]?\b")
_GENITIVE = re.compile(r"(?:^|(?<=[\s,]))['’‘`´]?\s?([st])['’‘`´]?[- ](?=[a-z]{3})")  # noqa: RUF001 - apostrophes as typed
_NOT_WRITTEN = re.compile(r"[^a-z0-9,\n\r;]+")
_ADDITION = (
    r"(?:huis|hs|bis|bg|rd|rood|zw|zwart|sous|boven|onder|ii|iii|iv"
    r"|(?:[1-9]|een|twee|drie|vier|i{1,3}|iv) ?hoog|(?!te\b|in\b|de\b|la\b|nl\b)[a-z]{1,2}\b|[a-z](?=[0-9])|[0-9]{1,4})"
)
_UNIT = r"(?: ?(?:unit|app|appt|apt|appartement) ?([0-9]{1,4}[a-z]?|[a-z])\b)?"
_NUMBER = re.compile(
    r"\b(?:(?:nr|nummer|no|huisnummer) ?)?([0-9]{1,5})(?![0-9])(?!(?:e|de|ste) [a-z]{3}.*[0-9])"
    rf"(?: ?({_ADDITION}(?:(?: |(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])){_ADDITION})?))?\b{_UNIT}"
)
_VENUE = re.compile(
    r"\b(?:hotel|motel|hostel|pension|camping|club|salon|massagesalon|massage|sauna|studio|prive|prive huis|bar|cafe"
    r"|restaurant|bv)\b"
)
_YEAR_IN_NAME = re.compile(r"(?<=[a-z]) (?:1[5-9]|20)[0-9]{2}(?: [0-9]{4})?(?= [0-9])")
_FLOORS = {"een": "1", "twee": "2", "drie": "3", "vier": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}
_SAME_ADDITION = {"huis": "hs", "rood": "rd", "zwart": "zw", "ii": "2", "iii": "3", "iv": "4"}
_ENDINGS = ((re.compile(r"str\b"), "straat"), (re.compile(r"(?<=[a-z]{3})pln\b"), "plein"),
            (re.compile(r"(?<=[a-z]{3})ln\b"), "laan"), (re.compile(r"(?<=[a-z]{3})sngl\b"), "singel"))  # fmt: skip
_NOWHERE = frozenset({
    "onbekend", "geen", "divers", "diverse", "wisselend", "dakloos", "zwervend", "zvwovp", "zvwo", "station",
    "centrum", "straat", "weg", "park", "buiten", "online", "thuis", "hotel", "club", "woning", "raam", "nvt",
})  # fmt: skip


class Level(StrEnum):
    """How two addresses agree, the strongest first."""

    EXACT = "exact"
    SAME_BUILDING = "same building"
    SAME_STREET = "same street"
    DIFFERENT = "different"
    MISSING = "missing"


class Precision(StrEnum):
    """How closely an address says where."""

    POSTCODE = "postcode and number"
    STREET = "street and number"
    NAME = "a name without a number"
    POST_BOX = "post box"


@lru_cache(maxsize=50_000)
def clean(address: str, municipality: str) -> str | None:
    """One spelling for an address: ``postcode|number|addition``, or ``municipality/street|number|addition``.

    Parameters
    ----------
    address
        As written. Case, accents, blanks, punctuation, ``str.`` for ``straat`` and the name of the municipality don't
        count; another town's name does (a municipality may have two streets of one name).
    municipality
        CBS code of where it is; keeps streets of the same name apart where there is no postcode.

    Returns
    -------
    str | None
        None where it says no place: no letter or digit, only the municipality's name, or a word such as ``centrum``,
        which would make one premises of a whole town.

    Examples
    --------
    >>> clean("Fictieplein 12-A, 3011 AB Rotterdam", "GM0599")
    '3011ab|12|a'
    >>> clean("Fictiestr. 12 a", "GM0599") == clean("fictiestraat 12A, ROTTERDAM", "GM0599")
    True
    """
    plain = _plain(address[:MAX_CHARACTERS])
    box = _POST_BOX.search(plain)
    postcode = _POSTCODE.search(plain)
    if box:
        where = f"{postcode[1]}{postcode[2]}" if postcode else municipality
        return f"{where}/postbus|{int(box[1])}|"
    if postcode:
        rest = f"{plain[: postcode.start()]},{plain[postcode.end() :]}"
        number = _house_number(rest)
        if number:
            return f"{postcode[1]}{postcode[2]}|{number[1]}"
    return _without_postcode(plain, municipality)


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(c for c in composed if not unicodedata.combining(c))
    written = _NOT_WRITTEN.sub(" ", _GENITIVE.sub(r"\1", letters))
    segments = re.sub(r"[,;\n\r]\s*(?=[0-9])", " ", re.sub(r"[;\n\r]", ",", written))
    return _ROOM.sub(" ", segments).strip(" ,")


def _house_number(text: str) -> tuple[str, str, str] | None:
    """What stands before the house number, the number with its addition, and what follows: a town, if anything.

    The name of a hotel or club beside a number is left out: it is the house number's, whoever runs it now.
    """
    parts = [" ".join(part.split()) for part in text.split(",")]
    for i, part in enumerate(parts):
        segment = _YEAR_IN_NAME.sub(_joined, part)
        match = _NUMBER.search(segment)
        if match:
            addition = " ".join(filter(None, (_addition(match[2] or ""), f"unit{match[3]}" if match[3] else "")))
            others = [p for j, p in enumerate(parts) if j != i and not _VENUE.search(p)]
            follows = " ".join([segment[match.end() :].strip(), *others])
            return segment[: match.start()].strip(), f"{int(match[1])}|{addition}", follows
    return None


def _joined(match: re.Match[str]) -> str:
    return match[0].replace(" ", "")


def _addition(written: str) -> str:
    words = re.findall(r"[a-z]+|[0-9]+", written)
    if "hoog" in words:
        words = [_FLOORS.get(w, w) for w in words if w != "hoog"]
    return " ".join(_SAME_ADDITION.get(w, w) for w in words)


def _without_postcode(plain: str, municipality: str) -> str | None:
    number = _house_number(plain)
    street, digits, rest = number or (plain.replace(",", " "), "|", "")
    for ending, full in _ENDINGS:
        street = ending.sub(full, street)
    said = [w for w in f"{street} {rest}".split() if w not in ("te", "in", "nederland")]
    town = _town(municipality)
    words = "".join(said)
    if town and words.endswith(town):
        words = words[: -len(town)]
    if not words or (number is None and (words in _NOWHERE or not any(c.isalpha() for c in words))):
        return None
    return f"{municipality}/{words}|{digits}"


@lru_cache(maxsize=1_000)
def _town(municipality: str) -> str:
    name = load_municipalities().name(municipality)
    return "".join(re.sub(r"\(.*?\)", "", _plain(name)).replace(",", " ").split())


def precision(key: str) -> Precision:
    """How closely a clean address says where."""
    where, number, _ = key.split("|")
    if where.endswith("/postbus"):
        return Precision.POST_BOX
    if "/" not in where:
        return Precision.POSTCODE
    return Precision.STREET if number else Precision.NAME


def compare(one: str | None, other: str | None) -> Level:
    """Level of agreement of two clean addresses.

    An address with a postcode and one without can't be seen to be the same. A postcode is a side of a street at most.
    """
    if one is None or other is None:
        return Level.MISSING
    if one == other:
        return Level.EXACT
    (where, number, _), (there, its_number, _) = one.split("|"), other.split("|")
    if where != there or Precision.POST_BOX in (precision(one), precision(other)):
        return Level.DIFFERENT
    return Level.SAME_BUILDING if number and number == its_number else Level.SAME_STREET
