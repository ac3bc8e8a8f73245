"""One chromium for all tests of the browser app, over one small served graph."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from api.bench.chromium import OPTIONS, chromium, listening
from tests.api.http.small_world import World, world
from tests.conftest import Engines
from tests.e2e.browser.chromium import PATIENCE_MS, why_not


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    # No longer than these tests: while it lives, its event loop counts as running in this thread, and `serve` can't.
    reason = why_not()
    if reason:
        pytest.skip(f"THE BROWSER APP IS NOT TESTED: {reason}")
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        started = playwright.chromium.launch(executable_path=chromium(), args=list(OPTIONS))
        yield started
        started.close()


@pytest.fixture(scope="module")
def small(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(engines.empty("embedded"), tmp_path_factory.mktemp("service"))
    yield made
    made.close()


@pytest.fixture(scope="module")
def address(small: World) -> Iterator[str]:
    with listening(small.app) as at:
        yield at
