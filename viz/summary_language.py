"""How a language says what a mayor's summary tells: its words, numbers, dates, lists and places."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from babel.dates import format_date, get_month_names
from babel.numbers import format_decimal

from graph.disclosure import SafeCount
from graph.displacement.ladder import WORDING
from graph.geography import load_municipalities
from graph.summaries.mayor import Direction, Level, MayorSummary, Measure
from graph.summaries.period import Period
from viz.summary_words import MEASURES, THE_MEASURE, WORDS

MOST_NAMED = 8
"""Most municipalities that a sentence names."""


@dataclass(frozen=True, slots=True)
class Words:
    """The words of a language, and how it writes numbers, dates and lists."""

    language: str

    def __call__(self, key: str, **said: object) -> str:
        """Sentence of a key."""
        return WORDS[self.language][key].format(**said)

    def kind(self, m: Measure) -> str:
        """Kind of a measure, as it begins a sentence."""
        return begun(MEASURES[self.language][m.kind])

    def the(self, m: Measure) -> str:
        """Measure within a sentence."""
        return THE_MEASURE[self.language][m.kind]

    def number(self, n: int) -> str:
        """Whole number."""
        return str(format_decimal(n, locale=self.language))

    def count(self, count: SafeCount) -> str:
        """Count of people, or that it isn't shown."""
        if count.shown is None:
            return self("suppressed", k=count.threshold)
        return self("about", n=self.number(count.shown))

    def day(self, day: date) -> str:
        """Date."""
        return str(format_date(day, "d MMMM yyyy", locale=self.language))

    def period(self, period: Period) -> str:
        """Period by its months."""
        if period.quarter is None:
            return self("year", year=period.year)
        months: Any = get_month_names("wide", locale=self.language)
        first = period.first_day.month
        return self("quarter", first=months[first], last=months[first + 2], year=period.year)

    def label(self, period: Period) -> str:
        """Period beside a bar."""
        if period.quarter is None:
            return str(period.year)
        months: Any = get_month_names("abbreviated", locale=self.language)
        first = period.first_day.month
        return f"{months[first].strip('.')}\u2013{months[first + 2].strip('.')} {period.year}"

    def short(self, period: Period) -> str:
        """Period under a column, its year apart."""
        return self("quarter_short", n=period.quarter) if period.quarter else str(period.year)

    def list(self, names: Sequence[str]) -> str:
        """Names as a list in a sentence."""
        shown = [*names[:MOST_NAMED]] + (["…"] if len(names) > MOST_NAMED else [])
        return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} {self('and')} {shown[-1]}"

    def towns(self, m: Measure) -> str:
        """Where a measure was."""
        others = len(m.towns) - 1
        if others < 1:
            return m.town
        return self("and_other", town=m.town) if others == 1 else self("and_others", town=m.town, n=others)

    def there(self, m: Measure) -> str:
        """What changed where a measure was."""
        return self(f"there_{m.change_there.value}")

    def round_it(self, m: Measure) -> str:
        """What changed next door to a measure: the ladder's words."""
        if m.ladder_step == 0 and m.change_round is Direction.FEWER:
            return self("round_fewer")
        words: dict[object, str] = dict(WORDING[self.language])
        return words[rung(m)]


def rung(m: Measure) -> object:
    """Key of a measure's words in the ladder: its step, or that persons alone show it."""
    return "few_but_persons" if m.by_persons_alone else m.ladder_step


def area(s: MayorSummary, words: Words) -> str:
    """Area that the counts are about."""
    if s.level is not Level.REGION_YEAR:
        return s.name
    return words("region", name=region_names().get(s.area, s.area))


@cache
def region_names() -> dict[str, str]:
    """Names of safety regions by their codes."""
    return {m.safety_region: m.safety_region_name for m in load_municipalities()}


def begun(words: str) -> str:
    """Words as they begin a sentence."""
    return words[0].upper() + words[1:]
