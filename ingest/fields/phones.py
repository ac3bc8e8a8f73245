"""Phone numbers, as E.164."""

import re

import phonenumbers

_DUTCH_MOBILE = re.compile(r"(?:\+31|0031|0)6(\d{8})")
_SEPARATORS = str.maketrans("", "", " -.()/")


def clean(text: str) -> str | None:
    """Return a number as E.164, read as Dutch without a country code; None where it can't be one.

    Examples
    --------
    >>> clean("06-0000 1828")
    '+31600001828'
    >>> clean("bel mij") is None
    True
    """
    bare = text.translate(_SEPARATORS)
    mobile = _DUTCH_MOBILE.fullmatch(bare)
    if mobile:
        return f"+316{mobile[1]}"
    try:
        number = phonenumbers.parse(f"+{bare[2:]}" if bare.startswith("00") else text, "NL")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
