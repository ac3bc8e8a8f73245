"""What stands under a header, as evidence for or against a canonical column.

Each test gives the share of a column's filled cells that are what the canonical column holds. A high share speaks for
it, as loud as the test is telling: an e-mail address is little else, a word of letters could be any name. A low one
speaks against it, so loud that no name can make up for it: a phone read as a document number, or a birth date as the
day somebody was met, would join strangers.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graph.geography import load_municipalities
from ingest.fields import bsn, emails, phones
from ingest.layouts.guess.dates import GROWN_UP_YEARS, days_of
from ingest.layouts.words import VOCABULARY, is_accepted, meaning

MIN_FILLED = 3
"""Cells from which a column says anything."""
VETO = -8.0
"""Log-odds that no name makes up for."""

_PREFIXES_WORDS = "van de der den het ten ter te in 't von la le du da dos el al bin ben op aan uit d' l' vande"
_PREFIXES = frozenset(_PREFIXES_WORDS.split())
_NAME = re.compile(r"[^\W\d_]+(?:[ '\u2019.\-][^\W\d_]*)*\.?")
_ADDRESS = re.compile(r"[^\W\d_]{3,}.*\b\d{1,5}\b|\b[1-9]\d{3} ?[A-Za-z]{2}\b")
_CODE = re.compile(r"[\w./\-#=:@?&]{1,60}")
_RELIABILITY = re.compile(r"[A-Ea-e][1-5]")
_PLATE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9]{1,3}[- ][A-Za-z0-9]{1,4}(?:[- ][A-Za-z0-9]{1,3})?")
_DOCUMENT = re.compile(r"(?=.*\d)[A-Z0-9]{6,12}")
_SHORT_MOBILE = re.compile(r"6\d{8}")
_WHOLE = re.compile(r"\d{1,5}")
_NUMBER = re.compile(r"\d{1,6}(?:[.,]\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Setting:
    """What a file's columns are read in: the form of its dates (None: ISO), and the year of its latest days."""

    date_format: str | None
    last_year: int


@dataclass(frozen=True, slots=True, repr=False)
class Cells:
    """The cells of one column: those filled, and how many rows there are. Never shows what is in them."""

    filled: tuple[str, ...]
    rows: int

    def share(self, holds: Callable[[str], bool]) -> float:
        """Share of the filled cells of which something holds."""
        counted = Counter(self.filled)
        return sum(n for cell, n in counted.items() if holds(cell)) / len(self.filled) if self.filled else 0.0

    def __repr__(self) -> str:
        """Show how many cells there are, never what is in them."""
        return f"Cells({len(self.filled)} of {self.rows})"


def evidence(column: str, cells: Cells, setting: Setting) -> float:
    """Log-odds that what stands there speaks for a canonical column; 0 where it says nothing.

    Parameters
    ----------
    column
        Canonical column.
    cells
        What stands under a header.
    setting
        What the file's columns are read in.
    """
    if len(cells.filled) < MIN_FILLED:
        return 0.0
    test, telling = _TESTS.get(column, (_anything, 0.0))
    share = test(cells, setting)
    if column in VOCABULARY:
        share = _vocabulary(column, cells)
    if share >= 0.9:
        return telling
    if share >= 0.7:
        return telling / 2
    if share >= 0.5:
        return 0.0
    return -2.0 if share >= 0.3 else VETO


def looks_like_bsn(cells: Cells) -> bool:
    """Whether most of what stands there is a BSN: it may be nothing at all then."""
    return cells.share(bsn.holds_bsn) > 0.5


def looks_like_data(cell: str) -> bool:
    """Whether a cell in the place of a header is a value: then that row is no header."""
    text = cell.strip()
    return bool(
        sum(c.isdigit() for c in text) >= 4 or emails.clean(text) or _RELIABILITY.fullmatch(text) or len(text) > 60
    )


