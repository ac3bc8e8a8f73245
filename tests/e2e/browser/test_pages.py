"""Every page, light and dark, on a laptop and on a wide screen: nothing goes wrong, nothing leaves, everybody can read it."""

from itertools import product

import pytest
from playwright.sync_api import Browser

from tests.e2e.browser.chromium import Visit, visiting

pytestmark = [pytest.mark.slow, pytest.mark.embedded]
LOOKS = [("light", 1280), ("dark", 1920)]
"""Each theme and each width once; what depends on both together is looked at by eye."""

PLACES = {
    "analyst": [
        "findings?kind=reappearance", "findings?kind=rotation", "finding/rea-1", "finding/rot", "finding/rel",
        "finding/dis", "map", "explorer?finding=rot&depth=2", "review", "alerts", "cases", "monitor",
        "nowhere",
    ],
    "mayor": ["map", "monitor"],
    "data_officer": ["uploads"],
    "privacy_officer": ["audit"],
    "administrator": [""],
}  # fmt: skip


def look(visit: Visit, place: str) -> list[str]:
    """Go to a place, through the question for a purpose where there is one, and say what is wrong there."""
    visit.go(place)
    found = visit.flaws()
    if visit.page.locator(".gate").count():
        visit.page.locator(".gate .button.main").click()
        visit.page.locator(".gate").wait_for(state="detached")
        visit.settle()
        found += visit.flaws()
    return [f"{place}: {flaw}" for flaw in (*found, *visit.wrong)]


@pytest.mark.parametrize(("look_", "role"), list(product(LOOKS, PLACES)), ids=str)
def test_every_page_is_sound(browser: Browser, address: str, look_: tuple[str, int], role: str) -> None:
    theme, width = look_
    with visiting(browser, address, theme=theme, width=width) as visit:
        visit.page.goto(address)
        visit.page.locator("[data-role]").first.wait_for()
        wrong = [*visit.flaws(), *visit.wrong]
        visit.enter(role)
        for place in PLACES[role]:
            wrong += look(visit, place)
    assert wrong == []


def test_a_finding_opens_by_keyboard_alone_and_its_purpose_stays_in_sight(browser: Browser, address: str) -> None:
    with visiting(browser, address, language="en") as visit:
        visit.enter("analyst", unit="GM0599")
        visit.go("findings?kind=reappearance")
        visit.page.locator(".row-link").first.focus()
        visit.page.keyboard.press("Enter")
        visit.page.locator(".gate .button.main").focus()
        visit.page.keyboard.press("Enter")
        visit.page.get_by_role("heading", level=1).filter(has_text="Rotterdam").wait_for()
        assert "Assess a finding" in visit.page.locator(".topbar").inner_text()
        assert visit.wrong == []


def test_dutch_comes_first_and_english_is_one_step_away(browser: Browser, address: str) -> None:
    with visiting(browser, address) as visit:
        visit.enter("analyst")
        visit.page.get_by_role("heading", name="Bevindingen", level=1).wait_for()
        visit.page.get_by_role("button", name="English").click()
        visit.page.get_by_role("heading", name="Findings", level=1).wait_for()
        assert visit.page.locator("html").get_attribute("lang") == "en"
