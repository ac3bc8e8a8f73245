"""A mayor's summary as one page: HTML that stands alone and fetches nothing, which is also what the PDF is made of."""

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from graph.summaries.mayor import Counted, MayorSummary
from viz.summary_bars import change_picture, shown_trend, trend_picture
from viz.summary_language import Words
from viz.summary_map import Outlines, map_picture
from viz.summary_said import said
from viz.svg import clean

MOST_MEASURES = 3
"""Measures on the page, so that it stays one; how many more there are is said."""


def page(
    summary: MayorSummary, language: str = "nl", *, outlines: Outlines | None = None, attribution: str = ""
) -> str:
    """Summary as one HTML page.

    Parameters
    ----------
    summary
        What is told.
    language
        ``nl`` or ``en``.
    outlines, attribution
        Boundaries for the map, and whom it names for them; without, it is schematic and says so.
    """
    told, words = said(summary, language), Words(language)
    style = Markup(_template("summary.css"))  # noqa: S704 - our own file
    trend = shown_trend(summary)
    left_out = len(told.rows) - MOST_MEASURES
    template = _environment().from_string(_template("summary.html.j2"))
    return template.render(
        said=told, words=words, style=style, style_digest=style_digest(), most_measures=MOST_MEASURES,
        map=map_picture(summary, words, outlines), change=change_picture(summary, words),
        trend=trend_picture(summary, words),
        map_caption=words("boundaries", source=attribution) if outlines else words("schematic"),
        trend_caption=" ".join(_trend_caption(trend, words)),
        more=words("more_measure" if left_out == 1 else "more_measures", n=left_out) if left_out > 0 else "",
        sure=[words("sure_page"), *told.section("sure").lines[1:]] if told.rows else told.section("sure").lines,
    )  # fmt: skip


def _trend_caption(trend: Sequence[Counted], words: Words) -> Iterator[str]:
    yield words("trend_title", first=words.label(trend[0].period), last=words.label(trend[-1].period))
    if any(c.persons.shown is None for c in trend):
        yield words("hatched")


def style_digest() -> str:
    """Digest of the page's one style, as a content security policy names it."""
    return base64.b64encode(hashlib.sha256(_template("summary.css").encode()).digest()).decode()


@cache
def _environment() -> Environment:
    return Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, finalize=_written
    )


def _written(value: object) -> object:
    """Value as a page can hold it."""
    return clean(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _template(name: str) -> str:
    return (files("viz") / "templates" / name).read_text(encoding="utf-8")
