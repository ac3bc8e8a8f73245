"""Numbers of adverts: the site's own number where it is clear, with the site it is of."""

import re
from collections.abc import Collection
from enum import StrEnum

_ADDRESS = re.compile(
    r"(?:HTTPS?://)?(?:(?:WWW|M)\.)*((?:[A-Z0-9-]+\.)+[A-Z]{2,24})(?::[0-9]+)?(/[^?#]*)?(\?[^#]*)?(?:#.*)?"
)
_NUMBER = re.compile(r"(?<![0-9])[0-9]{5,12}(?![0-9])")
_NUMBERED = re.compile(r"[?&](?:ID|AD|ADID|AD_ID|ADVERT|ADVERTENTIE|NR)=([A-Z0-9-]{3,40})(?:&|$)")
_BESIDE_A_DIGIT = re.compile(r"(?<=[A-Z])[-_.:#]+(?=[0-9])|(?<=[0-9])[-_.:#]+(?=[A-Z])")
_ONLY_A_SITE = re.compile(r"[A-Z]+(?:\.[A-Z]{2,6})*")
MAX_CHARACTERS = 200


class Level(StrEnum):
    """How the adverts of two records agree, the strongest first."""

    SHARED = "shared advert"
    DIFFERENT = "none shared"
    MISSING = "missing"


class Precision(StrEnum):
    """How much an advert's number says: a bare number may be that of another site too."""

    WITH_SITE = "number of a named site"
    BARE = "bare number"


def clean(text: str) -> str | None:
    """Return an advert's number in upper case without blanks; None where it can't be one.

    A web address becomes its site and the advert's number, where its path or an ``id=`` holds exactly one; else site
    and path. The dash between letters and digits is dropped (``KZ-702418`` is ``KZ702418``). The name of a site alone,
    or fewer than three characters, points to no advert: kept, it would join all that advertise there.

    Examples
    --------
    >>> clean("https://www.example.org/ads/0702418-lola?from=home")
    'EXAMPLE.ORG/0702418'
    >>> clean("kz 702418") == clean("KZ-702418")
    True
    """
    said = "".join(text.split()).upper()
    if not 3 <= len(said) <= MAX_CHARACTERS or "@" in said:
        return None
    address = _ADDRESS.fullmatch(said)
    if address and (address[2] or address[3]):
        return _of_address(address[1], address[2] or "", address[3] or "")
    bare = _BESIDE_A_DIGIT.sub("", said)
    if bare != said:
        return clean(bare)
    if _ONLY_A_SITE.fullmatch(bare) or len(set(bare)) == 1 or not any(c.isalnum() for c in bare):
        return None
    return bare


def _of_address(site: str, path: str, query: str) -> str | None:
    named = _NUMBERED.search(query)
    said = named[1] if named else path.strip("/")
    numbers = _NUMBER.findall(said)
    rest = numbers[0] if len(numbers) == 1 else said
    return f"{site}/{rest}" if rest else None


def precision(value: str) -> Precision:
    """How much a clean number says: with letters or a site before it, it is of one site."""
    return Precision.BARE if value.isdecimal() else Precision.WITH_SITE


def compare(one: Collection[str], other: Collection[str]) -> Level:
    """Level of agreement of the clean numbers of two records."""
    if not one or not other:
        return Level.MISSING
    return Level.SHARED if set(one) & set(other) else Level.DIFFERENT
