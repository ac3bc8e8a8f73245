"""Sex as registers write it: HTCDS 2.0 genders, or M, V, X."""

from graph.model import Sex

_WORDS = {
    "m": Sex.MALE,
    "man": Sex.MALE,
    "male": Sex.MALE,
    "masculine": Sex.MALE,
    "transgendermasculine": Sex.MALE,
    "v": Sex.FEMALE,
    "f": Sex.FEMALE,
    "vrouw": Sex.FEMALE,
    "female": Sex.FEMALE,
    "feminine": Sex.FEMALE,
    "transgenderfeminine": Sex.FEMALE,
    "x": Sex.OTHER,
    "nonconforming": Sex.OTHER,
}
SAYS_NOTHING = frozenset({"nonspecifiedunknown", "onbekend", "unknown", "?"})


def clean(text: str) -> Sex | None:
    """Return the sex; None where the text is no sex."""
    return _WORDS.get(text.strip().casefold())
