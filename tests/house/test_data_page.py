"""docs/data.md is the contract that other people's files and scripts rely on, so it says what the code does."""

import re
from enum import StrEnum

import pytest

from api.exports.catalogue import EXPORTS
from graph.model import Channel, Consent, ExploitationForm, PremisesKind, Regime, ReporterType, Status
from ingest.contract import COLUMNS, NEEDED
from ingest.policy_file import KEYS, TERMS
from tests.house.sources import ROOT

PAGE = (ROOT / "docs" / "data.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    """Text under a heading of the third level."""
    return PAGE.split(f"### {heading}\n")[1].split("\n#")[0]


@pytest.mark.parametrize("kind", sorted(COLUMNS))
def test_every_column_in_is_on_the_page_and_no_other(kind: str) -> None:
    said = set(re.findall(r"`([a-z_]+)`", section(kind)))
    assert said == set(COLUMNS[kind])


def test_the_page_says_which_columns_are_needed() -> None:
    rows = [line.split("|") for line in section("encounters").splitlines() if line.startswith("| `")]
    assert {c for row in rows if row[2].strip() == "yes" for c in re.findall(r"`(\w+)`", row[1])} == set(
        NEEDED["encounters"]
    )
    for kind in ("controls", "interventions"):
        before = section(kind).split("all needed")[0]
        assert set(re.findall(r"`([a-z_]+)`", before)) == set(NEEDED[kind])


@pytest.mark.parametrize(
    ("column", "words"),
    [
        ("reporter_type", ReporterType),
        ("channel", Channel),
        ("premises_kind", PremisesKind),
        ("status", Status),
        ("exploitation_form", ExploitationForm),
        ("regime", Regime),
        ("consent_status", Consent),
    ],
)
def test_every_word_of_a_closed_vocabulary_is_on_the_page(column: str, words: type[StrEnum]) -> None:
    (row,) = (line for line in section("encounters").splitlines() if line.startswith(f"| `{column}`"))
    assert {word.value for word in words} - set(re.findall(r"\w+", row)) == set()


@pytest.mark.parametrize("kind", sorted(EXPORTS))
def test_every_export_is_on_the_page_with_its_columns_in_order(kind: str) -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| `{kind}`"))
    _, name, _, columns, _ = (cell.strip() for cell in row.split("|"))
    assert re.findall(r"[a-z_0-9]+", re.sub(r"\([^)]*\)", "", columns)) == [c.name for c in EXPORTS[kind].columns]
    assert name.endswith(" P") == EXPORTS[kind].is_personal


def test_every_key_of_the_policy_is_on_the_page_and_no_other() -> None:
    said = re.findall(r"^\| `\[?(\w+)\]?`", section("Policy"), re.MULTILINE)
    assert sorted(said) == sorted(KEYS)
    assert {term for term in TERMS if f"`{term}`" not in section("Policy")} == set()
