"""Debian's chromium over a served app; everything that a page did wrong is written down while it is looked at."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, expect

from api.bench.chromium import chromium
from tests.house.sources import ROOT
from viz.web_files import read_app

AXE = ROOT / "viz" / "web" / "node_modules" / "axe-core" / "axe.min.js"
PATIENCE_MS = 60_000
"""How long something may take before it counts as missing: long, as other work may hold the machine."""

_WATCH = """
addEventListener("securitypolicyviolation", (e) => console.error(`CSP ${e.violatedDirective} ${e.blockedURI}`));
localStorage.setItem("theme", "%s");
localStorage.setItem("language", "%s");
"""


def why_not() -> str | None:
    """Why the browser app can't be tested here; None where it can."""
    if not read_app():
        return "it isn't built (scripts/web.sh)"
    if not AXE.exists():
        return "axe-core isn't installed (scripts/web.sh)"
    return None if chromium() else "there is no chromium (scripts/chromium.sh)"


@dataclass
class Visit:
    """A window on the app. ``wrong`` holds what the console said, what failed and what left for another host."""

    page: Page
    address: str
    wrong: list[str] = field(default_factory=list)

    def enter(self, role: str, unit: str = "VR17") -> None:
        """Log in by choosing a role in the demo."""
        self.page.goto(self.address)
        self.page.get_by_role("combobox").select_option(unit)
        self.page.locator(f"[data-role={role}]").click()
        self.page.locator(".shell").wait_for()

    def go(self, place: str) -> None:
        """Go to a place of the app, and wait until nothing loads any more."""
        self.page.evaluate("place => { location.hash = place; }", f"#/{place}")
        self.settle()

    def settle(self) -> None:
        """Wait until nothing loads any more."""
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(".bones")).to_have_count(0, timeout=PATIENCE_MS)

    def flaws(self) -> list[str]:
        """Serious and critical flaws that axe finds on the page as it stands."""
        self.page.evaluate(f"() => {{ if (!window.axe) {{ {AXE.read_text(encoding='utf-8')} }} }}")
        found: list[dict[str, Any]] = self.page.evaluate("async () => (await axe.run()).violations")
        return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found if v["impact"] in ("serious", "critical")]


@contextmanager
def visiting(
    browser: Browser, address: str, *, theme: str = "light", language: str = "nl", width: int = 1280
) -> Iterator[Visit]:
    """Open a window of a width, in a theme and language, that is watched."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    context.add_init_script(_WATCH % (theme, language))
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    visit = Visit(page, address)
    own = urlsplit(address).netloc

    def on_request(request: Any) -> None:
        asked = urlsplit(request.url)
        if asked.scheme not in ("data", "blob") and asked.netloc != own:
            visit.wrong.append(f"asked {asked.netloc}")

    page.on("request", on_request)
    page.on("console", lambda m: visit.wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: visit.wrong.append(str(e)))
    try:
        yield visit
    finally:
        context.close()


def screenshot(visit: Visit, path: Path) -> None:
    """Picture of the whole page, for looking at."""
    visit.page.screenshot(path=path, full_page=True)
