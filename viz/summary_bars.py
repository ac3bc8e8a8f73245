"""Two pictures of a mayor's summary: now and a year earlier, and the periods up to now; from safe counts alone."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element

from markupsafe import Markup

from graph.columns import day_number
from graph.disclosure import SafeCount
from graph.summaries.mayor import Counted, MayorSummary, Measure
from viz.summary_language import Words
from viz.summary_said import in_order
from viz.svg import BLUE, GREY, INK, ORANGE, PALE, SKY, hatch, label, picture, shape

WIDTH, HEIGHT = 240.0, 150.0
HEADING, SMALL = 9.0, 8.0
BASE = 84.0
"""Where the columns of persons stand."""
LONGEST = 110.0
"""Room for the label of a measure, in units of the drawing."""
MARKED = 2
"""Measures that the trend marks."""


def change_picture(summary: MayorSummary, words: Words) -> Markup:
    """Persons and visits, now and a year earlier, as bars; what isn't shown is hatched."""
    persons = (summary.persons, summary.persons_year_before)
    now, before = words.label(summary.period), words.label(summary.period.year_before())
    counted = words("alt_change", now=words.count(persons[0]), before=words.count(persons[1]))
    visits = _visits_said(summary, words)
    shapes = [shape("defs", hatch("change-hidden"))]
    shapes += _pair(24, words("bar_persons"), [(now, *_shown(persons[0], words)), (before, *_shown(persons[1], words))])
    if summary.visits is None and summary.visits_year_before is None:
        shapes.append(label(0, 89, words("bar_no_visits"), size=HEADING))
    else:
        looked = [(now, *_looked(summary.visits, words)), (before, *_looked(summary.visits_year_before, words))]
        shapes += _pair(98, words("bar_visits"), looked, colours=(GREY, PALE))
    return picture("change", WIDTH, HEIGHT, title=f"{counted} {visits}", description=words("how_change"), shapes=shapes)


def _visits_said(s: MayorSummary, words: Words) -> str:
    if s.visits is None:
        return words("no_visits")
    before = words("unknown") if s.visits_year_before is None else words.number(s.visits_year_before)
    return words("visits", now=words.number(s.visits), before=before)


def _shown(count: SafeCount, words: Words) -> tuple[int | None, str]:
    return (None, words("bar_hidden")) if count.shown is None else (count.shown, words.number(count.shown))


def _looked(visits: int | None, words: Words) -> tuple[int | None, str]:
    return (None, words("bar_unknown")) if visits is None else (visits, words.number(visits))


def _pair(
    top: float, heading: str, bars: Sequence[tuple[str, int | None, str]], colours: tuple[str, str] = (BLUE, SKY)
) -> Iterator[Element]:
    """Two bars under a heading; a number that isn't there is a hatched box of a fixed length."""
    most = max((n for _, n, _ in bars if n is not None), default=0)
    yield label(0, top - 9, heading, size=HEADING, font_weight="bold")
    for i, ((name, n, said), colour) in enumerate(zip(bars, colours, strict=True)):
        y = top + i * 21
        length = 40.0 if n is None else max(1.5, 130.0 * n / most if most else 1.5)
        yield label(0, y + 11, name, size=SMALL)
        yield shape(
            "rect", x=60, y=y, width=length, height=16, fill="url(#change-hidden)" if n is None else colour,
            stroke=GREY if n is None else INK, stroke_width=0.6,
        )  # fmt: skip
        yield label(60 + length + 5, y + 11, said, size=HEADING, font_weight="bold" if i == 0 else "normal")


def trend_picture(summary: MayorSummary, words: Words) -> Markup:
    """Persons by period as columns, visits below, measures as lines; leading periods of which nothing is shown left out."""
    told = shown_trend(summary)
    marked = _in_rows([m for m in in_order(summary) if _place(m, told) is not None][:MARKED], told)
    said = ", ".join(f"{words.label(c.period)}: {words.count(c.persons)}" for c in told)
    marks = " ".join(words("alt_mark", kind=words.kind(m), town=m.town, day=words.day(m.effective_on)) for m in marked)
    shapes = [shape("defs", hatch("trend-hidden")), *_marks(marked, told, words), *_columns(told, words)]
    return picture(
        "trend", WIDTH, HEIGHT, title=f"{words('alt_trend', said=said)} {marks}".strip(),
        description=words("how_trend"), shapes=shapes,
    )  # fmt: skip


