"""How often a proposal is right, on files whose headers it has never seen, and on the samples with their layouts hidden."""

import random
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from ingest.layouts import Layout, load_layout
from ingest.layouts.check import dry_run, missing
from ingest.layouts.guess import Proposal, guess_layout, to_toml
from ingest.layouts.layout import parse_layout
from ingest.layouts.words import is_accepted
from ingest.policy import Policy
from tests.factories import KEYS
from tests.ingest.layouts.guess.renaming import HELD_OUT, UNSEEN, renamed, rows_of_a_region
from tests.shared import SHARED, needs_shared

TODAY = date(2026, 1, 1)
FILES = 12
Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> list[Rows]:
    """Rows of each register of an invented region that has enough of them."""
    of: dict[str, Rows] = {}
    for row in rows_of_a_region(tmp_path_factory.mktemp("region")):
        of.setdefault(row["source_id"], []).append(row)
    return [rows for _, rows in sorted(of.items()) if len(rows) >= 40]


def counted(proposal: Proposal, truth: Mapping[str, str]) -> tuple[int, int, int]:
    """Columns right, wrong and missed."""
    found = {g.column: g.header for g in proposal.columns}
    right = sum(found.get(c) == h for c, h in truth.items())
    wrong = sum(truth.get(c) != h for c, h in found.items())
    return right, wrong, sum(c not in found for c in truth)


@pytest.mark.parametrize(("names", "recall_from"), [(HELD_OUT, 0.85), (UNSEEN, 0.75)], ids=["held-out", "unseen"])
def test_headers_not_in_the_table_are_read_rightly_or_not_at_all(
    registers: list[Rows], tmp_path: Path, names: Mapping[str, Sequence[str]], recall_from: float
) -> None:
    right = wrong = missed = 0
    for seed in range(FILES):
        rng = random.Random(seed)
        path = tmp_path / f"{seed}.csv"
        truth = renamed(rng.choice(registers)[:200], path, rng, names=names)
        r, w, m = counted(guess_layout(path, today=TODAY), truth)
        right, wrong, missed = right + r, wrong + w, missed + m
    assert wrong == 0
    assert right / (right + missed) >= recall_from


SAMPLES = [("rotterdam_controleteam_2024.csv", 20), ("capelle_toezicht_2024.xlsx", 17)]


def sample(name: str) -> tuple[Path, Layout]:
    folder = SHARED / "samples"
    return folder / name, load_layout(folder / "layouts" / f"{Path(name).stem}.toml")


@needs_shared
@pytest.mark.parametrize(("name", "columns"), SAMPLES)
def test_a_sample_is_read_as_its_own_layout_says(name: str, columns: int) -> None:
    path, known = sample(name)
    proposal = guess_layout(path, today=TODAY)
    assert {g.column: g.header for g in proposal.columns} == dict(known.columns)
    assert len(known.columns) == columns
    assert (proposal.kind, proposal.sample.header_row, proposal.sample.sheet) == (
        known.kind,
        known.header_row,
        known.sheet,
    )
    for column, words in proposal.values.items():
        theirs = known.values.get(column, {})
        assert {w: m for w, m in words.items() if theirs.get(w, m) != m} == {}
    assert {c: [w for w in rest.shown if not is_accepted(c, w)] for c, rest in proposal.untranslated.items()} in (
        {},
        {"status": []},
    )


@needs_shared
@pytest.mark.parametrize("name", [n for n, _ in SAMPLES])
def test_a_proposal_with_its_blanks_filled_reads_the_file_as_its_own_layout_does(name: str) -> None:
    path, known = sample(name)
    text = to_toml(guess_layout(path, today=TODAY))
    proposed = parse_layout(text, name="proposed")
    assert set(missing(proposed)) == set(known.constants) - {"channel"}
    filled = text.split("[constants]")[0] + "[constants]\n"
    filled += "".join(f'{column} = "{value}"\n' for column, value in known.constants.items())
    dry = [dry_run(path, layout, policy=Policy(), keys=KEYS, today=date(2026, 11, 24)) for layout in (
        known, parse_layout(filled, name="filled"),
    )]  # fmt: skip
    assert dry[0] == dry[1]


@needs_shared
def test_files_in_the_contract_s_own_columns_and_htcds_are_read_as_they_are() -> None:
    for path in sorted((SHARED / "samples").glob("*.csv")):
        if path.name.startswith("rotterdam"):
            continue
        proposal = guess_layout(path, today=TODAY)
        assert all(g.column == g.header for g in proposal.columns)
        assert not proposal.lacking
    care = guess_layout(SHARED / "samples" / "zorg_coordinator_rotterdam_2024.jsonl", today=TODAY)
    found = {g.column: g.header for g in care.columns}
    assert (found["observed_on"], found["municipality"]) == ("hte_Date", "hte_City")
    assert care.values["exploitation_form"] == {"SexualExploitation": "sexual"}
