"""E-mail addresses, adverts, number plates and document numbers, each in one spelling."""

import re

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_NOT_ALPHANUMERIC = re.compile(r"[^0-9A-Z]+")


def clean_email(text: str) -> str | None:
    """Return an address in lower case; None where it isn't one."""
    bare = text.strip().lower().removeprefix("mailto:")
    return bare if _EMAIL.fullmatch(bare) else None


def clean_advert(text: str) -> str | None:
    """Return an advert's number in upper case without blanks."""
    return "".join(text.upper().split()) or None


def clean_plate(text: str) -> str | None:
    """Return a number plate in upper case without dashes; None where it is too short or long for one."""
    bare = _NOT_ALPHANUMERIC.sub("", text.upper())
    return bare if 4 <= len(bare) <= 10 else None


def clean_document(text: str) -> str | None:
    """Return a document number in upper case, letters and digits only; None where it is too short or long for one."""
    bare = _NOT_ALPHANUMERIC.sub("", text.upper())
    return bare if 5 <= len(bare) <= 20 else None