def shown_trend(summary: MayorSummary) -> Sequence[Counted]:
    """Periods that the trend draws: leading ones of which nothing is shown are left out, two stay at least."""
    trend = summary.trend
    first = next((i for i, c in enumerate(trend) if c.persons.shown is not None), len(trend) - 1)
    return trend[min(first, max(0, len(trend) - 2)) :]


def _columns(told: Sequence[Counted], words: Words) -> Iterator[Element]:
    persons, visits = [c.persons.shown for c in told], [c.visits for c in told]
    yield label(0, 9, words("bar_persons"), size=HEADING, font_weight="bold")
    yield from _panel(told, persons, base=BASE, height=42, colour=BLUE, words=words)
    if any(v is not None for v in visits):
        yield label(0, 99, words("bar_visits"), size=HEADING, font_weight="bold")
        yield from _panel(told, visits, base=130, height=16, colour=GREY, words=words)
    else:
        yield label(0, 109, words("bar_no_visits"), size=HEADING)
    for i, c in enumerate(told):
        yield label(_middle(i, told), 139, words.short(c.period), size=SMALL, text_anchor="middle")
    if told[0].period.quarter:
        for year, group in groupby(enumerate(told), key=lambda pair: pair[1].period.year):
            inside = [_middle(i, told) for i, _ in group]
            middle = (inside[0] + inside[-1]) / 2
            yield label(middle, 149, str(year), size=SMALL, text_anchor="middle", font_weight="bold")


def _panel(
    told: Sequence[Counted], values: Sequence[int | None], *, base: float, height: float, colour: str, words: Words
) -> Iterator[Element]:
    most = max((v for v in values if v is not None), default=0)
    wide = min(26.0, 0.72 * WIDTH / len(told))
    for i, value in enumerate(values):
        x = _middle(i, told)
        is_last = i == len(told) - 1
        tall = 12.0 if value is None else (height * value / most if most else 0.0)
        fill = "url(#trend-hidden)" if value is None else colour
        yield shape(
            "rect", x=x - wide / 2, y=base - tall, width=wide, height=max(tall, 0.8), fill=fill,
            fill_opacity=1.0 if is_last or value is None else 0.55, stroke=INK if is_last else GREY, stroke_width=0.6,
        )  # fmt: skip
        if value is not None:
            said = words.number(value)
            weight = "bold" if is_last else "normal"
            yield label(x, base - tall - 2.5, said, size=SMALL, text_anchor="middle", font_weight=weight)
    yield shape("path", d=f"M0,{base} H{WIDTH}", stroke=INK, stroke_width=0.8)


def _middle(i: int, told: Sequence[Counted]) -> float:
    return WIDTH * (i + 0.5) / len(told)


def _place(m: Measure, told: Sequence[Counted]) -> float | None:
    """Where a measure's day lies among the columns; None before the first or after the last."""
    day = day_number(m.effective_on)
    for i, c in enumerate(told):
        first, end = c.period.days
        if first <= day < end:
            return WIDTH * (i + (day - first) / (end - first)) / len(told)
    return None


def _in_rows(marked: Sequence[Measure], told: Sequence[Counted]) -> Sequence[Measure]:
    """Measures in such an order that no label is crossed by the line of one below it."""
    ordered = sorted(marked, key=lambda m: m.effective_on)
    is_left = bool(ordered) and not _fits_left(ordered[0], told)
    return ordered if is_left else ordered[::-1]


def _fits_left(m: Measure, told: Sequence[Counted]) -> bool:
    """Whether there is room for the longest label on the left of a measure's line."""
    return (_place(m, told) or 0.0) > LONGEST


def _marks(marked: Sequence[Measure], told: Sequence[Counted], words: Words) -> Iterator[Element]:
    for i, m in enumerate(marked):
        x = _place(m, told)
        assert x is not None, "only those that lie among the columns are marked"
        y, is_left = 20 + 9 * i, _fits_left(m, told)
        yield shape("path", d=f"M{x:.1f},{y - 6} V{BASE}", stroke=ORANGE, stroke_width=1.2, stroke_dasharray="3 2")
        yield label(
            x - 4 if is_left else x + 4, y, f"{words.kind(m)}, {m.town}", size=SMALL, fill=ORANGE, font_weight="bold",
            text_anchor="end" if is_left else "start",
        )  # fmt: skip
