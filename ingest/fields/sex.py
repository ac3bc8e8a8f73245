"""Sex as registers write it: HTCDS 2.0 genders by their codes or labels, or M, V, X.

HTCDS' ``TransgenderFeminine`` is V and ``TransgenderMasculine`` M: how the person lives, which is what a control team
writes down; papers may say otherwise, so a difference says less than it seems. ``NonSpecifiedUnknown`` and the
population register's ``O`` (onbekend) say nothing and are no wrong cell.
"""

from enum import StrEnum

from graph.model import Sex

_WORDS = {
    "m": Sex.MALE,
    "man": Sex.MALE,
    "mannelijk": Sex.MALE,
    "male": Sex.MALE,
    "masculine": Sex.MALE,
    "transgendermasculine": Sex.MALE,
    "v": Sex.FEMALE,
    "f": Sex.FEMALE,
    "vrouw": Sex.FEMALE,
    "vrouwelijk": Sex.FEMALE,
    "female": Sex.FEMALE,
    "feminine": Sex.FEMALE,
    "transgenderfeminine": Sex.FEMALE,
    "x": Sex.OTHER,
    "nonconforming": Sex.OTHER,
}
SAYS_NOTHING = frozenset(
    {"nonspecifiedunknown", "notspecifiedunknown", "not specified/unknown", "onbekend", "unknown", "o", "?"}
)


class Level(StrEnum):
    """How the sex of two records agrees, the strongest first."""

    SAME = "same"
    DIFFERENT = "different"
    MISSING = "missing"


class Precision(StrEnum):
    """How much it says: an X in one register is an M or V in another, as often as not."""

    ORDINARY = "ordinary"
    SELDOM_WRITTEN = "seldom written"


def clean(text: str) -> Sex | None:
    """Return the sex; None where the text is no sex.

    Examples
    --------
    >>> clean("Transgender Feminine").value
    'V'
    """
    return _WORDS.get(text.strip().casefold().replace(" ", "").replace("-", ""))


def precision(sex: Sex) -> Precision:
    """How much it says."""
    return Precision.SELDOM_WRITTEN if sex is Sex.OTHER else Precision.ORDINARY


def compare(one: Sex | None, other: Sex | None) -> Level:
    """Level of agreement; an X against an M or V says nothing, as if one were missing."""
    if one is None or other is None:
        return Level.MISSING
    if one is other:
        return Level.SAME
    return Level.MISSING if Sex.OTHER in (one, other) else Level.DIFFERENT
