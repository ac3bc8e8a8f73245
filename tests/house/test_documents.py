"""What is written about the product is true of it, as far as a machine can tell.

A page that names a command which isn't there, a folder that moved or a file that is gone teaches a reader to read no
further. So: commands and their options are all on their page and no others anywhere; links lead somewhere; the map of
the architecture shows each folder; each decision has its alternatives and its consequences.
"""

import re
from pathlib import Path

import pytest

from api.cli.main import COMMANDS
from tests.house.command_reference import PAGE, written
from tests.house.sources import PRODUCT, ROOT, name_of, tracked

PAGES = [p for p in tracked() if p.suffix == ".md"]
DECISIONS = sorted((ROOT / "docs" / "decisions").glob("[0-9]*.md"))
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_SAID_COMMAND = re.compile(r"(?:`|\.venv/bin/|^\s*\$ )waterbed (?:--home [^\s`]+ )?([a-z]+)", re.MULTILINE)
_SAID_TARGET = re.compile(r"\bmake ([a-z]+)\b(?=[ `]|$)", re.MULTILINE)


def anchors(page: Path) -> set[str]:
    """Anchors of a page's headings, as forges make them."""
    text = _FENCED.sub("", page.read_text(encoding="utf-8"))
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", h.lower()).strip().replace(" ", "-") for h in headings}


def broken_links(page: Path) -> list[str]:
    found = []
    for target in _LINK.findall(_FENCED.sub("", page.read_text(encoding="utf-8"))):
        if "://" in target or target.startswith("mailto:"):
            continue
        place, _, anchor = target.partition("#")
        file = (page.parent / place).resolve() if place else page
        if not file.exists() or (anchor and file.suffix == ".md" and anchor not in anchors(file)):
            found.append(target)
    return found


def test_there_are_pages() -> None:
    names = {name_of(p) for p in PAGES}
    assert {
        "README.md",
        "CONTRIBUTING.md",
        "SECURITY.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/data.md",
    } <= names
    assert {"docs/methods.md", "docs/commands.md", "docs/decisions/README.md"} <= names


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_links_lead_somewhere(page: Path) -> None:
    assert broken_links(page) == []


def test_a_broken_link_is_caught(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# One\n[a](#one) [b](#two) [c](gone.md)", encoding="utf-8")
    assert broken_links(page) == ["#two", "gone.md"]


def test_the_page_of_commands_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == written(), "run `make docs`"


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_only_commands_and_targets_that_exist_are_named(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(_SAID_COMMAND.findall(text)) - set(COMMANDS) == set()
    assert set(re.findall(r"`make ([a-z]+)", text)) - targets == set()


def test_the_map_shows_every_folder() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    top = {name_of(p).split("/")[0] + "/" for p in tracked() if "/" in name_of(p)} - {".ci/"}
    inner = {
        f"{package}/{path.name}/"
        for package in PRODUCT
        for path in (ROOT / package).iterdir()
        if any(name_of(p).startswith(f"{package}/{path.name}/") for p in tracked())
    }
    assert {folder for folder in top | inner if f"`{folder}`" not in text} == set()


def test_decisions_are_numbered_in_a_row_and_listed() -> None:
    assert [p.name[:4] for p in DECISIONS] == [f"{n:04}" for n in range(1, len(DECISIONS) + 1)]
    listed = (ROOT / "docs" / "decisions" / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in DECISIONS if f"({p.name})" not in listed] == []


@pytest.mark.parametrize("page", DECISIONS, ids=lambda p: p.stem)
def test_a_decision_says_why_and_what_else(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert headings == ["Context", "Decision", "Alternatives", "Consequences"]
    assert re.match(rf"# {page.name[:4]} \S", text)
    alternatives = text.split("## Alternatives")[1].split("## Consequences")[0]
    assert alternatives.count("\n- ") >= 1
