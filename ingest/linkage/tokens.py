"""Linkage tokens: what two records are compared by, keyed, so that nothing in them can be read without the keys.

Per field several tokens: of the exact spelling, its words, and its near misses (deletion tokens for names, one-digit
wildcards for dates and numbers), so that comparison levels can still tell "nearly the same" from "different".
Tokens that many names share (how a name sounds or begins) have no column of their own: each sorts names into groups of
telling sizes, and groups that cut across each other give names away. So the sounds of both names are keyed together,
and how a name begins together with the birth date. Municipality, premises, date and source of the encounter are not
among the tokens: they are what is measured.
"""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Protocol

import pyarrow as pa

from graph.model import Sex
from ingest.fields import characters
from ingest.linkage import names
from ingest.report import PartialDate, Report

_SCALARS = (
    "family_exact", "given_exact", "given_initial", "birth_full", "birth_swapped", "birth_month", "birth_month_day",
    "birth_year_day", "birth_year", "birth_given", "birth_family", "swapped_given", "swapped_family", "sounding",
    "document_exact", "sex",
)  # fmt: skip
_LISTS_64 = ("family_words", "given_words", "alias_words", "nationalities", "phones", "emails", "adverts", "plates")
_LISTS_32 = ("family_deletions", "given_deletions", "birth_wildcards", "document_wildcards")
_FLAGS = ("given_is_initial", "birth_is_partial", "birth_is_default")
_LIST_LENGTHS = (13, names.MAX_LETTERS + 1)
"""Lengths that lists of near misses are filled up to."""

