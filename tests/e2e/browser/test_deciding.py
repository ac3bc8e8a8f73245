"""What an analyst does in the app: decide, walk the network without a mouse, take a file along. Nothing said there runs."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Dialog, expect

from api.bench.chromium import listening
from api.bench.service.words import HOSTILE
from tests.api.http.small_world import PERSON, World, world
from tests.conftest import Engines
from tests.e2e.browser.chromium import Visit, visiting

pytestmark = [pytest.mark.slow, pytest.mark.embedded]
MOST_WORDS = 40


@pytest.fixture(scope="module")
def small(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A graph of this module's own, as it is changed here."""
    made = world(engines.empty("embedded"), tmp_path_factory.mktemp("deciding"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(small: World) -> Iterator[str]:
    with listening(small.app) as at:
        yield at


def _note(dialog: Dialog, ran: list[str]) -> None:
    ran.append(dialog.message)
    dialog.dismiss()


def opened(visit: Visit, place: str, unit: str = "VR17") -> None:
    """Log in as an analyst and open a place, with a case for it."""
    visit.enter("analyst", unit=unit)
    visit.go(place)
    if visit.page.locator(".gate").count():
        visit.page.locator(".gate .button.main").click()
        visit.page.locator(".gate").wait_for(state="detached")
        visit.settle()


def test_a_finding_is_rejected_with_a_reason_and_says_so(browser: Browser, address: str) -> None:
    with visiting(browser, address, language="en") as visit:
        opened(visit, "finding/rot")
        visit.page.get_by_role("button", name="Reject").click()
        visit.page.get_by_label("Reason").fill("seasonal work at one site")
        visit.page.get_by_role("button", name="Reject this finding").click()
        given = visit.page.locator(".decisions")
        expect(given).to_contain_text("seasonal work at one site")
        expect(given).to_contain_text("rejected")
        assert visit.wrong == []


def test_a_case_is_offered_to_another_unit_and_the_offer_is_taken_back(browser: Browser, address: str) -> None:
    with visiting(browser, address, language="en") as visit:
        opened(visit, "finding/rot")
        visit.page.get_by_role("link", name="Hand over or follow up").click()
        visit.page.get_by_label("To whom").select_option("GM0502")
        visit.page.get_by_role("button", name="Offer the case").click()
        expect(visit.page.get_by_text("Offered to Capelle aan den IJssel")).to_have_count(1)
        expect(visit.page.get_by_role("button", name="Close the case")).to_have_count(0)
        visit.page.get_by_role("button", name="Take the offer back").click()
        expect(visit.page.get_by_role("button", name="Close the case")).to_have_count(1)
        expect(visit.page.get_by_role("table")).to_contain_text("Offer taken back")
        assert visit.wrong == []


def test_a_reason_that_looks_like_a_number_of_somebody_is_refused_in_words(browser: Browser, address: str) -> None:
    with visiting(browser, address, language="en") as visit:
        opened(visit, "finding/rea-1")
        visit.page.get_by_role("button", name="Accept").click()
        visit.page.get_by_label("Reason").fill("call +31 6 0000 1234")
        visit.page.get_by_role("button", name="Accept this finding").click()
        expect(visit.page.get_by_role("alert")).to_contain_text("The reason wasn't taken")
        expect(visit.page.locator(".decisions")).to_have_count(0)


def test_words_that_were_meant_to_run_are_shown_and_do_not_run(browser: Browser, address: str, small: World) -> None:
    words = [w for w in HOSTILE if "<" in w or "{{" in w or "javascript" in w or "$" in w or "`" in w][:MOST_WORDS]
    with visiting(browser, address) as visit:
        ran: list[str] = []
        visit.page.on("dialog", lambda dialog: _note(dialog, ran))
        opened(visit, "finding/rel")
        said = []
        for word in words:
            small.clock.now += timedelta(seconds=1)
            status = visit.page.evaluate(
                """async (reason) => {
                    const session = await (await fetch("/v1/session")).json();
                    const headers = { "Content-Type": "application/json", "X-CSRF-Token": session.csrfToken,
                        "Case-Id": sessionStorage.getItem("case"), "Purpose": "assess_finding" };
                    const body = JSON.stringify({ version: 1, ruling: "rejected", reason });
                    return (await fetch("/v1/findings/rel/decisions", { method: "POST", headers, body })).status;
                }""",
                word,
            )
            said += [word] if status == 201 else []
        visit.page.reload()
        visit.page.locator(".decisions").wait_for()
        shown = visit.page.locator(".decisions").inner_text()
        assert len(said) >= MOST_WORDS // 2
        assert [w for w in said if " ".join(w.split()) not in " ".join(shown.split())] == []
        assert ran == []
        assert visit.page.locator(".decisions script, .decisions img").count() == 0


def test_the_network_is_walked_by_keyboard_and_leaves_without_tokens(browser: Browser, address: str) -> None:
    with visiting(browser, address, language="en") as visit:
        opened(visit, "explorer?finding=rot&depth=2")
        network = visit.page.get_by_role("application")
        network.focus()
        for key in ("ArrowDown", "ArrowDown", "ArrowLeft"):
            visit.page.keyboard.press(key)
        expect(visit.page.locator(".with-shape")).to_have_count(1)
        with visit.page.expect_download() as taken:
            visit.page.get_by_role("button", name="GraphML").click()
        text = taken.value.path().read_text(encoding="utf-8")
        assert PERSON in text
        assert "identifier-1" in text
        assert "tok-" not in text
        assert visit.wrong == []
