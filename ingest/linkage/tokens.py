"""Linkage tokens: what two records are compared by, keyed, so that nothing in them can be read without the keys.

Per field several tokens: of the exact spelling, how it sounds, its parts, and its near misses (deletion tokens for
names, one-digit wildcards for dates and numbers), so that comparison levels can still tell "nearly the same" from
"different". Municipality, premises, date and source of the encounter are not among them: they are what is measured.
"""

from collections.abc import Callable, Sequence
from typing import Any, Protocol

import pyarrow as pa

from ingest.linkage import names
from ingest.report import PartialDate, Report

_SCALARS = (
    "family_exact", "family_sound", "family_prefix", "given_exact", "given_sound", "given_prefix", "given_initial",
    "birth_full", "birth_swapped", "birth_month", "birth_month_day", "birth_year_day", "birth_year", "document_exact",
    "sex",
)  # fmt: skip
_LISTS_64 = ("family_sounds", "family_words", "given_sounds", "given_words", "alias_words", "nationalities", "phones",
             "emails", "adverts")  # fmt: skip
_LISTS_32 = ("family_deletions", "given_deletions", "birth_wildcards", "document_wildcards")
_FLAGS = ("given_is_initial", "birth_is_partial", "birth_is_default")

SCHEMA = pa.schema(
    [("encounter", pa.string())]
    + [(name, pa.int64()) for name in _SCALARS]
    + [(name, pa.list_(pa.int64())) for name in _LISTS_64]
    + [(name, pa.list_(pa.int32())) for name in _LISTS_32]
    + [(name, pa.bool_()) for name in _FLAGS]
)
"""Columns of a linkage table: 64-bit tokens, lists of tokens, and what is known of their weakness."""

Row = dict[str, Any]


class Numbers(Protocol):
    """Makes the tokens of a linkage table: the centre numbers, a sender what the centre makes the same numbers of.

    A column of tokens is one of 64-bit or 32-bit integers, or of lists of them; whatever is neither passes as it is.
    """

    def number(self, domain: str, value: str) -> Any:
        """Token for a column of 64 bits."""

    def small_number(self, domain: str, value: str) -> Any:
        """Token for a column of 32 bits."""

    def columns(self, schema: pa.Schema) -> pa.Schema:
        """Columns of a table of such tokens, given those of the vault."""


class Tokeniser:
    """Makes linkage tokens, each distinct value once."""

    def __init__(self, keyring: Numbers) -> None:
        self._keyring = keyring
        self._schema = keyring.columns(SCHEMA)
        self._families: dict[str, Row] = {}
        self._givens: dict[str, Row] = {}
        self._births: dict[PartialDate, Row] = {}
        self._documents: dict[str, Row] = {}
        self._others: dict[tuple[str, str], Any] = {}

    def table(self, reports: Sequence[Report], encounters: Sequence[str]) -> pa.Table:
        """Linkage table of reports, one row each.

        Parameters
        ----------
        reports
            Reports that name a person.
        encounters
            Their encounter ids, in the same order.
        """
        rows = [self._row(r, e) for r, e in zip(reports, encounters, strict=True)]
        return pa.Table.from_pylist(rows, schema=self._schema)

    def _row(self, report: Report, encounter: str) -> Row:
        person = report.person
        row: Row = {"encounter": encounter}
        if person.family_name:
            row |= _remembered(self._families, person.family_name, self._family)
        if person.given_name:
            row |= _remembered(self._givens, person.given_name, self._given)
        if person.birth_date:
            row |= _remembered(self._births, person.birth_date, self._birth)
        if person.document_number:
            row |= _remembered(self._documents, person.document_number, self._document)
        if person.aliases:
            row["alias_words"] = self._numbers("name", [w for a in person.aliases for w in names.words(a)])
        if person.sex:
            row["sex"] = self._number("sex", person.sex.value)
        row["nationalities"] = self._numbers("nationality", person.nationalities)
        row["phones"] = self._numbers("phone", report.phones)
        row["emails"] = self._numbers("email", report.emails)
        row["adverts"] = self._numbers("advert", report.advert_ids)
        return row

    def _family(self, name: str) -> Row:
        text, sounds = names.spelling(name), names.sounds(name)
        if not text:
            return {}
        return {
            # Family and given names share a domain, so that swapped ones can be seen.
            "family_exact": self._number("name", text),
            "family_sound": self._number("name-sound", sounds[0]) if sounds else None,
            "family_prefix": self._number("name-prefix", text[:3]),
            "family_sounds": self._numbers("name-sound", sounds),
            "family_words": self._numbers("name", [names.spelling(w) for w in names.words(name)]),
            "family_deletions": self._small("name-deletion", names.deletions(text)),
        }

    def _given(self, name: str) -> Row:
        text, sounds = names.spelling(name), names.sounds(name)
        if not text:
            return {}
        return {
            "given_exact": self._number("name", text),
            "given_sound": self._number("name-sound", sounds[0]) if sounds else None,
            "given_prefix": self._number("name-prefix", text[:3]),
            "given_initial": self._number("name-initial", text[:1]),
            "given_sounds": self._numbers("name-sound", sounds),
            "given_words": self._numbers("name", [names.spelling(w) for w in names.words(name)]),
            "given_deletions": self._small("name-deletion", names.deletions(text)),
            "given_is_initial": len(text) == 1,
        }

    def _birth(self, born: PartialDate) -> Row:
        year = f"{born.year:04d}"
        row: Row = {"birth_year": self._number("birth", year), "birth_is_partial": born.full() is None}
        if born.month:
            row["birth_month"] = self._number("birth", f"{year}-{born.month:02d}")
        if born.month and born.day:
            month, day = f"{born.month:02d}", f"{born.day:02d}"
            row |= {
                "birth_full": self._number("birth", f"{year}-{month}-{day}"),
                "birth_month_day": self._number("birth", f"-{month}-{day}"),
                "birth_year_day": self._number("birth", f"{year}--{day}"),
                "birth_wildcards": self._small("birth", names.wildcards(f"{year}{month}{day}")),
                "birth_is_default": (born.month, born.day) == (1, 1),
            }
            if born.day <= 12 and born.day != born.month:
                row["birth_swapped"] = self._number("birth", f"{year}-{day}-{month}")
        return row

    def _document(self, number: str) -> Row:
        return {
            "document_exact": self._number("document", number),
            "document_wildcards": self._small("document", names.wildcards(number)),
        }

    def _number(self, domain: str, value: str) -> Any:
        key = (domain, value)
        token = self._others.get(key)
        if token is None:
            token = self._others[key] = self._keyring.number(f"link-{domain}", value)
        return token

    def _numbers(self, domain: str, values: Sequence[str]) -> list[Any] | None:
        return sorted({self._number(domain, v) for v in values if v}) or None

    def _small(self, domain: str, values: Sequence[str]) -> list[Any] | None:
        return sorted({self._keyring.small_number(f"link-{domain}", v) for v in values}) or None


def _remembered(known: dict[Any, Row], value: Any, make: Callable[[Any], Row]) -> Row:
    row = known.get(value)
    if row is None:
        row = known[value] = make(value)
    return row
