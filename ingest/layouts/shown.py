"""Which words of a file may be shown: those of closed vocabularies that many rows share, and never anybody's own."""

from collections.abc import Mapping
from dataclasses import dataclass

from ingest.layouts.words import VOCABULARY

MAX_DISTINCT = 25
MIN_ROWS = 3
MAX_CHARACTERS = 40


@dataclass(frozen=True, slots=True)
class Words:
    """Words of a vocabulary column that aren't translated, with their rows; and how many more aren't shown."""

    shown: Mapping[str, int]
    rarer: int
    rows: int


def words_shown(column: str, unknown: Mapping[str, int]) -> Words | None:
    """Words that may be shown; None where there is nothing to tell.

    A word is shown only in a column of few distinct words, if at least three rows share it, and if it is short and
    without digits: what stands in one row may be a name or a number that got into the wrong cell.

    Parameters
    ----------
    column
        A vocabulary column; of others nothing is ever shown.
    unknown
        Rows of each word that isn't translated.
    """
    if not unknown:
        return None
    few = len(unknown) <= MAX_DISTINCT and column in VOCABULARY
    shown = {w: n for w, n in sorted(unknown.items()) if few and n >= MIN_ROWS and _is_word(w)}
    return Words(shown, len(unknown) - len(shown), sum(unknown.values()))


def _is_word(word: str) -> bool:
    return len(word) <= MAX_CHARACTERS and word.isprintable() and not any(c.isdigit() or c == "@" for c in word)
