"""Names as linkage compares them: one plain spelling, how it sounds, its parts, and its near misses.

A tussenvoegsel is no part of the name (``van der``), ``ij`` and ``y`` are one letter, doubled letters are single,
accents and alphabets are folded to ASCII, and a hyphenated or doubled name keeps its parts.
"""

import re
from functools import lru_cache

from anyascii import anyascii
from metaphone import doublemetaphone

PREFIXES = frozenset(
    [
        "van",
        "von",
        "de",
        "der",
        "den",
        "het",
        "ten",
        "ter",
        "te",
        "'t",
        "'s",
        "in",
        "op",
        "aan",
        "bij",
        "la",
        "le",
        "du",
        "da",
        "di",
        "do",
        "dos",
        "das",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "ould",
    ]
)
_NOT_A_LETTER = re.compile(r"[^a-z]+")
_DOUBLED = re.compile(r"([a-z])\1+")
_SPELLINGS = (
    ("ij", "y"), ("sch", "sh"), ("sz", "sh"), ("cz", "ch"), ("ts", "c"), ("tz", "c"), ("ph", "f"), ("th", "t"),
    ("kh", "h"), ("dzh", "j"), ("dj", "j"), ("zh", "j"), ("ou", "u"), ("oe", "u"), ("ck", "k"), ("q", "k"), ("w", "v"),
)  # fmt: skip
MAX_LETTERS = 24


@lru_cache(maxsize=200_000)
def words(name: str) -> tuple[str, ...]:
    """Words of a name in plain lower-case letters, without prefixes unless nothing else is left.

    Examples
    --------
    >>> words("van der Vándlakényi-Pál")
    ('vandlakenyi', 'pal')
    """
    plain = [w for w in _NOT_A_LETTER.split(anyascii(name).lower().replace("'", "")) if w]
    return tuple(w for w in plain if w not in PREFIXES) or tuple(plain)


@lru_cache(maxsize=200_000)
def spelling(name: str) -> str:
    """One spelling for a name: plain letters, spelling variants folded, doubled letters single.

    Examples
    --------
    >>> spelling("Zllatka") == spelling("Zlatka")
    True
    >>> spelling("Dijk") == spelling("Dyk")
    True
    """
    text = "".join(words(name))
    for variant, letter in _SPELLINGS:
        text = text.replace(variant, letter)
    return _DOUBLED.sub(r"\1", text)[:MAX_LETTERS]


@lru_cache(maxsize=200_000)
def sound(name: str) -> str:
    """How a name sounds: the first code of double metaphone (Philips 2000); empty where it has none."""
    return str(doublemetaphone(spelling(name))[0])


def deletions(text: str) -> tuple[str, ...]:
    """Text and every text with one character left out: two texts an edit apart share one of them.

    Source: Mor and Fraenkel (1982), as in SymSpell. Texts of fewer than four characters have none but themselves.
    """
    if len(text) < 4:
        return (text,) if text else ()
    return tuple(dict.fromkeys([text, *(text[:i] + text[i + 1 :] for i in range(len(text)))]))


def wildcards(digits: str) -> tuple[str, ...]:
    """Text with each character replaced by a wildcard: two numbers a digit apart share one of them."""
    return tuple(f"{digits[:i]}*{digits[i + 1 :]}" for i in range(len(digits)))