_BEGINNING = 3
"""Letters of a name that blocking looks at, beside a birth date."""

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

    def anchored(self, domain: str, values: tuple[str, ...], anchors: Sequence[str]) -> list[Any]:
        """Tokens for a list of 32 bits: of each value keyed together with each anchor, sorted."""

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
        self._near: dict[str, tuple[str, ...]] = {}

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

    def begin(self, reports: Sequence[Report], encounters: Sequence[str]) -> Callable[[], pa.Table]:
        """As :meth:`table`, made when it is asked for (see :class:`~ingest.linkage.makers.TokenMakers`)."""
        return partial(self.table, reports, encounters)

    def _row(self, report: Report, encounter: str) -> Row:
        person = report.person
        row: Row = {"encounter": encounter}
        if person.family_name:
            row |= _remembered(self._families, person.family_name, self.family)
        if person.given_name:
            row |= _remembered(self._givens, person.given_name, self.given)
        if person.given_name and person.family_name:
            row["sounding"] = self.sounding(person.given_name, person.family_name)
        if person.birth_date:
            row |= _remembered(self._births, person.birth_date, self._birth)
            row |= self._beginnings(person.birth_date, person.given_name, person.family_name)
        row |= self._near_misses(report)
        if person.document_number:
            row |= _remembered(self._documents, person.document_number, self._document)
        if person.aliases:
            row["alias_words"] = self._numbers("name", [w for a in person.aliases for w in names.words(a)])
        if person.sex in (Sex.MALE, Sex.FEMALE):
            row["sex"] = self._number("sex", person.sex.value)
        row["nationalities"] = self._numbers("nationality", person.nationalities)
        row["phones"] = self._numbers("phone", report.phones)
        row["emails"] = self._numbers("email", report.emails)
        row["adverts"] = self._numbers("advert", report.advert_ids)
        row["plates"] = self._numbers("plate", report.vehicle_plates)
        return row

    def family(self, name: str) -> Row:
        """Columns ``family_…`` of a family name."""
        return self.name("family", name)

    def given(self, name: str) -> Row:
        """Columns ``given_…`` of a given name, its initial among them."""
        text = names.spelling(name)
        if not text:
            return {}
        initial = {"given_initial": self._number("given-initial", text[:1]), "given_is_initial": len(text) == 1}
        return self.name("given", name) | initial

    def name(self, prefix: str, name: str) -> Row:
        """Columns of a name or text: its spelling, its words, its deletions.

        Spellings and words of all names share a domain, so that swapped ones can be seen; deletions don't.
        """
        text = names.spelling(name)
        if not text:
            return {}
        return {
            f"{prefix}_exact": self._number("name", text),
            f"{prefix}_words": self._numbers("name", [names.spelling(w) for w in names.words(name)]),
        }

    def near(self, prefix: str, name: str, anchors: Sequence[str]) -> Row:
        """Column of a name's near misses: its deletions, anchored, and as many others that none shares.

        Without the anchors equal lengths and shared deletions would give short and near names away; with them, and
        with lists of two lengths only, lists say nothing of a name but to who holds another record of the anchor.
        """
        text = names.spelling(name)
        if not (text and anchors):
            return {}
        near = self._near.get(text)
        if near is None:
            found = names.deletions(text)
            length = next(n for n in _LIST_LENGTHS if n >= len(found))
            padding = tuple(f"{text} {i}" for i in range(length - len(found)))
            near = self._near[text] = (*found, *padding)
        return {f"{prefix}_deletions": self._keyring.anchored(f"link-{prefix}-deletion", near, anchors)}

    def date(self, prefix: str, year: str, month: str | None = None, day: str | None = None) -> Row:
        """Columns of a date given as text of four, two and two digits; month and day where they are known."""
        is_default = (month, day) == ("01", "01")
        row: Row = {
            f"{prefix}_year": self._number(prefix, year),
            f"{prefix}_is_partial": day is None or is_default,
            f"{prefix}_is_default": is_default,
        }
        if is_default:
            # A register's default says no more than the year, but two registers with it agree a little.
            return row | {f"{prefix}_full": self._number(prefix, f"{year}-{month}-{day}")}
        if month:
            row[f"{prefix}_month"] = self._number(prefix, f"{year}-{month}")
        if month and day:
            row |= {
                f"{prefix}_full": self._number(prefix, f"{year}-{month}-{day}"),
                f"{prefix}_month_day": self._number(prefix, f"-{month}-{day}"),
                f"{prefix}_year_day": self._number(prefix, f"{year}--{day}"),
                f"{prefix}_wildcards": self._small(prefix, names.wildcards(f"{year}{month}{day}")),
            }
            if int(day) <= 12 and day != month:
                row[f"{prefix}_swapped"] = self._number(prefix, f"{year}-{day}-{month}")
        return row

    def code(self, prefix: str, number: str) -> Row:
        """Columns of a number or code: itself, and as it reads (O as 0) with each character left open."""
        return {
            f"{prefix}_exact": self._number(prefix, number),
            f"{prefix}_wildcards": self._small(prefix, names.wildcards(characters.folded(number))),
        }

    def _birth(self, born: PartialDate) -> Row:
        month = f"{born.month:02d}" if born.month else None
        return self.date("birth", f"{born.year:04d}", month, f"{born.day:02d}" if born.day else None)

    def _document(self, number: str) -> Row:
        return self.code("document", number)

    def value(self, domain: str, value: str) -> Any:
        """Token of a value that is compared as it is."""
        return self._number(domain, value)

    def _near_misses(self, report: Report) -> Row:
        """Near misses of both names, anchored on what else may agree where a name is a letter off.

        The birth date; its year, or its day and month, beside the other name; and each phone.
        """
        person, born = report.person, report.person.birth_date
        month, day = (born.month, born.day) if born else (None, None)
        is_known = month and day and (month, day) != (1, 1)
        first, last = sorted((month or 0, day or 0))
        anchors = [f"phone {phone}" for phone in report.phones]
        anchors += [f"{born.year} {first} {last}"] if born and is_known else []
        row: Row = {}
        for prefix, name, other in (
            ("family", person.family_name, person.given_name),
            ("given", person.given_name, person.family_name),
        ):
            if name:
                beside = [f"{born.year} {names.spelling(other)}"] if born and other else []
                beside += [f"{first} {last} {names.spelling(other)}"] if is_known and other else []
                row |= self.near(prefix, name, [*anchors, *beside])
        return row

    def sounding(self, given: str, family: str) -> Any:
        """How given and family name sound, keyed together; None where one has no sound."""
        one, other = names.sound(given), names.sound(family)
        return self._number("sounding", f"{one} {other}") if one and other else None

    def _beginnings(self, born: PartialDate, given: str | None, family: str | None) -> Row:
        """How each name begins, keyed together with the birth date and with day and month swapped."""
        if not (born.month and born.day):
            return {}
        dates = {"birth": f"{born.year}-{born.month}-{born.day}"}
        if born.day <= 12 and born.day != born.month:
            dates["swapped"] = f"{born.year}-{born.day}-{born.month}"
        beginnings = {
            which: text[:_BEGINNING]
            for which, name in (("given", given), ("family", family))
            if name and (text := names.spelling(name))
        }
        return {
            f"{when}_{which}": self._number(f"beginning-{which}", f"{day} {text}")
            for when, day in dates.items()
            for which, text in beginnings.items()
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
