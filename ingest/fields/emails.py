"""E-mail addresses: as written but for case; mailboxes that take several spellings are a level below."""

import re
from collections.abc import Collection
from enum import StrEnum

_EMAIL = re.compile(r"[^@\s<>()\[\],;:\"]+@(?:[^@\s<>()\[\],;:\".]+\.)+[^@\s<>()\[\],;:\".]+")
_IN_BRACKETS = re.compile(r"[^<>]*<([^<>]+)>")
_NOBODY_S = frozenset({
    "geen", "geenemail", "geenmail", "onbekend", "unknown", "none", "nomail", "noemail", "nvt", "noreply",
    "no-reply", "donotreply",
})  # fmt: skip
_OFFICE = frozenset({
    "info", "contact", "office", "mail", "hallo", "hello", "post", "receptie", "reception", "administratie",
    "admin", "support", "service", "sales",
})  # fmt: skip
_WITHOUT_DOTS = frozenset({"gmail.com", "googlemail.com"})
MAX_CHARACTERS = 254
"""Longest address that mail can be sent to (RFC 5321, erratum 1690)."""


class Level(StrEnum):
    """How the addresses of two records agree, the strongest first."""

    SHARED = "shared e-mail"
    MAILBOX = "same mailbox"
    DIFFERENT = "none shared"
    MISSING = "missing"


class Precision(StrEnum):
    """Whom an address points to: ``office`` addresses (``info@``) to an organisation, not to a person."""

    ORDINARY = "ordinary"
    OFFICE = "office"


def clean(text: str) -> str | None:
    """Return an address in lower case; None where it isn't one, or is nobody's (``onbekend@``, ``noreply@``).

    Tags (``name+tag@``) and dots are kept: elsewhere than at the providers that drop them they are other people's.

    Examples
    --------
    >>> clean("Lola <LOLA@example.org>")
    'lola@example.org'
    """
    bare = text.strip().lower()
    named = _IN_BRACKETS.fullmatch(bare)
    bare = (named[1] if named else bare).strip().removeprefix("mailto:").strip().strip(".,;:'\"")
    if len(bare) > MAX_CHARACTERS or not _EMAIL.fullmatch(bare):
        return None
    return None if bare.partition("@")[0] in _NOBODY_S else bare


def mailbox(address: str) -> str:
    """Where mail to a clean address lands: without its tag, at Gmail without dots too (as Google documents)."""
    name, _, host = address.partition("@")
    name = name.partition("+")[0] or name
    if host in _WITHOUT_DOTS:
        name, host = name.replace(".", ""), "gmail.com"
    return f"{name}@{host}"


def precision(address: str) -> Precision:
    """Whom a clean address points to."""
    return Precision.OFFICE if address.partition("@")[0] in _OFFICE else Precision.ORDINARY


def compare(one: Collection[str], other: Collection[str]) -> Level:
    """Level of agreement of the clean addresses of two records."""
    if not one or not other:
        return Level.MISSING
    if set(one) & set(other):
        return Level.SHARED
    same = {mailbox(a) for a in one} & {mailbox(a) for a in other}
    return Level.MAILBOX if same else Level.DIFFERENT
