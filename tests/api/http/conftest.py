"""One filled service for a module of tests that only read it."""

from collections.abc import Iterator

import pytest

from tests.api.http.small_world import World, world
from tests.conftest import Engines


@pytest.fixture(scope="module")
def small(engines: Engines, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = world(engines.empty("embedded"), tmp_path_factory.mktemp("service"))
    yield made
    made.close()