def _vocabulary(column: str, cells: Cells) -> float:
    counted = Counter(cells.filled)
    known = sum(n for word, n in counted.items() if is_known(column, word))
    share = known / len(cells.filled)
    few = len(counted) <= max(20, len(cells.filled) // 4)
    return share if few or column == "nationality" else min(share, 0.4)


def is_known(column: str, cell: str) -> bool:
    """Whether every value of a cell is a word of the column's vocabulary, the contract's or a register's own."""
    parts = [part.strip() for part in cell.split("|")]
    return all(is_accepted(column, part) or meaning(column, part) is not None for part in parts)


def _anything(_cells: Cells, _setting: Setting) -> float:
    return 1.0


def _each(holds: Callable[[str], bool]) -> Callable[[Cells, Setting], float]:
    def test(cells: Cells, _setting: Setting) -> float:
        return cells.share(lambda cell: all(holds(part.strip()) for part in cell.split("|")))

    return test


def _is_phone(text: str) -> bool:
    bare = re.sub(r"[ \-.()/]", "", text)
    digits = bare.removeprefix("+")
    if not digits.isdigit() or not 9 <= len(digits) <= 15:
        return False
    return phones.clean(text) is not None and (bare[0] in "+0" or bool(_SHORT_MOBILE.fullmatch(bare)))


def _is_document(text: str) -> bool:
    bare = re.sub(r"[ .\-]", "", text).upper()
    return bool(_DOCUMENT.fullmatch(bare)) and not _is_phone(text) and not _is_date(text)


def _is_date(text: str) -> bool:
    return bool(re.fullmatch(r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4}(?:[T ].*)?", text))


def _is_code(text: str) -> bool:
    plain = not _is_phone(text) and not _is_date(text) and emails.clean(text) is None
    return plain and bool(_CODE.fullmatch(text.replace(" ", ""))) and len(text) <= 60 and len(text.split()) <= 4


def _is_name(text: str) -> bool:
    return len(text) <= 50 and bool(_NAME.fullmatch(text)) and len(text.split()) <= 5


def _without_prefix(text: str) -> int:
    return len([word for word in text.split() if word.casefold() not in _PREFIXES])


def _names(cells: Cells, setting: Setting) -> float:
    """Names; but not where most hold several, which a given name and a family name in one cell would do."""
    several = cells.share(lambda cell: _without_prefix(cell) >= 2)
    return 0.2 if several > 0.5 else _any_names(cells, setting)


def _any_names(cells: Cells, _setting: Setting) -> float:
    share = cells.share(lambda cell: all(_is_name(part.strip()) for part in cell.split("|")))
    is_words = any(
        _vocabulary(c, cells) >= 0.7 for c in ("status", "premises_kind", "exploitation_form", "nationality")
    )
    return 0.2 if is_words or cells.share(_is_town) >= 0.7 else share


def _prefixes(cells: Cells, _setting: Setting) -> float:
    return cells.share(lambda cell: all(word.casefold() in _PREFIXES for word in cell.split()))


@lru_cache
def _towns() -> frozenset[str]:
    return frozenset(name.casefold() for m in load_municipalities() for name in (m.name, m.code))


def _is_town(text: str) -> bool:
    return text.strip().casefold() in _towns()


def _record_id(cells: Cells, _setting: Setting) -> float:
    distinct = len(set(cells.filled)) / len(cells.filled)
    is_filled = len(cells.filled) >= 0.98 * cells.rows
    coded = cells.share(lambda cell: _is_code(cell) and any(c.isdigit() for c in cell))
    return coded if distinct >= 0.95 and is_filled else min(coded, 0.4 if distinct >= 0.8 else 0.0)


def _births(cells: Cells, setting: Setting) -> float:
    days = days_of(cells.filled, setting.date_format)
    is_past = days.middle_year() <= setting.last_year - GROWN_UP_YEARS
    return days.share if is_past and len(set(days.years)) >= 3 else 0.0


def _recent(cells: Cells, setting: Setting) -> float:
    days = days_of(cells.filled, setting.date_format)
    is_future = sum(year > setting.last_year for year in days.years) > 0.2 * len(days.years)
    return days.share if days.middle_year() > setting.last_year - GROWN_UP_YEARS and not is_future else 0.0


def _is_address(text: str) -> bool:
    return bool(_ADDRESS.search(text)) and not _is_date(text) and len(text) <= 120


def _is_plate(text: str) -> bool:
    bare = re.sub(r"[ \-]", "", text)
    dashed = bool(_PLATE.fullmatch(text.strip()))
    return (dashed or len(bare) == 6) and 5 <= len(bare) <= 8 and any(c.isdigit() for c in bare) and not bare.isdigit()


def _is_source(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9\-_.]+", text))


def _short(cells: Cells, _setting: Setting) -> float:
    return cells.share(lambda cell: len(cell) <= 200)


def _matching(pattern: re.Pattern[str]) -> Callable[[Cells, Setting], float]:
    return _each(lambda text: bool(pattern.fullmatch(text)))


_TESTS: Mapping[str, tuple[Callable[[Cells, Setting], float], float]] = {
    "source_id": (_each(_is_source), 0.5),
    "record_id": (_record_id, 2.5),
    "observed_on": (_recent, 2.5),
    "municipality": (_each(_is_town), 3.5),
    "premises_address": (_each(_is_address), 2.5),
    "operation_id": (_each(_is_code), 0.5),
    "given_name": (_names, 1.0),
    "name_prefix": (_prefixes, 3.0),
    "family_name": (_names, 1.0),
    "alias": (_any_names, 0.5),
    "birth_date": (_births, 3.0),
    "document_number": (_each(_is_document), 2.0),
    "phones": (_each(_is_phone), 3.0),
    "emails": (_each(lambda text: emails.clean(text) is not None), 3.5),
    "advert_ids": (_each(_is_code), 0.5),
    "vehicle_plates": (_each(_is_plate), 3.0),
    "controller_ref": (_each(_is_code), 0.3),
    "reliability": (_matching(_RELIABILITY), 4.0),
    "legal_basis": (_short, 0.0),
    "purpose": (_short, 0.0),
    "from_date": (_recent, 2.0),
    "until_date": (_recent, 2.0),
    "effective_on": (_recent, 2.5),
    "controls": (_matching(_WHOLE), 1.5),
    "hours": (_matching(_NUMBER), 1.5),
    "persons_met": (_matching(_WHOLE), 1.5),
    "intervention_id": (_record_id, 2.5),
    "target_municipalities": (_each(_is_town), 3.0),
    "status": (_anything, 3.5),
    "premises_kind": (_anything, 3.0),
    "exploitation_form": (_anything, 3.0),
    "channel": (_anything, 3.0),
    "reporter_type": (_anything, 3.0),
    "regime": (_anything, 3.5),
    "consent_status": (_anything, 2.5),
    "sex": (_anything, 3.0),
    "nationality": (_anything, 3.0),
    "kind": (_anything, 3.0),
}
"""For each column its test, and the log-odds that a share of nine tenths and more speaks for it with."""

assert set(_TESTS) >= VOCABULARY, "every vocabulary speaks"
