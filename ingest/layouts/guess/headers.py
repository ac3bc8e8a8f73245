"""How well a header's name fits a canonical column: a table of Dutch, English and HTCDS names, and what people do to
names: abbreviate, glue, turn round, number, misspell, add a word.

A word that many columns share (date, number) says little, one that few have says much. A name that says whose it is
(the reporter's phone, the place of birth) fits no column, however alike it looks.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from ingest.contract import COLUMNS
from ingest.layouts.guess.names import ABBREVIATIONS, FILLERS, HEADS, NEUTRAL, NUMBERED, OTHERS, STRONG, WEAK
from ingest.layouts.htcds import COLUMN_OF
from ingest.validation import PERSON_COLUMNS

EXACT = 1.0
NEARLY = 0.95
NUMBERED_FIRST = 0.9
SHORTENED = 0.85
AMBIGUOUS = 0.6
PART = 0.75
"""Scores of a name, in [0, 1]: the table has it; has its words in another order; with a 1; abbreviated or misspelt; as a
name of several columns; and what a name that shares some of its words comes to at most."""

_ALIKE = 0.84
_CLEARLY = 0.04
_MIN_FUZZY = 6
_MIN_PHRASE = 4
_STRANGE, _STRANGE_OF_ONE = 0.5, 1.0
"""Weight of a word that no name has; where a column tells who somebody is it weighs more, as it may say who else."""
_CHILD = frozenset({"kind"})
"""Dutch for a child, English for a sort."""
_TELLS_WHO = frozenset({*PERSON_COLUMNS, "record_id", "phones", "emails", "vehicle_plates"})
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_REMARK = re.compile(r"\([^)]*\)")
"""What stands in brackets says more of a column, and rarely another one."""
_NAMED_EXACTLY = frozenset({"legal_basis", "purpose"})
"""Columns that only their own name can stand for: a basis is never guessed."""

_COLUMNS: Sequence[str] = tuple(dict.fromkeys(c for columns in COLUMNS.values() for c in columns))


@lru_cache(maxsize=16_384)
def name_score(header: str, column: str) -> float:
    """How well a header's name fits a column, in [0, 1].

    Examples
    --------
    >>> name_score("Geb.datum", "birth_date"), name_score("Tel. melder", "phones")
    (1.0, 0.0)
    """
    words = split(header)
    glued = "".join(words)
    if glued in _strong(column):
        return EXACT
    others = OTHERS | _CHILD if column in _TELLS_WHO else OTHERS
    if column in _NAMED_EXACTLY or not words or not others.isdisjoint(words):
        return 0.0
    if glued in _weak(column):
        return AMBIGUOUS
    without = _REMARK.sub("", header).strip()
    remarked = min(NEARLY, name_score(without, column)) if without not in ("", header) else 0.0
    return max(remarked, _by_words(words, column))


def _by_words(words: tuple[str, ...], column: str) -> float:
    """Score of a name by its words, where it isn't in the table as it stands."""
    bare = tuple(w for w in words if w not in NEUTRAL)
    if frozenset(bare) in _bags(column):
        return NEARLY
    if bare and bare[-1] in NUMBERED and frozenset(bare[:-1]) in _bags(column):
        return NUMBERED_FIRST if bare[-1] == "1" else AMBIGUOUS
    if "".join(bare) in _every_name():
        # It says something else in so many words: no slip of the pen.
        return 0.0
    # A short word more is another word, not a slip of the pen.
    slip = _alike("".join(bare), column) if len(bare) == 1 or not any(1 < len(w) < _MIN_PHRASE for w in bare) else 0.0
    return max(_shortened("".join(bare), column), slip, _shared(bare, column))


def has_name_beside(headers: Iterable[str], column: str) -> bool:
    """Whether some header names this column without doubt."""
    return any(name_score(h, column) >= SHORTENED for h in headers)


def best_score(header: str) -> float:
    """How well a header's name fits the column that it fits best, of any kind of file."""
    return max(name_score(header, c) for c in _COLUMNS)


@lru_cache(maxsize=4096)
def split(header: str) -> tuple[str, ...]:
    """Words of a header: lower case, without accents and fillers, abbreviations written out, compounds taken apart.

    Examples
    --------
    >>> split("Geb.dat."), split("telnr"), split("CaseNumber")
    (('geboorte', 'datum'), ('telefoon', 'nummer'), ('case', 'number'))
    """
    decomposed = unicodedata.normalize("NFKD", header)
    plain = "".join(c for c in decomposed if not unicodedata.combining(c))
    words = re.findall(r"[a-z]+|\d+", _CAMEL.sub(" ", plain).lower())
    written = [part for word in words for part in _written_out(word)]
    return tuple(w for w in written if w not in FILLERS) or tuple(written)


