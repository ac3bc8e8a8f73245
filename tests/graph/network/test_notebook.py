"""The page for notebooks does what it says, block by block."""

import doctest

import pytest

from tests.house.sources import ROOT


@pytest.mark.slow
def test_every_block_of_the_page_gives_what_it_shows() -> None:
    done = doctest.testfile(str(ROOT / "docs" / "notebook.md"), module_relative=False)
    assert done.attempted > 15
    assert done.failed == 0
