"""Pictures as SVG within a page: elements whose texts are escaped, a title and a description for who can't see them.

Colours are those of Okabe and Ito (2008), Color Universal Design, told apart with any kind of colour vision; no picture
tells by colour alone.
"""

import re
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from markupsafe import Markup

BLUE, ORANGE, SKY, INK, GREY, PALE = "#0072b2", "#d55e00", "#56b4e9", "#1f2a36", "#6b7683", "#dfe4ea"
FONT = "Roboto, sans-serif"
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""Characters without a shape that break lines, or turn round what is read."""


def clean(text: str) -> str:
    """Text without what a page can't hold or nobody sees: control characters, halves, marks of direction."""
    return _UNSEEN.sub(" ", _UNWRITABLE.sub("?", text))


def shape(tag: str, *children: ET.Element, text: str = "", **attributes: float | str) -> ET.Element:
    """Element; ``stroke_width`` becomes ``stroke-width``, numbers are rounded to a hundredth."""
    made = ET.Element(tag, {k.replace("_", "-"): _written(v) for k, v in attributes.items()})
    made.text = clean(text) or None
    made.extend(children)
    return made


def label(x: float, y: float, text: str, *, size: float = 9, **attributes: float | str) -> ET.Element:
    """Text whose baseline begins, or with ``text_anchor`` ends or has its middle, at a point."""
    given: dict[str, float | str] = {"font_size": size, "font_family": FONT, "fill": INK, **attributes}
    return shape("text", text=text, x=x, y=y, **given)


def hatch(name: str) -> ET.Element:
    """Hatching, for what isn't shown."""
    line = shape("path", d="M-1,1 l2,-2 M0,5 l5,-5 M4,6 l2,-2", stroke=GREY, stroke_width=0.7)
    return shape("pattern", line, id=name, width=5, height=5, patternUnits="userSpaceOnUse")


def picture(
    name: str, width: float, height: float, *, title: str, description: str, shapes: Iterable[ET.Element]
) -> Markup:
    """Picture for a page.

    Parameters
    ----------
    name
        What its ids begin with; unlike any other on the page.
    width, height
        Of the drawing, in its own units.
    title
        What it shows, in a sentence or two: all that who can't see it is told in a PDF.
    description
        How to read it.
    shapes
        What is drawn.
    """
    root = shape(
        "svg",
        shape("title", text=title, id=f"{name}-title"),
        shape("desc", text=description, id=f"{name}-how"),
        *shapes,
        viewBox=f"0 0 {_written(width)} {_written(height)}",
        role="img",
    )
    root.set("xmlns", "http://www.w3.org/2000/svg")
    root.set("aria-labelledby", f"{name}-title {name}-how")
    return Markup(ET.tostring(root, encoding="unicode", short_empty_elements=True))  # noqa: S704 - escaped by ElementTree


def _written(value: float | str) -> str:
    return clean(value) if isinstance(value, str) else f"{round(value, 2):g}"