def _written_out(word: str) -> tuple[str, ...]:
    if word in ABBREVIATIONS:
        return _written_out(ABBREVIATIONS[word])
    for cut in range(2, len(word) - 1):
        first, rest = word[:cut], word[cut:]
        is_compound = rest in HEADS and (cut >= 3 or first in ABBREVIATIONS)
        if is_compound or (rest in ABBREVIATIONS and ABBREVIATIONS[rest] in HEADS and cut >= 3):
            return (*_written_out(first), ABBREVIATIONS.get(rest, rest))
    return (word,)


@lru_cache
def _split_names(column: str) -> tuple[tuple[str, ...], ...]:
    standard = [h for h, c in COLUMN_OF.items() if c == column and h != "prs_HomePhone"]
    return tuple(split(name) for name in (column, *standard, *STRONG.get(column, "").split(", ")) if name)


@lru_cache
def _strong(column: str) -> frozenset[str]:
    return frozenset("".join(words) for words in _split_names(column))


@lru_cache
def _bags(column: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(words) for words in _split_names(column))


@lru_cache
def _weak(column: str) -> frozenset[str]:
    return frozenset("".join(split(name)) for name in WEAK.get(column, "").split(", ") if name) - _strong(column)


@lru_cache
def _every_name() -> frozenset[str]:
    return frozenset(name for column in _COLUMNS for name in _strong(column) | _weak(column))


@lru_cache
def _weights() -> Mapping[str, float]:
    """Weight of each word of the table: one over the number of columns that have it in a name."""
    columns = Counter(w for c in _COLUMNS for w in {w for words in _split_names(c) for w in words})
    columns.update(w for c in _COLUMNS for name in WEAK.get(c, "").split(", ") for w in set(split(name)) if name)
    return {word: 1 / count for word, count in columns.items()}


@lru_cache(maxsize=16_384)
def _shared(words: tuple[str, ...], column: str) -> float:
    """Score of a name that shares words with one of the column's: their weight against that of all words of both.

    Words that are alike count as shared, a little less.
    """
    strange = _STRANGE_OF_ONE if column in _TELLS_WHO else _STRANGE
    weights = _weights()
    best = 0.0
    for bag in _bags(column):
        shared = total = 0.0
        left = set(bag)
        for word in dict.fromkeys(words):
            twin = word if word in left else next((w for w in sorted(left) if _are_alike(word, w)), None)
            if twin is None:
                total += weights.get(word, strange)
                continue
            left.discard(twin)
            shared += weights[twin] * (1.0 if twin == word else 0.9)
            total += weights[twin]
        total += sum(weights[w] for w in left)
        # Of a common word alone nothing follows: a date is no day of birth.
        if shared >= 0.45:
            best = max(best, shared / total)
    return SHORTENED if best >= 0.89 else PART * best


@lru_cache(maxsize=65_536)
def _are_alike(word: str, known: str) -> bool:
    """Whether a word that no name has is another one cut short, with letters left out, or misspelt."""
    if word[:1] != known[:1] or len(word) < 4 or len(known) < 4 or word in _weights():
        return False
    if known.startswith(word) or (len(word) >= 0.5 * len(known) and _leaves_out(word, known)):
        return True
    return len(known) >= _MIN_FUZZY and SequenceMatcher(None, word, known, autojunk=False).ratio() >= _ALIKE


def _leaves_out(word: str, known: str) -> bool:
    rest = iter(known)
    return all(letter in rest for letter in word)


def _shortened(glued: str, column: str) -> float:
    """Score of a name cut short (``tussenv``) or with letters left out, where no other column's name could be meant."""
    return SHORTENED if _begun(glued) == {column} else 0.0


@lru_cache(maxsize=4096)
def _begun(glued: str) -> frozenset[str]:
    """Columns of which a name begins like this, or would with letters left out."""
    if len(glued) < 3:
        return frozenset()
    begun = {c for c in _COLUMNS if any(n.startswith(glued) for n in _strong(c) | _weak(c))}
    if not begun and len(glued) >= 4:
        begun = {c for c in _COLUMNS if any(_are_alike(glued, n) and _leaves_out(glued, n) for n in _strong(c))}
    return frozenset(begun)


def _alike(glued: str, column: str) -> float:
    """Score of a misspelt name, where no other column's name is as like it."""
    ratios = _ratios(glued)
    mine = ratios.get(column, 0.0)
    rival = max((ratio for c, ratio in ratios.items() if c != column), default=0.0)
    return SHORTENED * mine if mine and rival < mine - _CLEARLY else 0.0


@lru_cache(maxsize=4096)
def _ratios(glued: str) -> Mapping[str, float]:
    """Columns that have a name like this one, and how like (Ratcliff and Obershelp 1988)."""
    if len(glued) < _MIN_FUZZY:
        return {}
    found: dict[str, float] = {}
    matcher = SequenceMatcher(None, "", glued, autojunk=False)
    for column in _COLUMNS:
        for name in _strong(column):
            if len(name) < _MIN_FUZZY or abs(len(name) - len(glued)) > 3:
                continue
            matcher.set_seq1(name)
            if matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE:
                found[column] = max(found.get(column, 0.0), matcher.ratio())
    return found
