"""The built browser app: its files as they lie in the package, and what may be done with them in a browser.

``scripts/web.sh`` builds it from ``viz/web`` into ``viz/web/dist``, which is package data and not under version control.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

DIST = Path(__file__).parent / "web" / "dist"
PAGE = "index.html"

MEDIA_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
"""What is served; a file of any other kind isn't."""

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' blob:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
"""Content security policy of the page: nothing inline, nothing from or to another host, no text that becomes code."""

NOT_BUILT = (
    '<!doctype html><html lang="en"><meta charset="utf-8"><title>Not built</title>'
    "<p>The browser app isn't built in this checkout: run scripts/web.sh, then start the service again.</p></html>"
)
"""Said instead of the page where it isn't built; the API works all the same."""


@dataclass(frozen=True, slots=True)
class WebFile:
    """A file of the app. ``packed`` is the same as gzip, None where that isn't smaller."""

    content: bytes
    packed: bytes | None
    media_type: str


def read_app(dist: Path = DIST) -> Mapping[str, WebFile]:
    """Files of the built app by their place under it; none where it isn't built.

    Parameters
    ----------
    dist
        Folder that the app was built into.
    """
    if not (dist / PAGE).is_file():
        return {}
    paths = [p for p in sorted(dist.rglob("*")) if p.suffix in MEDIA_TYPES and p.is_file()]
    return {p.relative_to(dist).as_posix(): _read(p) for p in paths}


def _read(path: Path) -> WebFile:
    content = path.read_bytes()
    packed = gzip.compress(content, mtime=0)
    return WebFile(content, packed if len(packed) < len(content) else None, MEDIA_TYPES[path.suffix])
