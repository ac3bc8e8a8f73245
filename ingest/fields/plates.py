"""Number plates: capitals and digits without dashes; which country's, only where the form tells."""

import re
from collections.abc import Collection
from enum import StrEnum

from ingest.fields.characters import bare, folded, is_filler

# The Dutch series (sidecodes 1 to 14) as the RDW lists them; X a letter, 9 a digit.
_SIDECODES = (
    "XX9999", "9999XX", "99XX99", "XX99XX", "XXXX99", "99XXXX", "99XXX9", "9XXX99", "XX999X", "X999XX", "XXX99X",
    "X99XXX", "9XX999", "999XX9",
)  # fmt: skip
_DUTCH = re.compile("|".join(code.replace("X", "[A-Z]").replace("9", "[0-9]") for code in _SIDECODES))
MIN_CHARACTERS, MAX_CHARACTERS = 4, 10


class Level(StrEnum):
    """How the plates of two records agree, the strongest first."""

    SHARED = "shared"
    ALIKE = "reads alike"
    DIFFERENT = "different"
    MISSING = "missing"


class Precision(StrEnum):
    """What the form of a plate tells."""

    DUTCH = "of a Dutch series"
    OTHER = "foreign or misread"


def clean(text: str) -> str | None:
    """Return a plate in capitals and digits; None where it can't be one.

    Words without a digit (``witte bus``) and fillers (``XX-00-XX``) are none. The country's letters are taken off a
    Dutch plate (``NL OU-000-E``); before others they can't be told from the plate's own.

    Examples
    --------
    >>> clean("nl ou-000-e")
    'OU000E'
    """
    plate = bare(text)
    if plate.startswith("NL") and _DUTCH.fullmatch(plate[2:]):
        plate = plate[2:]
    if not MIN_CHARACTERS <= len(plate) <= MAX_CHARACTERS or plate.isalpha():
        return None
    letters, digits = (set(filter(kind, plate)) for kind in (str.isalpha, str.isdecimal))
    return None if is_filler(plate) or (letters == {"X"} and digits <= {"0", "9"}) else plate


def precision(plate: str) -> Precision:
    """What the form of a clean plate tells."""
    return Precision.DUTCH if _DUTCH.fullmatch(plate) else Precision.OTHER


def compare(one: Collection[str], other: Collection[str]) -> Level:
    """Level of agreement of the clean plates of two records; ``reads alike``: O for 0, I for 1 and their like."""
    if not one or not other:
        return Level.MISSING
    if set(one) & set(other):
        return Level.SHARED
    alike = {folded(p) for p in one} & {folded(p) for p in other}
    return Level.ALIKE if alike else Level.DIFFERENT
