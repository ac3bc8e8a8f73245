"""Text as reporters write it: trimmed, composed (NFC), and nothing where they wrote that they don't know."""

import unicodedata

_UNKNOWN = frozenset(
    {"", "-", "--", "?", "??", ".", "n.v.t.", "nvt", "n/a", "onbekend", "unknown", "none", "null",
     "niet bekend", "nb", "n.b.", "onb", "onb."}
)  # fmt: skip


def clean(text: str) -> str | None:
    """Return the text with single blanks, or None where it says that nothing is known.

    Examples
    --------
    >>> clean("  de   Vries ")
    'de Vries'
    >>> clean("onbekend") is None
    True
    """
    composed = " ".join(unicodedata.normalize("NFC", text).split())
    return None if composed.casefold() in _UNKNOWN else composed


def values(cell: str) -> tuple[str, ...]:
    """Return the clean values of a cell that may hold several, separated by ``|``; sorted, each once."""
    return tuple(sorted({v for part in cell.split("|") if (v := clean(part))}))
