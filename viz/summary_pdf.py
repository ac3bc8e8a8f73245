"""A page as a tagged PDF (PDF/UA-1, ISO 14289-1): the same bytes for the same page.

Drawn by WeasyPrint with Debian's Pango, in letters that come with the product's own packages (Roboto), so that it looks
alike everywhere. Nothing is fetched: what isn't in the page isn't in the PDF.
"""

import hashlib
import logging
from importlib.resources import files
from typing import Any

from graph.errors import DrawingMissing

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONTS = {400: "Roboto-Regular.ttf", 500: "Roboto-Medium.ttf", 700: "Roboto-Bold.ttf"}
VARIANT = "pdf/ua-1"
SIZE_PT = 9.4
SIZES = (1.0, 0.95, 0.9, 0.85, 0.8)
"""Shares of the size of letters, in points: the largest at which all is on one page, else the last."""

_SCHEME = "waterbed-font:"


def pdf(page: str) -> bytes:
    """Page as PDF.

    Parameters
    ----------
    page
        HTML that stands alone, with ``lang`` and a title.

    Raises
    ------
    DrawingMissing
        When Pango isn't there.
    """
    ready()
    from weasyprint import CSS, HTML  # noqa: PLC0415 - it loads Pango
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    fonts = FontConfiguration()
    document = HTML(string=page, url_fetcher=_fetch)
    for share in SIZES:
        letters = CSS(string=_faces(share), url_fetcher=_fetch, font_config=fonts)
        drawn = document.render(stylesheets=[letters], font_config=fonts, pdf_variant=VARIANT)
        if len(drawn.pages) == 1:
            break
    identifier = hashlib.sha256(page.encode()).hexdigest()[:32].encode()
    made: bytes = drawn.write_pdf(pdf_variant=VARIANT, pdf_identifier=identifier)
    return made


def ready() -> None:
    """See that a PDF can be drawn, before anything is asked for one.

    Raises
    ------
    DrawingMissing
        When Pango isn't there.
    """
    logging.getLogger("weasyprint").propagate = False  # what it would say is for who writes pages
    try:
        import weasyprint  # noqa: F401, PLC0415
    except OSError:
        message = f"a PDF is drawn with Pango, which isn't installed: apt-get install {PACKAGES}, or ask for HTML"
        raise DrawingMissing(message) from None


def _faces(share: float) -> str:
    face = "@font-face {{ font-family: Roboto; font-weight: {}; src: url({}{}); }}"
    faces = "\n".join(face.format(weight, _SCHEME, name) for weight, name in FONTS.items())
    return f"{faces}\nhtml {{ font-size: {SIZE_PT * share:.2f}pt !important; }}"


def _fetch(url: str, *_: Any, **__: Any) -> Any:
    """Give the letters, and nothing else from anywhere."""
    from weasyprint.urls import URLFetcherResponse  # noqa: PLC0415

    name = url.removeprefix(_SCHEME)
    if name not in FONTS.values():
        message = "a page fetches nothing"
        raise ValueError(message)
    letters = (files("font_roboto") / "files" / name).read_bytes()
    return URLFetcherResponse(url, letters, {"Content-Type": "font/ttf"})
